/**
 * Costs, and the order in which the candidates of a package are tried. Costs are vectors, one sum a tier, compared
 * tier by tier: what costs less in an earlier tier is better, whatever the later ones say.
 */

import type { Candidate } from "../ports/index.ts";
import { Version } from "../python/index.ts";

/** By tier, in the units of `score` facts. */
export type CostVector = readonly number[];

/** Negative when `a` costs less, in the order of tiers. */
export function compareCosts(a: CostVector, b: CostVector): number {
  for (const [tier, cost] of a.entries()) if (cost !== b[tier]) return cost - b[tier]!;
  return 0;
}

/** What else than costs decides the order. */
export interface RankingContext {
  /** By ordinal. */
  readonly costs: readonly CostVector[];
  /** By ordinal: true for a pre-release that nobody has allowed, which comes after all final releases of equal cost. */
  readonly isHeldBack: readonly boolean[];
  /** The release to try first among those of equal cost. */
  readonly preferred: Version | undefined;
}

/** Ordinals in the order in which they are tried: cheapest, not held back, preferred, newest. */
export function rankCandidates(candidates: readonly Candidate[], context: RankingContext): number[] {
  const { preferred } = context;
  const isPreferred = (ordinal: number): boolean =>
    preferred !== undefined && Version.equal(candidates[ordinal]!.version, preferred);
  return [...candidates.keys()].sort(
    (a, b) =>
      compareCosts(context.costs[a]!, context.costs[b]!) ||
      Number(context.isHeldBack[a]) - Number(context.isHeldBack[b]) ||
      Number(isPreferred(b)) - Number(isPreferred(a)) ||
      a - b,
  );
}
