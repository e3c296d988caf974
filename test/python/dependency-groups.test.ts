/** PEP 735, "Dependency Groups". */

import assert from "node:assert/strict";
import { test } from "node:test";

import { DependencyGroupMistake, DependencyGroups, type GroupElement } from "../../src/python/index.ts";

/** Groups in the notation `a: x, >b; b: y`, where `>b` includes `b`. */
function groups(text: string): DependencyGroups<string> {
  return new DependencyGroups(
    text.split("; ").map((line) => {
      const [name = "", members = ""] = line.split(": ");
      const elements = members.split(", ").filter(Boolean);
      return [name, elements.map(readElement)] as const;
    }),
  );
}

function readElement(text: string): GroupElement<string> {
  return text.startsWith(">") ? { kind: "include", group: text.slice(1) } : { kind: "member", member: text };
}

const expanded: readonly (readonly [text: string, name: string, members: string])[] = [
  ["a: x, y", "a", "x, y"],
  ["a: ", "a", ""],
  ["a: x, >b, z; b: y", "a", "x, y, z"],
  ["A_B: x, >C.d; c-d: y", "a-b", "x, y"],
  ["a: x, >b, >b; b: x, y", "a", "x, y"],
  ["a: >b, >c; b: >d; c: >d; d: x", "a", "x"],
];
for (const [text, name, members] of expanded)
  test(`${name} of ${text} is ${members === "" ? "empty" : members}`, () =>
    assert.equal([...groups(text).members(name)].join(", "), members));

test("names come in normal form and in order", () => assert.deepEqual(groups("B_x: ; A: ").names, ["b-x", "a"]));

const wrong: readonly (readonly [text: string, group: string, index: number | undefined, message: string])[] = [
  ["a: x, >b", "a", 1, "there is no group `b` to include"],
  ["a: >a", "a", 0, "the group includes itself, by way of `a`"],
  ["a: >b; B: x, >A", "B", 1, "the group includes itself, by way of `A`"],
  ["a_b: x; A-B: y", "A-B", undefined, "the group is the same as `a_b`"],
];
for (const [text, group, index, message] of wrong)
  test(`refuses ${text}`, () =>
    assert.throws(
      () => groups(text).members("a"),
      (error) => {
        assert.ok(error instanceof DependencyGroupMistake);
        assert.deepEqual([error.group, error.index, error.message], [group, index, message]);
        return true;
      },
    ));

test("includes that double at each step cost no more than their members", () => {
  const text = Array.from({ length: 90 }, (_, i) => `g${i}: >g${i + 1}, >g${i + 1}`).join("; ");
  assert.deepEqual([...groups(`${text}; g90: x`).members("g0")], ["x"]);
});

test("includes are followed to a limit", () => {
  const text = Array.from({ length: 200 }, (_, i) => `g${i}: >g${i + 1}`).join("; ");
  assert.throws(() => groups(`${text}; g200: x`).members("g0"), /more than 100 deep/);
});
