/** Which advisories a fix is asked for: by any of their names, as people write them. */

import type { Goal } from "../../project/index.ts";
import type { AdvisoryHit } from "../advice.ts";

export type FixGoal = Extract<Goal, { readonly kind: "fix" }>;

/** Whether the fix is asked for `hit`. */
export function isNamed({ advisories }: FixGoal, hit: Pick<AdvisoryHit, "id" | "aliases">): boolean {
  return advisories === "all" || advisories.some((id) => isNameOf(id, hit));
}

/** Whether `id` is the advisory's own name or another one of it. */
export function isNameOf(id: string, hit: Pick<AdvisoryHit, "id" | "aliases">): boolean {
  const key = keyOf(id);
  return keyOf(hit.id) === key || hit.aliases.some((alias) => keyOf(alias) === key);
}

/** Whether two hits, of two releases, tell of the same flaw: records of one may be missing in the other. */
export function isSameFlaw(a: Pick<AdvisoryHit, "id" | "aliases">, b: Pick<AdvisoryHit, "id" | "aliases">): boolean {
  return [a.id, ...a.aliases].some((id) => isNameOf(id, b));
}

function keyOf(id: string): string {
  return id.trim().toUpperCase();
}
