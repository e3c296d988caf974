/** Stays at the best stack so far: its releases are tried first, the rest by rank. */

import type { Episode, Predictor, Subject } from "./predictor.ts";

export class HillClimbing implements Predictor {
  #pins: ReadonlyMap<Subject, number> = new Map();
  #reward = 0;

  order(subject: Subject): readonly number[] {
    return withFirst(subject.ranking, this.#pins.get(subject));
  }

  learn(episode: Episode): void {
    if (episode.kind === "lost" || !this.accepts(episode.reward, this.#reward)) return;
    this.#pins = episode.pins;
    this.#reward = episode.reward;
  }

  /** @returns true to go on from a stack of reward `next` rather than from the one of reward `now`. */
  protected accepts(next: number, now: number): boolean {
    return next >= now;
  }
}

/** The ranking with one ordinal, if any, moved to the front. */
export function withFirst(ranking: readonly number[], first: number | undefined): readonly number[] {
  return first === undefined ? ranking : [first, ...ranking.filter((ordinal) => ordinal !== first)];
}
