/** What a stack is worth to a predictor, from what it costs. */

import type { CostVector } from "../ranking.ts";

/**
 * By tier, how the stack's distance from the bound compares with that of the best stack so far, each tier counting half
 * as much as the one before it.
 *
 * @param bound what any stack costs at least, with as many tiers as count.
 * @returns in (0, 1]; 1 where the cost is the bound.
 */
export function rewardOf(cost: CostVector, best: CostVector, bound: CostVector): number {
  let reward = 0;
  let share = 1;
  for (const [tier, least] of bound.entries()) {
    if (tier < bound.length - 1) share /= 2;
    const scale = Math.max(0, best[tier]! - least) + 1;
    reward += (share * scale) / (scale + Math.max(0, cost[tier]! - least));
  }
  return bound.length === 0 ? 1 : reward;
}
