import assert from "node:assert/strict";
import { test } from "node:test";
import { packageName, SpecifierSet } from "../../src/python/index.ts";
import { type PinCondition, pinMatches } from "../../src/resolver/index.ts";
import { candidate } from "../support/pipeline-samples.ts";

const name = packageName("demo");
const versions = (text: string) => SpecifierSet.parse(text);

const cases: readonly (readonly [string, PinCondition, string, boolean])[] = [
  ["the name alone", { name }, "demo 1.0", true],
  ["another name", { name: packageName("other") }, "demo 1.0", false],
  ["a version inside", { name, versions: versions(">=1,<2") }, "demo 1.5", true],
  ["a version outside", { name, versions: versions(">=1,<2") }, "demo 2.0", false],
  ["a pre-release inside", { name, versions: versions(">=1") }, "demo 2.0rc1", true],
  ["the index", { name, index: "pypi" }, "demo 1.0", true],
  ["another index", { name, index: "corp" }, "demo 1.0", false],
  ["not the index", { name, notIndex: "pypi" }, "demo 1.0", false],
  ["not another index", { name, notIndex: "corp" }, "demo 1.0", true],
];

for (const [title, condition, release, expected] of cases)
  test(`a pin is matched by ${title}: ${expected}`, () =>
    assert.equal(pinMatches(condition, candidate(release)), expected));
