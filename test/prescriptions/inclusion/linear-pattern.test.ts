/** Regular expressions of strangers: what Python's `re.fullmatch` says of them, and what is refused. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { LinearPattern, PatternMistake } from "../../../src/prescriptions/inclusion/linear-pattern.ts";
import { SeededRandom } from "../../support/random.ts";

const patterns: readonly (readonly [pattern: string, matched: readonly string[], unmatched: readonly string[]])[] = [
  ["", [""], ["a"]],
  ["abc", ["abc"], ["ab", "abcd", "xabc", ""]],
  [
    "^/opt/app-root/.*",
    ["/opt/app-root/", "/opt/app-root/lib/x"],
    ["/opt/app-root", "/usr/opt/app-root/", "/opt/app-root/\n"],
  ],
  ["^a$", ["a"], ["aa", "^a$"]],
  ["a^b", [], ["ab", "a^b"]],
  ["a.c", ["abc", "a.c", "a😀c"], ["ac", "a\nc"]],
  [String.raw`a\.c`, ["a.c"], ["abc"]],
  ["ab*c", ["ac", "abc", "abbbc"], ["abb"]],
  ["ab+c", ["abc", "abbbc"], ["ac"]],
  ["ab?c", ["ac", "abc"], ["abbc"]],
  ["ab*?c", ["ac", "abbc"], ["ab"]],
  ["a|bc|", ["a", "bc", ""], ["ab", "b"]],
  ["(a|b)c", ["ac", "bc"], ["abc", "c"]],
  ["(?:ab)+", ["ab", "abab"], ["aba", ""]],
  ["((a*)*)*", ["", "aaa"], ["b"]],
  ["(a|b)*c|d", ["ababc", "c", "d"], ["abd"]],
  ["[abc]", ["a", "c"], ["d", "ab", ""]],
  ["[a-c0-3]+", ["abc", "b2"], ["d", "4"]],
  ["[^/]+", ["lib", "a b"], ["a/b", ""]],
  ["[]a]+", ["]a"], ["b"]],
  ["[^]]", ["a"], ["]"]],
  ["[a-]", ["a", "-"], ["b"]],
  [String.raw`[\d_.]+`, ["3.8_1"], ["a"]],
  [String.raw`python3\.\d+`, ["python3.8", "python3.11"], ["python3", "python3.x"]],
  [String.raw`\w+\s\W\D\S`, ["é_1 -xx"], ["a-- x"]],
];

for (const [pattern, matched, unmatched] of patterns)
  test(`\`${pattern}\` matches whole texts as it does in Python`, () => {
    const { matches } = bound(pattern);
    for (const text of matched) assert.ok(matches(text), JSON.stringify(text));
    for (const text of unmatched) assert.ok(!matches(text), JSON.stringify(text));
  });

function bound(pattern: string): { matches: (text: string) => boolean } {
  const compiled = LinearPattern.parse(pattern);
  return { matches: (text) => compiled.matches(text) };
}

const refused: readonly (readonly [pattern: string, why: RegExp])[] = [
  ["*a", /repeats nothing/],
  ["(+)", /repeats nothing/],
  ["a**", /repeats a repetition/],
  ["a{2}", /counts repetitions/],
  ["(a", /opens a group/],
  ["a)", /closes a group/],
  ["(?=a)", /group of a kind/],
  ["(?P<n>a)", /group of a kind/],
  [String.raw`(a)\1`, /`\\1`, which is not read/],
  [String.raw`\bword`, /`\\b`, which is not read/],
  ["[a", /ends too early/],
  ["[c-a]", /range that is none/],
  ["a\\", /ends too early/],
  ["a".repeat(501), /501 characters, and at most 500/],
];

for (const [pattern, why] of refused)
  test(`\`${pattern.slice(0, 20)}\` is refused`, () =>
    assert.throws(
      () => LinearPattern.parse(pattern),
      (error) => error instanceof PatternMistake && why.test(error.message),
    ));

test("a pattern that would keep a backtracking search busy for ever is answered", () => {
  // A search that tries one way after the other would need 2 to the power of 5,000 steps.
  assert.equal(LinearPattern.parse("((a+)+)+b").matches("a".repeat(5_000)), false);
  assert.equal(LinearPattern.parse(`${"(".repeat(100)}a${")*".repeat(100)}`).matches("a".repeat(200)), true);
});

test("short patterns and texts: the answer is that of the engine of JavaScript", () => {
  const random = new SeededRandom(7);
  let matched = 0;
  for (let round = 0; round < 3_000; round++) {
    const pattern = randomPattern(random, 3);
    const compiled = LinearPattern.parse(pattern);
    const twin = new RegExp(`^(?:${pattern})$`, "u");
    for (let i = 0; i < 5; i++) {
      const text = Array.from({ length: random.below(6) }, () => random.pick(["a", "b", "/"])).join("");
      const expected = twin.test(text);
      assert.equal(compiled.matches(text), expected, `${pattern} on ${text}`);
      if (expected) matched++;
    }
  }
  assert.ok(matched > 1_000, `${matched} matches`);
});

function randomPattern(random: SeededRandom, depth: number): string {
  const inner = () => randomPattern(random, depth - 1);
  if (depth === 0) return random.pick(["a", "b", ".", "/", "[ab]", "[^a]", "^", "$", ""]);
  switch (random.below(5)) {
    case 0:
      return `${inner()}|${inner()}`;
    case 1:
      return `(${inner()})${random.pick(["*", "+", "?", "*?"])}`;
    case 2:
      return `(?:${inner()})`;
    default:
      return inner() + inner();
  }
}
