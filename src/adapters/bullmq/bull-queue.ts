/**
 * The job queue on BullMQ. Its deduplication does what the port promises: a job whose key waits is dropped, one whose key
 * runs is kept aside and waits once that run has ended, for good or for bad.
 */

import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";

import { DelayedError, type IQueueBackend, type Job as BullJob, Queue, WaitingError, Worker } from "bullmq";

import { type AddOptions, type Job, type JobHandler, jobKey, type JobQueue, RetryAfter } from "../../ports/index.ts";
import { type QueueReports, restAfter, type RetryPolicy } from "../retry-policy.ts";
import { type Backend, connection, prefix } from "./backend.ts";
import { readJob } from "./job-data.ts";

export interface BullQueueSettings {
  /** Queues of different names in one place have nothing to do with each other. */
  readonly name: string;
  readonly retries: RetryPolicy;
  readonly reports: QueueReports;
  /** Milliseconds for which a worker may be silent before its jobs go to others. It speaks twice in that time. */
  readonly lock: number;
}

/** The largest number that BullMQ takes. */
const lastPriority = 2 ** 21 - 1;

/** Finished jobs are kept for whoever looks into the queue by hand. */
const kept = { removeOnComplete: { count: 500 }, removeOnFail: { count: 1_000 }, stackTraceLimit: 1 };

/** Milliseconds that closing leaves for the outcome of the last job to arrive. */
const writingTime = 2_000;

/**
 * Milliseconds after which a worker asks a place again that did not answer. BullMQ calls the option internal, but its
 * default of 15 s leaves work lying.
 */
const retryPause = 1_000;

/** How often a job may take its worker down with it before it is given up. */
const maxStalledCount = 3;

type OwnConnection = typeof connection;
type OwnQueue = Queue<unknown, void, string, unknown, void, string, IQueueBackend, OwnConnection>;
type OwnWorker = Worker<unknown, void, string, IQueueBackend, number, OwnConnection>;

/** A `JobQueue` in any backend of BullMQ. */
export class BullQueue implements JobQueue {
  readonly #backend: Backend;
  readonly #settings: BullQueueSettings;
  readonly #queue: OwnQueue;
  #worker: OwnWorker | undefined;
  /** What the handler is doing. */
  readonly #running = new Set<Promise<void>>();
  #closed = false;

  private constructor(backend: Backend, settings: BullQueueSettings) {
    this.#backend = backend;
    this.#settings = settings;
    this.#queue = new Queue(settings.name, { connection, prefix, defaultJobOptions: kept }, backend.factory);
    this.#queue.on("error", (error) => settings.reports.trouble(error));
  }

  /** Resolves when jobs can be added. @throws what the backend throws when it cannot be reached. */
  static async open(backend: Backend, settings: BullQueueSettings): Promise<BullQueue> {
    await backend.prepare();
    const queue = new BullQueue(backend, settings);
    await queue.#queue.waitUntilReady();
    return queue;
  }

  async add(job: Job, { delay = 0, priority = 0 }: AddOptions = {}): Promise<boolean> {
    if (this.#closed) throw new Error(`the queue is closed: ${jobKey(job)} was not added`);
    const key = jobKey(job);
    const jobId = randomUUID();
    const waitedBehind = await this.#waitsBehind(key);
    const added = await this.#queue.add(job.kind, job, {
      jobId,
      deduplication: { id: key, keepLastIfActive: true },
      delay,
      priority: Math.min(priority, lastPriority),
      attempts: this.#settings.retries.attempts,
      backoff: { type: "custom" },
    });
    // BullMQ answers with the job that stands for the key: ours, or the one that waits or runs already.
    return added.id === jobId || (!waitedBehind && (await this.#waitsBehind(key)));
  }

  async work(handler: JobHandler, concurrency: number): Promise<void> {
    if (this.#worker !== undefined) throw new Error("this queue already works");
    const { name, retries, reports, lock } = this.#settings;
    const worker: OwnWorker = new Worker(
      name,
      // BullMQ makes a signal only for a function of three parameters.
      (job, token, signal) => run(this.#tracked(handler), job, token!, signal!),
      {
        connection,
        prefix,
        concurrency,
        lockDuration: lock,
        stalledInterval: lock,
        maxStalledCount,
        runRetryDelay: retryPause,
        settings: { backoffStrategy: (failures) => restAfter(failures, retries) },
      },
      this.#backend.factory,
    );
    this.#worker = worker;
    worker.on("error", (error) => reports.trouble(error));
    worker.on("failed", (job, error) => job !== undefined && report(reports, job, error));
    await worker.waitUntilReady();
  }

  /** One that waits behind a running job of its key is not counted before that has ended. */
  waiting(): Promise<number> {
    return this.#queue.getJobCountByTypes("waiting", "prioritized", "delayed");
  }

  ping(): Promise<void> {
    return this.#backend.ping();
  }

  async close(grace: number): Promise<void> {
    this.#closed = true;
    if (this.#worker !== undefined) await this.#stop(this.#worker, grace);
    await this.#queue.close();
    await this.#backend.close();
  }

  #tracked(handler: JobHandler): JobHandler {
    return (job, signal) => {
      const ended = handler(job, signal).finally(() => this.#running.delete(ended));
      this.#running.add(ended);
      return ended;
    };
  }

  /** BullMQ waits for a place that is away for as long as it is away; we do not. */
  async #stop(worker: OwnWorker, grace: number): Promise<void> {
    const timer = setTimeout(() => worker.cancelAllJobs("the queue closes"), grace);
    const stopped = new AbortController();
    await Promise.any([worker.pause(), this.#quiet(stopped.signal)]);
    stopped.abort();
    clearTimeout(timer);
    await worker.close(true);
  }

  /** Resolves when no job has run for long enough to write down how the last one ended. */
  async #quiet(signal: AbortSignal): Promise<void> {
    do {
      await Promise.allSettled(this.#running);
      await pause(writingTime, undefined, { signal });
    } while (this.#running.size > 0);
  }

  #waitsBehind(key: string): Promise<boolean> {
    return this.#backend.waitsBehind(this.#settings.name, key);
  }
}

/** Moves the job itself where a throw would count as a failed try: too early, or interrupted by our own closing. */
async function run(handler: JobHandler, job: BullJob<unknown>, token: string, signal: AbortSignal): Promise<void> {
  try {
    await handler(readJob(job.data), signal);
  } catch (error) {
    if (error instanceof RetryAfter) {
      await job.moveToDelayed(Date.now() + error.milliseconds, token);
      throw new DelayedError();
    }
    if (signal.aborted) {
      await job.moveToWait(token);
      throw new WaitingError();
    }
    throw error instanceof Error ? error : new Error(String(error));
  }
}

function report(reports: QueueReports, job: BullJob<unknown>, error: Error): void {
  reports.failed(job.deduplicationId ?? job.id!, error, job.finishedOn === undefined ? job.delay : undefined);
}
