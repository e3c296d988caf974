/**
 * Tries first what has ended well before. The value of a release is the mean of its rewards and of one more that it is
 * given in advance, less for each place further down the ranking: an untried newest release comes before what was tried in
 * vain and after what belonged to a best stack. Now and then, by a temperature that falls with every run and episode, a
 * package is explored: one of its first releases is put in front by chance, unless what is there has ended well before.
 */

import type { Experience } from "./experience.ts";
import { withFirst } from "./hill-climbing.ts";
import type { Episode, Predictor, Subject } from "./predictor.ts";
import type { SeededRandom } from "./random.ts";

/** What the first of a ranking is given in advance; the second gets half of it, the third a third. */
const ADVANCE = 0.5;
/** The share of packages that are explored in the first run, and what is left of it with each run and each episode. */
const TEMPERATURE = 0.05;
const COOLING_BY_RUN = 0.5;
const COOLING_BY_EPISODE = 0.99;

export class TemporalDifference implements Predictor {
  readonly #experience: Experience;
  readonly #random: SeededRandom;
  #temperature: number;
  /** Packages of which something was learned since they were ordered. */
  readonly #stale = new Set<Subject>();
  readonly #ordered = new Set<Subject>();

  constructor(experience: Experience, random: SeededRandom) {
    this.#experience = experience;
    this.#random = random;
    this.#temperature = TEMPERATURE * COOLING_BY_RUN ** experience.runs;
  }

  order(subject: Subject): readonly number[] | undefined {
    if (this.#ordered.has(subject) && !this.#stale.has(subject)) return undefined;
    this.#ordered.add(subject);
    this.#stale.delete(subject);
    const order = this.#byValue(subject);
    if (order.length < 2 || this.#experience.valueOf(subject, order[0]!).mean > 0) return order;
    if (this.#random.next() >= this.#temperature) return order;
    return withFirst(order, order[this.#random.early(order.length)]);
  }

  learn(episode: Episode): void {
    this.#temperature *= COOLING_BY_EPISODE;
    if (episode.kind === "lost") this.#stale.add(episode.subject);
    else for (const subject of episode.pins.keys()) this.#stale.add(subject);
  }

  #byValue(subject: Subject): number[] {
    const values = new Map<number, number>();
    for (const [place, ordinal] of subject.ranking.entries()) {
      const { visits, mean } = this.#experience.valueOf(subject, ordinal);
      values.set(ordinal, (visits * mean + ADVANCE / (place + 1)) / (visits + 1));
    }
    return subject.ranking.toSorted((a, b) => values.get(b)! - values.get(a)!);
  }
}
