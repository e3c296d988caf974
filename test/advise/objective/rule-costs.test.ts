import { test } from "node:test";
import assert from "node:assert/strict";
import fc from "fast-check";

import { ruleCosts, ruleWeight } from "../../../src/advise/objective/rule-costs.ts";
import type { CandidateOpinion } from "../../../src/pipeline/index.ts";
import { candidate } from "../../support/pipeline-samples.ts";

const candidates = ["3.0", "2.0", "1.0"].map((version) => candidate(`web ${version}`));

function opinion(at: number, score: number, unit = `unit-${at}`): CandidateOpinion {
  return { kind: "opinion", candidate: candidates[at]!, score, reason: { unit, message: `${unit} says ${score}` } };
}

/** Such as `3.0 500+20 unit`. */
function tell(opinions: readonly CandidateOpinion[]): string[] {
  return ruleCosts(candidates, opinions).map(
    ({ candidate: { version }, steps, rest, reason }) => `${version.text} ${steps}+${rest} ${reason.unit}`,
  );
}

const table: readonly (readonly [title: string, opinions: readonly CandidateOpinion[], costs: readonly string[]])[] = [
  ["nobody speaks, nobody pays", [], []],
  ["the best costs nothing, the others what they lack", [opinion(1, 0.9)], ["3.0 9000+0 unit-1", "1.0 9000+0 unit-1"]],
  [
    "where all are disliked, none is free",
    [opinion(0, -0.1), opinion(1, -0.1), opinion(2, -0.3)],
    ["3.0 1000+0 unit-0", "2.0 1000+0 unit-1", "1.0 3000+0 unit-2"],
  ],
  [
    "a difference below a step only breaks ties",
    [opinion(0, 0.5), opinion(1, 0.47)],
    ["2.0 0+300 unit-1", "1.0 5000+0 unit-0"],
  ],
  ["opinions of one candidate add up", [opinion(0, 0.2, "a"), opinion(0, 0.3, "b"), opinion(1, 0.5)], ["1.0 5000+0 b"]],
];

for (const [title, opinions, costs] of table)
  test(title, () => assert.deepEqual(tell(opinions).toSorted(), [...costs].toSorted()));

/** A score on several pins together, and what it weighs: whole steps, and the rest. */
const weights: readonly (readonly [score: number, steps: number, rest: number])[] = [
  [0.52, -5000, -200],
  [-0.52, 5000, 200],
  [0.03, 0, -300],
  [-1, 10_000, 0],
];

for (const [score, steps, rest] of weights)
  test(`a score of ${score} on pins together weighs ${steps}, and ${rest} breaks ties`, () => {
    const weight = ruleWeight(score);
    assert.deepEqual([weight.steps + 0, weight.rest + 0], [steps, rest]);
  });

test("costs are never negative, the order of opinions does not matter, and more liking never costs more", () => {
  const score = fc.integer({ min: -20, max: 20 }).map((steps) => steps / 20);
  const opinions = fc.array(fc.tuple(fc.integer({ min: 0, max: 2 }), score).map(([at, each]) => opinion(at, each)));
  fc.assert(
    fc.property(opinions, (all) => {
      const costs = ruleCosts(candidates, all);
      for (const { steps, rest } of costs) assert.ok(steps >= 0 && rest >= 0 && steps + rest > 0);
      assert.deepEqual(tell(all.toReversed()).map(withoutUnit), tell(all).map(withoutUnit));
      const sum = (at: number) =>
        all.reduce((total, each) => (each.candidate === candidates[at] ? total + each.score : total), 0);
      const costOf = (at: number) => costs.find((cost) => cost.candidate === candidates[at])?.steps ?? 0;
      if (sum(0) > sum(1) + 0.01) assert.ok(costOf(0) <= costOf(1));
    }),
  );
});

function withoutUnit(text: string): string {
  return text.split(" ").slice(0, 2).join(" ");
}
