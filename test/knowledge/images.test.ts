/** What is known of container images: out of bills of materials, through a bundle, by the names of the images. */

import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { type AnalysedImage, formatImages, Images, parseImages } from "../../src/knowledge/images.ts";
import { makeBundle, readBillOfMaterials, readBundle } from "../../src/knowledge/index.ts";
import { debianImage, systemImage } from "../support/bills-of-materials.ts";
import { temporaryFolder } from "../support/repository.ts";

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
