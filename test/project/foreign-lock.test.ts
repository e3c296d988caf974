/** Locks of uv and Poetry. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { parsePoetryLock, parseUvLock } from "../../src/project/foreign-lock.ts";
import { parseLockByName } from "../../src/project/index.ts";

const uv = `version = 1
revision = 3
requires-python = ">=3.9"

[[package]]
name = "demo"
version = "1.0"
source = { virtual = "." }
dependencies = [{ name = "Zope-Interface" }]

[[package]]
name = "zope-interface"
version = "7.0"
source = { registry = "https://pypi.org/simple" }
sdist = { url = "https://h/z.tar.gz", hash = "sha256:aa", size = 1 }
wheels = [
    { url = "https://h/z.whl", hash = "sha256:bb" },
]

[[package]]
name = "repo"
version = "2.0"
source = { git = "https://h/r.git?rev=v1#0000" }
`;

const poetry = `[[package]]
name = "Zope.Interface"
version = "7.0"
files = [{file = "z.whl", hash = "sha256:bb"}]

[[package]]
name = "corp"
version = "1"

[package.source]
type = "legacy"
url = "https://corp/simple"

[[package]]
name = "repo"
version = "2.0"
source = {type = "git", url = "https://h/r.git", reference = "v1", resolved_reference = "0"}

[metadata]
lock-version = "1.1"

[metadata.files]
corp = [{file = "corp.whl", hash = "sha256:cc"}]
"Zope.Interface" = []
repo = []
`;

function outline(place: string, text: string): readonly string[] {
  const packages = [...parseLockByName(place, text).sections.get("default")!.values()];
  return packages.map(({ name, version, source, index, hashes }) =>
    [name, version ?? "-", source.kind, index ?? "-", ...hashes].join(" "),
  );
}

test("a lock of uv", () =>
  assert.deepEqual(outline("a/uv.lock", uv), [
    "demo - path -",
    "zope-interface 7.0 index https://pypi.org/simple sha256:aa sha256:bb",
    "repo - vcs -",
  ]));

test("a lock of Poetry, old and new", () =>
  assert.deepEqual(outline("poetry.lock", poetry), [
    "zope-interface 7.0 index - sha256:bb",
    "corp 1 index https://corp/simple sha256:cc",
    "repo - vcs -",
  ]));

test("a package with two versions has none", () => {
  const again = poetry.replace('name = "corp"\nversion = "1"', 'name = "zope-interface"\nversion = "6.0"');
  assert.equal(parsePoetryLock("f", again).sections.get("default")!.size, 2);
  assert.match(
    outline("poetry.lock", again.replace("\ncorp = ", "\nzope-interface = "))[0]!,
    /^zope-interface - index/,
  );
});

test("what is malformed is refused with its place", () => {
  const refuse = (text: string, message: string) =>
    assert.throws(() => parseUvLock("uv.lock", text), { code: "INVALID_FOREIGN_LOCK", message });
  refuse("package = 1", "uv.lock:1:1: `package` is `1`, and a list is needed");
  refuse("[[package]]\nversion = '1'", "uv.lock:1:1: `name` is missing");
  refuse("[[package]]\nname = '-'", "uv.lock:2:1: `-` is not a package name");
  refuse("[[package]]\nname = 'a'\nsource = 1", "uv.lock:3:1: `package.0.source` is `1`, and a table is needed");
});

test("the name of a file tells its format", () => {
  assert.equal(parseLockByName("o/requirements.txt", "a==1").sections.get("default")!.size, 1);
  assert.throws(() => parseLockByName("Cargo.lock", ""), /Cargo\.lock is the name of no lock/);
});
