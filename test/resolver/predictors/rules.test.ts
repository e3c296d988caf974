/** What each predictor makes of what it was told. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { Annealing } from "../../../src/resolver/predictors/annealing.ts";
import { Experience } from "../../../src/resolver/predictors/experience.ts";
import { HillClimbing } from "../../../src/resolver/predictors/hill-climbing.ts";
import { noKnowledge, type PredictorKnowledge } from "../../../src/resolver/predictors/knowledge.ts";
import { latest } from "../../../src/resolver/predictors/latest.ts";
import { Mcts } from "../../../src/resolver/predictors/mcts.ts";
import { PackageCombinations } from "../../../src/resolver/predictors/package-combinations.ts";
import type { Episode, Predictor } from "../../../src/resolver/predictors/predictor.ts";
import { SeededRandom } from "../../../src/resolver/predictors/random.ts";
import { RandomWalk } from "../../../src/resolver/predictors/random-walk.ts";
import { Sampling } from "../../../src/resolver/predictors/sampling.ts";
import { chooseGuide, type PredictorOptions, predictorNames } from "../../../src/resolver/predictors/table.ts";
import { TemporalDifference } from "../../../src/resolver/predictors/temporal-difference.ts";
import { lost, stack, subject, trial } from "../../support/subjects.ts";

const web = subject("web", 5);
const log = subject("log", 3);

/** So many runs ago that nothing is explored any more. */
const old = (...rows: PredictorKnowledge["rows"]): Experience => new Experience({ version: 1, runs: 100, rows });

function taught(predictor: Predictor, ...episodes: readonly Episode[]): Predictor {
  for (const episode of episodes) predictor.learn?.(episode);
  return predictor;
}

function temporalDifference(experience: Experience, ...episodes: readonly Episode[]): Predictor {
  const predictor = new TemporalDifference(experience, new SeededRandom(1));
  for (const episode of episodes) {
    experience.learn(episode);
    predictor.learn(episode);
  }
  return predictor;
}

/** How often, of a hundred seeds, `holds` does. */
function share(holds: (random: SeededRandom) => boolean): number {
  return Array.from({ length: 100 }, (_, seed) => holds(new SeededRandom(seed))).filter(Boolean).length;
}

test("latest keeps to the ranking whatever happens", () => {
  assert.equal(latest.order(web), undefined);
});

for (const [sentence, experience, episodes, order] of [
  ["goes by the ranking where nothing is known", old(), [], "5 4 3 2 1"],
  ["tries first what belonged to a best stack", old(["web", "3", "pypi", 1, 1]), [], "3 5 4 2 1"],
  ["tries last what was tried in vain", old(["web", "5", "pypi", 1, -1]), [], "4 3 2 1 5"],
  ["tries a new release before one that belonged to poor stacks", old(["web", "4", "pypi", 4, 0.2]), [], "5 4 3 2 1"],
  ["minds the index", old(["web", "3", "corp", 1, 1]), [], "5 4 3 2 1"],
  ["learns from a dead end at once", old(), [lost(web, 5)], "4 3 2 1 5"],
  ["learns from a stack at once", old(), [stack(1, [[web, 2]])], "2 5 4 3 1"],
  ["remembers a release for its best stack", old(), [lost(web, 2), stack(1, [[web, 2]]), lost(web, 2)], "2 5 4 3 1"],
] as const)
  test(`temporal difference ${sentence}`, () =>
    assert.equal(trial(temporalDifference(experience, ...episodes), web), order));

test("temporal difference orders a package again only after something was learned of it", () => {
  const predictor = temporalDifference(old());
  assert.notEqual(predictor.order(web), undefined);
  assert.equal(predictor.order(web), undefined);
  predictor.learn!(lost(web, 5));
  assert.notEqual(predictor.order(web), undefined);
});

test("temporal difference explores a few packages in a first run, hardly any later, and none that has ended well", () => {
  const explored = (experience: () => Experience): number =>
    share((random) => {
      const predictor = new TemporalDifference(experience(), random);
      return Array.from({ length: 50 }, (_, i) => trial(predictor, subject(`p${i}`, 5))).some(
        (order) => order !== "5 4 3 2 1",
      );
    });
  const first = explored(() => new Experience(noKnowledge));
  const second = explored(() => new Experience({ ...noKnowledge, runs: 2 }));
  assert.ok(first > second && second > 0, `${first} and ${second} of a hundred`);
  assert.equal(
    explored(() => old()),
    0,
  );
  const sure = new Experience({ version: 1, runs: 0, rows: [["web", "3", "pypi", 1, 1]] });
  assert.equal(
    share((random) => trial(new TemporalDifference(sure, random), web) !== "3 5 4 2 1"),
    0,
  );
});

test("tree search gives what is not tried a bonus that grows, and what is tried the mean of its rewards", () => {
  const predictor = new Mcts(old());
  assert.equal(trial(predictor, log), "3 2 1");
  assert.equal(trial(taught(predictor, lost(log, 3)), log), "2 1 3");
  assert.equal(trial(taught(predictor, stack(1, [[log, 1]])), log), "1 2 3");
  const mediocre = Array.from({ length: 20 }, () => stack(0.1, [[log, 1]]));
  assert.equal(trial(taught(predictor, ...mediocre), log), "2 3 1");
});

test("tree search begins anew after a dead end, but not for ever", () => {
  const predictor = new Mcts(old());
  const restarts = Array.from({ length: 200 }, () => taught(predictor, lost(web, 5)).isRestless!()).filter(Boolean);
  assert.equal(restarts.length, 64);
});

test("hill climbing stays at the best stack so far", () => {
  const predictor = taught(new HillClimbing(), stack(0.5, [[web, 3]]), stack(0.4, [[web, 2]]), lost(web, 3));
  assert.equal(trial(predictor, web), "3 5 4 2 1");
  assert.equal(trial(predictor, log), "3 2 1");
  assert.equal(trial(taught(predictor, stack(0.6, [[web, 1]])), web), "1 5 4 3 2");
});

test("annealing accepts a worse stack while it is hot, and only climbs when it is cold", () => {
  const worse = (cooling: number) =>
    share((random) => {
      const predictor = taught(new Annealing(random), stack(0.9, [[web, 3]]));
      for (let i = 0; i < cooling; i++) predictor.learn!(lost(log, 1));
      return trial(taught(predictor, stack(0.5, [[web, 1]])), web).startsWith("1");
    });
  assert.ok(worse(0) > 40, "hot");
  assert.equal(worse(1000), 0, "cold");
});

test("a random walk tries recent releases first more often than old ones, and each now and then", () => {
  const first = (version: string): number => share((random) => trial(new RandomWalk(random), log).startsWith(version));
  assert.ok(first("3") > first("2") && first("2") > 0 && first("1") > 0);
});

test("sampling tries every release first as often as any other, and decides packages in any order", () => {
  for (const version of ["3", "2", "1"])
    assert.ok(share((random) => trial(new Sampling(random), log).startsWith(version)) > 20, version);
  assert.ok(share((random) => new Sampling(random).front([web, log])[0] === log) > 30);
});

test("package combinations go through the releases of what the user asks for like an odometer", () => {
  const [a, b] = [subject("a", 2, { isDirect: true }), subject("b", 3, { isDirect: true })];
  const predictor = new PackageCombinations();
  assert.deepEqual(predictor.front([log, a, b]), [a, b]);
  const seen: string[] = [];
  for (let i = 0; i < 6; i++) {
    seen.push(`${trial(predictor, a)[0]}${trial(predictor, b)[0]}`);
    taught(predictor, lost(a, 1), stack(1, []));
  }
  assert.deepEqual(seen, ["23", "13", "22", "12", "21", "11"]);
  assert.equal(trial(predictor, log), "3 2 1");
});

test("every predictor orders all releases of a package, be they none", () => {
  for (const name of predictorNames)
    for (const of of [
      subject("none", 0),
      subject("one", 1, { isDirect: true }),
      subject("many", 30, { isDirect: true }),
    ])
      for (let seed = 0; seed < 20; seed++) {
        const { predictor } = chooseGuide({ name, seed, knowledge: noKnowledge })!;
        const order = predictor.order(of) ?? of.ranking;
        assert.deepEqual(
          order.toSorted((a, b) => a - b),
          of.ranking,
          name,
        );
      }
});

const some: PredictorKnowledge = { version: 1, runs: 1, rows: [["web", "3", "pypi", 1, 1]] };
for (const [sentence, options, expected] of [
  ["auto without knowledge is nobody", { name: "auto", seed: 1 }, undefined],
  ["latest without knowledge is nobody", { name: "latest", seed: 1 }, undefined],
  ["auto that begins to learn is latest", { name: "auto", seed: 1, knowledge: noKnowledge }, "5 4 3 2 1"],
  ["auto with knowledge is temporal difference", { name: "auto", seed: 1, knowledge: some }, "3 5 4 2 1"],
  ["latest with knowledge stays latest", { name: "latest", seed: 1, knowledge: some }, "5 4 3 2 1"],
] as const satisfies readonly (readonly [string, PredictorOptions, string | undefined])[])
  test(`who steers: ${sentence}`, () => {
    const guide = chooseGuide(options);
    assert.equal(guide && trial(guide.predictor, web), expected);
  });
