/**
 * A `pg.Pool` over PGlite, PostgreSQL inside this process. The pool and its clients are those of `pg` itself; only their
 * sockets lead to the engine instead of a server, so that whatever is written for `pg` runs unchanged: parameters, types,
 * errors, command tags, notifications.
 *
 * PGlite is one session, and all clients share it. A client in a transaction has the engine to itself until it ends. What
 * belongs to a session (`set`, session-level advisory locks, names of prepared statements) belongs to all of them, so
 * nothing may rely on it. A statement that listens stands alone in its query.
 */

import type { PGlite } from "@electric-sql/pglite";
import { Pool } from "pg";

import { EngineTurns } from "./engine-turns.ts";
import { PGliteSocket } from "./pglite-socket.ts";

/** Clients cost little; each listener keeps one. */
const maximumClients = 100;

/** Ending the pool leaves the engine open. */
export function pglitePool(engine: PGlite): Pool {
  const turns = new EngineTurns(engine);
  return new Pool({
    // Nothing of the environment (`PGHOST`, `PGSSLMODE`, ...) concerns a socket that leads nowhere.
    host: "localhost",
    user: "postgres",
    database: "postgres",
    ssl: false,
    stream: () => new PGliteSocket(turns),
    keepAlive: true,
    max: maximumClients,
    idleTimeoutMillis: 0,
  });
}
