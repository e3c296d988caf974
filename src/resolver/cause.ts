/**
 * Why a clause was given to the solver. The number of a cause is the source of its clauses, so that a refutation leads
 * back to things that can be said.
 */

import type { PackageName, Requirement } from "../python/index.ts";
import type { FactOf, Reason } from "./fact.ts";
import type { KnownPackage, PackageCause } from "./known-package.ts";
import type { RootRequirement } from "./problem.ts";

export type Cause =
  | PackageCause
  /** The candidate `ordinal` of `owner` requires something of `target`. */
  | {
      readonly kind: "requires";
      readonly owner: KnownPackage;
      readonly ordinal: number;
      readonly target: KnownPackage;
      readonly requirement: Requirement;
    }
  /** A stand-in for a candidate of `owner` is the candidate of `target` that it names. */
  | {
      readonly kind: "offered";
      readonly owner: KnownPackage;
      readonly target: KnownPackage;
      readonly offer: FactOf<"offer">;
    }
  /** A rule requires something of `target` where a stack holds the named packages. */
  | {
      readonly kind: "added";
      readonly names: readonly PackageName[];
      readonly target: KnownPackage;
      readonly requirement: Requirement;
      readonly reason: Reason;
    }
  | { readonly kind: "forbidden"; readonly names: readonly PackageName[]; readonly reason: Reason }
  | { readonly kind: "root"; readonly root: RootRequirement; readonly target: KnownPackage };

/** All causes of one problem. */
export class Causes {
  readonly #causes: Cause[] = [];

  /** @returns the number of the cause. */
  add(cause: Cause): number {
    return this.#causes.push(cause) - 1;
  }

  at(number: number): Cause {
    return this.#causes[number]!;
  }
}
