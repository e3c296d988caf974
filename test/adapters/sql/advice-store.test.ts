import type { Pool } from "pg";

import { openAdviceStore } from "../../../src/adapters/sql/index.ts";
import type { AdviceStore, Clock } from "../../../src/ports/index.ts";
import { sharedEngine, sharedServer } from "../../support/services/databases.ts";
import { skipWithoutPostgres } from "../../support/services/postgres.ts";
import { testAdviceStore } from "../advice-store.contract.ts";

const [engine, server] = [sharedEngine(), sharedServer()];

testAdviceStore("PGlite", async (clock) => openEmpty((await engine()).pool, clock));

testAdviceStore("PostgreSQL", async (clock) => openEmpty((await server()).pool, clock), {
  skip: skipWithoutPostgres(),
});

async function openEmpty(pool: Pool, clock: Clock): Promise<AdviceStore> {
  const store = await openAdviceStore(pool, clock);
  await pool.query("truncate kb.installation, kb.repository, kb.request, kb.delivery, kb.lease, kb.proposal, kb.audit");
  return store;
}
