/** The right to write to a repository while something lasts: claimed, renewed by a timer, given back. */

import { type Lease, type RepositoryId, RetryAfter, type WriteGuard } from "../ports/index.ts";
import type { WorkDependencies } from "./dependencies.ts";

/** The work has passed to another worker, which does all of it. */
export class LeaseLost extends Error {}

/** What the holder of a lease has. */
export interface Holder {
  readonly lease: Lease;
  readonly guard: WriteGuard;
  /** Fires when the lease is lost. */
  readonly signal: AbortSignal;
}

/**
 * Does `work` under the lease of the repository. One that nobody renews ends with `patience`.
 *
 * @throws {RetryAfter} when somebody else has it, or gets it meanwhile.
 */
export async function withLease(
  repository: RepositoryId,
  { store, patience }: Pick<WorkDependencies, "store" | "patience">,
  signal: AbortSignal,
  work: (holder: Holder) => Promise<void>,
): Promise<void> {
  const lease = await store.claim(repository, patience / 1_000);
  if (lease === undefined) throw new RetryAfter(patience / 4, "another worker is at this repository");
  const lost = new AbortController();
  const guard = async () => {
    const isHeld = await store.renew(lease, patience / 1_000);
    if (!isHeld) throw new LeaseLost(`the lease of repository ${repository} is lost`);
  };
  const timer = setInterval(() => void guard().catch((error: unknown) => lost.abort(error)), patience / 3);
  try {
    await work({ lease, guard, signal: AbortSignal.any([signal, lost.signal]) });
  } catch (error) {
    if (error instanceof LeaseLost) throw new RetryAfter(patience / 4, error.message);
    throw error;
  } finally {
    clearInterval(timer);
    await store.release(lease);
  }
}
