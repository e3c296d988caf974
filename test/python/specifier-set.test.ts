import assert from "node:assert/strict";
import { test } from "node:test";

import fc from "fast-check";

import { InvalidSpecifier, NumberTooLong, SpecifierSet, Version } from "../../src/python/index.ts";
import { anySpecifierText, anyVersion } from "../support/any-python.ts";

for (const [text, printed] of [
  ["", ""],
  [" , ,", ""],
  ["  >=1.0 ,<2.0,", "<2.0,>=1.0"],
  ["<2,>=1,!=1.5", "!=1.5,<2,>=1"],
  [">=1.0,>=1", ">=1"],
  [">=1.0,>=1.0.0,>=v1.0", ">=1.0"],
  ["~=1.0,~=1.0.0", "~=1.0,~=1.0.0"],
  ["===a,===😀,===\ufffd", "===a,===\ufffd,===😀"],
] as const) {
  test(`${JSON.stringify(text)} prints as ${JSON.stringify(printed)}`, () => {
    assert.equal(SpecifierSet.parse(text).toString(), printed);
  });
}

// A missing comma must not pass for a bound (pypa/pip#13436), nor a comma as part of `===`.
for (const text of [">=5.24.0<6", ">=1.0 <2", "===1,2", "foo", ">=1,==", "==1.0;", ">=1.0.*"]) {
  test(`${JSON.stringify(text)} is no set of specifiers`, () => {
    assert.throws(() => SpecifierSet.parse(text), InvalidSpecifier);
    assert.equal(SpecifierSet.tryParse(text), undefined);
  });
}

test("a number past the limit is refused", () => {
  const text = `>=${"1".repeat(5000)}`;
  assert.throws(() => SpecifierSet.parse(text), NumberTooLong);
  assert.equal(SpecifierSet.tryParse(text), undefined);
});

// Specifiers of old metadata, and what their authors meant.
for (const [text, meant] of [
  [">=1.0 <2.0", "<2.0,>=1.0"],
  [">=2.7,!=3.0*,!=3.1.*", "!=3.0.*,!=3.1.*,>=2.7"],
  [">=3.6.*", ">=3.6"],
  ["<4.*", "<4"],
  [">=2.7 , !=~3.0", "!=3.0.*,>=2.7"],
  [`'>=3.5'`, ">=3.5"],
  [`>="3.5",<'4'`, "<4,>=3.5"],
  [">=5.24.0<6", "<6,>=5.24.0"],
  ["=== 1.0 >=1", "===1.0,>=1"],
  [">=1,<2", "<2,>=1"],
] as const) {
  test(`old metadata means ${meant} by ${text}`, () => assert.equal(SpecifierSet.parseLenient(text).toString(), meant));
}

for (const text of ["3.6", ">=", "~=1.0.*", ">=1.0+local", "python 3", ">=3.6; x", ">=x"]) {
  test(`what old metadata means by ${text} nobody knows`, () => {
    assert.throws(() => SpecifierSet.parseLenient(text), InvalidSpecifier);
  });
}

test("the lenient reading of what is strict is the strict one", () => {
  fc.assert(
    fc.property(anySpecifierText, (text) => {
      assert.equal(SpecifierSet.parseLenient(text).toString(), SpecifierSet.parse(text).toString());
    }),
  );
});

test("a conjunction admits what both admit, and prints as a set that reads back", () => {
  fc.assert(
    fc.property(anySpecifierText, anySpecifierText, anyVersion, (a, b, version) => {
      const [left, right] = [SpecifierSet.parse(a), SpecifierSet.parse(b)];
      const both = left.and(right);
      assert.equal(both.admits(version), left.admits(version) && right.admits(version));
      assert.equal(SpecifierSet.parse(both.toString()).admits(version), both.admits(version));
    }),
    { numRuns: 500 },
  );
});

test("what a filter leaves is contained, in the order of the list, and more where pre-releases are welcome", () => {
  const versions = fc.array(anyVersion, { maxLength: 8 });
  fc.assert(
    fc.property(anySpecifierText, versions, (text, list) => {
      const set = SpecifierSet.parse(text);
      const filter = (prereleases?: boolean): Version[] => set.filter(list, { version: (item) => item, prereleases });
      assert.deepEqual(
        filter(true),
        list.filter((version) => set.contains(version)),
      );
      assert.deepEqual(
        filter(false),
        list.filter((version) => set.contains(version, { prereleases: false })),
      );
      const byDefault = filter();
      assert.deepEqual(
        byDefault,
        filter(true).filter((version) => byDefault.includes(version)),
      );
      assert.ok(filter(false).every((version) => byDefault.includes(version)));
      assert.equal(byDefault.length === 0, filter(true).length === 0);
    }),
    { numRuns: 500 },
  );
});

test("the empty set is one object that takes everything, even what is no version", () => {
  assert.equal(SpecifierSet.parse(" "), SpecifierSet.any);
  assert.ok(SpecifierSet.any.isAny);
  assert.ok(SpecifierSet.any.contains("foobar", { prereleases: false }));
  assert.equal(SpecifierSet.any.and(SpecifierSet.parse(">=1")), SpecifierSet.parse(">=1"));
});
