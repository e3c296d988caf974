import assert from "node:assert/strict";
import { test } from "node:test";

import { matchesPattern, tryParsePattern } from "../../../src/project/discovery/folder-pattern.ts";
import { reasonAgainst } from "../../../src/project/discovery/left-out.ts";

function matches(pattern: string, path: string): boolean {
  const steps = path === "." ? [] : path.split("/");
  return matchesPattern(tryParsePattern(pattern)!, steps, (step) => reasonAgainst(step) !== undefined);
}

for (const [pattern, fitting, others] of [
  [".", ["."], ["a"]],
  ["./a/", ["a"], [".", "a/b", "b"]],
  ["services/*", ["services/a", "services/a-b"], ["services", "services/a/b", "services/tests", "services/.x"]],
  ["**", [".", "a", "a/b/c"], ["tests", "a/tests", "a/node_modules/b", ".github"]],
  ["**/api", ["api", "a/api", "a/b/api"], ["api/a", "tests/api", "xapi"]],
  ["a/**/z", ["a/z", "a/b/z", "a/b/c/z"], ["z", "a", "a/docs/z"]],
  ["examples/*", ["examples/a"], ["examples", "examples/tests"]],
  ["**/tests", ["tests", "a/tests"], ["tests/tests/a"]],
  ["p?", ["p1", "pa"], ["p", "p12", "1p"]],
  ["*-py*", ["a-py", "a-python", "-py"], ["py", "a-p"]],
  ["a*b*c", ["abc", "aXbXc", "abbcc", "abcbc"], ["ab", "acb", "abcd"]],
  ["notebooks/*.ipynb", ["notebooks/a.ipynb"], ["notebooks/a.py", "a.ipynb"]],
] as const)
  test(`\`${pattern}\` fits ${fitting.join(", ")} and not ${others.join(", ")}`, () => {
    assert.deepEqual(
      [...fitting, ...others].filter((path) => matches(pattern, path)),
      fitting,
    );
  });

for (const text of ["", "!", "/a", "../a", "a/../b", "a\\b", "a[bc]", "{a,b}", "a**", "a/b**c", "a".repeat(501)])
  test(`\`${text.slice(0, 20)}\` is no pattern`, () => assert.equal(tryParsePattern(text), undefined));

test("an exclamation mark takes away", () => {
  assert.deepEqual(tryParsePattern("!legacy/*"), { text: "!legacy/*", takesAway: true, steps: ["legacy", "*"] });
});

/** What a pattern means, said in the plainest way: by trying everything. */
function plainly(pattern: readonly string[], path: readonly string[]): boolean {
  const [first, ...rest] = pattern;
  if (first === undefined) return path.length === 0;
  if (first === "**") return plainly(rest, path) || (path.length > 0 && plainly(pattern, path.slice(1)));
  return path.length > 0 && plainStep(first, path[0]!) && plainly(rest, path.slice(1));
}

function plainStep(pattern: string, step: string): boolean {
  if (pattern === "") return step === "";
  if (pattern[0] === "*")
    return plainStep(pattern.slice(1), step) || (step !== "" && plainStep(pattern, step.slice(1)));
  return step !== "" && (pattern[0] === "?" || pattern[0] === step[0]) && plainStep(pattern.slice(1), step.slice(1));
}

/** All words of `letters` up to a length. */
function wordsOf(letters: readonly string[], length: number): string[] {
  if (length === 0) return [""];
  const shorter = wordsOf(letters, length - 1);
  return [...new Set([...shorter, ...shorter.flatMap((word) => letters.map((letter) => word + letter))])];
}

test("short patterns fit short paths as the plainest way of matching has it", () => {
  const paths = wordsOf(["a", "b", "/"], 4).filter((path) => !/^$|^\/|\/\/|\/$/.test(path));
  for (const text of wordsOf(["a", "*", "?", "/"], 4)) {
    const pattern = tryParsePattern(text);
    if (pattern === undefined) continue;
    for (const path of paths) {
      const steps = path.split("/");
      assert.equal(
        matchesPattern(pattern, steps, () => false),
        plainly(pattern.steps, steps),
        `${text} ${path}`,
      );
    }
  }
});

test("no pattern takes more than a moment, whatever it is held against", () => {
  const stars = tryParsePattern(`${"*a".repeat(240)}b`)!;
  const deep = tryParsePattern(`${"**/a/".repeat(90)}b`)!;
  assert.equal(
    matchesPattern(stars, ["a".repeat(4_000)], () => false),
    false,
  );
  assert.equal(
    matchesPattern(deep, "a/".repeat(2_000).split("/"), () => false),
    false,
  );
});
