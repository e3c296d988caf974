/** What predictors do to whole searches, counted in work: where they help, where they do not, and what they never change. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { packageName, SpecifierSet } from "../../../src/python/index.ts";
import {
  type FactSource,
  noKnowledge,
  type PredictorKnowledge,
  type PredictorName,
  predictorNames,
  resolve,
  type Resolution,
} from "../../../src/resolver/index.ts";
import { families } from "../../support/families/all.ts";
import { type Instance, judge, problemOfInstance, worldOf } from "../../support/families/family.ts";
import { answer, ask, factsOn, world } from "../../support/world.ts";

type Solved = Extract<Resolution, { readonly kind: "solved" }>;

function run(instance: Instance, name: PredictorName, knowledge = noKnowledge): Promise<Resolution> {
  const { signal } = new AbortController();
  return resolve(problemOfInstance(instance, worldOf(instance)), { signal, predictor: { name, seed: 1, knowledge } });
}

async function solve(instance: Instance, name: PredictorName, knowledge?: PredictorKnowledge): Promise<Solved> {
  const resolution = await run(instance, name, knowledge);
  judge(instance, resolution);
  assert.equal(resolution.kind, "solved");
  return resolution as Solved;
}

const familyOf = (name: string): Instance => {
  const { sizes, make } = families.find((family) => family.name === name)!;
  return make(sizes.small, 1);
};

for (const { name, sizes, make } of families)
  test(`${name}: every predictor finds the answer it was built for, twice`, async () => {
    const instance = make(Math.ceil(sizes.small / 2), 2);
    for (const predictor of predictorNames) {
      const first = await run(instance, predictor);
      judge(instance, first);
      assert.notEqual(first.kind, "stopped");
      if (first.kind !== "solved") continue;
      judge(instance, await run(instance, predictor, first.learned));
    }
  });

for (const name of ["wrong backtracking", "score traps"])
  test(`with the table of a first run temporal difference finds the best stack sooner: ${name}`, async () => {
    const instance = familyOf(name);
    const plain = await solve(instance, "latest");
    const second = await solve(instance, "temporal-difference", plain.learned);
    assert.ok(second.statistics.workToBest! * 2 < plain.statistics.workToBest!);
  });

test("where the way to the best stack proves much of it, finding the stack sooner makes the whole search longer", async () => {
  const instance = familyOf("pinned chains");
  const plain = await solve(instance, "latest");
  const second = await solve(instance, "temporal-difference", plain.learned);
  assert.ok(second.statistics.workToBest! * 2 < plain.statistics.workToBest!);
  assert.ok(second.statistics.work > plain.statistics.work);
});

test("a table of what used to be best delays the search when the newest releases fit again", async () => {
  const names = ["a", "b", "c", "d"];
  const universe = world(names.flatMap((name) => [3, 2, 1].map((version) => `${name} ${version}`)).join("\n"));
  const reason = { unit: "test", message: "Old" };
  const facts = factsOn((candidate) => [
    { kind: "cost", tier: 0, cost: 3 - Number(candidate.version.text), candidate, reason },
  ]);
  const question = { facts, tiers: 1 };
  const before = await ask(universe, names.map((name) => `${name} <2`).join(", "), {
    ...question,
    predictor: { name: "latest", seed: 1, knowledge: noKnowledge },
  });
  assert.equal(before.kind, "solved");
  const plain = await ask(universe, names.join(", "), question);
  const taught = await ask(universe, names.join(", "), {
    ...question,
    predictor: { name: "auto", seed: 1, knowledge: (before as Solved).learned! },
  });
  assert.ok(taught.statistics.workToBest! > plain.statistics.workToBest!);
  assert.deepEqual((taught as Solved).stack, (plain as Solved).stack);
});

test("the same seed goes the same way", async () => {
  const instance = familyOf("score traps");
  for (const name of predictorNames) {
    const [once, again] = [await solve(instance, name), await solve(instance, name)];
    assert.deepEqual(again.statistics, once.statistics, name);
    assert.deepEqual(again.learned, once.learned, name);
  }
});

test("latest goes the way of a search without a predictor, and learns", async () => {
  const instance = familyOf("wide optimum");
  const { signal } = new AbortController();
  const nobody = await resolve(problemOfInstance(instance, worldOf(instance)), { signal });
  const watched = await solve(instance, "latest");
  assert.deepEqual(watched.statistics, nobody.statistics);
  assert.ok(watched.learned!.rows.length > 0);
  assert.equal((nobody as Solved).learned, undefined);
});

test("stacks that cost the same are told apart by name, whichever of them was found first", async () => {
  const universe = world("a 1\nb 1\nb 3\nc 3 -> d\nc 1\nd 1 -> b\ne 1 -> c\ne 2 -> c");
  const reason = { unit: "test", message: "Not together" };
  const when = [{ name: packageName("a") }, { name: packageName("c"), versions: SpecifierSet.parse("!=3") }];
  const facts: FactSource = {
    facts: (name) => (name === "a" || name === "c" ? [{ kind: "forbid", when, reason }] : []),
  };
  const found = new Set<string>();
  for (let seed = 0; seed < 200; seed++)
    found.add(await answer(universe, "e, a", { facts, tiers: 1, predictor: { name: "random-walk", seed } }));
  assert.deepEqual([...found], ["a 1, b 3, c 3, d 1, e 2"]);
});

test("without an objective the first stack is the answer, so nobody steers", async () => {
  const universe = world("a 2\na 1");
  for (let seed = 0; seed < 20; seed++) {
    const resolution = await ask(universe, "a", { predictor: { name: "sampling", seed, knowledge: noKnowledge } });
    assert.equal(resolution.kind, "solved");
    assert.equal([...(resolution as Solved).stack.values()][0]!.candidate.version.text, "2");
  }
});
