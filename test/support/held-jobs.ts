/** A job handler under the control of a test: each job stands still until the test says how it goes on. */

import { type Job, type JobHandler, jobKey } from "../../src/ports/index.ts";
import { within } from "./deadline.ts";

/** A job that has started. */
export interface HeldJob {
  readonly job: Job;
  readonly key: string;
  readonly signal: AbortSignal;
  /** By `performance.now()`. */
  readonly startedAt: number;
  end(): void;
  fail(error: Error): void;
}

export class HeldJobs {
  readonly #started: HeldJob[] = [];
  readonly #askers: ((held: HeldJob) => void)[] = [];

  /** An aborted job ends by throwing the reason of its signal. */
  readonly handler: JobHandler = (job, signal) =>
    new Promise((resolve, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason), { once: true });
      const held = { job, key: jobKey(job), signal, startedAt: performance.now(), end: resolve, fail: reject };
      const asker = this.#askers.shift();
      if (asker === undefined) this.#started.push(held);
      else asker(held);
    });

  /** The next job that starts, or has started and was not asked for yet. */
  next(): Promise<HeldJob> {
    const held = this.#started.shift();
    if (held !== undefined) return Promise.resolve(held);
    return within(new Promise((resolve) => this.#askers.push(resolve)), "the start of a job");
  }

  /** Jobs that have started and were not asked for. */
  get unasked(): number {
    return this.#started.length;
  }
}
