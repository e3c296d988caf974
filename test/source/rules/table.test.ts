import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { sourceRulesPage } from "../../../scripts/write-source-rules.ts";
import { sourceRules } from "../../../src/source/index.ts";

test("rules have ids of their own, in order", () => {
  const ids = sourceRules.map(({ id }) => id);
  assert.deepEqual(ids, [...new Set(ids)].toSorted());
  assert.ok(ids.every((id) => /^PY\d{3}$/.test(id)));
});

test("a rule says in one sentence without a period what is wrong and what to do, and where to read on", () => {
  for (const { id, message, link, finds, cwe } of sourceRules) {
    assert.match(message, /^[`a-zA-Z0-9].*[^.]$/, id);
    assert.ok(message.length <= 160 && !message.includes("\n") && !finds.includes("\n"), id);
    assert.equal(new URL(link).protocol, "https:", id);
    assert.ok(Number.isInteger(cwe) && cwe > 0, id);
  }
});

test("the page of rules shows the rules of the code", () =>
  assert.equal(readFileSync(new URL("../../../docs/source-rules.md", import.meta.url), "utf8"), sourceRulesPage()));
