/** Releases that nobody should go back to. */

import type { Candidate } from "../../ports/index.ts";
import { Version } from "../../python/index.ts";
import { uploadsOf } from "../policy/uploads.ts";
import { type Cost, unit, type Weighing } from "./weighing.ts";

type Package = Pick<Weighing, "open" | "eligible" | "locked">;

const staleMonths = 36;

/** Below the locked release; where nothing is locked, more than 36 months older than the newest that can be had. */
export function* regressionCosts(weighing: Package): Iterable<Cost> {
  for (const [candidate, message] of regressionsOf(weighing))
    yield { candidate, cost: unit, reason: { unit: "regressions", message } };
}

/** Each with what speaks against it. */
export function regressionsOf({ open, eligible, locked }: Package): ReadonlyMap<Candidate, string> {
  if (locked !== undefined) {
    const older = open.filter(({ version }) => Version.compare(version, locked) < 0);
    return new Map(older.map((candidate) => [candidate, `it is older than ${locked.text}, which is locked`]));
  }
  const newest = eligible[0] && uploadsOf(eligible[0]);
  if (newest === undefined) return new Map();
  const limit = new Date(newest.first);
  limit.setUTCMonth(limit.getUTCMonth() - staleMonths);
  const message = `it is more than ${staleMonths} months older than the newest release`;
  const ancient = open.filter((candidate) => (uploadsOf(candidate)?.first ?? Infinity) < limit.getTime());
  return new Map(ancient.map((candidate) => [candidate, message]));
}
