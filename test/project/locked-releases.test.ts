/** Entries of locks one by one, and the line that each stands on. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";

import { jsonKeyLines, locateJson } from "../../src/project/json-lines.ts";
import { lockedEntries } from "../../src/project/locked-releases.ts";
import { parsePipfileLock } from "../../src/project/pipfile-lock.ts";
import { parsePylock } from "../../src/project/pylock/parse.ts";
import { parseRequirementsLock } from "../../src/project/requirements/lock.ts";
import type { Lock } from "../../src/project/formats.ts";

function outline(lock: Lock, text: string): readonly string[] {
  return lockedEntries(lock, text).map(
    ({ name, version, section, line, source, hashes }) =>
      `${section} ${name} ${version ?? "-"} ${source.kind} ${hashes.length} @${line}`,
  );
}

test("a Pipfile.lock has the line of each key, in each section, however it is spelled", () => {
  const text = `{
    "_meta": {"pipfile-spec": 6, "zope": {"Zope.Interface": {}}},
    "default": {
        "Zope.Interface": {
            "hashes": ["sha256:1", "md5:2"],
            "markers": "python_version >= '3' and \\"Zope.Interface\\": {",
            "version": "==5.0"
        },
        "celery[redis]": {"version": "==5.3"}, "mine": {"path": "."}
    },
    "develop": {
        "zope-interface": {"version": "==5.1"}
    }
}
`;
  assert.deepEqual(outline(parsePipfileLock("Pipfile.lock", text), text), [
    "default zope-interface 5.0 index 2 @4",
    "default celery 5.3 index 0 @9",
    "default mine - path 0 @9",
    "develop zope-interface 5.1 index 0 @12",
  ]);
});

test("a package that stands in a requirements file twice is two entries", () => {
  const text = `# made by a tool
foo==1.0 ; python_version < "3.9" \\
    --hash=sha256:${"1".repeat(64)}
foo==2.0 ; python_version >= "3.9"
bar>=1
./local
`;
  assert.deepEqual(outline(parseRequirementsLock("requirements.txt", text), text), [
    "default foo 1.0 index 1 @2",
    "default foo 2.0 index 0 @4",
    "default bar - index 0 @5",
  ]);
});

test("a pylock.toml has the line of each name, and tells files apart", () => {
  const text = `lock-version = "1.0"
created-by = "test"

[[packages]]
name = "foo"
version = "1.0"
[[packages.wheels]]
name = "foo-1.0-py3-none-any.whl"
url = "https://files.example/foo-1.0-py3-none-any.whl"
size = 12
hashes = { sha256 = "aa" }
[packages.sdist]
path = "foo-1.0.tar.gz"
hashes = { sha256 = "bb", md5 = "cc" }

[[ packages ]]
name = 'bar'
directory = { path = "." }
`;
  const lock = parsePylock("pylock.toml", text);
  assert.deepEqual(outline(lock, text), ["default foo 1.0 index 3 @5", "default bar - path 0 @17"]);
  assert.deepEqual(lockedEntries(lock, text)[0]!.files, [
    { filename: "foo-1.0.tar.gz", url: undefined, size: undefined, hashes: ["sha256:bb", "md5:cc"] },
    {
      filename: "foo-1.0-py3-none-any.whl",
      url: "https://files.example/foo-1.0-py3-none-any.whl",
      size: 12,
      hashes: ["sha256:aa"],
    },
  ]);
});

test("one pass finds every key where a search for it does", () => {
  // Equal keys of one object cannot be told apart, and a key that is a number would come first in JavaScript.
  const key = fc.stringMatching(/^[a-z"\\{}[\]:, \n]{1,6}$/).map((text) => `k${text}`);
  const few = { maxKeys: 4 };
  const value = fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.array(fc.dictionary(key, fc.string(), few)));
  const object = fc.dictionary(key, fc.dictionary(key, fc.oneof(value, fc.dictionary(key, value, few)), few), few);
  fc.assert(
    fc.property(object, fc.constantFrom(undefined, 1, 4), (tree, indent) => {
      const text = JSON.stringify(tree, undefined, indent);
      const found = [...jsonKeyLines(text, 2)];
      const paths = Object.entries(tree).flatMap(([outer, inner]) => [
        [outer],
        ...Object.keys(inner).map((each) => [outer, each]),
      ]);
      assert.deepEqual(
        found.map(({ path }) => path),
        paths,
      );
      for (const { path, line } of found) assert.equal(line, locateJson(text, path).line);
    }),
    { numRuns: 200 },
  );
});
