/** Whole texts to compare with, as files that people can read. `UPDATE_FIXTURES=1` writes them anew; then read the diff. */

import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** @param path below `test/data`. A file that is missing fails, unless it is being written. */
export function assertFixture(path: string, actual: string): void {
  const file = new URL(`../data/${path}`, import.meta.url);
  if (process.env["UPDATE_FIXTURES"] === "1") {
    mkdirSync(dirname(file.pathname), { recursive: true });
    writeFileSync(file, actual);
  }
  assert.equal(actual, readFileSync(file, "utf8"), `differs from test/data/${path}; UPDATE_FIXTURES=1 writes it anew`);
}
