import assert from "node:assert/strict";
import { test } from "node:test";

import { closest } from "../../src/base/index.ts";

const words = ["name", "platform", "labels", "runtime_environments", "python_version"];

const cases: readonly [word: string, meant: string | undefined][] = [
  ["nmae", undefined],
  ["nam", "name"],
  ["label", "labels"],
  ["plattform", "platform"],
  ["runtime_enviroments", "runtime_environments"],
  ["runtime-environments", "runtime_environments"],
  ["pythonversion", "python_version"],
  ["", undefined],
  ["colour", undefined],
  ["x".repeat(100_000), undefined],
];

for (const [word, meant] of cases) {
  test(`\`${word.slice(0, 30)}\` is ${meant === undefined ? "near no word" : `nearest to \`${meant}\``}`, () =>
    assert.equal(closest(word, words), meant));
}
