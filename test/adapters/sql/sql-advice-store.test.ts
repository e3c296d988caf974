/** Several processes on one server: each has a pool of its own, and the server alone decides. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { type Database, openAdviceStore, openDatabase } from "../../../src/adapters/sql/index.ts";
import type { AdviceStore } from "../../../src/ports/index.ts";
import { within } from "../../support/deadline.ts";
import { postgres, skipWithoutPostgres } from "../../support/services/postgres.ts";

const skip = skipWithoutPostgres();

const clock = { now: () => new Date("2026-03-01T12:00:00Z") };

async function onNewServer(count: number, use: (databases: readonly Database[]) => Promise<void>): Promise<void> {
  const url = await (await postgres()).createDatabase();
  const databases = await Promise.all(Array.from({ length: count }, () => openDatabase({ url })));
  try {
    await use(databases);
  } finally {
    for (const database of databases) await database.close();
  }
}

const openAll = (databases: readonly Database[]): Promise<AdviceStore[]> =>
  within(Promise.all(databases.map(({ pool }) => openAdviceStore(pool, clock))), "the end of all migrations");

test("stores that open a new database at once make its tables once", { skip }, async () => {
  await onNewServer(6, async (databases) => {
    for (const store of await openAll(databases)) assert.deepEqual(await store.installations(), []);
    const { rows } = await databases[0]!.pool.query("select name from kb.kysely_migration order by name");
    assert.deepEqual(rows, [{ name: "0001-advice-store" }]);
    for (const store of await openAll(databases)) await store.ping();
  });
});

test("a migration that fails says so and leaves nothing behind", { skip }, async () => {
  await onNewServer(1, async ([database]) => {
    const { pool } = database!;
    await pool.query("create schema kb; create table kb.audit ()");
    await assert.rejects(openAdviceStore(pool, clock), /cannot be brought up to date, at 0001-advice-store/);
    const { rows } = await pool.query("select to_regclass('kb.repository') as made");
    assert.deepEqual(rows, [{ made: null }]);
    await pool.query("drop table kb.audit");
    await (await openAdviceStore(pool, clock)).ping();
  });
});

test("of two stores that claim a lease at once, one wins", { skip }, async () => {
  await onNewServer(2, async (databases) => {
    const stores = await openAll(databases);
    for (let round = 1; round <= 20; round++) {
      const claims = await Promise.all(stores.map((store) => store.claim(7, 60)));
      const won = claims.filter((lease) => lease !== undefined);
      assert.deepEqual(won, [{ repository: 7, fence: round }]);
      await stores[0]!.release(won[0]!);
    }
  });
});

test("of one body that two stores receive at once, one delivery is new", { skip }, async () => {
  await onNewServer(2, async (databases) => {
    const [a, b] = await openAll(databases);
    const delivery = { event: "push", bodyDigest: "same", receivedAt: clock.now(), payload: {} };
    const done = await overlapping(
      databases[0]!,
      "insert into kb.delivery values ('a', '', '', now(), null, true)",
      () => a!.saveDelivery({ ...delivery, id: "a" }),
      () => b!.saveDelivery({ ...delivery, id: "b" }),
    );
    assert.deepEqual(done, ["new", "repeat"]);
  });
});

test("a claim waits for a proposal that is being written, and no proposal comes after it", { skip }, async () => {
  await onNewServer(2, async (databases) => {
    const [old, next] = await openAll(databases);
    const lease = (await old!.claim(7, 0))!;
    const proposal = { repository: 7, branch: "thoth/advise", pullRequest: 3, head: "c", digest: "d" };
    const saved = { ...proposal, state: "open" as const, declinedAt: undefined };
    const done = await overlapping(
      databases[0]!,
      "insert into kb.proposal values (7, 3, '', '', '', 'open', null)",
      () => old!.saveProposal(saved, lease),
      () => next!.claim(7, 60),
    );
    assert.deepEqual(done, [true, { repository: 7, fence: 2 }]);
    assert.equal(await old!.saveProposal(saved, lease), false);
  });
});

/**
 * Starts `second` while `first` is half way: held up by a row that another session has inserted, until that takes it back.
 * @returns what both came to; fails where the second did not wait for the first
 */
async function overlapping(
  database: Database,
  row: string,
  first: () => Promise<unknown>,
  second: () => Promise<unknown>,
): Promise<readonly unknown[]> {
  const blocker = await database.pool.connect();
  await blocker.query("begin");
  await blocker.query(row);
  const writing = first();
  await untilSessionsWait(database, 1);
  const coming = second();
  const waits = untilSessionsWait(database, 2).then(() => true);
  assert.ok(await Promise.race([waits, coming.then(() => false)]), "the second came first");
  await blocker.query("rollback");
  blocker.release();
  return await within(Promise.all([writing, coming]), "the end of both");
}

/** Until the server says that so many sessions of the database wait for another one. */
async function untilSessionsWait({ pool }: Database, count: number): Promise<void> {
  const question = "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
  const asking = async () => {
    while ((await pool.query(question)).rowCount! < count);
  };
  await within(asking(), `${count} sessions that wait`);
}
