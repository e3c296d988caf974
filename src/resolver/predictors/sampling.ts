/** Decides packages, and tries their releases, in an order in which all are equally likely: what any learning is to beat. */

import type { Predictor, Subject } from "./predictor.ts";
import type { SeededRandom } from "./random.ts";

export class Sampling implements Predictor {
  readonly #random: SeededRandom;

  constructor(random: SeededRandom) {
    this.#random = random;
  }

  order({ ranking }: Subject): readonly number[] {
    return this.#random.shuffled(ranking);
  }

  front(subjects: readonly Subject[]): readonly Subject[] {
    return this.#random.shuffled(subjects);
  }
}
