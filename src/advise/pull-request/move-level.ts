/** How far a package moves: which number of its version changes. */

import { Version } from "../../python/index.ts";
import type { AdviceChange } from "../advice.ts";

export type MoveLevel = "major" | "minor" | "patch";

/**
 * The first of a release's numbers that differs, an epoch counting as major; `patch` for the third and all after it.
 * Undefined unless there are two versions, both by PEP 440.
 */
export function moveLevel(change: AdviceChange): MoveLevel | undefined {
  const from = change.from === null ? undefined : Version.tryParse(change.from);
  const to = change.to === null ? undefined : Version.tryParse(change.to);
  if (from === undefined || to === undefined) return undefined;
  if (from.epoch !== to.epoch || from.major !== to.major) return "major";
  return from.minor === to.minor ? "patch" : "minor";
}
