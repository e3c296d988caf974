/** What the tests of every advice store have in common: a clock that is set, and a few records. */

import type { AdviceStore, Cause, Clock, Delivery, RepositoryRecord } from "../../../src/ports/index.ts";

export const noon = new Date("2026-03-01T12:00:00.000Z");

export const second = 1000;
export const hour = 3600 * second;

/** Noon and so many milliseconds. */
export function at(milliseconds: number): Date {
  return new Date(noon.getTime() + milliseconds);
}

export class SetClock implements Clock {
  time = noon;
  now(): Date {
    return this.time;
  }
}

/** One test's store, with an installation 1 that has repository 7, and ids nobody else uses. */
export interface Scene {
  readonly store: AdviceStore;
  readonly clock: SetClock;
}

export const installation = { id: 1, account: "octo-org", isSuspended: false };
export const repository = { id: 7, installation: 1, fullName: "octo-org/web", isArchived: false };
export const fresh: RepositoryRecord = { ...repository, stage: "new", dueAt: undefined, urgency: 0 };

export const sha = "0123456789abcdef0123456789abcdef01234567";

export function delivery(id: string, change: Partial<Delivery> = {}): Delivery {
  return { id, event: "push", bodyDigest: `digest of ${id}`, receivedAt: noon, payload: { ref: id }, ...change };
}

export const wish = { repository: repository.id, slot: "advise", cause: { kind: "schedule" } as Cause, askedAt: noon };

/** Declares a test of one store. */
export type TestStore = (sentence: string, body: (scene: Scene) => Promise<void>) => void;
