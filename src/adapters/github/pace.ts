/**
 * How fast one installation is worked for. GitHub asks for one write at a time with a second between them, and refuses
 * past its secondary limits: 80 content-creating requests a minute and 500 an hour, and 900 points a minute, where a read
 * costs 1 and a write 5. We stay below, since people and other processes spend from the same budget.
 */

import { setTimeout as sleep } from "node:timers/promises";

/** Times are in milliseconds. */
export interface Pace {
  /** Between the starts of two writes. */
  readonly betweenWrites: number;
  /** The longest rest that is slept through; for a longer one the job ends and comes again. */
  readonly patience: number;
  /** Before a failed read is tried again; doubled for the second time. */
  readonly beforeRetry: number;
  readonly writesPerMinute: number;
  readonly writesPerHour: number;
  readonly pointsPerMinute: number;
}

export const usualPace: Pace = {
  betweenWrites: 1_000,
  patience: 5_000,
  beforeRetry: 250,
  writesPerMinute: 75,
  writesPerHour: 480,
  pointsPerMinute: 850,
};

/** @throws the reason of `signal` when it aborts meanwhile. */
export async function rest(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(milliseconds, undefined, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}
