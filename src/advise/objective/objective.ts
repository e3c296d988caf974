/**
 * What "best" means, as one table: the tiers of each recommendation type in their order. A stack is better than another
 * if it costs less in the first tier where they differ. Hard policy (removals, forbidden pairs) comes before all tiers
 * and is not in the table.
 *
 * The tiers `major moves not asked for` and `health` join the table with the data they need.
 */

import type { RecommendationType } from "../../environments/index.ts";
import { type Tier, tiers } from "./tiers.ts";

const { severeAdvisories, otherAdvisories, advisories, regressions, rules, freshness, ruleTies } = tiers;

/** Most important first. */
export const objectives: Readonly<Record<RecommendationType, readonly Tier[]>> = {
  stable: [severeAdvisories, regressions, otherAdvisories, rules, freshness, ruleTies],
  security: [advisories, regressions, rules, freshness, ruleTies],
  performance: [severeAdvisories, rules, regressions, otherAdvisories, freshness, ruleTies],
  // Advisories are reported for these two, and decide nothing.
  latest: [freshness, rules, ruleTies],
  testing: [freshness, rules, ruleTies],
};

/** Types whose stacks may hold any pre-release. */
export const prereleaseTypes: ReadonlySet<RecommendationType> = new Set(["testing"]);

/** Of environments that are solved together, one release everywhere counts right before this tier, by its number. */
export function agreementTier(objective: readonly Tier[]): number {
  return objective.indexOf(freshness);
}
