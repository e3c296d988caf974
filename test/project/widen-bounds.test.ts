import assert from "node:assert/strict";
import { test } from "node:test";

import { widenBounds } from "../../src/project/index.ts";
import { SpecifierSet, Version } from "../../src/python/index.ts";

const widened: readonly (readonly [line: string, bounds: string, version: string, result: string | undefined])[] = [
  ['urllib3 = "<1.26.10"', "<1.26.10", "1.26.20", 'urllib3 = "<1.26.21"'],
  ['urllib3 = "<1.26"', "<1.26", "1.26.20", 'urllib3 = "<1.27"'],
  ['django = ">=3,<4" # why', ">=3,<4", "4.2.16", 'django = ">=3,<5" # why'],
  ['django = "<4, >=3"', "<4,>=3", "4.2.16", 'django = "<5,>=3"'],
  [
    'django = {version = "==3.2.1", extras = ["argon2"]}',
    "==3.2.1",
    "4.2.16",
    'django = {version = "==4.2.16", extras = ["argon2"]}',
  ],
  ["django==3.2.*", "==3.2.*", "4.2.16", "django==4.2.*"],
  ["django~=3.2.1", "~=3.2.1", "4.2.16", "django~=4.2.16"],
  ["django~=3.2", "~=3.2", "4.2.16", "django~=4.2"],
  ["django<=3.2.25", "<=3.2.25", "4.2.16", "django<=4.2.16"],
  ["django>=3,!=4.2.16", ">=3,!=4.2.16", "4.2.16", "django>=3"],
  ["  \"django[argon2]<4; python_version<'3.13'\",", "<4", "4.2.16", "  \"django[argon2]<5; python_version<'3.13'\","],
  ["django!=4.2.16", "!=4.2.16", "4.2.16", undefined],
  ["django<4", "<5", "4.2.16", undefined],
  ["django", "<4", "4.2.16", undefined],
];
for (const [line, bounds, version, result] of widened)
  test(`${line} for ${version}: ${result ?? "left alone"}`, () => {
    const own = SpecifierSet.parse(bounds).toString();
    assert.equal(widenBounds(line, own, Version.parse(version)), result);
  });
