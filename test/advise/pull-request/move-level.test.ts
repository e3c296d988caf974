import assert from "node:assert/strict";
import { test } from "node:test";
import { moveLevel } from "../../../src/advise/pull-request/move-level.ts";

for (const [from, to, level] of [
  ["1.9.9", "2.0", "major"],
  ["2022.9.24", "2026.10.19.post1", "major"],
  ["1.0", "1!1.0", "major"],
  ["1.9", "1.10", "minor"],
  ["1", "1.1", "minor"],
  ["1.9.1", "1.9.2", "patch"],
  ["1.9", "1.9.0.post1", "patch"],
  ["1.0rc1", "1.0", "patch"],
  [null, "1.0", undefined],
  ["1.0", null, undefined],
  ["1.0", "newest", undefined],
] as const)
  test(`from ${from} to ${to} is ${level}`, () => {
    const change = { name: "x", kind: "upgraded", direct: true, sections: [], because: { kind: "newest" } } as const;
    assert.equal(moveLevel({ ...change, sections: [], from, to, held_back: [] }), level);
  });
