/**
 * The door `snapshot`: on a made-up index, on the index of the example, and where they are here on the snapshots that
 * uv's answers and proven optima are known of.
 */

import assert from "node:assert/strict";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { gzipSync } from "node:zlib";
import { runSnapshot, type SnapshotAnswer, type SnapshotOptions } from "../../../src/main/conformance/snapshot.ts";
import { snapshotProblem } from "../../../src/main/conformance/snapshot-problem.ts";
import type { RequirementSet } from "../../../src/main/conformance/snapshot-sets.ts";
import { DiskCache, readSnapshot } from "../../../src/package-index/index.ts";
import { packageName } from "../../../src/python/index.ts";
import { compareCosts, type Problem } from "../../../src/resolver/index.ts";
import { measuredData } from "../../support/measured-data.ts";
import { type Pins, readRawSnapshot, SnapshotChecker } from "../../support/snapshot-checker.ts";

const folder = mkdtempSync(join(tmpdir(), "thoth-test-"));
after(() => rmSync(folder, { recursive: true }));
const linux = { python: "3.11", platform: "x86_64-manylinux_2_36" };

/**
 * A line is a release: name, version, then `needs` and requirements parted by `&`, `python` and bounds, `wheel` and its
 * tags, `yanked`. A wheel fits everywhere unless tags are given.
 */
function writeIndex(lines: string): string {
  const place = mkdtempSync(join(folder, "index-"));
  const requires: string[][] = [];
  const pythons: string[] = [];
  const packages: Record<string, { unknown: string[]; releases: object[] }> = {};
  for (const line of lines.trim().split("\n")) {
    const [, name = "", version = "", rest = ""] = /^\s*(\S+) (\S+)(.*)$/.exec(line) ?? [];
    const said = (word: string): string | undefined =>
      new RegExp(` ${word} (.*?)(?= (?:needs|python|wheel|yanked)|$)`).exec(rest)?.[1];
    const filename = `${name}-${version}-${said("wheel") ?? "py3-none-any"}.whl`;
    const r = requires.push(said("needs")?.split(" & ") ?? []) - 1;
    const p = pythons.push(said("python") ?? "") - 1;
    const yanked = rest.includes(" yanked") ? { y: "" } : {};
    packages[name] ??= { unknown: [], releases: [] };
    packages[name].releases.push({
      v: version,
      r,
      p,
      e: 0,
      ...yanked,
      f: [[filename, "0".repeat(64), 1, "2026-01-01T00:00:00Z", "a"]],
    });
  }
  const snapshot = {
    format: "index-snapshot/1",
    cut: "2026-11-24T00:00:00Z",
    requires,
    pythons,
    extras: [[]],
    packages,
  };
  writeFileSync(join(place, "index-snapshot.json.gz"), gzipSync(JSON.stringify(snapshot)));
  return place;
}

async function answer(
  place: string,
  sets: readonly object[],
  options: SnapshotOptions = {},
): Promise<SnapshotAnswer[]> {
  const cache = new DiskCache(join(folder, "cache"));
  return await all(runSnapshot(place, { format: "sets/1", sets }, { cache, ...options }));
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

async function ask(
  place: string,
  requirements: readonly string[],
  options: SnapshotOptions = {},
): Promise<SnapshotAnswer> {
  const set = { id: "asked", ...linux, requirements };
  const [answered] = await answer(place, [set], options);
  const faults = new SnapshotChecker(readRawSnapshot(join(place, "index-snapshot.json.gz")), set).faults(
    answered!.pins,
  );
  if (answered!.satisfiable) assert.deepEqual(faults, []);
  return answered!;
}

const small = writeIndex(`
  web 1.0 needs http
  web 2.0 needs http<2
  web 3.0 needs http<2 python >=3.11.1
  web 4.0 wheel cp311-cp311-manylinux_2_39_x86_64
  web 5.0 yanked
  http 1.0
  http 1.1
  http 2.0
  http 3.0b1
  early 0.1b1
  early 0.1b2`);

const choices = [
  { why: "of what fits the newest", requirements: ["http"], pins: { http: "2.0" }, cost: 0 },
  { why: "what needs Python 3.11.1 is out", requirements: ["web"], pins: { http: "2.0", web: "1.0" }, cost: 1 },
  { why: "two that hold each other back", requirements: ["web>=2"], pins: { http: "1.1", web: "2.0" }, cost: 1 },
  { why: "a pre-release that the set names", requirements: ["http>=3.0b1"], pins: { http: "3.0b1" }, cost: 0 },
  { why: "pre-releases where there is no other", requirements: ["early"], pins: { early: "0.1b2" }, cost: 0 },
  {
    why: "a marker that does not hold",
    requirements: ["http", "web; os_name == 'nt'"],
    pins: { http: "2.0" },
    cost: 0,
  },
  { why: "nothing at all", requirements: [], pins: {}, cost: 0 },
];
for (const { why, requirements, pins, cost } of choices)
  test(`${why}: ${requirements.join(", ")}`, async () => {
    const answered = await ask(small, requirements);
    assert.deepEqual(
      { pins: answered.pins, cost: answered.cost, proved: answered.proved },
      { pins, cost, proved: true },
    );
  });

for (const requirements of [["http>=9"], ["web>=2", "http>=2"], ["web==4.0"], ["early>1"], ["absent"]])
  test(`no stack satisfies ${requirements.join(", ")}, which is proved`, async () => {
    const { satisfiable, pins, cost, proved } = await ask(small, requirements);
    assert.deepEqual({ satisfiable, pins, cost, proved }, { satisfiable: false, pins: {}, cost: null, proved: true });
  });

test("a pre-release that only a dependency names stays out", async () => {
  const place = writeIndex(`
    web 1.0 needs http>=3.0b1
    http 2.0
    http 3.0b1`);
  assert.equal((await ask(place, ["web"])).satisfiable, false);
});

test("`latest` weighs as the recommendation type does: logarithms, and what is asked for by name fourfold", async () => {
  // One newer `web` that is asked for by name: 4 * log2(1 + 1).
  assert.equal((await ask(small, ["web"], { objective: "latest" })).cost, 1);
  assert.equal((await ask(small, ["http<2"], { objective: "latest" })).cost, 4);
});

test("an answer is the same from the snapshot and from the cache, repeated or not, and says how long it took", async () => {
  const sets = [{ id: "asked", ...linux, requirements: ["web>=2"] }];
  const untimed = ({ ms_open: _open, ms_solve: _solve, ms_total: _total, ...rest }: SnapshotAnswer): object => rest;
  const document = { format: "sets/1", sets };
  const [direct] = await all(runSnapshot(small, document));
  const [repeated] = await answer(small, sets, { repeat: 3 });
  assert.deepEqual(untimed(repeated!), untimed(direct!));
  assert.ok(repeated!.ms_open > 0 && repeated!.ms_solve > 0 && repeated!.ms_total > repeated!.ms_solve);
  assert.deepEqual(Object.keys(repeated!), [
    "set",
    "satisfiable",
    "pins",
    "cost",
    "proved",
    "packages",
    "metadata_read",
    "ms_open",
    "ms_solve",
    "ms_total",
  ]);
});

test("sets are answered in their order, or one that is named", async () => {
  const sets = ["b", "a"].map((id) => ({ id, ...linux, requirements: ["http"] }));
  assert.deepEqual(
    (await answer(small, sets)).map(({ set }) => set),
    ["b", "a"],
  );
  assert.deepEqual(
    (await answer(small, sets, { set: "a" })).map(({ set }) => set),
    ["a"],
  );
});

const set = { id: "a", ...linux, requirements: [] };
for (const [what, document, options] of [
  ["another format", { format: "sets/2", sets: [] }, {}],
  ["a set without requirements", { format: "sets/1", sets: [{ ...linux, id: "a" }] }, {}],
  ["a platform that nobody knows", { format: "sets/1", sets: [{ ...set, platform: "windows" }] }, {}],
  ["a Python that is none", { format: "sets/1", sets: [{ ...set, python: "snake" }] }, {}],
  ["a set that is not there", { format: "sets/1", sets: [set] }, { set: "b" }],
] as const)
  test(`${what} is refused`, async () => {
    await assert.rejects(all(runSnapshot(small, document, options)), { code: "INVALID_SETS" });
  });

test("a folder without a snapshot is refused", async () => {
  await assert.rejects(answer(folder, [set]), { code: "SNAPSHOT_UNREADABLE" });
});

const example = mkdtempSync(join(folder, "example-"));
copyFileSync(
  new URL("../../../data/example-index/pypi.json.gz", import.meta.url),
  join(example, "index-snapshot.json.gz"),
);
const exampleSets = ["flask", "boto3"].map((name) => ({
  id: name,
  python: "3.8",
  platform: "x86_64-manylinux_2_28",
  requirements: [name, "tensorflow~=2.4"],
}));
// The least costs were found and proved by an exact solver that shares nothing with ours.
testReal(example, "the example", exampleSets, { flask: { freshness: 7 }, boto3: { freshness: 12 } });

for (const name of ["index-snapshot", "example-snapshot"]) {
  const place = measuredData(name, "answers on the snapshots");
  if (place === undefined) continue;
  const read = <T>(file: string): T => JSON.parse(readFileSync(join(place, file), "utf8")) as T;
  const { sets } = read<{ sets: readonly RequirementSet[] }>("SETS.json");
  testReal(place, name, sets, read("optimum.json"), read("uv-pins.json"));
}

function testReal(
  place: string,
  name: string,
  sets: readonly RequirementSet[],
  optima: Readonly<Record<string, { readonly freshness: number }>>,
  uvPins: Readonly<Record<string, Pins>> = {},
): void {
  const file = join(place, "index-snapshot.json.gz");
  const raw = readRawSnapshot(file);
  const opened = once(() => readSnapshot(file, AbortSignal.timeout(60_000)));
  const newest = once(() => answer(place, sets));
  const latest = once(() => answer(place, sets, { objective: "latest" }));
  for (const [index, each] of sets.entries()) {
    const checker = new SnapshotChecker(raw, each);
    test(`${each.id} of ${name}: a stack of the least cost, proved`, async () => {
      const answered = (await newest())[index]!;
      assert.equal(answered.set, each.id);
      assert.deepEqual(checker.faults(answered.pins), []);
      assert.equal(answered.cost, optima[each.id]!.freshness);
      assert.equal(answered.cost, checker.freshness(answered.pins));
      assert.ok(answered.proved);
    });
    const theirs = uvPins[each.id];
    test(`${each.id} of ${name}: as \`latest\` a stack, and never worse than uv's`, async () => {
      const answered = (await latest())[index]!;
      assert.equal(answered.set, each.id);
      assert.deepEqual(checker.faults(answered.pins), []);
      const problem = snapshotProblem(each, await opened(), "latest");
      const ours = await costsOf(answered.pins, problem);
      assert.equal(Math.round(answered.cost! * 10_000), ours[0]);
      if (theirs === undefined) return;
      assert.deepEqual(checker.faults(theirs), []);
      assert.ok(compareCosts(ours, await costsOf(theirs, problem)) <= 0);
    });
  }
}

/** Does the work for all tests that want it, in the first of them. */
function once<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => (result ??= work());
}

/** By tier: what pins cost in the objective of a problem. */
async function costsOf(pins: Pins, { universe, facts, tiers }: Problem): Promise<number[]> {
  const costs = Array.from<number>({ length: tiers }).fill(0);
  const { signal } = new AbortController();
  for (const [text, version] of Object.entries(pins)) {
    const list = await universe.candidates(packageName(text), signal);
    if (list.kind === "none") throw new Error(`${text} ${list.reason}`);
    for (const fact of facts.facts(packageName(text), list.candidates))
      if (fact.kind === "cost" && fact.candidate.version.text === version) costs[fact.tier]! += fact.cost;
  }
  return costs;
}
