import assert from "node:assert/strict";
import { test } from "node:test";

import {
  compareBuildTags,
  parseWheelName,
  tryParseWheelName,
  InvalidVersion,
  InvalidWheelName,
} from "../../src/python/index.ts";
import { MAX_TAGS } from "../../src/python/wheel-name.ts";

// packaging's table, and more: [file name, name, version, build, tags]
for (const [filename, name, version, build, tags] of [
  ["foo-1.0-py3-none-any.whl", "foo", "1.0", undefined, "py3-none-any"],
  ["some_PACKAGE-1.0-py3-none-any.whl", "some-package", "1.0", undefined, "py3-none-any"],
  ["foo-1.0-1000-py3-none-any.whl", "foo", "1.0", [1000, ""], "py3-none-any"],
  ["foo-1.0-1000abc-py3-none-any.whl", "foo", "1.0", [1000, "abc"], "py3-none-any"],
  ["foo-1.0-18446744073709551616-py3-none-any.whl", "foo", "1.0", [18446744073709551616n, ""], "py3-none-any"],
  ["foo_bár-1.0-py3-none-any.whl", "foo-bár", "1.0", undefined, "py3-none-any"],
  ["foo-2-py2.py3-none-Any.ANY.whl", "foo", "2", undefined, "py2-none-any py3-none-any"],
  ["foo-1.0_post1-py3-none-any.whl", "foo", "1.0.post1", undefined, "py3-none-any"],
  [
    "foo-2-py3.py2-none-manylinux_2_17_x86_64.manylinux2014_x86_64.whl",
    "foo",
    "2",
    undefined,
    "py2-none-manylinux2014_x86_64 py2-none-manylinux_2_17_x86_64 py3-none-manylinux2014_x86_64 py3-none-manylinux_2_17_x86_64",
  ],
] as const) {
  test(`${filename} is read`, () => {
    const wheel = parseWheelName(filename);
    assert.deepEqual([wheel.name, wheel.build, wheel.tags], [name, build, tags.split(" ")]);
    assert.equal(wheel.version.normalized, version);
  });
}

for (const filename of [
  "foo-1.0.whl",
  "foo-1.0-py3-none-any.wheel",
  "foo-1.0-py3-none-any.WHL",
  "foo__bar-1.0-py3-none-any.whl",
  "foo\n-1.0-py3-none-any.whl",
  "foo#bar-1.0-py3-none-any.whl",
  "-1.0-py3-none-any.whl",
  "-1.0-200-py3-none-any.whl",
  "foo-1.0-abc-py3-none-any.whl",
  "foo-1.0-200-py3-none-any-junk.whl",
  "foo-1.0--none-any.whl",
  "foo-1.0-py3-none-.whl",
  "foo-1.0-py3.-none-any.whl",
  "playlyfe-0.1.1-2.7.6-none-any.whl",
]) {
  test(`${JSON.stringify(filename)} is no wheel`, () => {
    assert.throws(() => parseWheelName(filename), InvalidWheelName);
    assert.equal(tryParseWheelName(filename), undefined);
  });
}

test("a wheel whose version is none is passed over without harm", () => {
  // pypa/pip#9183: one such name on a page must not hide the others.
  const filename = "vision_full-latest+torch1.6.0+cpu-cp312-cp312-manylinux1_x86_64.whl";
  assert.throws(() => parseWheelName(filename), InvalidVersion);
  assert.equal(tryParseWheelName(filename), undefined);
});

test("build tags order by number, then by what follows; none is least", () => {
  const ascending = [
    undefined,
    [0, ""],
    [1, ""],
    [1, "a"],
    [1, "b"],
    [2, ""],
    [10, ""],
    [18446744073709551616n, ""],
  ] as const;
  for (const [i, lesser] of ascending.entries()) {
    assert.equal(compareBuildTags(lesser, lesser), 0);
    for (const greater of ascending.slice(i + 1)) {
      assert.ok(compareBuildTags(lesser, greater) < 0);
      assert.ok(compareBuildTags(greater, lesser) > 0);
    }
  }
});

test(`a name may stand for ${MAX_TAGS} tags and no more`, () => {
  const some = (count: number): string => Array.from({ length: count }, (_, i) => `p${i}`).join(".");
  assert.equal(parseWheelName(`foo-1-${some(32)}-none-${some(32)}.whl`).tags.length, MAX_TAGS);
  assert.throws(() => parseWheelName(`foo-1-${some(32)}-none-${some(33)}.whl`), InvalidWheelName);
  assert.throws(() => parseWheelName(`foo-1-${some(50_000)}-${some(50_000)}-${some(50_000)}.whl`), InvalidWheelName);
});
