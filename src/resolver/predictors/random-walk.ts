/** Tries any release of a package first, the recent ones more likely, and another one each time it begins anew. */

import { withFirst } from "./hill-climbing.ts";
import type { Predictor, Subject } from "./predictor.ts";
import type { SeededRandom } from "./random.ts";

export class RandomWalk implements Predictor {
  readonly #random: SeededRandom;

  constructor(random: SeededRandom) {
    this.#random = random;
  }

  order({ ranking }: Subject): readonly number[] {
    return ranking.length === 0 ? ranking : withFirst(ranking, ranking[this.#random.early(ranking.length)]);
  }
}
