/** The right to write to a repository while something lasts: claimed, renewed by a timer, given back. */

import { type Lease, type RepositoryId, RetryAfter, type WriteGuard } from "../../ports/index.ts";
import type { WorkDependencies } from "../dependencies.ts";

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
  { store, log, patience }: Pick<WorkDependencies, "store" | "log" | "patience">,
  signal: AbortSignal,
  work: (holder: Holder) => Promise<void>,
): Promise<void> {
  const lease = await store.claim(repository, patience / 1_000);
  if (lease === undefined) throw new RetryAfter(patience / 4, "another worker is at this repository");
  const lost = new AbortController();
  const guard = async () => {
    if (await store.renew(lease, patience / 1_000)) return;
    lost.abort(new LeaseLost(`the lease of repository ${repository} is lost`));
    lost.signal.throwIfAborted();
  };
  // A store that does not answer is asked again: the lease may well be ours still, and every write asks for itself.
  const warn = (error: unknown) => log.warn({ repository, err: error }, "a lease was not renewed or given back");
  const timer = setInterval(() => void guard().catch(warn), patience / 3);
  try {
    await work({ lease, guard, signal: AbortSignal.any([signal, lost.signal]) });
  } catch (error) {
    // Whatever the work says to being stopped, the cause is the lease.
    if (lost.signal.aborted)
      throw new RetryAfter(patience / 4, `repository ${repository} has passed to another worker`);
    throw error;
  } finally {
    clearInterval(timer);
    // One that is not given back ends by itself.
    await store.release(lease).catch(warn);
  }
}
