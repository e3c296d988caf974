/**
 * What a unit contributes to a problem: data, never code. Facts hold in whatever order packages are decided, and each
 * carries its reason, so that an explanation can always cite it.
 */

import type { Candidate, IndexName } from "../ports/index.ts";
import type { PackageName, SpecifierSet } from "../python/index.ts";

/** Why a fact holds: the unit that states it, one sentence, and where to read more. */
export interface Reason {
  /** Name of the unit, such as `requires-python` or `thoth.PillowNumpyArrays`. */
  readonly unit: string;
  /** Sentence case, no period; completes "because …". May hold text from outside: encode it before it reaches a page. */
  readonly message: string;
  readonly link?: string;
}

/** A pin that a finished stack may hold. A missing field matches anything; pre-releases match `versions`. */
export interface PinCondition {
  readonly name: PackageName;
  readonly versions?: SpecifierSet;
  readonly index?: IndexName;
  readonly notIndex?: IndexName;
}

/** Whether a pin on `candidate` is what `condition` speaks of. */
export function pinMatches(condition: PinCondition, candidate: Candidate): boolean {
  return (
    condition.name === candidate.name &&
    (condition.versions === undefined || condition.versions.admits(candidate.version)) &&
    (condition.index === undefined || condition.index === candidate.index) &&
    condition.notIndex !== candidate.index
  );
}

export type Fact =
  /** Never choose the candidate. */
  | { readonly kind: "remove"; readonly candidate: Candidate; readonly reason: Reason }
  /** These pins may not all occur together. Never empty; names may repeat. */
  | { readonly kind: "forbid"; readonly when: readonly PinCondition[]; readonly reason: Reason }
  /** Choosing the candidate costs `cost` in `tier` (0 is decided first). A non-negative integer at scale 10^-4. */
  | {
      readonly kind: "cost";
      readonly tier: number;
      readonly cost: number;
      readonly candidate: Candidate;
      readonly reason: Reason;
    }
  /**
   * A stack that holds all of these pins costs `weight` in `tier`. A negative weight is a bonus: a stack that holds all the
   * packages, but not all the pins, costs as much. So a package that is not there never costs more than its cheapest
   * release, and nothing is worth installing for its own sake. An integer at scale 10^-4, not 0; `when` is never empty.
   */
  | {
      readonly kind: "score";
      readonly tier: number;
      readonly weight: number;
      readonly when: readonly PinCondition[];
      readonly reason: Reason;
    };

/** Of one kind. */
export type FactOf<Kind extends Fact["kind"]> = Extract<Fact, { readonly kind: Kind }>;

/**
 * States facts about packages, asked once per package when the search first meets it. A fact with conditions may be
 * stated for any of the packages it names; one object counts once, however often it is stated. The answer does not depend
 * on the order of facts.
 */
export interface FactSource {
  /** @param candidates all candidates of `name`, newest first. Pure. */
  facts(name: PackageName, candidates: readonly Candidate[]): Iterable<Fact>;
}
