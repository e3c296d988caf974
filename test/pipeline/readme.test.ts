/** The page of the units says what is true: each built-in unit has its row, and what a row names is there. */

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { builtinUnits } from "../../src/pipeline/index.ts";
import { tableOf } from "../support/markdown-table.ts";

const root = new URL("../../", import.meta.url);
const rows = tableOf(readFileSync(new URL("src/pipeline/README.md", root), "utf8"), "theirs");
const codes = (cell = "") => [...cell.matchAll(/`([^`]+)`/g)].map((found) => found[1]!);

test("each built-in unit has a row that names it", () => {
  const told = new Set(rows.flatMap(([, ours]) => codes(ours)));
  assert.deepEqual(
    builtinUnits.map(({ name }) => name).filter((name) => !told.has(name)),
    [],
  );
});

test("each place of the table exists, and a row without one says why there is none", () => {
  for (const [theirs, ours = "", place] of rows) {
    assert.ok(codes(place).length > 0 || ours.startsWith("no: "), theirs);
    for (const path of codes(place)) assert.ok(existsSync(new URL(path, root)), path);
  }
});

test("each built-in unit is in the file of its name, and has a name of its own", () => {
  for (const { name } of builtinUnits) assert.ok(existsSync(new URL(`src/pipeline/units/${name}.ts`, root)), name);
  assert.equal(new Set(builtinUnits.map(({ name }) => name)).size, builtinUnits.length);
});
