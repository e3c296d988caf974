/**
 * Simulated annealing: like hill climbing, but a worse stack is accepted too, the more readily the higher the temperature
 * is and the less it loses, and of a package now and then another release is put in front. The temperature falls with
 * every episode, dead ends included, until only climbing is left.
 */

import { HillClimbing, withFirst } from "./hill-climbing.ts";
import type { Episode, Subject } from "./predictor.ts";
import type { SeededRandom } from "./random.ts";

const COOLING = 0.98;
/** The share of packages that another release is tried first of, at the highest temperature. */
const MOVES = 0.2;

export class Annealing extends HillClimbing {
  readonly #random: SeededRandom;
  /** In [0, 1]. */
  #temperature = 1;

  constructor(random: SeededRandom) {
    super();
    this.#random = random;
  }

  override order(subject: Subject): readonly number[] {
    const order = super.order(subject);
    if (order.length < 2 || this.#random.next() >= MOVES * this.#temperature) return order;
    return withFirst(order, order[this.#random.early(order.length)]);
  }

  override learn(episode: Episode): void {
    super.learn(episode);
    this.#temperature *= COOLING;
  }

  protected override accepts(next: number, now: number): boolean {
    return next >= now || this.#random.next() < Math.exp((next - now) / this.#temperature);
  }
}
