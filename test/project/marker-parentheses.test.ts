import assert from "node:assert/strict";
import { test } from "node:test";
import { dropDoubledParentheses } from "../../src/project/marker-parentheses.ts";

const rows: readonly (readonly [string, string])[] = [
  ["(a or b) and c", "(a or b) and c"],
  ["((a or b)) and c", "a or b and c"],
  ["( ( (a or b) ) ) and (c)", "  a or b   and (c)"],
  ["((a or b) and c)", "((a or b) and c)"],
  ["(a and (b or c))", "(a and (b or c))"],
  ["((a) or (b))", "((a) or (b))"],
  ["x == '((' and (y)", "x == '((' and (y)"],
  ["((a", "((a"],
];
for (const [text, expected] of rows) test(`\`${text}\``, () => assert.equal(dropDoubledParentheses(text), expected));
