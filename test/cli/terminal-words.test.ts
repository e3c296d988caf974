import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";

import { type Piece, formatLine, lineWidth, splitWords, wordWidth, wrap } from "../../src/cli/terminal-words.ts";

const plain = (text: string): Piece => ({ text, style: "plain" });

function lines(text: string, width: number): string[] {
  return wrap(splitWords([plain(text)]), width).map((line) => formatLine(line, false));
}

test("a blank ends a word, a change of style does not", () => {
  const words = splitWords([plain("see "), { text: "flask", style: "code" }, plain("'s page")]);
  assert.deepEqual(
    words.map((word) => word.map(({ text }) => text)),
    [["see"], ["flask", "'s"], ["page"]],
  );
});

test("only colours bring escape sequences", () => {
  const words = splitWords([plain("a "), { text: "b", style: "code" }]);
  assert.equal(formatLine(words, false), "a b");
  assert.equal(formatLine(words, true), "a \u001b[36mb\u001b[39m");
});

test("a long word is divided, at a comma or slash in its second half where it has one", () => {
  assert.deepEqual(lines("abcdefghij", 4), ["abcd", "efgh", "ij"]);
  assert.deepEqual(lines("https://a/bcdef", 12), ["https://a/", "bcdef"]);
});

test("no line is wider than asked for, and no letter is lost", () => {
  const words = fc.string({ unit: fc.constantFrom("a", "b", "/", ",", " ", "\u{1f600}"), maxLength: 60 });
  fc.assert(
    fc.property(words, fc.integer({ min: 1, max: 20 }), (text, width) => {
      const wrapped = wrap(splitWords([plain(text)]), width);
      for (const line of wrapped) assert.ok(lineWidth(line) <= width);
      const letters = wrapped.flat(2).map((piece) => piece.text);
      assert.equal(letters.join(""), text.replaceAll(" ", ""));
    }),
  );
});

test("every character counts as one column", () => {
  assert.equal(wordWidth([plain("a\u{1f600}")]), 2);
  assert.equal(lineWidth([]), 0);
});
