/** The check run "Thoth source". */

import assert from "node:assert/strict";
import { test } from "node:test";

import type { SourceScan } from "../../../src/advise/index.ts";
import { sourceCheckOf } from "../../../src/bot/proposal/source-check.ts";
import type { ChangedFile } from "../../../src/ports/index.ts";
import { hostileStrings } from "../../support/hostile-strings.ts";
import { findingsIn } from "../../support/labelled-source.ts";
import { findings as activeNodes } from "../../support/markdown-tree.ts";

function scanOf(text: string, { path = "app.py", security = false } = {}): SourceScan {
  return { ...findingsIn(text, path), files: 1, lines: 10, unread: [], security };
}

const touching = (...lines: readonly (readonly [number, number])[]): readonly ChangedFile[] => [
  { path: "app.py", lines },
];
const everything: readonly ChangedFile[] = [{ path: "app.py", lines: undefined }];

const code = "import shelve\neval(x)\nshelve.open(x)\ny = 1\n";

test("findings stand on their lines, the gravest first, and information is not told", () => {
  const { name, title, conclusion, annotations } = sourceCheckOf(scanOf(code), everything);
  assert.deepEqual(
    [name, title, conclusion],
    ["Thoth source", "1 error and 1 warning on the lines that were touched", "neutral"],
  );
  assert.deepEqual(annotations, [
    {
      path: "app.py",
      line: 2,
      level: "warning",
      title: "PY002: error",
      message:
        "`eval` runs its text as code; read values with `ast.literal_eval` or `json.loads` " +
        "(CWE-95, https://docs.python.org/3/library/functions.html#eval)",
    },
    {
      path: "app.py",
      line: 3,
      level: "warning",
      title: "PY012: warning",
      message:
        "a shelf is read with pickle, and that runs code; keep it where only you can write, or take `sqlite3` or `dbm` " +
        "with JSON (CWE-502, https://docs.python.org/3/library/shelve.html#shelve-security)",
    },
  ]);
});

test("where a repository asks for security, an error fails the commit, and a warning does not", () => {
  const { conclusion, annotations } = sourceCheckOf(scanOf(code, { security: true }), everything);
  assert.equal(conclusion, "failure");
  assert.deepEqual(
    annotations.map(({ level }) => level),
    ["failure", "warning"],
  );
  assert.equal(sourceCheckOf(scanOf(code, { security: true }), touching([3, 4])).conclusion, "neutral");
});

test("only lines that were touched count, and of a call that is longer any of its lines", () => {
  const lines = (text: string, ...touched: readonly (readonly [number, number])[]) =>
    sourceCheckOf(scanOf(text), touching(...touched)).annotations.map(({ line }) => line);
  assert.deepEqual(lines(code, [2, 2]), [2]);
  assert.deepEqual(lines(code, [1, 1], [3, 9]), [3]);
  assert.deepEqual(lines(code, [4, 9]), []);
  assert.deepEqual(lines(code), []);
  assert.deepEqual(lines("eval(\n  x,\n)\n", [2, 2]), [1]);
  assert.deepEqual(sourceCheckOf(scanOf(code, { path: "other.py" }), everything).annotations, []);
});

test("where nothing is found the commit is fine", () => {
  const { conclusion, title } = sourceCheckOf(scanOf(code), touching([4, 4]));
  assert.deepEqual([conclusion, title], ["success", "Nothing dangerous on the lines that were touched"]);
});

test("at most 50 findings stand on their lines, and the summary counts the rest", () => {
  const { annotations, summary, title } = sourceCheckOf(scanOf("eval(x)\n".repeat(60)), everything);
  assert.equal(annotations.length, 50);
  assert.match(title, /^60 errors /);
  assert.match(summary, /^- `PY002`, 60 lines: /);
  assert.match(summary, /10 more are not shown on their lines/);
});

test("what comments switch off is counted, and what was not read is named", () => {
  const unread = [
    { file: "large.py", reason: "too large", isOwn: true },
    { file: "vendor/", reason: "code of others", isOwn: false },
  ];
  const { summary } = sourceCheckOf({ ...scanOf("eval(x)  # nosec\n"), unread }, everything);
  assert.match(summary, /Comments switch 1 off/);
  assert.match(summary, /- `large\.py` was not read: too large/);
  assert.doesNotMatch(summary, /vendor/);
});

test("nothing that a repository writes becomes markup", () => {
  for (const hostile of hostileStrings) {
    const unread = [{ file: hostile, reason: hostile, isOwn: true }];
    const { summary } = sourceCheckOf({ ...scanOf(code), unread }, everything);
    assert.deepEqual(activeNodes(summary), [], hostile);
  }
});
