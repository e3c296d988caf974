/** How far a package moves: which number of its version changes. */

import type { Version } from "../python/index.ts";

export type MoveLevel = "major" | "minor" | "patch";

/** The first of the numbers that differs, an epoch counting as major; `patch` for the third and all after it. */
export function levelBetween(from: Version, to: Version): MoveLevel {
  if (from.epoch !== to.epoch || from.major !== to.major) return "major";
  return from.minor === to.minor ? "patch" : "minor";
}
