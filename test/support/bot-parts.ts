/** What the bot works with, as unit tests hold it: a store in memory, a clock that is moved, and a queue and a log that remember. */

import { MemoryAdviceStore } from "../../src/adapters/memory/index.ts";
import type { IntakeDependencies } from "../../src/bot/index.ts";
import { type AddOptions, type Job, jobKey, type JobQueue } from "../../src/ports/index.ts";

/** Takes jobs and does none. Like every queue it holds a key once, until the bells are taken. */
export class Bells implements JobQueue {
  readonly #rung = new Map<string, AddOptions>();

  add(job: Job, options: AddOptions = {}): Promise<boolean> {
    const key = jobKey(job);
    if (this.#rung.has(key)) return Promise.resolve(false);
    this.#rung.set(key, options);
    return Promise.resolve(true);
  }

  /** Those rung since they were last taken, such as `repository-7`, or `repository-7 after 2` where two come first. */
  take(): string[] {
    const rung = [...this.#rung].map(([key, { priority = 0 }]) => (priority === 0 ? key : `${key} after ${priority}`));
    this.#rung.clear();
    return rung;
  }

  work(): Promise<void> {
    return Promise.resolve();
  }
  waiting(): Promise<number> {
    return Promise.resolve(this.#rung.size);
  }
  ping(): Promise<void> {
    return Promise.resolve();
  }
  close(): Promise<void> {
    return Promise.resolve();
  }
}

export interface BotParts extends IntakeDependencies {
  readonly store: MemoryAdviceStore;
  readonly queue: Bells;
  /** The words of every warning and error. */
  readonly complaints: readonly string[];
  readonly patience: number;
  /** Moves the clock. */
  pass(milliseconds: number): void;
}

/** A Thursday. */
const start = Date.parse("2026-11-26T12:00:00Z");

export function botParts(): BotParts {
  let now = start;
  const clock = { now: () => new Date(now) };
  const complaints: string[] = [];
  const complain = (_fields: object, words: string) => void complaints.push(words);
  return {
    store: new MemoryAdviceStore(clock),
    queue: new Bells(),
    clock,
    log: { info: () => undefined, warn: complain, error: complain },
    complaints,
    patience: 60_000,
    pass: (milliseconds) => void (now += milliseconds),
  };
}

/** What is asked of a repository, by slot, the oldest first. */
export async function wishes({ store }: BotParts, repository: number): Promise<string[]> {
  return (await store.openRequests(repository)).map(({ slot }) => slot);
}

/** Makes installations known with their repositories: `{ 1: [11, 12] }`. */
export async function know(
  { store }: BotParts,
  installations: Readonly<Record<number, readonly number[]>>,
): Promise<void> {
  for (const [key, repositories] of Object.entries(installations)) {
    const installation = Number(key);
    await store.saveInstallation({ id: installation, account: `account-${installation}`, isSuspended: false });
    for (const id of repositories)
      await store.saveRepository({ id, installation, fullName: `account-${installation}/r${id}`, isArchived: false });
  }
}
