import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";

import { compareCodePoints, compareText } from "../../src/base/index.ts";

test("texts order by UTF-16 unit, and equal ones are equal", () => {
  const sorted = ["", "A", "a", "ab", "b", "\ud7ff", "\u{10000}", "\ue000", "\uffff"];
  assert.deepEqual(sorted.toReversed().sort(compareText), sorted);
  assert.equal(compareText("a", "a"), 0);
});

test("texts order by code point, past U+FFFF too", () => {
  const sorted = ["", "A", "a", "ab", "b", "\ud7ff", "\ue000", "\uffff", "\u{10000}", "😀", "😀a", "\u{10ffff}"];
  assert.deepEqual(sorted.toReversed().sort(compareCodePoints), sorted);
});

test("the order by code point is that of the code points", () => {
  const unicode = fc.string({ unit: "grapheme" });
  fc.assert(
    fc.property(unicode, unicode, (a, b) => {
      const points = (text: string): readonly number[] =>
        Array.from(text, (character) => character.codePointAt(0) ?? 0);
      assert.equal(Math.sign(compareCodePoints(a, b)), comparePoints(points(a), points(b)));
    }),
  );
});

function comparePoints(a: readonly number[], b: readonly number[]): number {
  const index = a.findIndex((point, at) => point !== b[at]);
  if (index === -1) return Math.sign(a.length - b.length);
  return index >= b.length ? 1 : Math.sign((a[index] ?? 0) - (b[index] ?? 0));
}
