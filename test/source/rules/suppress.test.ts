import assert from "node:assert/strict";
import { test } from "node:test";

import { findSuppression } from "../../../src/source/rules/suppress.ts";
import { findingsIn, findingsOfLabelled } from "../../support/labelled-source.ts";

const rule = { id: "PY030", bandit: ["B602"] };
const said = (line: string) => findSuppression(rule, { line: 2, endLine: 2 }, (at) => (at === 2 ? line : ""));

/** A line, and who switches the finding off with which reason. */
const lines: readonly (readonly [line: string, by: string | undefined, reason?: string])[] = [
  ["run(x)  # nosec", "nosec", ""],
  ["run(x)  #nosec", "nosec", ""],
  ["run(x)  # NOSEC: B602", "nosec", "B602"],
  ["run(x)  # nosec B101, B602", "nosec", "B101, B602"],
  ["run(x)  # nosec PY030", "nosec", "PY030"],
  ["run(x)  # nosec because it is ours", "nosec", "because it is ours"],
  ["run(x)  # nosec B101", undefined],
  ["run(x)  # nosecurity", undefined],
  ["run(x)  # noqa: S602", "noqa", ""],
  ["run(x)  # noqa: E501,S602 ours", "noqa", "ours"],
  ["run(x)  # noqa: E501", undefined],
  ["run(x)  # noqa", undefined],
  ["run(x)  # thoth: ignore[PY030]", "thoth: ignore", ""],
  ["run(x)  # thoth: ignore[PY001, PY030] from a list of ours", "thoth: ignore", "from a list of ours"],
  ["run(x)  # thoth: ignore[PY001]", undefined],
  ["run(x)  # thoth: ignore", undefined],
  ["run(x)  # pragma: no cover  # nosec", "nosec", ""],
  ["run('# nosec')", undefined],
  ['run("\\"# nosec")', undefined],
  ["run('a')  # nosec", "nosec", ""],
];

for (const [line, by, reason] of lines)
  test(`\`${line}\` switches off ${by === undefined ? "nothing" : "the finding"}`, () =>
    assert.deepEqual(said(line), by === undefined ? undefined : { by, reason }));

test("a comment on any line of the call counts, and ours on the line before, too", () => {
  const count = (text: string) => findingsIn(`import os\n${text}`).suppressed.length;
  assert.equal(count("os.system(  # nosec\n    x,\n)\n"), 1);
  assert.equal(count("os.system(\n    x,\n)  # nosec\n"), 1);
  assert.equal(count("# thoth: ignore[PY034]\nos.system(x)\n"), 1);
  assert.equal(count("# nosec\nos.system(x)\n"), 0);
  assert.equal(count("y = 1  # thoth: ignore[PY034]\nos.system(x)\n"), 0);
});

test("what is switched off is counted", () => assert.equal(findingsOfLabelled("suppressed.py").suppressed.length, 10));
