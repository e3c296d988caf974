import assert from "node:assert/strict";
import { test } from "node:test";

import { InvalidSdistName, InvalidVersion, parseSdistName, tryParseSdistName } from "../../src/python/index.ts";

for (const [filename, name, version] of [
  ["foo-1.0.tar.gz", "foo", "1.0"],
  ["foo-1.0.zip", "foo", "1.0"],
  ["Foo_Bar.baz-1.0rc1.tar.gz", "foo-bar-baz", "1.0rc1"],
  ["foo-bar-1.0.tar.gz", "foo-bar", "1.0"],
  ["foo-1.0-1.tar.gz", "foo-1-0", "1"], // the last dash separates, whatever was meant
] as const) {
  test(`${filename} is ${name} ${version}`, () => {
    const sdist = parseSdistName(filename);
    assert.deepEqual([sdist.name, sdist.version.normalized], [name, version]);
  });
}

for (const filename of [
  "foo-1.0.xz",
  "foo-1.0.tar.bz2",
  "foo1.0.tar.gz",
  "-1.0.tar.gz",
  "-1.0.zip",
  "foo-1.0.TAR.GZ",
  "vision_full-1.0.4.tar.gz.asc",
  "",
]) {
  test(`${JSON.stringify(filename)} is no sdist`, () => {
    assert.throws(() => parseSdistName(filename), InvalidSdistName);
    assert.equal(tryParseSdistName(filename), undefined);
  });
}

test("an sdist whose version is none is passed over without harm", () => {
  assert.throws(() => parseSdistName("foo-1.x.tar.gz"), InvalidVersion);
  assert.equal(tryParseSdistName("foo-1.x.tar.gz"), undefined);
});
