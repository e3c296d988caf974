/** The advice store in PostgreSQL: a server, or PGlite behind its pool. One file a noun; each method is one transaction. */

import { sql } from "kysely";
import type { Pool } from "pg";

import type { AdviceStore, Clock } from "../../ports/index.ts";
import { auditTrail } from "./audit-trail.ts";
import { deliveries } from "./deliveries.ts";
import { installations } from "./installations.ts";
import { tablesOver } from "./kysely.ts";
import { leases } from "./leases.ts";
import { migrate } from "./migrate.ts";
import { proposals } from "./proposals.ts";
import { repositories } from "./repositories.ts";
import { requests } from "./requests.ts";

/**
 * Brings schema `kb` up to date, then answers from it. The pool may be shared; closing the store leaves it open, because
 * whoever opened it ends it. @throws {Error} when the database does not answer or a migration fails
 */
export async function openAdviceStore(pool: Pool, clock: Clock): Promise<AdviceStore> {
  const database = tablesOver(pool);
  await migrate(database);
  return {
    ...deliveries(database),
    ...installations(database),
    ...repositories(database, clock),
    ...requests(database),
    ...leases(database),
    ...proposals(database),
    ...auditTrail(database),
    ping: async () => void (await sql`select 1`.execute(database)),
    close: () => Promise.resolve(),
  };
}
