/** What is kept between runs, and what is refused. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { Experience } from "../../../src/resolver/predictors/experience.ts";
import {
  InvalidPredictorKnowledge,
  MOST_ROWS,
  noKnowledge,
  parsePredictorKnowledge,
} from "../../../src/resolver/predictors/knowledge.ts";
import { rewardOf } from "../../../src/resolver/predictors/reward.ts";
import { lost, stack, subject } from "../../support/subjects.ts";

const web = subject("web", 3);

test("a run counts once for a release: as part of the answer, else for its best stack, else as lost", () => {
  const experience = new Experience(noKnowledge);
  for (const episode of [lost(web, 3), lost(web, 2), stack(0.25, [[web, 2]]), stack(0.75, [[web, 1]]), lost(web, 1)])
    experience.learn(episode);
  const kept = experience.after([web.candidates[2]!]);
  assert.deepEqual(kept, {
    version: 1,
    runs: 1,
    rows: [
      ["web", "3", "pypi", 1, -1],
      ["web", "2", "pypi", 1, 0.25],
      ["web", "1", "pypi", 1, 1],
    ],
  });
  assert.deepEqual(parsePredictorKnowledge(JSON.parse(JSON.stringify(kept)), "k.json"), kept);
});

test("means forget within some runs what has ceased to hold", () => {
  let knowledge = noKnowledge;
  const means: number[] = [];
  for (const version of [3, 3, 3, 3, 3, 2, 2, 2, 2, 2, 2]) {
    const experience = new Experience(knowledge);
    experience.learn(lost(web, 3));
    knowledge = experience.after([web.candidates[3 - version]!]);
    means.push(knowledge.rows.find(([, text]) => text === "3")![4]);
  }
  assert.equal(means[4], 1);
  assert.ok(means.at(-1)! < -0.5, means.join(" "));
});

test("past the limit what was not seen for the longest time goes", () => {
  const many = subject("many", MOST_ROWS);
  const experience = new Experience({ version: 1, runs: 1, rows: [["web", "3", "pypi", 1, 1]] });
  for (let ordinal = 1; ordinal < MOST_ROWS; ordinal++) experience.learn({ kind: "lost", subject: many, ordinal });
  assert.equal(experience.after([]).rows.length, MOST_ROWS);
  assert.equal(experience.after([]).rows[0]![0], "web");
  const full = experience.after([many.candidates[0]!]);
  assert.equal(full.rows.length, MOST_ROWS);
  assert.notEqual(full.rows[0]![0], "web");
  assert.equal(parsePredictorKnowledge(full, "k.json").rows.length, MOST_ROWS);
});

const row = ["web", "3", "pypi", 1, 1];
for (const [value, complaint] of [
  [null, "k.json: null"],
  ["text", 'k.json: "text"'],
  [{ ...noKnowledge, version: 2 }, "k.json, `version`: 2"],
  [{ ...noKnowledge, runs: -1 }, "k.json, `runs`: -1"],
  [{ ...noKnowledge, rows: {} }, "k.json, `rows`: {}"],
  [{ ...noKnowledge, rows: Array.from({ length: MOST_ROWS + 1 }, () => row) }, "k.json, `rows`: [["],
  [{ ...noKnowledge, rows: [row, ["web", "3", "pypi", 1]] }, "k.json, `rows`, 1: ["],
  [{ ...noKnowledge, rows: [["web", "3", "pypi", 0, 1]] }, "k.json, `rows`, 0: ["],
  [{ ...noKnowledge, rows: [["web", "3", "pypi", 1, 1.5]] }, "k.json, `rows`, 0: ["],
  [{ ...noKnowledge, rows: [["web", "3", "pypi", 1, Number.NaN]] }, "k.json, `rows`, 0: ["],
  [{ ...noKnowledge, rows: [["w".repeat(1001), "3", "pypi", 1, 1]] }, "k.json, `rows`, 0: ["],
] as const)
  test(`is no knowledge: ${JSON.stringify(value).slice(0, 60)}`, () => {
    assert.throws(
      () => parsePredictorKnowledge(value, "k.json"),
      (error: unknown) =>
        error instanceof InvalidPredictorKnowledge && error.message.startsWith(complaint) && error.message.length < 200,
    );
  });

for (const [sentence, [cost, best, bound], expected] of [
  [
    "the bound is worth everything",
    [
      [3, 4],
      [3, 4],
      [3, 4],
    ],
    1,
  ],
  ["no tiers, no better", [[], [], []], 1],
  ["as far as the best and no further is worth a half, nearly", [[1000], [1000], [0]], 1001 / 2001],
  [
    "an earlier tier counts for as much as all later ones",
    [
      [1000, 0],
      [0, 0],
      [0, 0],
    ],
    0.5 + 0.5 / 1001,
  ],
  [
    "a later tier counts for less",
    [
      [0, 0, 1000],
      [0, 0, 0],
      [0, 0, 0],
    ],
    0.75 + 0.25 / 1001,
  ],
] as const)
  test(`rewards: ${sentence}`, () => assert.ok(Math.abs(rewardOf(cost, best, bound) - expected) < 1e-9));

test("rewards: whoever costs less is worth more", () => {
  const rewards = [0, 1, 5, 10, 100].map((cost) => rewardOf([cost], [5], [0]));
  assert.deepEqual(
    rewards.toSorted((a, b) => b - a),
    rewards,
  );
  assert.ok(rewards.every((reward) => reward > 0));
});
