import assert from "node:assert/strict";
import { test } from "node:test";

import { sourceRules } from "../../../src/source/rules/table.ts";
import { findingsOfLabelled, labelledPaths, labelsOf } from "../../support/labelled-source.ts";

for (const path of labelledPaths)
  test(`the rules say of ${path} what its labels say`, () => {
    const found = findingsOfLabelled(path).findings.map(({ line, rule, level }) => `${line} ${rule} ${level}`);
    assert.deepEqual(found.toSorted(), labelsOf(path).expected.toSorted());
  });

test("more than 200 lines are labelled, and each rule has a line on which it fires", () => {
  const labels = labelledPaths.map(labelsOf);
  assert.ok(labels.reduce((sum, { lines }) => sum + lines, 0) > 200);
  const fired = new Set(labels.flatMap(({ expected }) => expected.map((label) => label.split(" ")[1])));
  assert.deepEqual(
    sourceRules.map(({ id }) => id).filter((id) => !fired.has(id)),
    [],
  );
});
