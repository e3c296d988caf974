/**
 * What "best" means, as one table: the tiers of each recommendation type in their order. A stack is better than another
 * if it costs less in the first tier where they differ. Hard policy (removals, forbidden pairs) comes before all tiers
 * and is not in the table.
 */

import type { RecommendationType } from "../../environments/index.ts";
import { type Tier, tiers } from "./tiers.ts";

const { severeAdvisories, otherAdvisories, reachedAdvisories, unreachedAdvisories } = tiers;
const { cooldown, regressions, majorMoves, rules, health, freshness, ruleTies } = tiers;

/**
 * Most important first. `cooldown` belongs to hard policy: releases that are younger may only be chosen for an advisory, so
 * it stands right behind the last of those; nobody goes back to get around one. `rules and fitting builds` are one tier, since rules say which build fits.
 */
export const objectives: Readonly<Record<RecommendationType, readonly Tier[]>> = {
  stable: [severeAdvisories, regressions, majorMoves, otherAdvisories, cooldown, rules, health, freshness, ruleTies],
  security: [reachedAdvisories, unreachedAdvisories, regressions, cooldown, health, rules, freshness, ruleTies],
  performance: [severeAdvisories, rules, regressions, otherAdvisories, cooldown, health, freshness, ruleTies],
  // Advisories are reported for these two, and decide nothing.
  latest: [freshness, rules, ruleTies],
  testing: [freshness, rules, ruleTies],
};

const ofAdvisories: ReadonlySet<Tier> = new Set([
  severeAdvisories,
  otherAdvisories,
  reachedAdvisories,
  unreachedAdvisories,
]);

/** Whether advisories decide anything in a stack of this type. */
export function weighsAdvisories(type: RecommendationType): boolean {
  return objectives[type].some((tier) => ofAdvisories.has(tier));
}

/** Types whose stacks may hold any pre-release. */
export const prereleaseTypes: ReadonlySet<RecommendationType> = new Set(["testing"]);

/** Of environments that are solved together, one release everywhere counts right before this tier, by its number. */
export function agreementTier(objective: readonly Tier[]): number {
  return objective.indexOf(freshness);
}
