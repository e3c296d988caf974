/** `int8` as a number, and as text for everyone else on the same pool. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { PGlite } from "@electric-sql/pglite";
import { sql } from "kysely";
import type { Pool } from "pg";

import { pglitePool } from "../../../src/adapters/sql/index.ts";
import { tablesOver } from "../../../src/adapters/sql/kysely.ts";

let engine: PGlite;
let pool: Pool;

before(async () => {
  engine = await PGlite.create();
  pool = pglitePool(engine);
});
after(async () => {
  await pool.end();
  await engine.close();
});

async function readBig(text: string): Promise<unknown> {
  const { rows } = await sql<{ big: unknown }>`select ${text}::int8 as big`.execute(tablesOver(pool));
  return rows[0]!.big;
}

for (const number of [0, -1, 2 ** 31, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER]) {
  test(`int8 ${number} is read as a number`, async () => assert.equal(await readBig(String(number)), number));
}

test("an int8 that a number does not hold exactly is an error, not another number", async () => {
  await assert.rejects(readBig("9007199254740993"), /9007199254740993 is past what a number holds exactly/);
  assert.equal(await readBig("1"), 1);
});

test("whoever shares the pool reads int8 as `pg` gives it", async () => {
  assert.equal(await readBig("7"), 7);
  assert.deepEqual((await pool.query("select 7::int8 as big")).rows, [{ big: "7" }]);
});
