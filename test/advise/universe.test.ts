import { test } from "node:test";
import assert from "node:assert/strict";

import { Homes } from "../../src/advise/homes.ts";
import { IndexUniverse } from "../../src/advise/universe.ts";
import { markerEnvironment } from "../../src/environments/index.ts";
import type { AskedIndex, MetadataAnswer, PackageListing, PackageSource } from "../../src/ports/index.ts";
import { type PackageName, Requirement, SpecifierSet, Version, packageName } from "../../src/python/index.ts";
import { candidate } from "../support/pipeline-samples.ts";

const { signal } = new AbortController();
const web = packageName("web");

interface Sketch {
  readonly listing?: PackageListing;
  readonly metadata?: MetadataAnswer;
  readonly opaque?: readonly string[];
}

function universe({ listing, metadata, opaque = [] }: Sketch): {
  readonly universe: IndexUniverse;
  readonly asked: string[];
} {
  const asked: string[] = [];
  const source: PackageSource = {
    list: async (name, search) => {
      asked.push(search.kind === "ordered" ? name : `${name} ${search.kind} ${search.index}`);
      return listing ?? { kind: "absent", asked: [{ index: "pypi", why: "ordered" }] };
    },
    metadata: async ({ name, version }) => {
      asked.push(`${name} ${version.text}`);
      return metadata ?? { kind: "unknown", reason: "nobody knows" };
    },
    records: () => [],
  };
  const options = {
    source,
    homes: new Homes({ pins: new Map([[packageName("pinned"), "corp"]]) }),
    opaque: new Set(opaque.map(packageName)),
    markers: markerEnvironment({ pythonVersion: "3.8", platform: "linux-x86_64" }),
  };
  return { universe: new IndexUniverse(options), asked };
}

function metadata(requires: readonly string[], requiresPython?: string): MetadataAnswer {
  return {
    kind: "known",
    metadata: {
      grade: "declared",
      requires: requires.map((text) => Requirement.parse(text)),
      requiresPython: requiresPython === undefined ? undefined : SpecifierSet.parse(requiresPython),
      extras: [],
    },
  };
}

const pypi: AskedIndex = { index: "pypi", why: "ordered" };
const corp: AskedIndex = { index: "corp", why: "ordered" };

const found: PackageListing = {
  kind: "found",
  index: "pypi",
  asked: [{ index: "pypi", why: "ordered" }],
  candidates: [candidate("web 1.0")],
  outside: () => [Version.parse("2.0")],
};

const absences: readonly (readonly [title: string, listing: PackageListing, reason: string])[] = [
  ["one index", { kind: "absent", asked: [pypi] }, "is not on the index `pypi`"],
  ["several indexes", { kind: "absent", asked: [pypi, corp] }, "is on none of the indexes `pypi`, `corp`"],
  [
    "an index that it is pinned to",
    { kind: "absent", asked: [{ ...corp, why: "pinned" }] },
    "is not on the index `corp`, which it is pinned to",
  ],
  ["a snapshot", { kind: "outside", source: "the snapshot of 2026" }, "is not in the snapshot of 2026"],
  ["an empty page", { ...found, candidates: [] }, "has no release on the index `pypi` that can be chosen here"],
];

for (const [title, listing, reason] of absences)
  test(`a package that ${title} lacks is told so`, async () => {
    assert.deepEqual(await universe({ listing }).universe.candidates(web, signal), { kind: "none", reason });
  });

test("releases outside a snapshot are passed on, so that an explanation can name them", async () => {
  const list = await universe({ listing: found }).universe.candidates(web, signal);
  assert.deepEqual(list.kind === "known" && list.outside().map(String), ["2.0"]);
});

const requirements: readonly (readonly [title: string, answer: MetadataAnswer, expected: string])[] = [
  ["what it requires", metadata(["http>=2", "log; extra == 'debug'"]), 'http>=2, log; extra == "debug"'],
  ["a Python that is too new", metadata([], ">=3.9"), "needs Python >=3.9"],
  [
    "metadata that is unknown",
    { kind: "unknown", reason: "only a build tells" },
    "has unknown metadata: only a build tells",
  ],
  [
    "a direct reference",
    metadata(["http @ https://x.example/http.zip"]),
    "requires http @ https://x.example/http.zip, and only a build would tell its version",
  ],
  [
    "a direct reference that does not hold here",
    metadata(["http @ https://x.example/a.zip ; sys_platform == 'win32'"]),
    "",
  ],
  ["a name that the manifest takes from elsewhere", metadata(["mine>=9", "http"]), "http"],
];

for (const [title, answer, expected] of requirements)
  test(`a release is read for ${title}`, async () => {
    const { universe: read } = universe({ metadata: answer, opaque: ["mine"] });
    const told = await read.requirements(candidate("web 1.0"), signal);
    assert.equal(told.kind === "known" ? told.requires.map(String).join(", ") : told.reason, expected);
  });

test("everything is asked once, and a pinned name on its index", async () => {
  const { universe: read, asked } = universe({ listing: found, metadata: metadata([]) });
  const release = candidate("web 1.0");
  const names: readonly PackageName[] = [web, web, packageName("pinned")];
  for (const name of names) await read.candidates(name, signal);
  for (const each of [release, release]) await read.requirements(each, signal);
  assert.deepEqual(asked, ["web", "pinned pinned corp", "web 1.0"]);
  assert.equal(read.metadataRead, 1);
});

for (const grade of ["declared", "recorded", "supplied", "unknown"] as const)
  test(`that a release's metadata is ${grade} is known once it was read`, async () => {
    const known = metadata([]);
    assert.ok(known.kind === "known");
    const answer: MetadataAnswer =
      grade === "unknown" ? { kind: "unknown", reason: "" } : { ...known, metadata: { ...known.metadata, grade } };
    const { universe: read } = universe({ metadata: answer });
    const release = candidate("web 1.0");
    assert.equal(read.gradeOf(release), undefined);
    await read.requirements(release, signal);
    assert.equal(read.gradeOf(release), grade);
  });

test("a failure is not remembered", async () => {
  let calls = 0;
  const source: PackageSource = {
    list: async () => {
      calls++;
      throw new Error("the index is down");
    },
    metadata: async () => assert.fail(),
    records: () => [],
  };
  const markers = markerEnvironment({ pythonVersion: "3.8", platform: "linux-x86_64" });
  const read = new IndexUniverse({ source, homes: new Homes(), opaque: new Set(), markers });
  await assert.rejects(read.candidates(web, signal), /is down/);
  await assert.rejects(read.candidates(web, signal), /is down/);
  assert.equal(calls, 2);
});
