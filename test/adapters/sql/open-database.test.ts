/** Databases as an operator meets them: in a folder that others use, behind a server that is away. */

import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import { FolderLock } from "../../../src/adapters/sql/folder-lock.ts";
import {
  type Database,
  type DatabaseOptions,
  type DatabasePlace,
  DatabaseUnreachable,
  FolderInUse,
  openDatabase,
} from "../../../src/adapters/sql/index.ts";
import { startChild } from "../../support/services/child.ts";
import { temporaryFolder } from "../../support/services/databases.ts";
import { postgres, skipWithoutPostgres } from "../../support/services/postgres.ts";
import { freePort } from "../../support/services/server-process.ts";

const root = temporaryFolder();

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

async function whileOpen<T>(
  place: DatabasePlace,
  options: DatabaseOptions,
  use: (database: Database) => Promise<T>,
): Promise<T> {
  const database = await openDatabase(place, options);
  try {
    return await use(database);
  } finally {
    await database.close();
  }
}

const notes = async ({ pool }: Database) => (await pool.query<{ text: string }>("select text from note")).rows;

test("a folder belongs to one process, and to the next as soon as that is killed, with all it committed", async () => {
  const folder = join(root, "killed");
  const holder = await startChild(new URL("folder-holder.ts", import.meta.url), folder);
  try {
    await assert.rejects(whileOpen({ folder }, {}, notes), (error) => {
      assert.ok(error instanceof FolderInUse);
      assert.equal(error.message, `\`${folder}\` is in use by another process`);
      return true;
    });
  } finally {
    await holder.kill();
  }
  assert.deepEqual(await whileOpen({ folder }, {}, notes), [{ text: "written before the end" }]);
});

test("a folder is opened once in a process, and again after closing, with its data", async () => {
  const folder = join(root, "reopened");
  const searchPath = "elsewhere, public";
  await whileOpen({ folder }, { searchPath }, async (database) => {
    await database.pool.query("create schema elsewhere; create table note as select 'kept' as text");
    await assert.rejects(whileOpen({ folder }, {}, notes), FolderInUse);
    assert.match(database.warning!, /survives a crash of this process, but not a loss of power/);
  });
  assert.deepEqual(await whileOpen({ folder }, { searchPath }, notes), [{ text: "kept" }]);
});

test("a lock that nobody releases holds, whatever the garbage collector does", () => {
  const folder = join(root, "forgotten");
  FolderLock.take(folder);
  collectGarbage();
  assert.throws(() => FolderLock.take(folder), FolderInUse);
});

test("a folder that cannot be used is one sentence, and is not left locked", async () => {
  const folder = join(root, "broken");
  mkdirSync(folder);
  for (const path of [join(folder, "data"), join(root, "file")]) writeFileSync(path, "");
  for (const unusable of [folder, join(root, "file")]) {
    const sentence = `the database in \`${unusable}\` cannot be opened: `;
    await assert.rejects(openDatabase({ folder: unusable }), unreachable(sentence));
  }
  FolderLock.take(folder).release();
});

test("a server that is away is one sentence without the password", async () => {
  const url = `postgresql://thoth:hunter2@localhost:${await freePort()}/thoth`;
  await assert.rejects(
    openDatabase({ url }),
    unreachable("the database server cannot be opened: connect ECONNREFUSED"),
  );
});

test("the pool goes on after its server was restarted", { skip: skipWithoutPostgres() }, async () => {
  const server = await postgres();
  const broken: Error[] = [];
  const place = { url: await server.createDatabase() };
  await whileOpen(place, { onError: (error) => broken.push(error) }, async (database) => {
    assert.equal(database.warning, undefined);
    await database.pool.query("create table note as select 'kept' as text");
    const noticed = once(database.pool, "error");
    await server.stop();
    await noticed;
    await assert.rejects(database.pool.query("select 1"));
    await server.start();
    assert.deepEqual(await notes(database), [{ text: "kept" }]);
  });
  assert.equal(broken.length, 1);
});

function unreachable(start: string): (error: unknown) => true {
  return (error) => {
    assert.ok(error instanceof DatabaseUnreachable);
    assert.equal(error.message.slice(0, start.length), start);
    assert.doesNotMatch(error.message, /hunter2/);
    return true;
  };
}
