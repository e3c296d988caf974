/** The queue of the tests on trouble: any process of theirs opens it in the same way. */

import { openQueue, queueSchema } from "../../../src/adapters/bullmq/index.ts";
import { type DatabasePlace, openDatabase } from "../../../src/adapters/sql/index.ts";
import type { JobQueue } from "../../../src/ports/index.ts";

export type TestPlace = { readonly redisUrl: string } | DatabasePlace;

export interface TestQueue extends AsyncDisposable {
  readonly queue: JobQueue;
  /** What it reported, in order. */
  readonly reported: string[];
}

/** The jobs of a worker that died go to others within a second. */
export async function openTestQueue(place: TestPlace): Promise<TestQueue> {
  const database = "redisUrl" in place ? undefined : await openDatabase(place, { searchPath: queueSchema });
  const reported: string[] = [];
  const queue = await openQueue("redisUrl" in place ? place : { pool: database!.pool }, {
    reports: {
      failed: (key, error) => reported.push(`${key} failed: ${String(error)}`),
      trouble: (error) => reported.push(`trouble: ${error.message}`),
    },
    lock: 300,
  });
  return {
    queue,
    reported,
    async [Symbol.asyncDispose]() {
      await queue.close(0);
      await database?.close();
    },
  };
}
