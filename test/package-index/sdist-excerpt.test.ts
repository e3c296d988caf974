import { test } from "node:test";
import assert from "node:assert/strict";
import { formatExcerpt, isEggInfoFolder, sdistFile, tryParseExcerpt } from "../../src/package-index/sdist-excerpt.ts";
import { packageName } from "../../src/python/index.ts";

const name = packageName("zope.thing");

/** A path in an sdist of `zope-thing`, and which file it is. */
const paths: readonly (readonly [path: string, file: string | undefined])[] = [
  ["zope.thing-1.0/PKG-INFO", "pkgInfo"],
  ["./anything/./PKG-INFO", "pkgInfo"],
  ["PKG-INFO", "pkgInfo"],
  ["a/b/PKG-INFO", undefined],
  ["a/pkg-info", undefined],
  ["a/pyproject.toml", "pyproject"],
  ["pyproject.toml", "pyproject"],
  ["a/setup.py", "setup"],
  ["a/setup.cfg", "setup"],
  ["a/b/setup.py", undefined],
  ["a/b/pyproject.toml", undefined],
  ["a/Zope_Thing.egg-info/requires.txt", "requiresTxt"],
  ["a/src/zope.thing.egg-info/requires.txt", "requiresTxt"],
  ["zope.thing.egg-info/requires.txt", "requiresTxt"],
  ["a/b/c/zope.thing.egg-info/requires.txt", undefined],
  ["a/zope.other.egg-info/requires.txt", undefined],
  ["a/.egg-info/requires.txt", undefined],
  ["a/requires.txt", undefined],
  ["a/zope.thing.egg-info/PKG-INFO", "eggInfo"],
  ["zope.thing.egg-info/PKG-INFO", "eggInfo"],
  ["a/zope.thing.egg-info/pyproject.toml", undefined],
  ["a/zope.thing.egg-info/", undefined],
  ["", undefined],
];
for (const [path, file] of paths)
  test(`${path || "no path"} is ${file ?? "nothing of ours"}`, () => assert.equal(sdistFile(path, name), file));

for (const path of ["/PKG-INFO", "..", "a/../PKG-INFO", "a/.."])
  test(`${path} leads out of the archive`, () => assert.throws(() => sdistFile(path, name), /leads out of it/));

test("an egg-info is a folder of ours by its name and its depth", () => {
  const folders = [
    "a/zope-thing.egg-info",
    "a/b/zope.thing.egg-info/",
    "a/b/c/zope.thing.egg-info",
    "a/other.egg-info",
  ];
  assert.deepEqual(
    folders.map((path) => isEggInfoFolder(path, name)),
    [true, true, false, false],
  );
});

test("an excerpt is stored as it is, and nothing else is one", () => {
  const excerpt = { pkgInfo: "Name: zope.thing\n", isScripted: false, isComplete: true };
  assert.deepEqual(tryParseExcerpt(formatExcerpt(excerpt)), excerpt);
  for (const text of [
    "",
    "{",
    "{}",
    '{"isComplete": 1}',
    '{"isScripted": true, "isComplete": true, "more": 1}',
    "null",
  ])
    assert.equal(tryParseExcerpt(Buffer.from(text)), undefined);
});
