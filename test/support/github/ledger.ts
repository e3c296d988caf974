/** Every request, for tests that count and tests that look. */

import { pointsOf } from "./budget.ts";
import type { BudgetReport, MisfitReport, RequestReport } from "./reports.ts";

const minute = 60_000;

export class Ledger {
  readonly requests: RequestReport[] = [];
  readonly misfits: MisfitReport[] = [];

  /** @param installation undefined is the App itself. */
  budget(installation: number | undefined): BudgetReport {
    const all = this.requests.filter((request) => request.installation === installation);
    const own = all.filter((request) => !request.isLimited);
    const times = own.map((request) => Date.parse(request.at));
    return {
      requests: own.filter((request) => request.counts).length,
      writes: own.filter((request) => request.creates).length,
      mostPointsInMinute: fullestMinute(
        times,
        own.map((request) => pointsOf(request.creates)),
      ),
      mostContentInMinute: fullestMinute(
        times,
        own.map((request) => (request.creates ? 1 : 0)),
      ),
      refusals: all.length - own.length,
    };
  }
}

/** The largest sum of `weights` within 60 seconds. @param times in milliseconds, ascending. */
function fullestMinute(times: readonly number[], weights: readonly number[]): number {
  let most = 0;
  let sum = 0;
  for (let start = 0, end = 0; end < times.length; end++) {
    sum += weights[end]!;
    while (times[end]! - times[start]! >= minute) sum -= weights[start++]!;
    most = Math.max(most, sum);
  }
  return most;
}
