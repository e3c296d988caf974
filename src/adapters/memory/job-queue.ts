/**
 * The job queue of a single process: nothing outlives it, and the sweeper puts back on what the store says is undone.
 * Waiting jobs are kept by key, which is the whole of deduplication; a key that runs is passed over until it is done.
 */

import { type AddOptions, type Job, type JobHandler, jobKey, type JobQueue, RetryAfter } from "../../ports/index.ts";
import { type QueueReports, restAfter, type RetryPolicy } from "../retry-policy.ts";

interface WaitingJob {
  readonly job: Job;
  readonly priority: number;
  /** Failed tries so far. */
  readonly failures: number;
  /** Runs when the job may start; undefined when it may start now. */
  timer: NodeJS.Timeout | undefined;
}

interface Work {
  readonly handler: JobHandler;
  readonly concurrency: number;
}

/** A `JobQueue` without durability. */
export class MemoryJobQueue implements JobQueue {
  readonly #retries: RetryPolicy;
  readonly #reports: QueueReports;
  /** By key, in the order in which they were added. */
  readonly #waiting = new Map<string, WaitingJob>();
  /** By key. */
  readonly #running = new Map<string, Promise<void>>();
  readonly #abort = new AbortController();
  #work: Work | undefined;
  #closed = false;

  constructor(retries: RetryPolicy, reports: QueueReports) {
    this.#retries = retries;
    this.#reports = reports;
  }

  add(job: Job, options: AddOptions = {}): Promise<boolean> {
    if (this.#closed) return Promise.reject(new Error(`the queue is closed: ${jobKey(job)} was not added`));
    if (this.#waiting.has(jobKey(job))) return Promise.resolve(false);
    this.#put({ job, priority: options.priority ?? 0, failures: 0 }, options.delay ?? 0);
    return Promise.resolve(true);
  }

  work(handler: JobHandler, concurrency: number): Promise<void> {
    if (this.#work !== undefined) return Promise.reject(new Error("this queue already works"));
    this.#work = { handler, concurrency };
    this.#startJobs();
    return Promise.resolve();
  }

  /** One that waits behind a running job of its key is not counted before that has ended. */
  waiting(): Promise<number> {
    return Promise.resolve([...this.#waiting.keys()].filter((key) => !this.#running.has(key)).length);
  }

  ping(): Promise<void> {
    return this.#closed ? Promise.reject(new Error("the queue is closed")) : Promise.resolve();
  }

  async close(grace: number): Promise<void> {
    this.#closed = true;
    for (const { timer } of this.#waiting.values()) clearTimeout(timer);
    const timer = setTimeout(() => this.#abort.abort(new Error("the queue closes")), grace);
    await Promise.all(this.#running.values());
    clearTimeout(timer);
  }

  #put(waiting: Omit<WaitingJob, "timer">, delay: number): void {
    const entry: WaitingJob = { ...waiting, timer: undefined };
    this.#waiting.set(jobKey(entry.job), entry);
    if (delay > 0) entry.timer = setTimeout(() => this.#due(entry), delay);
    else this.#startJobs();
  }

  #due(entry: WaitingJob): void {
    entry.timer = undefined;
    this.#startJobs();
  }

  #startJobs(): void {
    while (this.#work !== undefined && !this.#closed && this.#running.size < this.#work.concurrency) {
      const next = this.#next();
      if (next === undefined) return;
      const key = jobKey(next.job);
      this.#waiting.delete(key);
      this.#running.set(key, this.#run(key, next, this.#work.handler));
    }
  }

  /** The first of the least priority number that may start. */
  #next(): WaitingJob | undefined {
    let best: WaitingJob | undefined;
    for (const [key, entry] of this.#waiting) {
      if (entry.timer !== undefined || this.#running.has(key)) continue;
      if (best === undefined || entry.priority < best.priority) best = entry;
    }
    return best;
  }

  async #run(key: string, entry: WaitingJob, handler: JobHandler): Promise<void> {
    // Whoever added the job goes on first, as with a queue outside the process.
    await new Promise(setImmediate);
    try {
      await handler(entry.job, this.#abort.signal);
    } catch (error) {
      this.#putBack(key, entry, error);
    } finally {
      this.#running.delete(key);
      this.#startJobs();
    }
  }

  /** One that came meanwhile is the same work with newer data: it takes over the failures and the rest. */
  #putBack(key: string, entry: WaitingJob, error: unknown): void {
    if (this.#closed) return;
    const { job, priority, timer } = this.#waiting.get(key) ?? entry;
    if (error instanceof RetryAfter) {
      clearTimeout(timer);
      this.#put({ job, priority, failures: entry.failures }, error.milliseconds);
      return;
    }
    const failures = entry.failures + 1;
    const restFor = failures < this.#retries.attempts ? restAfter(failures, this.#retries) : undefined;
    this.#reports.failed(key, error, restFor);
    if (restFor === undefined) return;
    clearTimeout(timer);
    this.#put({ job, priority, failures }, restFor);
  }
}
