import { test } from "node:test";
import assert from "node:assert/strict";
import { packageName, Version } from "../../src/python/index.ts";
import { describeVersions } from "../../src/resolver/version-text.ts";

const versions = ["9", "8", "7", "6", "5", "4", "3", "2", "1"];
const candidates = versions.map((text) => ({
  name: packageName("a"),
  version: Version.parse(text),
  index: "pypi",
  files: [],
}));

/** Versions in a set, versions that do not matter, and the words. */
const cases: readonly (readonly [string, string, string])[] = [
  ["1 2 3 4 5 6 7 8 9", "", "every release"],
  ["1 2 3 4 5 6 7 8", "9", "every release that may be chosen"],
  ["4", "1 2 3 5 6 7 8 9", "4"],
  ["5", "", "5"],
  ["4 5 6", "", "4 to 6"],
  ["4 6", "5", "4 to 6"],
  ["1 3 4 9", "", "1, 3 to 4, 9"],
  ["1 3 5 7 8", "", "1, 3 and 3 more"],
];

for (const [chosen, bridged, expected] of cases)
  test(`${chosen}${bridged && ` beside ${bridged}`} is ${expected}`, () =>
    assert.equal(describeVersions(candidates, placesOf(chosen), new Set(placesOf(bridged))), expected));

function placesOf(text: string): number[] {
  return versions.flatMap((version, place) => (text.split(" ").includes(version) ? [place] : []));
}
