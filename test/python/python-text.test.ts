import assert from "node:assert/strict";
import { test } from "node:test";

import { isWhiteSpace, isWordBoundary, strip } from "../../src/python/python-text.ts";

test("white space is what `str.isspace` of Python says", () => {
  const inside = [...Array(0x10000).keys()].filter(isWhiteSpace);
  const expected = [9, 10, 11, 12, 13, 28, 29, 30, 31, 32, 0x85, 0xa0, 0x1680];
  for (let code = 0x2000; code <= 0x200a; code += 1) expected.push(code);
  assert.deepEqual(inside, [...expected, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000]);
});

test("stripping takes white space of Python from both ends only", () => {
  assert.equal(strip("\u001c\u00a0 a b\u0085\n"), "a b");
  assert.equal(strip("\ufeffa\ufeff"), "\ufeffa\ufeff");
  assert.equal(strip(" \t"), "");
});

for (const [text, at, isBoundary] of [
  ["in", 0, true],
  ["in", 1, false],
  ["in", 2, true],
  ["in_", 2, false],
  ["iné", 2, false],
  ["in²", 2, false],
  ["in-", 2, true],
  ["in\u0301", 2, true],
  ["𝐀in", 2, false],
  ["😀in", 2, true],
  ["", 0, false],
] as const) {
  test(`a word ${isBoundary ? "begins or ends" : "goes on"} at ${at} of ${JSON.stringify(text)}`, () => {
    assert.equal(isWordBoundary(text, at), isBoundary);
  });
}
