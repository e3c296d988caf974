/** `docs/provenance.md` explains every check, and no other. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { findingIds } from "../../src/advise/index.ts";

test("the table of checks has every id once, in order", () => {
  const page = readFileSync(new URL("../../docs/provenance.md", import.meta.url), "utf8");
  const ids = [...page.matchAll(/^\| `([A-Z0-9-]+)` \|.*\| (?:failure|warning|info) \|$/gm)].map(([, id]) => id);
  assert.deepEqual(ids, [...findingIds]);
});
