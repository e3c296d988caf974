/**
 * The tiers of the objective: what a candidate costs in each, and why. Costs are non-negative integers at scale 10^-4, and
 * leaving a package out costs nothing, so that a lower bound over packages not yet read is sound. A cost speaks of one
 * candidate whatever else is in the stack. Those with a story of their own have a file each.
 */

import type { Candidate, IndexName } from "../../ports/index.ts";
import { Version } from "../../python/index.ts";
import { advisoryCosts, isReached, isSevere } from "./advisory-costs.ts";
import { majorMoveCosts } from "./major-moves.ts";
import { regressionCosts } from "./regressions.ts";
import { ruleCosts, ruleWeight } from "./rule-costs.ts";
import { type Cost, type Tier, unit, type Weighing } from "./weighing.ts";

export type { Cost, Tier, Weighing } from "./weighing.ts";

/** A direct dependency is what the user sees. */
const directWeight = 4;

export const tiers = {
  severeAdvisories: { name: "severe advisories", costs: (weighing) => advisoryCosts(weighing, isSevere) },
  otherAdvisories: { name: "other advisories", costs: (weighing) => advisoryCosts(weighing, (hit) => !isSevere(hit)) },
  reachedAdvisories: {
    name: "advisories that the code reaches",
    costs: (weighing) => advisoryCosts(weighing, isReached),
  },
  unreachedAdvisories: { name: "advisories", costs: (weighing) => advisoryCosts(weighing, (hit) => !isReached(hit)) },
  cooldown: { name: "cooldown", costs: cooldownCosts },
  regressions: { name: "regressions", costs: regressionCosts },
  majorMoves: { name: "major moves not asked for", costs: majorMoveCosts },
  health: { name: "health", costs: healthCosts },
  rules: { name: "rules", costs: ruleStepCosts, weigh: ({ score }) => ruleWeight(score).steps },
  ruleTies: {
    name: "small differences between rules",
    costs: ruleTieCosts,
    weigh: ({ score }) => ruleWeight(score).rest,
  },
  freshness: { name: "freshness", costs: freshnessCosts },
} satisfies Readonly<Record<string, Tier>>;

/** Releases of an earlier index come first, whatever their version. @param indexes the user's own, in their order. */
export function indexOrder(indexes: readonly IndexName[]): Tier {
  // An index of the catalogue is none of these, and beside all of them.
  const rankOf = ({ index }: Candidate): number => Math.max(0, indexes.indexOf(index));
  const costs = function* ({ open, eligible }: Weighing): Iterable<Cost> {
    const first = eligible.reduce((least, candidate) => Math.min(least, rankOf(candidate)), indexes.length);
    const reason = { unit: "index order", message: `\`${indexes[first]}\`, an earlier index, has the package too` };
    for (const candidate of open) {
      const later = rankOf(candidate) - first;
      if (later > 0) yield { candidate, cost: later * unit, reason };
    }
  };
  return { name: "order of the indexes", costs };
}

/** Young releases that may be chosen are a last resort: one that has waited is better if it is as safe. */
function* cooldownCosts({ waived }: Weighing): Iterable<Cost> {
  for (const [candidate, reason] of waived) yield { candidate, cost: unit, reason };
}

/** Each thing that is unhealthy costs the same. */
function* healthCosts(weighing: Weighing): Iterable<Cost> {
  for (const candidate of weighing.open)
    for (const reason of weighing.flaws(candidate)) yield { candidate, cost: unit, reason };
}

function* ruleStepCosts(weighing: Weighing): Iterable<Cost> {
  for (const { candidate, steps, reason } of ruleCosts(weighing.open, weighing.opinions))
    if (steps > 0) yield { candidate, cost: steps, reason };
}

function* ruleTieCosts(weighing: Weighing): Iterable<Cost> {
  for (const { candidate, rest, reason } of ruleCosts(weighing.open, weighing.opinions))
    if (rest > 0) yield { candidate, cost: rest, reason };
}

function* freshnessCosts(weighing: Weighing): Iterable<Cost> {
  const weight = weighing.direct ? directWeight : 1;
  const { open, eligible } = weighing;
  // Both lists are newest first, so the number of newer releases only grows.
  let newer = 0;
  for (const candidate of open) {
    while (newer < eligible.length && Version.compare(eligible[newer]!.version, candidate.version) > 0) newer++;
    if (newer === 0) continue;
    const message = newer === 1 ? "a newer release can be had" : `${newer} newer releases can be had`;
    yield { candidate, cost: weight * Math.round(Math.log2(1 + newer) * unit), reason: { unit: "freshness", message } };
  }
}
