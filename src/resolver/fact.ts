/**
 * What a unit contributes to a problem: data, never code. Facts hold in whatever order packages are decided, and each
 * carries its reason, so that an explanation can always cite it.
 */

import type { Candidate, IndexName } from "../ports/index.ts";
import type { PackageName, Requirement, SpecifierSet } from "../python/index.ts";

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

/** Whether the condition takes some releases of its package and not others. */
export function hasBounds({ versions, index, notIndex }: PinCondition): boolean {
  return versions !== undefined || index !== undefined || notIndex !== undefined;
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

/**
 * Who brought a package in: every pin of `by` is in the stack and has a requirement on `package` that applies, and with
 * `only` neither a line of the user's nor any other package has one. What was skipped counts as a requirement too, and
 * what a rule adds does not. `by` is never empty; it names other packages than `package`.
 */
export interface Introduction {
  readonly package: PackageName;
  readonly by: readonly PinCondition[];
  readonly only: boolean;
}

/** What a finished stack must be like for a fact to hold of it: it holds all of these pins, as they were brought in. */
export interface Situation {
  /** Names may repeat. */
  readonly when: readonly PinCondition[];
  readonly introduced?: Introduction;
}

export type Fact =
  /** Never choose the candidate. */
  | { readonly kind: "remove"; readonly candidate: Candidate; readonly reason: Reason }
  /** These pins may not all occur together. `when` is never empty. */
  | (Situation & { readonly kind: "forbid"; readonly reason: Reason })
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
   * packages, but not all the pins, or was brought in otherwise, costs as much. So a package that is not there never costs
   * more than its cheapest release, and nothing is worth installing for its own sake. An integer at scale 10^-4, not 0;
   * `when` is never empty.
   */
  | (Situation & {
      readonly kind: "score";
      readonly tier: number;
      readonly weight: number;
      readonly reason: Reason;
    })
  /**
   * The dependency on `pin.name` vanishes in such a stack, whoever has it: a package, a rule that adds it, and, if the
   * situation is empty (`when: []` and no `introduced`), the user's own line. Where `pin` has bounds, the releases it
   * matches cannot be chosen then, and requirements that would take one of them may be left out instead. With
   * `introduced`, which speaks of `pin.name`, this holds of the requirements of packages that `by` matches: what others
   * require stays. Stated for `pin.name` alone, also if there are no candidates of it.
   */
  | (Situation & { readonly kind: "skip"; readonly pin: PinCondition; readonly reason: Reason })
  /** Such a stack also needs this, if its marker holds. `when` is never empty. */
  | (Situation & { readonly kind: "add"; readonly requirement: Requirement; readonly reason: Reason })
  /**
   * `instead`, of another package, may stand in for `candidate` wherever that one is required, with the extras asked for.
   * Then the package of `candidate` is not in the stack, and costs what `candidate` does, on top of what `instead` costs.
   * It may also be removed. Stated for the package of `candidate`.
   */
  | { readonly kind: "offer"; readonly candidate: Candidate; readonly instead: Candidate; readonly reason: Reason };

/** Of one kind. */
export type FactOf<Kind extends Fact["kind"]> = Extract<Fact, { readonly kind: Kind }>;

/**
 * States facts about packages, asked once per package when the search first meets it. A `forbid`, `score` or `add` may be
 * stated for any of the pins in `when`; one object counts once, however often it is stated. The answer does not depend
 * on the order of facts.
 */
export interface FactSource {
  /** @param candidates all candidates of `name`, newest first; there may be none, and then only a `skip` counts. Pure. */
  facts(name: PackageName, candidates: readonly Candidate[]): Iterable<Fact>;
}
