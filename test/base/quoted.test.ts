import assert from "node:assert/strict";
import { test } from "node:test";

import { quoted } from "../../src/base/index.ts";

test("a quotation is cut where it is too long for a sentence", () => {
  assert.equal(quoted("a".repeat(80)), `\`${"a".repeat(80)}\``);
  assert.equal(quoted("a".repeat(81)), `\`${"a".repeat(80)}…\``);
});
