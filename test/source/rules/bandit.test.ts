/** bandit as the oracle of the checks that our rules name, on the labelled lines. The figures are those of `docs/source-rules.md`. */

import assert from "node:assert/strict";
import { before, describe, test } from "node:test";

import { compareWithBandit, type Compared, lineOf } from "../../support/bandit-oracle.ts";
import { labelledFolder, labelledPaths, labelsOf, noneLines } from "../../support/labelled-source.ts";
import { skipWithout } from "../../support/python-clients.ts";

describe("beside bandit, on the labelled lines", { skip: skipWithout("bandit") }, () => {
  let compared: Compared;
  before(() => {
    compared = compareWithBandit(labelledFolder);
  });

  test("at least 95 % of what bandit finds is found", () => {
    const { theirs, missed } = compared;
    assert.ok(theirs.length > 200);
    assert.ok(missed.length <= 0.05 * theirs.length, missed.join("\n"));
  });

  test("what is missed are lines that the labels call harmless, or that other rules name more exactly", () => {
    const harmless = new Set(labelledPaths.flatMap((path) => noneLines(path).map((line) => `${path}:${line}`)));
    const { missed, ours } = compared;
    assert.deepEqual(
      missed.filter((result) => !harmless.has(lineOf(result)) && !ours.has(lineOf(result))),
      [],
    );
  });

  test("names are followed on ways that bandit does not follow", () => {
    const path = "aliases.py";
    const wanted = labelsOf(path).expected.filter((label) => !label.endsWith(" info"));
    const lines = new Set(wanted.map((label) => `${path}:${label.split(" ")[0]}`));
    const theirs = new Set(compared.theirs.map(lineOf).filter((line) => lines.has(line)));
    assert.ok([...lines].every((line) => compared.ours.has(line)));
    assert.ok(theirs.size < lines.size / 2, `bandit finds ${theirs.size} of ${lines.size}`);
  });
});
