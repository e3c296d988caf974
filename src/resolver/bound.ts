/**
 * What a stack costs, and whether nothing cheaper can exist. The bound is simple and strict: packages that every stack
 * must hold cost at least their cheapest candidate that the user's requirements leave, and no other package costs less
 * than nothing.
 */

import { isFalse, isTrue } from "./core/literal.ts";
import type { Solver } from "./core/solver.ts";
import type { Founded } from "./founded.ts";
import type { KnownPackage } from "./known-package.ts";
import { addCosts, compareCosts, type CostVector } from "./ranking.ts";

export function costOf({ packages }: Founded, tiers: number): CostVector {
  let total: CostVector = zero(tiers);
  for (const { known, ordinal } of packages.values()) total = addCosts(total, known.facts.costs[ordinal]!);
  return total;
}

/**
 * A cost that no stack goes below. Call it while the solver holds a model.
 *
 * @param level how many of the assumptions are the user's: what follows from them holds in every stack.
 */
export function lowerBound({ packages }: Founded, solver: Solver, level: number, tiers: number): CostVector {
  let total: CostVector = zero(tiers);
  for (const { known } of packages.values()) {
    if (!isNeeded(known, solver, level)) continue;
    const possible = [...known.facts.costs.keys()].filter(
      (ordinal) => !solver.holdsAt(isFalse(known.variable(ordinal)), level),
    );
    const costs = possible.map((ordinal) => known.facts.costs[ordinal]!).sort(compareCosts);
    total = addCosts(total, costs[0] ?? zero(tiers));
  }
  return total;
}

/** Whether every stack holds the package: some set of its candidates must be chosen from. */
function isNeeded(known: KnownPackage, solver: Solver, level: number): boolean {
  const members = [...known.facts.candidates.keys()].map((ordinal) => known.variable(ordinal));
  const selectors = solver.groups.selectors[known.group]!.toArray();
  return [...selectors, ...members].some((variable) => solver.holdsAt(isTrue(variable), level));
}

function zero(tiers: number): CostVector {
  return Array.from<number>({ length: tiers }).fill(0);
}
