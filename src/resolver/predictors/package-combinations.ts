/**
 * Goes through the combinations of the packages that the user asks for, as an odometer does: they are decided first, and
 * with each stack the first of them goes on to its next release, the second when the first has come round, and so on.
 * All other packages are tried by rank.
 */

import type { Episode, Predictor, Subject } from "./predictor.ts";

export class PackageCombinations implements Predictor {
  /** Those the user asks for, and how far each has gone, in the order of meeting. */
  readonly #places = new Map<Subject, number>();

  order(subject: Subject): readonly number[] | undefined {
    if (!subject.isDirect) return undefined;
    const place = this.#places.get(subject) ?? 0;
    this.#places.set(subject, place);
    return [...subject.ranking.slice(place), ...subject.ranking.slice(0, place)];
  }

  front(subjects: readonly Subject[]): readonly Subject[] {
    return subjects.filter(({ isDirect }) => isDirect);
  }

  learn({ kind }: Episode): void {
    if (kind === "lost") return;
    for (const [subject, place] of this.#places) {
      const next = (place + 1) % Math.max(1, subject.ranking.length);
      this.#places.set(subject, next);
      if (next > 0) return;
    }
  }
}
