/** What is known of container images: out of bills of materials, through a bundle, by the names of the images. */

import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";

import { type AnalysedImage, formatImages, Images, NotAnImage, parseImages } from "../../src/knowledge/images.ts";
import { makeBundle, readBillOfMaterials, readBundle } from "../../src/knowledge/index.ts";
import { debianImage, systemImage } from "../support/bills-of-materials.ts";
import { temporaryFolder } from "../support/repository.ts";
import "../support/seed.ts";

const digest = `sha256:${"d".repeat(64)}`;
const { signal } = new AbortController();

function read(bill: object, asOf?: string): AnalysedImage {
  return readBillOfMaterials("a.cdx.json", Buffer.from(JSON.stringify(bill)), asOf);
}

test("a bill of syft tells of RPMs, of Python and where it is, and of the names of glibc", () => {
  const { symbols, ...image } = read(systemImage("quay.io/acme/base:v1"));
  assert.deepEqual(image, {
    images: ["quay.io/acme/base:v1", `quay.io/acme/base@${digest}`],
    date: "2026-11-20",
    rpms: [
      {
        package_name: "glibc",
        arch: "x86_64",
        epoch: null,
        package_identifier: "glibc-2.17-326.el7_9.x86_64",
        package_version: "2.17",
        release: "326.el7_9",
        src: false,
      },
      {
        package_name: "git",
        arch: "x86_64",
        epoch: null,
        package_identifier: "git-1.8.3.1-25.el7_9.x86_64",
        package_version: "1.8.3.1",
        release: "25.el7_9",
        src: false,
      },
      {
        package_name: "openssl-libs",
        arch: "x86_64",
        epoch: "1",
        package_identifier: "openssl-libs-1.0.2k-26.el7_9.x86_64",
        package_version: "1.0.2k",
        release: "26.el7_9",
        src: false,
      },
    ],
    python_packages: [
      { package_name: "numpy", package_version: "1.20.3", location: "/opt/app-root/lib/python3.11/site-packages" },
    ],
  });
  assert.deepEqual([symbols[0], symbols.at(-1), symbols.includes("GLIBC_2.18")], ["GLIBC_2.2.5", "GLIBC_2.17", false]);
});

test("a bill of Trivy has tags and digests, and paths without their root", () => {
  const { images, rpms, python_packages: python, symbols } = read(debianImage);
  assert.deepEqual(images, ["python:3.11-slim", `python@${digest}`]);
  assert.deepEqual(rpms, []);
  assert.deepEqual(python, [
    { package_name: "Flask_SQLAlchemy", package_version: "3.1.1", location: "/usr/local/lib/python3.11/site-packages" },
  ]);
  assert.equal(symbols.at(-1), "GLIBC_2.36");
});

const row = (names: readonly string[], date: string, more: Partial<AnalysedImage> = {}): AnalysedImage => ({
  images: [...names],
  date,
  rpms: [],
  python_packages: [],
  symbols: [],
  ...more,
});

const component = (facts: object) => ({ type: "library", name: "x", ...facts });
const bill = (facts: object, image: object = {}) => ({
  bomFormat: "CycloneDX",
  metadata: { timestamp: "2026-11-20T08:00:00Z", component: { type: "container", name: "a:1", ...image } },
  ...facts,
});

for (const [what, parts, python] of [
  [
    "an old-style egg",
    { evidence: { occurrences: [{ location: "/usr/lib/python3/dist-packages/x.egg-info" }] } },
    "/usr/lib/python3/dist-packages",
  ],
  ["a place that is no installation", { evidence: { occurrences: [{ location: "/app/requirements.txt" }] } }, null],
  ["no place at all", {}, null],
] as const)
  test(`where Python finds a package: ${what}`, () => {
    const { python_packages: found } = read(bill({ components: [component({ purl: "pkg:pypi/x@1.0", ...parts })] }));
    assert.deepEqual(found, [{ package_name: "x", package_version: "1.0", location: python }]);
  });

test("components within components count, and those without a package URL do not", () => {
  const inner = component({ name: "inner", purl: "pkg:pypi/inner@2" });
  const outer = component({ name: "outer", components: [inner] });
  const bad = component({ name: "bad", purl: "pkg:pypi/%zz@1" });
  const { python_packages: found } = read(bill({ components: [outer, bad] }));
  assert.deepEqual(
    found.map(({ package_name: name }) => name),
    ["inner"],
  );
});

test("on other processors the names of glibc begin later", () => {
  const of = (arch: string) =>
    read(bill({ components: [component({ purl: `pkg:rpm/rhel/glibc@2.18-1.el9?arch=${arch}` })] })).symbols;
  assert.deepEqual(of("aarch64"), ["GLIBC_2.17", "GLIBC_2.18"]);
  assert.equal(of("x86_64").length, 17);
});

for (const [what, text, message] of [
  ["no JSON", "{", "the file is not JSON"],
  ["another format", '{"spdxVersion": "SPDX-2.3"}', "the document must have required properties bomFormat, metadata"],
  [
    "an application",
    JSON.stringify(bill({}, { type: "application" })),
    "`metadata.component.type` is `application`, and must be `container`",
  ],
  [
    "no day",
    JSON.stringify({ ...bill({}), metadata: { component: { type: "container", name: "a" } } }),
    "it has no `metadata.timestamp`, and no date was stated",
  ],
  [
    "a day that there is not",
    JSON.stringify({ ...bill({}), metadata: { ...bill({}).metadata, timestamp: "2026-99-99T00:00:00Z" } }),
    "`metadata.timestamp` is `2026-99-99T00:00:00Z`, which is no time",
  ],
  ["no name", JSON.stringify(bill({}, { name: "" })), "`metadata.component.name` is empty, so no image is named"],
  ["a bad component", JSON.stringify(bill({ components: [component({}), { name: 1 }] })), "component 2: "],
] as const)
  test(`a bill with ${what} is refused with its place`, () => {
    assert.throws(
      () => readBillOfMaterials("db/a.cdx.json", Buffer.from(text), undefined),
      (error: Error) => error.message.startsWith(`db/a.cdx.json: not the contents of an image: ${message}`),
    );
  });

for (const [name, version, found] of [
  ["quay.io/a/b:v1", digest, `quay.io/a/b@${digest}`],
  ["localhost:5000/b", digest, `localhost:5000/b@${digest}`],
  [`a/b:v1@${digest}`, undefined, `a/b@${digest}`],
  [`a/b@${digest}`, `sha256:${"e".repeat(64)}`, `a/b@${digest}`],
] as const)
  test(`the very build of a bill: ${name.slice(0, 20)} and ${version?.slice(0, 10) ?? "no version"}`, () => {
    const { images } = read(bill({}, { name, version }));
    assert.deepEqual(images, [...new Set([name, found])]);
    assert.notEqual(new Images([row(images, "2026-01-01")]).find(found), undefined);
  });

test("a bill is of a day in UTC", () => {
  const late = { ...bill({}), metadata: { ...bill({}).metadata, timestamp: "2026-11-21T01:00:00+09:00" } };
  assert.equal(read(late).date, "2026-11-20");
});

test("a bill of as many components as may be is read, and so are the images of a bundle", () => {
  const many = Array.from({ length: 150_000 }, () => component({ purl: "pkg:deb/debian/libc6@2.36?arch=amd64" }));
  assert.equal(read(bill({ components: [component({ components: many })] })).symbols.at(-1), "GLIBC_2.36");
  const images = parseImages("p", `${JSON.stringify(row(["a:1"], "2026-01-01"))}\n`.repeat(150_000));
  assert.equal(new Images(images).find("a:1")?.asOf, "2026-01-01");
});

test("a day that was stated stands in for one that the bill lacks", () => {
  const undated = { ...bill({}), metadata: { component: { type: "container", name: "a:1" } } };
  assert.equal(read(undated, "2026-01-02").date, "2026-01-02");
});

test("an image is found by every name it has, and the newest look counts", () => {
  const images = new Images([
    row(["quay.io/a/b:v1", "quay.io/a/b@sha256:1"], "2026-01-02", { symbols: ["GLIBC_2.28"] }),
    row(["quay.io/a/b:v1"], "2026-01-01"),
    row(["docker.io/library/python:3.11"], "2026-01-01"),
  ]);
  assert.deepEqual([...(images.find("quay.io/a/b:v1")?.symbols ?? [])], ["GLIBC_2.28"]);
  assert.equal(images.find("quay.io/a/b@sha256:1")?.asOf, "2026-01-02");
  assert.notEqual(images.find("python:3.11"), undefined);
  assert.notEqual(images.find("index.docker.io/library/python:3.11"), undefined);
  for (const name of ["quay.io/a/b", "quay.io/a/b:v2", "b:v1"]) assert.equal(images.find(name), undefined, name);
});

test("what a bundle keeps of images is what was found, in one order", () => {
  const images = [row(["b:1"], "2026-01-02"), read(systemImage("a:1"))];
  const text = formatImages(images);
  assert.deepEqual(parseImages("images.jsonl", text), images.toReversed());
  assert.equal(formatImages(images.toReversed()), text);
});

const rpm = (purl: string) => read(bill({ components: [component({ purl: `pkg:rpm/centos/${purl}` })] })).rpms;

for (const [purl, identifier, found] of [
  ["git@1.8-25.el7?arch=&epoch=", "git-1.8-25.el7", { package_version: "1.8", release: "25.el7" }],
  ["git@1.8-?arch=x86_64", "git-1.8.x86_64", { arch: "x86_64", package_version: "1.8" }],
  ["git@2:1.8-1?epoch=", "git-1.8-1", { epoch: "2", package_version: "1.8", release: "1" }],
  ["git@", "git", {}],
  ["git", "git", {}],
] as const)
  test(`what is empty in a bill says nothing: ${purl}`, () => {
    const nothing = { arch: null, epoch: null, package_version: null, release: null, src: false };
    assert.deepEqual(rpm(purl), [{ package_name: "git", ...nothing, ...found, package_identifier: identifier }]);
  });

test("a Python package without a name or a version in its component has those of its package URL, or none", () => {
  const of = (facts: object) => read(bill({ components: [component(facts)] })).python_packages;
  const x = { package_name: "x", package_version: null, location: null };
  assert.deepEqual(of({ name: "", purl: "pkg:pypi/x@1" }), [{ ...x, package_version: "1" }]);
  assert.deepEqual(of({ version: "", purl: "pkg:pypi/x@" }), [x]);
});

const tags = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ name: "aquasecurity:trivy:RepoTag", value: `a:${index}` }));

test("an image may have as many names as a bill may have components", () => {
  const named = read(bill({}, { name: "a:0", properties: tags(200_000) }));
  assert.equal(parseImages("p", formatImages([named]))[0]!.images.length, 200_000);
});

const long = "x".repeat(4_096);

for (const [what, made, message] of [
  ["too many names", bill({}, { name: "a:0", properties: tags(200_001) }), "`/images` must not have more than 200000"],
  ["a name of an image", bill({}, { name: `${long}:1` }), "`/images/0` must not have more than 4096 characters"],
  [
    "a name of a package",
    bill({ components: [component({ name: `x${long}`, purl: "pkg:pypi/x@1" })] }),
    "`/python_packages/0/package_name` must not have more than 4096 characters",
  ],
  [
    "a folder",
    bill({
      components: [
        component({ purl: "pkg:pypi/x@1", evidence: { occurrences: [{ location: `/${long}/x.dist-info` }] } }),
      ],
    }),
    "`/python_packages/0/location` must not have more",
  ],
  [
    "a release",
    bill({ components: [component({ purl: `pkg:rpm/git@1-${long}` })] }),
    "`/rpms/0/package_identifier` must not have more",
  ],
  [
    "a day behind all years",
    { ...bill({}), metadata: { ...bill({}).metadata, timestamp: "9999-12-31T23:00:00-05:00" } },
    "date must be a day such as `2026-11-24`, not `+010000-01`",
  ],
] as const)
  test(`what a bundle could not keep is refused with the place of its bill: ${what}`, () => {
    const bytes = Buffer.from(JSON.stringify(made));
    assert.throws(
      () => readBillOfMaterials("db/a.cdx.json", bytes, undefined),
      (error: Error) => error.message.startsWith(`db/a.cdx.json: not the contents of an image: ${message}`),
    );
  });

/** Texts that a bill has, and what stands at their edges. */
const anyText = fc.oneof(
  fc.constantFrom(
    "",
    "-",
    "@",
    "1-",
    "-1",
    "1:",
    "\n",
    "\u2028",
    "\ud800",
    long,
    `${long}x`,
    "/",
    "a/x.dist-info/METADATA",
  ),
  fc.string({ unit: "grapheme", maxLength: 8 }),
);
const anyPart = anyText.map((text) => encodeURIComponent(text.toWellFormed()));
const anyUrl = fc
  .record({
    type: fc.constantFrom("rpm", "pypi", "deb"),
    name: anyPart,
    version: anyPart,
    arch: anyPart,
    epoch: anyPart,
  })
  .map(({ type, name, version, arch, epoch }) => `pkg:${type}/${name}@${version}?arch=${arch}&epoch=${epoch}`);
const anyProperty = fc.record({
  name: fc.constantFrom("syft:location:0:path", "aquasecurity:trivy:FilePath", "aquasecurity:trivy:RepoTag"),
  value: anyText,
});
const anyComponent = fc.record(
  {
    type: fc.constant("library"),
    name: anyText,
    version: anyText,
    purl: fc.oneof(anyUrl, anyText),
    properties: fc.array(anyProperty, { maxLength: 3 }),
  },
  { requiredKeys: ["type", "name"] },
);
const anyBill = fc.record({
  image: anyComponent.map((image) => ({ ...image, type: "container" })),
  components: fc.array(anyComponent, { maxLength: 4 }),
  timestamp: fc.constantFrom("2026-11-20T08:00:00Z", "9999-12-31T23:00:00-05:00", "0000-01-01T00:00:00+01:00"),
});

test("whatever is read of a bill, a bundle keeps as it is", () => {
  let read = 0;
  fc.assert(
    fc.property(anyBill, ({ image, components, timestamp }) => {
      const made = { bomFormat: "CycloneDX", metadata: { timestamp, component: image }, components };
      let found: AnalysedImage;
      try {
        found = readBillOfMaterials("a.cdx.json", Buffer.from(JSON.stringify(made)), undefined);
      } catch (error) {
        assert.ok(error instanceof NotAnImage);
        assert.match(error.message, /^a\.cdx\.json: /);
        return;
      }
      read++;
      assert.deepEqual(parseImages("part", formatImages([found])), [found]);
    }),
    { numRuns: 500 },
  );
  assert.ok(read > 50, `${read} bills were read`);
});

for (const [text, message] of [
  ["{}", "p:1: not the contents of an image: the document must have required properties"],
  [JSON.stringify(row(["a:1"], "2026-13-01")), "p:1: not the contents of an image: date must be a day such as"],
  ["\n[", "p:2: not the contents of an image: the line is not JSON"],
] as const)
  test(`a line that is no image is refused: ${JSON.stringify(text)}`, () => {
    assert.throws(
      () => parseImages("p", text),
      (error: Error) => error.message.startsWith(message),
    );
  });

test("a bundle of bills alone has images and nothing else, as old as the oldest of them", async (t) => {
  const origin = { name: "own", source: "here", licence: "NOASSERTION", attribution: "us" };
  const images = [read(systemImage("a:1")), read(debianImage)];
  const folder = join(temporaryFolder(t), "bundle");
  mkdirSync(folder);
  for (const [name, bytes] of makeBundle([{ kind: "images", origin, images }], "2026-11-26"))
    writeFileSync(join(folder, name), bytes);
  const bundle = await readBundle(folder, signal);
  assert.deepEqual(
    bundle.parts.map(({ kind, as_of: asOf, file }) => [kind, asOf, file]),
    [["images", "2026-11-20", "images-own.jsonl.gz"]],
  );
  assert.equal(bundle.advisories, undefined);
  assert.throws(
    () => makeBundle([{ kind: "images", origin, images }], "2026-11-19"),
    /`a:1` as it was found on 2026-11-20, a day to come/,
  );
  assert.equal(bundle.images?.find("a:1")?.pythonPackages[0]?.package_name, "numpy");
});
