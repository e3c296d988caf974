/**
 * What the job queues have in common besides their port: how often and how soon a failed job runs again, and whom they
 * tell about failures.
 */

/** How often a job is tried, and how long it rests in between: doubling from `first` to at most `longest`. */
export interface RetryPolicy {
  /** All tries together, the first included: at least 1. */
  readonly attempts: number;
  /** Milliseconds after the first failure. */
  readonly first: number;
  /** Milliseconds. */
  readonly longest: number;
}

/** Eight tries spread over a quarter of an hour; what still fails then is left to whoever sweeps the store. */
export const usualRetries: RetryPolicy = { attempts: 8, first: 5_000, longest: 300_000 };

/**
 * Milliseconds to rest after `failures` failed tries in a row (1 after the first). Random between half of the doubled time
 * and all of it, so that jobs that failed together do not come back together.
 */
export function restAfter(failures: number, policy: RetryPolicy): number {
  const full = Math.min(policy.first * 2 ** (failures - 1), policy.longest);
  return Math.round(full * (0.5 + Math.random() / 2));
}

/** What a queue tells its process. Nothing here may throw. */
export interface QueueReports {
  /** A try of the job failed; it runs again in `restFor` milliseconds, or no more when that is undefined. */
  failed(key: string, error: unknown, restFor: number | undefined): void;
  /** The queue itself is in trouble, such as a lost connection. It goes on by itself once the cause is gone. */
  trouble(error: Error): void;
}
