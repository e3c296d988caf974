/**
 * Jobs in PostgreSQL, or in PGlite behind a pool of the same shape. BullMQ names its tables and functions without their
 * schema, so the sessions of the pool have to find it first.
 */

import { createPostgresBackend, type PgPool, runMigrations } from "bullmq";
import type { Pool } from "pg";

import type { Backend } from "./backend.ts";

/** The schema of BullMQ, which it makes itself; it comes first in the `search_path` of the pool's sessions. */
export const queueSchema = "bullmq";

/** @param pool is not closed here. One of its clients goes to each queue that works, to listen. */
export function postgresBackend(pool: Pool): Backend {
  const connection = asBullPool(pool);
  return {
    place: "PostgreSQL",
    factory: (name, options, extra) => createPostgresBackend(name, { ...options, connection }, extra),
    prepare: () => migrate(connection),
    waitsBehind: async (queue, key) => {
      const question = `select 1 from ${queueSchema}.dedup_next where queue = $1 and dedup_id = $2`;
      return (await pool.query(question, [queue, key])).rows.length > 0;
    },
    ping: async () => void (await pool.query("select 1")),
    close: () => Promise.resolve(),
  };
}

/**
 * What BullMQ asks of a pool, and no more: it hangs a listener for broken idle clients on the pool with every queue and
 * never takes it off. Whoever opened the pool hears of them already. The cast bridges BullMQ's own, narrower types of what
 * are clients of `pg` in truth.
 */
function asBullPool(pool: Pool): PgPool {
  const view = {
    options: pool.options,
    query: (text: string, values?: unknown[]) => pool.query(text, values),
    connect: () => pool.connect(),
    end: () => Promise.resolve(),
    on: () => view,
    removeAllListeners: () => view,
  };
  return view as unknown as PgPool;
}

async function migrate(pool: PgPool): Promise<void> {
  const client = await pool.connect();
  try {
    await runMigrations(client, queueSchema);
  } finally {
    client.release();
  }
  const found = await pool.query<{ schema: string }>("select current_schema() as schema");
  const schema = found.rows[0]?.schema;
  if (schema !== queueSchema) throw new Error(`the search_path of the pool starts at ${schema}, not ${queueSchema}`);
}
