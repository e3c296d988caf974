/** The predictors, a row each, and which of them is taken. */

import { Annealing } from "./annealing.ts";
import { Experience } from "./experience.ts";
import { HillClimbing } from "./hill-climbing.ts";
import { noKnowledge, type PredictorKnowledge } from "./knowledge.ts";
import { latest } from "./latest.ts";
import { Mcts } from "./mcts.ts";
import { PackageCombinations } from "./package-combinations.ts";
import type { Predictor } from "./predictor.ts";
import { SeededRandom } from "./random.ts";
import { RandomWalk } from "./random-walk.ts";
import { Sampling } from "./sampling.ts";
import { TemporalDifference } from "./temporal-difference.ts";

/** A new predictor is a row here and a file. */
const predictors = {
  latest: () => latest,
  "temporal-difference": (experience, random) => new TemporalDifference(experience, random),
  mcts: (experience) => new Mcts(experience),
  annealing: (_experience, random) => new Annealing(random),
  "hill-climbing": () => new HillClimbing(),
  "random-walk": (_experience, random) => new RandomWalk(random),
  sampling: (_experience, random) => new Sampling(random),
  "package-combinations": () => new PackageCombinations(),
} satisfies Readonly<Record<string, (experience: Experience, random: SeededRandom) => Predictor>>;

export type PredictorName = keyof typeof predictors;

export const predictorNames = Object.keys(predictors) as readonly PredictorName[];

/** Which predictor steers a run. */
export interface PredictorOptions {
  /** `auto` is `temporal-difference` where knowledge holds something, and `latest` where it does not. */
  readonly name: PredictorName | "auto";
  /** The same seed steers the same way; an integer. */
  readonly seed: number;
  /** What earlier runs have learned. Give `noKnowledge` to begin: without any, `latest` and `auto` learn nothing. */
  readonly knowledge?: PredictorKnowledge;
}

/** What steers one run, and what it learns. */
export interface Guide {
  readonly predictor: Predictor;
  readonly experience: Experience;
}

/** @returns undefined where there is nothing to steer and nothing to learn. */
export function chooseGuide({ name, seed, knowledge }: PredictorOptions): Guide | undefined {
  const experience = new Experience(knowledge ?? noKnowledge);
  const chosen = name === "auto" ? (experience.runs > 0 ? "temporal-difference" : "latest") : name;
  if (chosen === "latest" && knowledge === undefined) return undefined;
  return { predictor: predictors[chosen](experience, new SeededRandom(seed)), experience };
}
