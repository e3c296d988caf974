/** What BullMQ leaves open: where jobs are kept. One implementation for Redis, one for PostgreSQL and PGlite. */

import type { BackendFactory, IQueueBackend } from "bullmq";

/** BullMQ asks every queue and worker for a connection; ours come from the {@link Backend}, so this one is never used. */
export const connection = { comesFrom: "backend" } as const;

/** All our keys in Redis begin with it. */
export const prefix = "thoth";

export interface Backend {
  /** In words, without credentials. */
  readonly place: string;
  readonly factory: BackendFactory<IQueueBackend, typeof connection>;
  /** Makes the place ready for BullMQ; idempotent, and safe when several processes do it at once. */
  prepare(): Promise<void>;
  /** Whether a job waits behind the running one of its key. BullMQ keeps it aside and has no question for it. */
  waitsBehind(queue: string, key: string): Promise<boolean>;
  ping(): Promise<void>;
  /** Gives up the connections that are the backend's own. */
  close(): Promise<void>;
}
