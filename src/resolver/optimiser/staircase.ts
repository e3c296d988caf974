/**
 * What the choice of a package costs in one tier, as a staircase: "it costs more than nothing", "more than the next
 * least", and so on, each a selector with the height of its step. Only the lowest step that is not yet lost is told to
 * the tier, because no higher one can be taken without it.
 */

import type { KnownPackage } from "../known-package.ts";
import type { Tier } from "./tier.ts";

/**
 * Adds the costs of a package to `tier`.
 *
 * @param costs by ordinal; a candidate that cannot be chosen counts for nothing.
 */
export function addStaircase(tier: Tier, known: KnownPackage, costs: readonly number[]): void {
  const steps = [...new Set(costs.filter((cost, ordinal) => cost > 0 && !known.ruledOut.has(ordinal)))];
  steps.sort((a, b) => a - b);
  climb(0);

  function climb(step: number): void {
    const cost = steps[step];
    if (cost === undefined) return;
    const dearer: number[] = [];
    for (const [ordinal, other] of costs.entries()) if (other >= cost) dearer.push(ordinal);
    tier.add(known.selector(dearer), cost - (steps[step - 1] ?? 0), () => climb(step + 1));
  }
}
