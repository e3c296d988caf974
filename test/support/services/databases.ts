/** Databases that the tests of one file share: each is opened by the first test that asks and closed after the last. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";

import { type Database, type DatabaseOptions, openDatabase } from "../../../src/adapters/sql/index.ts";
import { postgres } from "./postgres.ts";

/** A new folder for a whole test file, removed after its last test. Not to be asked for inside a test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "thoth-test-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** @returns what opens the embedded database of the file, in a folder of its own */
export function sharedEngine(options?: DatabaseOptions): () => Promise<Database> {
  const folder = mkdtempSync(join(tmpdir(), "thoth-test-"));
  const open = shared(() => openDatabase({ folder }, options));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return open;
}

/** @returns what opens the file's database on the server of this process */
export function sharedServer(options?: DatabaseOptions): () => Promise<Database> {
  return shared(async () => openDatabase({ url: await (await postgres()).createDatabase() }, options));
}

/** Hooks run in the order of their making: this one comes before the folder goes. */
function shared(open: () => Promise<Database>): () => Promise<Database> {
  let opened: Promise<Database> | undefined;
  after(async () => (await opened)?.close());
  return () => (opened ??= open());
}
