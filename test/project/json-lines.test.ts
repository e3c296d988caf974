import assert from "node:assert/strict";
import { test } from "node:test";
import { locateJson } from "../../src/project/json-lines.ts";

const text = `{
  "a": {"x": [1, {"deep": "}"}], "y": "\\"{"},
  "b\\u0021": {
    "c": 1,
    "c": 2
  }
}
`;

const rows: readonly (readonly [readonly string[], string])[] = [
  [[], "1:1"],
  [["a"], "2:3"],
  [["a", "y"], "2:34"],
  [["a", "absent"], "2:3"],
  [["b!"], "3:3"],
  [["b!", "c"], "5:5"],
  [["b!", "c", "d"], "5:5"],
  [["absent"], "1:1"],
];
for (const [path, place] of rows) {
  test(`${path.join(" > ") || "the text"} stands at ${place}`, () => {
    const { line, column } = locateJson(text, path);
    assert.equal(`${line}:${column}`, place);
  });
}
