import assert from "node:assert/strict";
import { test } from "node:test";

import { InvalidMetadata, parseMetadata, parseProjectUrls } from "../../src/python/index.ts";

const place = "foo-1.0-py3-none-any.whl.metadata";
const minimal = "Metadata-Version: 2.1\nName: Foo_Bar\nVersion: 1.0rc1\n";

test("the fields that matter are read, in order and as written", () => {
  const metadata = parseMetadata(
    place,
    `${minimal}Summary: Requires-Dist: none
Requires-Python: >=3.8, !=3.9.*
Requires-Dist: requests (>=2.0)
Requires-Dist: tomli>=1; python_version < "3.11"
requires-dist:numpy
Provides-Extra: Test_Extra
Dynamic: Requires-Dist
License: MIT
        Requires-Dist: continued, so no field
\tand on

Requires-Dist: not-here
`,
  );
  assert.equal(metadata.metadataVersion, "2.1");
  assert.equal(metadata.name, "foo-bar");
  assert.equal(metadata.version.text, "1.0rc1");
  assert.equal(metadata.requiresPython, ">=3.8, !=3.9.*");
  assert.deepEqual(metadata.requiresDist, ["requests (>=2.0)", `tomli>=1; python_version < "3.11"`, "numpy"]);
  assert.deepEqual(metadata.providesExtra, ["Test_Extra"]);
  assert.deepEqual(metadata.dynamic, ["requires-dist"]);
});

test("a byte order mark, any line end and a field over two lines are read", () => {
  const text = `\ufeff${minimal}Requires-Dist: foo\n  ; os_name == "a"\n\nbody`.replaceAll("\n", "\r\n");
  assert.deepEqual(parseMetadata(place, text).requiresDist, [`foo\n  ; os_name == "a"`]);
  assert.equal(parseMetadata(place, minimal.replaceAll("\n", "\r")).name, "foo-bar");
});

test("the head ends at the first line that is no field", () => {
  assert.deepEqual(parseMetadata(place, `${minimal}no field here\nRequires-Dist: foo`).requiresDist, []);
  assert.deepEqual(parseMetadata(place, `${minimal}Bad Name: x\nRequires-Dist: foo`).requiresDist, []);
});

// [text, what the error says]
for (const [text, reason] of [
  ["", "`Metadata-Version` is missing"],
  [" Name: foo", "`Metadata-Version` is missing"],
  ["Metadata-Version: 2.1\nVersion: 1.0", "`Name` is missing"],
  ["Metadata-Version: 2.1\nName: foo", "`Version` is missing"],
  [`${minimal}Version: 2.0`, "`Version` stands 2 times"],
  [`${minimal}Requires-Python: >=3\nREQUIRES-PYTHON: >=4`, "`Requires-Python` stands 2 times"],
  [
    "Metadata-Version: 2.1\nName: foo bar\nVersion: 1",
    "`foo bar` is not a name: it takes letters, digits and inner `.`, `_` or `-`",
  ],
  ["Metadata-Version: 2.1\nName: foo\nVersion: latest", "`latest` is not a version"],
] as const) {
  test(`${JSON.stringify(text)}: ${reason}`, () => {
    assert.throws(
      () => parseMetadata(place, text),
      (error: Error) => error instanceof InvalidMetadata && error.message === `${place}: ${reason}`,
    );
  });
}

test("a field continued over a hundred thousand lines costs one pass", () => {
  const text = `${minimal}Requires-Dist: foo\n${" x\n".repeat(100_000)}`;
  assert.equal(parseMetadata(place, text).requiresDist.length, 1);
});

test("a project is named by its addresses, with and without a label", () => {
  const text = `${minimal}Project-URL: Source, https://github.com/a/b
Home-page: https://a.example
project-url: https://bare.example

Project-URL: Not, https://in.the/head
`;
  assert.deepEqual(parseProjectUrls(text), ["https://github.com/a/b", "https://bare.example", "https://a.example"]);
  assert.deepEqual(parseProjectUrls(""), []);
});
