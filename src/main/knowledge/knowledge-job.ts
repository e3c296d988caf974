/**
 * Keeps a service's knowledge fresh: once a day, not all services at the same moment, and at the start where what is there
 * is old. An update that fails is logged and tried again within the hour; until one succeeds, the last good bundle stays.
 */

import type { Log } from "../../bot/index.ts";
import { ageInDays } from "../../knowledge/index.ts";
import type { Clock } from "../../ports/index.ts";
import type { UpdatedKnowledge } from "./update.ts";

export interface KnowledgeJobOptions {
  readonly update: (signal: AbortSignal) => Promise<UpdatedKnowledge>;
  /** ISO 8601 date of what is in use at the start; undefined where it judges nothing. */
  readonly asOf: string | undefined;
  /** Told of another bundle than before. */
  readonly onNew: (bundle: UpdatedKnowledge) => void;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly log: Pick<Log, "info" | "warn" | "error">;
  /** Does the work later. @returns how to call it off. */
  readonly later?: (milliseconds: number, work: () => void) => () => void;
}

const hour = 60 * 60_000;
const day = 24 * hour;

/** Days after which knowledge is fetched at the start. */
const freshFor = 1;

export class KnowledgeJob {
  readonly #options: KnowledgeJobOptions;
  readonly #stopped = new AbortController();
  #callOff: (() => void) | undefined;

  private constructor(options: KnowledgeJobOptions) {
    this.#options = options;
  }

  static start(options: KnowledgeJobOptions): KnowledgeJob {
    const job = new KnowledgeJob(options);
    const { asOf, clock } = options;
    const isFresh = asOf !== undefined && ageInDays(asOf, clock.now().toISOString()) <= freshFor;
    job.#schedule(isFresh ? job.#spread(day) : 0);
    return job;
  }

  /** An update that runs is broken off, and changes nothing. */
  stop(): void {
    this.#stopped.abort(new Error("the service is stopping"));
    this.#callOff?.();
  }

  #schedule(milliseconds: number): void {
    const { later = afterTimeout } = this.#options;
    this.#callOff = later(milliseconds, () => void this.#run());
  }

  async #run(): Promise<void> {
    const { update, onNew, log } = this.#options;
    const { signal } = this.#stopped;
    try {
      const bundle = await update(signal);
      const { advisories, isNew } = bundle;
      if (signal.aborted) return;
      log.info({ asOf: advisories?.asOf, isNew }, "knowledge was updated");
      if (isNew) onNew(bundle);
      this.#schedule(this.#spread(day));
    } catch (error) {
      if (signal.aborted) return;
      log.error({ err: error }, "knowledge could not be updated, and what was there before stays in use");
      this.#schedule(this.#spread(hour));
    }
  }

  /** Between nine and eleven tenths of it. */
  #spread(milliseconds: number): number {
    return Math.round(milliseconds * (0.9 + 0.2 * this.#options.random()));
  }
}

function afterTimeout(milliseconds: number, work: () => void): () => void {
  const timer = setTimeout(work, milliseconds);
  timer.unref();
  return () => clearTimeout(timer);
}
