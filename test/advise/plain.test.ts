import assert from "node:assert/strict";
import { test } from "node:test";
import { joinPlain, plain, plainEnvironment, plainName, plainVersion } from "../../src/advise/plain.ts";
import { hostileStrings } from "../support/hostile-strings.ts";

for (const [name, expected] of [
  ["flask", "flask"],
  ["Flask_SQLAlchemy", "flask-sqlalchemy"],
  ["zope.interface", "zope-interface"],
  ["gh-12", undefined],
  ["GH_12", undefined],
  ["deadbeef", undefined],
  ["-flask", undefined],
  ["flask\n", undefined],
  ["flask[async]", undefined],
  ["flask @ https://example.org", undefined],
  ["x".repeat(200), undefined],
  ["", undefined],
] as const)
  test(`as a name ${JSON.stringify(name).slice(0, 40)} is ${expected}`, () => assert.equal(plainName(name), expected));

for (const [version, expected] of [
  ["2.13.1", "2.13.1"],
  ["2026.10.19.post1", "2026.10.19.post1"],
  ["1!2.0rc1", "1!2.0rc1"],
  ["1.0+cu111", "1.0+cu111"],
  [" 1.0", undefined],
  ["1.0\n[skip ci]", undefined],
  ["latest", undefined],
  ["", undefined],
] as const)
  test(`as a version ${JSON.stringify(version)} is ${expected}`, () => assert.equal(plainVersion(version), expected));

for (const [name, expected] of [
  ["inference", "inference"],
  ["py3.8_cuda-11", "py3.8_cuda-11"],
  ["-x", undefined],
  ["a b", undefined],
  ["gh-3", undefined],
  ["a\nb", undefined],
] as const)
  test(`as an environment ${JSON.stringify(name)} is ${expected}`, () => {
    assert.equal(plainEnvironment(name), expected);
  });

test("no hostile string enters but bare words", () => {
  const entered = hostileStrings.flatMap(
    (text) => plainName(text) ?? plainVersion(text) ?? plainEnvironment(text) ?? [],
  );
  for (const text of entered) assert.match(text, /^[\w.+-]+$/);
});

test("joins literals, numbers and plain words", () => {
  assert.equal(plain`${2} of ${joinPlain([plain`a`, plain`b`], plain`, `)}`, "2 of a, b");
});
