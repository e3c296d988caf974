import { test } from "node:test";
import assert from "node:assert/strict";
import { candidatesOf, parseProjectPage } from "../../src/package-index/project-page.ts";
import type { ReleaseFile } from "../../src/ports/index.ts";
import { packageName } from "../../src/python/index.ts";
import { summary } from "../support/package-index.ts";

const base = new URL("https://pypi.example/simple/foo/");
const json = '{"meta":{},"files":[{"filename":"foo-1.0.tar.gz","url":"foo-1.0.tar.gz","hashes":{}}]}';
const html = '<a href="foo-1.0.tar.gz">foo</a>';

/** A content type, a body, and how many files are read from it. */
const readable: readonly (readonly [string, string])[] = [
  ["application/vnd.pypi.simple.v1+json", json],
  ["application/vnd.pypi.simple.v1+json; charset=utf-8", json],
  ["Application/JSON", json],
  ["application/vnd.pypi.simple.v1+html", html],
  ["text/html;charset=utf-8", html],
];
for (const [type, body] of readable) {
  test(`a page of type ${type} is read`, () => {
    assert.equal(parseProjectPage("p", type, Buffer.from(body), base).files.length, 1);
  });
}

for (const type of ["", "text/plain", "application/vnd.pypi.simple.v2+json", "application/octet-stream"]) {
  test(`a page of type \`${type}\` is refused`, () => {
    const message = `p is \`${type}\`, which is no page of a package index`;
    assert.throws(() => parseProjectPage("p", type, Buffer.from(json), base), {
      code: "INDEX_PAGE_UNREADABLE",
      message,
    });
  });
}

function files(text: string): readonly ReleaseFile[] {
  const absent = { sha256: undefined, size: undefined, uploaded: undefined, requiresPython: undefined };
  return text
    .split(/\s+/)
    .map((filename) => ({ filename, url: `https://f/${filename}`, ...absent, yanked: undefined, sidecar: undefined }));
}

/** A package, the files of its page, and its candidates. */
const groupings: readonly (readonly [string, string, readonly string[]])[] = [
  [
    "foo",
    "foo-1.9.tar.gz foo-1.10.tar.gz foo-1.10rc1.tar.gz",
    ["1.10: foo-1.10.tar.gz", "1.10rc1: foo-1.10rc1.tar.gz", "1.9: foo-1.9.tar.gz"],
  ],
  ["foo", "foo-1.0.tar.gz foo-1.0-py3-none-any.whl", ["1.0: foo-1.0.tar.gz foo-1.0-py3-none-any.whl"]],
  ["foo", "foo-1.0.0-py3-none-any.whl foo-1.0.tar.gz", ["1.0.0: foo-1.0.0-py3-none-any.whl foo-1.0.tar.gz"]],
  ["foo", "Foo-1.0.zip foo-1.0.exe foo-1.0.egg foo-1.0.tar.gz.asc", ["1.0: Foo-1.0.zip"]],
  ["foo", "bar-1.0.tar.gz bar-1.0-py3-none-any.whl foo-french.tar.gz", []],
  [
    "foo-bar",
    "foo_bar-1.0.tar.gz Foo.Bar-1.1.tar.gz foo_bar-1.2-py3-none-any.whl",
    ["1.2: foo_bar-1.2-py3-none-any.whl", "1.1: Foo.Bar-1.1.tar.gz", "1.0: foo_bar-1.0.tar.gz"],
  ],
  ["foo", "foo-1.0-1.tar.gz foo-1.0-2.zip", ["1.0-2: foo-1.0-2.zip", "1.0-1: foo-1.0-1.tar.gz"]],
];
for (const [name, page, candidates] of groupings) {
  test(`the candidates of ${name} in ${page}`, () => {
    const found = candidatesOf(packageName(name), "pypi", files(page));
    assert.deepEqual(summary({ kind: "found", candidates: found, outside: () => [] }), candidates);
  });
}

test("a file name may be as long as file systems allow, and a longer one belongs to no candidate", () => {
  const named = (length: number) => `foo-${"1".repeat(length - "foo-.zip".length)}.zip`;
  const found = candidatesOf(packageName("foo"), "pypi", files(`${named(255)} ${named(256)}`));
  assert.deepEqual(
    found.flatMap((each) => each.files.map((file) => file.filename.length)),
    [255],
  );
});
