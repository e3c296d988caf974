/**
 * The resolver on scenarios of others: packse's, and those of resolvelib and poetry, through the door that answers them.
 * Verdicts must agree, answers must be valid, and where a scenario states an answer it must be that one.
 */

import { test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { runUniverse, type UniverseAnswer, type UniverseOptions } from "../../src/main/conformance/universe.ts";
import { Version } from "../../src/python/index.ts";
import type { UniverseObjective } from "../../src/main/conformance/universe-problem.ts";
import { complaintsAbout, type ScenarioRelease } from "../support/universe-checker.ts";
import { linux } from "../support/world.ts";

type Packages = Record<string, Record<string, ScenarioRelease>>;

interface Scenario {
  readonly id: string;
  readonly packages?: Packages;
  readonly universe?: string;
  readonly root: { readonly requires: readonly string[] };
  readonly environment?: { readonly python?: string };
  readonly options?: { readonly python?: string };
  readonly expected: {
    readonly satisfiable?: boolean;
    readonly packages?: Record<string, string>;
    readonly full?: Record<string, string>;
  };
  readonly optimum?: Readonly<Record<UniverseObjective, number>>;
}

interface ScenarioFile {
  readonly universes?: Record<string, Packages>;
  readonly scenarios: readonly Scenario[];
}

type Answered = Extract<UniverseAnswer, { readonly ms: number }>;

/** Where our answer differs on purpose, and why. The verdict here is ours. */
const deliberate: Readonly<Record<string, { readonly satisfiable: boolean; readonly because: string }>> = {
  "prereleases/package-only-prereleases-in-range@packse": differs(
    "PEP 440 takes a pre-release where nothing else is left in the range",
  ),
  "prereleases/transitive-package-only-prereleases-in-range@packse": differs(
    "PEP 440 takes a pre-release where nothing else is left in the range",
  ),
  "prereleases/transitive-prerelease-and-stable-dependency@packse": differs(
    "a requirement of a dependency that names a pre-release opts in to it",
  ),
  "prereleases/transitive-prerelease-and-stable-dependency-many-versions@packse": differs(
    "a requirement of a dependency that names a pre-release opts in to it",
  ),
  "prereleases/transitive-prerelease-and-stable-dependency-many-versions-holes@packse": differs(
    "a requirement of a dependency that names a pre-release opts in to it",
  ),
  "requires_python/python-less-than-current": {
    satisfiable: false,
    because: "an upper bound of Requires-Python binds an interpreter that is fixed, as in pip",
  },
  "poetry/unsolvable/package_with_the_same_name_gives_clear_error_message": differs("a release may require itself"),
};

function differs(because: string): { readonly satisfiable: true; readonly because: string } {
  return { satisfiable: true, because };
}

for (const [file, levels] of [
  ["packse-scenarios.json", ["plain", "environment"]],
  ["resolver-scenarios.json", ["plain"]],
] as const) {
  const document = JSON.parse(readFileSync(new URL(`../data/${file}`, import.meta.url), "utf8")) as ScenarioFile;
  const answers = await answersTo(document, { levels });
  for (const scenario of document.scenarios) {
    const answered = answers.get(scenario.id);
    if (answered === undefined) continue;
    const { because } = deliberate[scenario.id] ?? {};
    test(because === undefined ? scenario.id : `${scenario.id}: ${because}`, () => check(document, scenario, answered));
  }
  for (const objective of ["freshness", "hash101"] as const) {
    const optima = await answersTo(document, { levels, objective });
    test(`${file}: the least ${objective} is found, and proved to be`, () => {
      for (const scenario of document.scenarios) {
        const best = optima.get(scenario.id);
        if (best !== undefined) checkOptimum(scenario, best, { objective, plain: answers.get(scenario.id)! });
      }
    });
  }
}

async function answersTo(document: unknown, options: UniverseOptions): Promise<Map<string, Answered>> {
  const answers = new Map<string, Answered>();
  for await (const answered of runUniverse(document, options)) {
    if ("error" in answered) throw new Error(`${answered.id}: ${answered.error}`);
    if ("satisfiable" in answered) answers.set(answered.id, answered);
  }
  return answers;
}

function check({ universes }: ScenarioFile, scenario: Scenario, answered: Answered): void {
  const { root, expected, environment, options } = scenario;
  const difference = deliberate[scenario.id];
  assert.equal(answered.satisfiable, difference?.satisfiable ?? expected.satisfiable);
  assert.ok(answered.ms < 5000);
  if (!answered.satisfiable) return assert.ok((answered.conflict?.lines.length ?? 0) > 0);
  const packages = scenario.packages ?? universes![scenario.universe!]!;
  const python = options?.python ?? environment?.python ?? "3.12";
  const minor = python.split(".").slice(0, 2).join(".");
  const full = python === minor ? `${minor}.0` : python;
  const markers = { ...linux, python_version: minor, python_full_version: full, implementation_version: full };
  assert.deepEqual(complaintsAbout(answered.packages, packages, root.requires, markers), []);
  if (difference !== undefined) return;
  for (const [name, version] of Object.entries(expected.packages ?? {})) assertVersion(answered, name, version);
  if (expected.full === undefined) return;
  assert.deepEqual(Object.keys(answered.packages), Object.keys(expected.full).sort());
  for (const [name, version] of Object.entries(expected.full)) assertVersion(answered, name, version);
}

/** With an objective yanked releases and pre-releases may be chosen, so there may be a stack where there was none. */
function checkOptimum(
  { id, optimum }: Scenario,
  best: Answered,
  { objective, plain }: { readonly objective: UniverseObjective; readonly plain: Answered },
): void {
  assert.ok(best.proved, `${id} is not proved`);
  assert.ok(best.satisfiable || !plain.satisfiable, `${id} has lost its stack`);
  if (optimum !== undefined) assert.equal(best.cost, optimum[objective], id);
}

/** Versions may be spelled in another way: `1.0` and `1.0.0`. */
function assertVersion({ packages }: Answered, name: string, version: string): void {
  const chosen = packages[name];
  assert.ok(chosen !== undefined && Version.equal(Version.parse(chosen), Version.parse(version)), `${name} ${chosen}`);
}

test("a level that is not asked for is skipped, and said to be", async () => {
  const document = {
    format: "universe/1",
    scenarios: [
      { id: "plain", packages: { a: { "1": {} } }, root: { requires: ["a"] } },
      { id: "wide", level: "universal", packages: {}, root: { requires: [] } },
    ],
  };
  const answers: UniverseAnswer[] = [];
  for await (const answered of runUniverse(document, { levels: ["plain"] })) answers.push(answered);
  assert.deepEqual(
    answers.map(({ id }) => id),
    ["plain", "wide"],
  );
  assert.deepEqual(answers[1], { id: "wide", skipped: "level universal" });
});

test("an objective is summed up, and proved to be the least", async () => {
  const packages = { a: { "2": {}, "1": {} }, b: { "2": { requires: ["a<2"] }, "1": {} } };
  const ask = async (requires: readonly string[]): Promise<UniverseAnswer | undefined> => {
    const document = { format: "universe/1", scenarios: [{ id: "x", packages, root: { requires } }] };
    for await (const answered of runUniverse(document, { objective: "freshness" })) return answered;
    return undefined;
  };
  const pick = (answered: UniverseAnswer | undefined): unknown =>
    answered !== undefined && "proved" in answered && [answered.cost, answered.proved];
  assert.deepEqual(pick(await ask(["a"])), [0, true]);
  assert.deepEqual(pick(await ask(["a", "b"])), [1, true]);
});

test("a document of another format is refused", async () => {
  await assert.rejects(runUniverse({ format: "universe/2" })[Symbol.asyncIterator]().next(), {
    code: "INVALID_UNIVERSE",
  });
});
