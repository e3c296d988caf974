import assert from "node:assert/strict";
import { test } from "node:test";

import { formatTable } from "../../src/cli/terminal-table.ts";
import { splitWords } from "../../src/cli/terminal-words.ts";

function table(width: number, ...rows: readonly (readonly string[])[]): string[] {
  return formatTable(
    rows.map((row) => row.map((text) => splitWords([{ text, style: "plain" }]))),
    width,
    false,
  );
}

test("columns are as wide as their widest cell, and no line ends in blanks", () => {
  assert.deepEqual(table(80, ["Package", "Change"], ["flask", "2 to 3"], ["typing-extensions", ""]), [
    "Package            Change",
    "-----------------  ------",
    "flask              2 to 3",
    "typing-extensions",
  ]);
});

test("where the width does not do, the widest column is wrapped between words", () => {
  assert.deepEqual(table(24, ["Package", "Because"], ["flask", "newest release that the stack admits"]), [
    "Package  Because",
    "-------  ---------------",
    "flask    newest release",
    "         that the stack",
    "         admits",
  ]);
});

test("a word is divided only where a column would not fit otherwise, and none is narrower than 8", () => {
  assert.deepEqual(table(10, ["a", "b"], ["x".repeat(12), "y".repeat(9)]), [
    "a         b",
    "--------  --------",
    "xxxxxxxx  yyyyyyyy",
    "xxxx      y",
  ]);
});
