/** Clients of the pool over PGlite live beside each other as clients of a server do, although they share one session. */

import assert from "node:assert/strict";
import type { Duplex } from "node:stream";
import { after, before, beforeEach, test } from "node:test";

import { PGlite } from "@electric-sql/pglite";
import { DatabaseError, type Pool, type PoolClient } from "pg";

import { pglitePool } from "../../../src/adapters/sql/index.ts";
import { within } from "../../support/deadline.ts";

let engine: PGlite;
let pool: Pool;

before(async () => {
  engine = await PGlite.create();
  pool = pglitePool(engine);
  await pool.query("create table note (text text unique)");
});
beforeEach(() => pool.query("truncate note"));
after(async () => {
  await pool.end();
  await engine.close();
});

async function withClients(use: (...clients: [PoolClient, PoolClient, PoolClient]) => Promise<void>): Promise<void> {
  const clients = [await pool.connect(), await pool.connect(), await pool.connect()] as const;
  try {
    await use(...clients);
  } finally {
    for (const client of clients) client.release(true);
  }
}

const add = (client: Pool | PoolClient, text: string) => client.query("insert into note values ($1)", [text]);

async function notes(client: Pool | PoolClient): Promise<string[]> {
  const { rows } = await client.query<{ text: string }>("select text from note order by text");
  return rows.map(({ text }) => text);
}

test("whoever is in a transaction has the engine until it ends, and the others come in line", async () => {
  await withClients(async (a, b, c) => {
    const done: string[] = [];
    await a.query("begin");
    await add(a, "a1");
    const others = [
      b.query("begin").then(async () => {
        await add(b, "b1");
        await b.query("rollback");
        done.push("b");
      }),
      notes(c).then((seen) => done.push(`c saw ${seen.join(" ")}`)),
    ];
    await add(a, "a2");
    assert.deepEqual(await notes(a), ["a1", "a2"]);
    assert.deepEqual(done, []);
    await a.query("commit");
    await within(Promise.all(others), "the turns of the others");
    assert.deepEqual(done, ["b", "c saw a1 a2"]);
  });
});

test("many interleaved transactions keep apart what they write", async () => {
  const transaction = async (i: number) => {
    const client = await pool.connect();
    try {
      await client.query("begin isolation level serializable");
      await add(client, `${i} first`);
      await add(client, `${i} second`);
      await client.query(i % 3 === 0 ? "rollback" : "commit");
    } finally {
      client.release();
    }
  };
  await within(Promise.all(Array.from({ length: 30 }, (_, i) => transaction(i))), "the end of all transactions");
  const written = await notes(pool);
  assert.equal(written.length, 40);
  assert.ok(written.every((text) => Number.parseInt(text, 10) % 3 !== 0));
});

test("a failed transaction keeps its turn until it is rolled back", async () => {
  await withClients(async (a, b) => {
    await a.query("begin");
    await add(a, "a");
    await assert.rejects(add(a, "a"), (error) => error instanceof DatabaseError && error.code === "23505");
    const other = add(b, "b");
    await assert.rejects(a.query("select 1"), /current transaction is aborted/);
    await a.query("rollback");
    await within(other, "the turn of the other");
    assert.deepEqual(await notes(pool), ["b"]);
  });
});

for (const [how, end] of [
  ["destroyed", true],
  ["ended", false],
] as const) {
  test(`what a client that is ${how} has open is rolled back`, async () => {
    const client = await pool.connect();
    await client.query("begin");
    await add(client, "lost");
    const waiting = notes(pool);
    if (!end) await (client as PoolClient & { end(): Promise<void> }).end();
    client.release(end);
    assert.deepEqual(await within(waiting, "the turn of the other"), []);
  });
}

test("a client that is closed before its turn asks nothing, and the others go on", async () => {
  await withClients(async (a, b, c) => {
    await a.query("begin");
    const never = assert.rejects(add(b, "never"));
    const last = add(c, "c");
    b.on("error", () => undefined);
    // What a broken connection does to a client.
    (b as unknown as { connection: { stream: Duplex } }).connection.stream.destroy();
    await a.query("commit");
    await within(Promise.all([never, last]), "the turns of both");
    assert.deepEqual(await notes(pool), ["c"]);
  });
});

test("a notification reaches who listens, wherever it comes from, and nobody else", async () => {
  await withClients(async (a, b, c) => {
    const heard: string[] = [];
    for (const [name, client] of Object.entries({ a, b, c }))
      client.on("notification", ({ channel, payload }) => heard.push(`${name} ${channel} ${payload}`));
    await a.query("listen Jobs");
    await b.query('-- with a reason\nlisten "Odd ""name"""');
    await c.query("listen jobs");
    await c.query("unlisten *");
    await b.query("begin; notify jobs, 'lost'");
    await b.query("rollback");
    await b.query("select pg_notify('jobs', 'one')");
    await b.query("unlisten jobs");
    await a.query("begin");
    await a.query("select pg_notify($1, $2), pg_notify('jobs', 'two')", ['Odd "name"', "three"]);
    await a.query("commit");
    await c.query("select 1");
    assert.deepEqual(heard.toSorted(), ["a jobs one", "a jobs two", 'b Odd "name" three']);
  });
});

test("parameters, types, counts and errors are those of `pg`", async () => {
  const { rows } = await pool.query(
    "select $1::timestamptz as at, $2::json as json, 2::int8 as big, $3::text[] as list",
    [new Date("2026-03-01T12:00:00Z"), { a: [1] }, ["x", "it's"]],
  );
  assert.deepEqual(rows, [{ at: new Date("2026-03-01T12:00:00Z"), json: { a: [1] }, big: "2", list: ["x", "it's"] }]);
  await pool.query("insert into note values ('a'), ('b')");
  assert.equal((await pool.query("delete from note")).rowCount, 2);
  await assert.rejects(pool.query("select nothing from nowhere"), { code: "42P01" });
  await assert.rejects(pool.query("select $1::int", ["x"]), { code: "22P02" });
});

test("a client that asks without a pause does not starve timers", async () => {
  let isOver = false;
  const timer = new Promise<void>((resolve) => setTimeout(resolve, 1)).then(() => (isOver = true));
  let asked = 0;
  while (!isOver && asked < 10_000) {
    await pool.query("select 1");
    asked++;
  }
  await timer;
  assert.ok(asked < 10_000, "the timer never fired");
});
