/**
 * The shipped example, on the shipped data: two environments of one application want different builds of TensorFlow, and
 * each lock is judged once more by the second checker, straight from the raw snapshots.
 */

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";

import { type Advice, type AdviceServices, adviseAll } from "../../src/advise/index.ts";
import { markerEnvironment } from "../../src/environments/index.ts";
import { openServices } from "../../src/main/services.ts";
import { readProject } from "../../src/project/index.ts";
import { type PlainRelease, type PlainWorld, checkLock } from "../support/lock-checker.ts";

const { signal } = new AbortController();
const root = new URL("../../", import.meta.url);
const example = new URL("examples/two-environments/", root);
const { services: shipped } = await openServices({ indexes: "shipped", progress: () => {} }, signal);
const files = new Map<string, string>();

/** The example's files, unless a test has put another text in their place. */
async function readFile(path: string): Promise<string | undefined> {
  const file = new URL(path, example);
  return files.get(path) ?? (existsSync(file) ? readFileSync(file, "utf8") : undefined);
}

async function adviseExample(services: AdviceServices): Promise<readonly [inference: Advice, training: Advice]> {
  const [inference, training] = await adviseAll(await readProject(readFile, {}, signal), services, signal);
  return [inference!, training!];
}

function solved({ outcome }: Advice) {
  if (outcome.kind !== "solved") assert.fail(JSON.stringify(outcome));
  return outcome;
}

/** The format is told in `data/example-index/README.md`. */
interface RawSnapshot {
  readonly requires: readonly (readonly string[])[];
  readonly pythons: readonly string[];
  readonly packages: Readonly<Record<string, { readonly releases: readonly RawRelease[] }>>;
}
interface RawRelease {
  readonly v: string;
  readonly r: number;
  readonly p: number;
  readonly f: readonly (readonly [filename: string, sha256: string])[];
}

function plainIndex(file: string): PlainWorld[string] {
  const text = gunzipSync(readFileSync(new URL(`data/example-index/${file}`, root))).toString("utf8");
  const { packages, requires, pythons } = JSON.parse(text) as RawSnapshot;
  const plain = ({ r, p, f }: RawRelease): PlainRelease => ({
    requires: requires[r]!,
    requiresPython: pythons[p]!,
    files: f.map(([filename, sha256]) => ({ filename, sha256 })),
  });
  return Object.fromEntries(
    Object.entries(packages).map(([name, { releases }]) => [
      name,
      Object.fromEntries(releases.map((release) => [release.v, plain(release)])),
    ]),
  );
}

const world: PlainWorld = { pypi: plainIndex("pypi.json.gz"), aicoe: plainIndex("aicoe.json.gz") };
const advice = await adviseExample(shipped);
const [inference, training] = advice;

for (const each of advice)
  test(`the lock of \`${each.environment.name}\` passes the second checker`, () => {
    const faults = checkLock({
      manifest: readFileSync(new URL(each.manifest_path, example), "utf8"),
      lock: solved(each).lock,
      world,
      environment: { ...markerEnvironment({ pythonVersion: "3.8", platform: "linux-x86_64" }) },
      platform: { minor: 8, glibc: 28, architecture: "x86_64" },
    });
    assert.deepEqual(faults, []);
  });

test("`inference` gets the newest TensorFlow that has a solution", () => {
  const { tensorflow } = solved(inference).packages;
  assert.deepEqual([tensorflow!.version, tensorflow!.index, tensorflow!.direct], ["2.13.1", "pypi", true]);
});

test("none of the advisories of `inference`'s old lock remains", () => {
  const { advisories } = inference;
  assert.ok(advisories.judged);
  const packages = new Set(advisories.before.map((hit) => hit.package));
  assert.deepEqual(
    [...packages],
    ["certifi", "flask", "idna", "requests", "setuptools", "urllib3", "werkzeug", "wheel"],
  );
  assert.equal(advisories.before.length, 12);
  assert.deepEqual(advisories.after, []);
});

test("`training` gets the build that a rule prefers for its CUDA, from the index of its line", () => {
  const { tensorflow } = solved(training).packages;
  assert.deepEqual([tensorflow!.version, tensorflow!.index], ["2.11.1", "aicoe"]);
  const change = solved(training).changes.find(({ name }) => name === "tensorflow");
  assert.equal(change?.because.kind, "rule");
  const [newest] = change?.held_back ?? [];
  assert.deepEqual([newest?.version, newest?.hold.kind], ["2.13.1", "worse"]);
});

test("no package but TensorFlow leaves the first index", () => {
  const elsewhere = Object.entries(solved(training).packages).flatMap(([name, { index }]) =>
    index === "pypi" ? [] : [name],
  );
  assert.deepEqual(elsewhere, ["tensorflow"]);
});

test("without the rules `training` gets the newest build, and `inference` what it had", async () => {
  const bare = { ...shipped, rules: { ...shipped.rules, sets: [] } };
  const [other, changed] = await adviseExample(bare);
  assert.equal(solved(changed).packages["tensorflow"]!.version, "2.13.1");
  assert.equal(solved(other).lock, solved(inference).lock);
});

test("every change has a reason, and what is newer is ruled out by something", () => {
  for (const { outcome } of advice) {
    assert.ok(outcome.kind === "solved" && outcome.changes.length > 0);
    for (const change of outcome.changes)
      if (change.because.kind === "newest-admitted") assert.notDeepEqual(change.held_back, [], change.name);
  }
});

test("advice on the written locks changes nothing, byte for byte", async () => {
  for (const each of advice) files.set(each.lock_path, solved(each).lock);
  const again = await adviseExample(shipped);
  files.clear();
  for (const [i, each] of again.entries()) {
    assert.deepEqual(solved(each).changes, []);
    assert.equal(solved(each).lock, solved(advice[i]!).lock);
  }
});
