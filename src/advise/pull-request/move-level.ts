/** How far a package moves, by the texts of its versions. */

import { Version } from "../../python/index.ts";
import type { AdviceChange } from "../advice.ts";
import { levelBetween, type MoveLevel } from "../move-level.ts";

/** Undefined unless there are two versions, both by PEP 440. */
export function moveLevel(change: AdviceChange): MoveLevel | undefined {
  const from = change.from === null ? undefined : Version.tryParse(change.from);
  const to = change.to === null ? undefined : Version.tryParse(change.to);
  return from === undefined || to === undefined ? undefined : levelBetween(from, to);
}
