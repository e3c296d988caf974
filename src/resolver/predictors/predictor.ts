/**
 * What steers the search: an order of trial, and a wish to begin anew. A predictor learns from episodes, whether they end
 * with a stack or in a dead end. Any order is complete and the optimiser asks for proof, so a predictor changes how soon
 * the best stack is found and never which it is.
 */

import type { Candidate } from "../../ports/index.ts";
import type { PackageName } from "../../python/index.ts";

/** A package as predictors see it. */
export interface Subject {
  readonly name: PackageName;
  /** Newest first; the place of a candidate is its ordinal. */
  readonly candidates: readonly Candidate[];
  /** Ordinals in the order of `latest`: cheapest, not held back, preferred, newest. */
  readonly ranking: readonly number[];
  /** Whether a line of the user's asks for it. */
  readonly isDirect: boolean;
}

/** How one way down the search ended. */
export type Episode =
  /** With a stack. `reward` lies in (0, 1], and 1 is for what costs no more than any stack must. */
  | { readonly kind: "stack"; readonly pins: ReadonlyMap<Subject, number>; readonly reward: number }
  /** With a choice that did not hold, by a conflict or by what its metadata said. */
  | { readonly kind: "lost"; readonly subject: Subject; readonly ordinal: number };

/** What a choice that did not hold is worth, beside the rewards of stacks. */
export const LOST_REWARD = -1;

export interface Predictor {
  /**
   * Asked when a package is met, after each stack and when the search begins anew.
   *
   * @returns all of `ranking`, first to try first, from now on; undefined to leave the order as it is.
   */
  order(subject: Subject): readonly number[] | undefined;
  /** Asked when packages are met and after each stack. @returns those to decide before all others, first in front. */
  front?(subjects: readonly Subject[]): readonly Subject[];
  /** Told of every episode as it ends. */
  learn?(episode: Episode): void;
  /** Asked after each lost choice. @returns true to begin anew from the top, with what was learned. */
  isRestless?(): boolean;
}
