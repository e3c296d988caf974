import { test } from "node:test";
import assert from "node:assert/strict";
import { luby } from "../../../src/resolver/core/luby.ts";

test("the sequence of Luby, Sinclair and Zuckerman", () => {
  const first = Array.from({ length: 15 }, (_, i) => luby(i + 1));
  assert.deepEqual(first, [1, 1, 2, 1, 1, 2, 4, 1, 1, 2, 1, 1, 2, 4, 8]);
});
