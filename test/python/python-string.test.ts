import assert from "node:assert/strict";
import { test } from "node:test";

import { evaluatePythonString } from "../../src/python/python-string.ts";

// What stands between the quotes, and what Python makes of it; undefined for a syntax error.
const rows: readonly (readonly [string, string | undefined])[] = [
  ["", ""],
  ["linux", "linux"],
  ["é 😀 \f \u2028", "é 😀 \f \u2028"],
  [String.raw`a\'b\"c\\d`, `a'b"c\\d`],
  [String.raw`\a\b\f\n\r\t\v`, "\x07\b\f\n\r\t\v"],
  ["a\\\nb", "ab"],
  ["a\\\r\nb", "ab"],
  [String.raw`\0\101\777`, "\0A\u01ff"],
  [String.raw`\1018`, "A8"],
  [String.raw`\x41\u00e9\U0001f600`, "Aé😀"],
  [String.raw`\q\8\_`, String.raw`\q\8\_`],
  [String.raw`\x4`, undefined],
  [String.raw`\xg0`, undefined],
  [String.raw`\u12`, undefined],
  [String.raw`\U00110000`, undefined],
  [String.raw`\N{DIGIT ONE}`, undefined],
  ["\\", undefined],
  ["a\\\\\\", undefined],
  ["a\nb", undefined],
  ["a\rb", undefined],
  ["a\0b", undefined],
  ["\ud800", undefined],
  ["\\q\n", undefined],
];

for (const [body, value] of rows) {
  test(`${JSON.stringify(body)} ${value === undefined ? "is a mistake" : `means ${JSON.stringify(value)}`}`, () => {
    assert.equal(evaluatePythonString(body), value);
  });
}
