import assert from "node:assert/strict";
import { test } from "node:test";

import { tryConfinement } from "../../../src/adapters/child/index.ts";

test("every way to hold a child is either relied on or said to be missing", async () => {
  const { prefix, holds, lacks } = await tryConfinement({ memory: 128, processor: 10 });
  assert.equal(holds.length + lacks.length, 3);
  assert.equal(prefix.filter((word) => word === "--").length, holds.length);
});
