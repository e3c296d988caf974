import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { findJsonMistake } from "../../src/project/json-mistake.ts";

// A text with `^` before the first mistake.
const mistakes = [
  "^",
  '{"a": ^}',
  '{"a": 1 ^"b": 2}',
  '{"a": 1, ^}',
  "[1, ^]",
  "[1^}",
  '{^"a}',
  '{^"a\\x"}',
  "{^a: 1}",
  '{"a"^, 1}',
  "{} ^{}",
  "[0^1]",
  "[^+1]",
  "^nul",
  '[true, {"b": [null, ^nope]}]',
  '{"a": "b"^',
];
for (const marked of mistakes) {
  test(marked, () => assert.equal(findJsonMistake(marked.replace("^", "")), marked.indexOf("^")));
}

test("there is no mistake before the end of JSON", () =>
  fc.assert(fc.property(fc.json(), (text) => assert.equal(findJsonMistake(text), text.length))));

test("a broken text is cut off before its end, unless it just ends too early", () => {
  const broken = fc.tuple(fc.json(), fc.nat(), fc.constantFrom("<", ",", "}", "'"));
  fc.assert(
    fc.property(broken, ([text, where, character]) => {
      const at = where % (text.length + 1);
      const changed = text.slice(0, at) + character + text.slice(at);
      const mistake = findJsonMistake(changed);
      if (isJson(changed)) assert.equal(mistake, changed.length);
      else assert.equal(isJson(`${changed.slice(0, mistake)} ?`), false);
    }),
  );
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
