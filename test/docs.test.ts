/** What the documentation promises about the code is true: error codes, published schemas, files the map names. */

import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { publishedSchemas } from "../scripts/write-schemas.ts";
import { outcomeCodes } from "../src/cli/report.ts";

const root = new URL("..", import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), "utf8");

test("every error code has its cause and cure, and every entry has its code", () => {
  const sources = globSync("src/**/*.ts", { cwd: fileURLToPath(root) }).map(read);
  const codes = sources.flatMap((text) =>
    [...text.matchAll(/readonly code = "([A-Z0-9_]+)"/g)].map((found) => found[1]!),
  );
  const documented = [...read("docs/errors.md").matchAll(/^\| `([A-Z0-9_]+)` \|/gm)].map((found) => found[1]!);
  assert.deepEqual(documented, [...new Set([...codes, ...Object.values(outcomeCodes)])].sort());
  assert.equal(codes.length, new Set(codes).size, "a code belongs to one class");
});

test("the published schemas are those of the code", () => {
  for (const [path, text] of Object.entries(publishedSchemas())) assert.equal(read(path), text, path);
});

test("the map names files that exist", () => {
  const rows = [...read("ARCHITECTURE.md").matchAll(/^\| `([\w/-]+)\/` \|.*\| (.*) \|$/gm)];
  assert.ok(rows.length > 10);
  for (const [, folder, starts] of rows) {
    for (const [, file] of starts!.matchAll(/`([^`]+)`/g))
      assert.ok(existsSync(new URL(`${folder}/${file}`, root)), `${folder}/${file}`);
  }
});
