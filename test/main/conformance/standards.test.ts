import assert from "node:assert/strict";
import { test } from "node:test";

import { answerStandards } from "../../../src/main/conformance/standards.ts";

// [question, its result]
const rows: readonly (readonly [Readonly<Record<string, unknown>>, unknown])[] = [
  [{ op: "version", text: "v1.0-Alpha.1" }, "1.0a1"],
  [{ op: "compare", a: "1.0", b: "1.0.0" }, 0],
  [{ op: "compare", a: "1.10", b: "1.9" }, 1],
  [{ op: "compare", a: "1.0.dev1", b: "1.0a1" }, -1],
  [{ op: "contains", specifier: ">=1.0", version: "2.0a1", prereleases: null }, true],
  [{ op: "contains", specifier: ">=1.0", version: "2.0a1", prereleases: false }, false],
  [{ op: "contains", specifier: "===Foo", version: "foo", prereleases: null }, true],
  [{ op: "contains", specifier: ">=1.0", version: "foo" }, false],
  [{ op: "filter", specifier: ">=1", versions: ["2.0a1", "v1.0", "0.9"], prereleases: null }, ["v1.0"]],
  [{ op: "filter", specifier: ">=1", versions: ["2.0a1", "0.9"], prereleases: null }, ["2.0a1"]],
  [{ op: "marker", marker: "python_version < '3.8'", environment: { python_version: "3.10" }, extras: [] }, false],
  [{ op: "marker", marker: "sys_platform == 'linux'", environment: {}, extras: [] }, true],
  [{ op: "marker", marker: "extra == 'a-b'", environment: {}, extras: ["c", "A_B"] }, true],
  [
    { op: "requirement", text: "Foo_Bar[B,a]>=1,<2; os_name=='a'" },
    { name: "foo-bar", extras: ["a", "b"], specifier: ["<2", ">=1"], url: null, marker: `os_name == "a"` },
  ],
  [
    { op: "requirement", text: "foo @ https://a/b" },
    { name: "foo", extras: [], specifier: [], url: "https://a/b", marker: null },
  ],
  [
    { op: "wheel", filename: "foo-1.0-2b-py2.py3-none-any.whl" },
    { name: "foo", version: "1.0", build: [2, "b"], tags: ["py2-none-any", "py3-none-any"] },
  ],
  [
    { op: "wheel", filename: "foo-1.0-py3-none-any.whl" },
    { name: "foo", version: "1.0", build: [], tags: ["py3-none-any"] },
  ],
  [{ op: "sdist", filename: "Foo-1.0.tar.gz" }, ["foo", "1.0"]],
  [{ op: "name", text: "Foo__.Bar" }, "foo-bar"],
];

for (const [question, result] of rows) {
  test(`${JSON.stringify(question)} is answered`, () => {
    assert.deepEqual(JSON.parse(answerStandards(JSON.stringify(question))), { result });
  });
}

test("an integer that no double holds is written digit by digit", () => {
  const answer = answerStandards(
    JSON.stringify({ op: "wheel", filename: "foo-1-18446744073709551617-py3-none-any.whl" }),
  );
  assert.match(answer, /"build":\[18446744073709551617,""\]/);
});

for (const line of [
  "",
  "{",
  "[]",
  "null",
  `{"op":"toString"}`,
  `{"op":1}`,
  `{"op":"version"}`,
  `{"op":"version","text":1}`,
  `{"op":"version","text":"x"}`,
  `{"op":"filter","specifier":"","versions":[1]}`,
  `{"op":"contains","specifier":"","version":"1","prereleases":"yes"}`,
  `{"op":"marker","marker":"os_name=='a'","environment":{"os_name":1}}`,
  `{"op":"marker","marker":"os_name=='a'","environment":[]}`,
  `{"op":"marker","marker":"os_name ~= 'a'","environment":{}}`,
]) {
  test(`${line || "an empty line"} is answered with an error`, () => {
    const answer = JSON.parse(answerStandards(line));
    assert.deepEqual(Object.keys(answer), ["error"]);
    assert.equal(typeof answer.error, "string");
  });
}
