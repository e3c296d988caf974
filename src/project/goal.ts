/**
 * What a run is for. It says how far the answer may go from the lock that stands, where the recommendation type says which
 * of two stacks is better.
 */

/** Plain data: it crosses to the process that looks into files. */
export type Goal =
  /** The best stack, however much of the lock moves. */
  | { readonly kind: "advise" }
  /** The smallest change after which every requirement is met and no severe advisory is left that could go. */
  | { readonly kind: "repair" }
  /** The smallest change without these advisories, by any of their names, or without any that the lock has. */
  | {
      readonly kind: "fix";
      readonly advisories: readonly string[] | "all";
      /** Whether bounds of the user's own may be widened where nothing else helps. */
      readonly editManifest?: boolean;
    };

/** What is meant where nothing is said. */
export const bestStack: Goal = { kind: "advise" };
