/** Opens the job queue where the operator wants it: in Redis, or in the database that is there anyway. */

import type { Pool } from "pg";

import { UserError } from "../../base/index.ts";
import type { JobQueue } from "../../ports/index.ts";
import { reasonOf } from "../reason.ts";
import { type QueueReports, type RetryPolicy, usualRetries } from "../retry-policy.ts";
import type { Backend } from "./backend.ts";
import { BullQueue } from "./bull-queue.ts";
import { postgresBackend } from "./postgres-backend.ts";
import { redisBackend } from "./redis-backend.ts";

/**
 * Where the jobs are kept. The sessions of `pool` have the schema {@link queueSchema} first in their `search_path`, and
 * the pool has a client to spare, because a queue that works keeps one. It is not closed with the queue.
 */
export type QueuePlace = { readonly redisUrl: string } | { readonly pool: Pool };

export interface QueueOptions {
  readonly reports: QueueReports;
  /** {@link usualRetries} if not given. */
  readonly retries?: RetryPolicy;
  /** `jobs` if not given. */
  readonly name?: string;
  /** Milliseconds after which the jobs of a worker that died go to others: between one and three times as many. 30,000 if not given. */
  readonly lock?: number;
}

/** The place of the queue does not answer, or not as it should. */
export class QueueUnreachable extends UserError {
  readonly code = "QUEUE_UNREACHABLE";
  constructor(place: string, cause: unknown) {
    super(`the job queue cannot be opened in ${place}: ${reasonOf(cause)}`, { cause });
  }
}

/** Resolves when jobs can be added. @throws {QueueUnreachable} */
export async function openQueue(place: QueuePlace, options: QueueOptions): Promise<JobQueue> {
  const backend = backendIn(place);
  const { reports, retries = usualRetries, name = "jobs", lock = 30_000 } = options;
  try {
    return await BullQueue.open(backend, { name, retries, reports, lock });
  } catch (error) {
    await backend.close();
    throw new QueueUnreachable(backend.place, error);
  }
}

function backendIn(place: QueuePlace): Backend {
  if ("pool" in place) return postgresBackend(place.pool);
  try {
    return redisBackend(place.redisUrl);
  } catch (error) {
    throw new QueueUnreachable("Redis", error);
  }
}
