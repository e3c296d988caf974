/**
 * Work for any number of workers. A queue is a doorbell: job data are ids, the store is the truth, and a job may run twice.
 */

import type { InstallationId, RepositoryId } from "./code-host.ts";

/** What the bot asks its workers to do. Plain data: it crosses the queue as JSON. */
export type Job =
  /** Handle a stored webhook delivery. */
  | { readonly kind: "delivery"; readonly id: string }
  /** Do whatever the store says is undone for a repository. */
  | { readonly kind: "repository"; readonly repository: RepositoryId; readonly installation: InstallationId }
  /** Look at an installation: list its repositories, survey, onboard. */
  | { readonly kind: "installation"; readonly installation: InstallationId };

/** Two jobs with one key are the same work: at most one runs and at most one waits. No `:` in it. */
export function jobKey(job: Job): string {
  switch (job.kind) {
    case "delivery":
      return `delivery-${job.id}`;
    case "repository":
      return `repository-${job.repository}`;
    case "installation":
      return `installation-${job.installation}`;
  }
}

export interface AddOptions {
  /** Milliseconds until it may start. */
  readonly delay?: number;
  /** 0 is first. Fairness: how many jobs the installation already has waiting. */
  readonly priority?: number;
}

/** Does one job. A throw puts it back with growing delay; `RetryAfter` says how long. Must be safe to repeat. */
export type JobHandler = (job: Job, signal: AbortSignal) => Promise<void>;

/** Thrown by a handler: not a failure, only too early. It does not count as an attempt. */
export class RetryAfter extends Error {
  readonly milliseconds: number;
  constructor(milliseconds: number, reason: string) {
    super(reason);
    this.milliseconds = milliseconds;
  }
}

export interface JobQueue {
  /** @returns false when a job of the same key already waits. One that came while its key was running waits behind it. */
  add(job: Job, options?: AddOptions): Promise<boolean>;
  /** Starts to work, `concurrency` jobs at a time, never two of one key at once. Called once. */
  work(handler: JobHandler, concurrency: number): Promise<void>;
  /** Jobs that have not started, running ones not counted. */
  waiting(): Promise<number>;
  /** Whether it answers. */
  ping(): Promise<void>;
  /** Takes no new job, aborts `signal` of the running ones after `grace` milliseconds, and resolves when none runs. */
  close(grace: number): Promise<void>;
}
