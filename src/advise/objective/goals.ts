/**
 * What the goal of a run makes of the tiers: with `repair` the distance from the lock stands right after the advisories that
 * come first, with `fix` right after those that are asked for; but nobody goes back for a smaller change. Below it the tiers of the recommendation type
 * decide among changes of equal size.
 */

import type { RecommendationType } from "../../environments/index.ts";
import { bestStack, type Goal } from "../../project/index.ts";
import type { PackageName, Version } from "../../python/index.ts";
import type { AdvisoryHit } from "../advice.ts";
import { type FixGoal, isNamed, isSameFlaw } from "../fix/named.ts";
import { advisoryCosts } from "./advisory-costs.ts";
import { distance } from "./distance.ts";
import { objectives } from "./objective.ts";
import { type Tier, tiers } from "./tiers.ts";
import type { Weighing } from "./weighing.ts";

/** What is known against a release, by name and version. */
export type HitsOf = (name: PackageName, version: Version) => readonly AdvisoryHit[];

/** Without a lock there is nothing to stay near to, and nothing that could have an advisory. */
export function goalOf({ goal, oldLock }: { readonly goal?: Goal | undefined; readonly oldLock: unknown }): Goal {
  return goal === undefined || oldLock === undefined ? bestStack : goal;
}

/** Most important first. */
export function tiersFor(type: RecommendationType, goal: Goal, hitsOf: HitsOf): readonly Tier[] {
  const own = objectives[type];
  if (goal.kind === "advise") return own;
  const first =
    goal.kind === "fix"
      ? [advisoriesToFix(goal, hitsOf)]
      : own.slice(
          0,
          own.findIndex((tier) => !comeFirst.has(tier)),
        );
  // Young releases are a last resort for a small change, too, but for going back.
  const near = [...first, tiers.regressions, tiers.cooldown, distance];
  return [...near, ...own.filter((tier) => !near.includes(tier))];
}

/** Tiers that the distance stands behind, where an objective begins with them. */
const comeFirst: ReadonlySet<Tier> = new Set([
  tiers.severeAdvisories,
  tiers.reachedAdvisories,
  tiers.unreachedAdvisories,
]);

/** Those that are asked for, and those that the lock does not have: what comes in weighs as much as what goes. */
function advisoriesToFix(goal: FixGoal, hitsOf: HitsOf): Tier {
  return {
    name: "advisories to fix",
    costs: (weighing) => {
      const known = hitsOfLock(weighing, hitsOf);
      return advisoryCosts(weighing, (hit) => isNamed(goal, hit) || !known.some((other) => isSameFlaw(hit, other)));
    },
  };
}

function hitsOfLock({ name, locked }: Weighing, hitsOf: HitsOf): readonly AdvisoryHit[] {
  return locked === undefined ? [] : hitsOf(name, locked);
}
