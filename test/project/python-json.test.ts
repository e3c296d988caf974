import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type JsonValue, formatCompactJson, formatIndentedJson } from "../../src/project/python-json.ts";

// As `repr(float)` of CPython 3.11 prints them.
const floats: readonly (readonly [number, string])[] = [
  [1, "1.0"],
  [-0, "-0.0"],
  [0.1, "0.1"],
  [-2.5, "-2.5"],
  [123456789012345680, "1.2345678901234568e+17"],
  [9999999999999998, "9999999999999998.0"],
  [1e16, "1e+16"],
  [1e22, "1e+22"],
  [1.5e300, "1.5e+300"],
  [0.0001, "0.0001"],
  [0.00012345, "0.00012345"],
  [0.00001, "1e-05"],
  [1.25e-7, "1.25e-07"],
  [5e-324, "5e-324"],
  [Number.POSITIVE_INFINITY, "Infinity"],
  [Number.NEGATIVE_INFINITY, "-Infinity"],
  [Number.NaN, "NaN"],
];
for (const [value, text] of floats) test(`the float ${text}`, () => assert.equal(formatCompactJson(value), text));

test("keys are sorted by code point, text is ASCII, integers have no point", () => {
  const value = { "\u{1F40D}": 1n, "\uFFFF": 2.0, ü: "ü/<\u007f\n", a: [], B: {}, z: [true, null] };
  assert.equal(
    formatCompactJson(value),
    String.raw`{"B":{},"a":[],"z":[true,null],"\u00fc":"\u00fc/<\u007f\n","\uffff":2.0,"\ud83d\udc0d":1}`,
  );
});

test("the indented form has four spaces a level, and nothing inside what is empty", () => {
  const expected =
    '{\n    "a": {\n        "b": [\n            "c",\n            "d"\n        ]\n    },\n    "e": {}\n}';
  assert.equal(formatIndentedJson({ e: {}, a: { b: ["c", "d"] } }), expected);
});

test("`__proto__` is a key like any other", () => {
  const value = JSON.parse('{"__proto__": {"x": "y"}}') as JsonValue;
  assert.equal(formatCompactJson(value), '{"__proto__":{"x":"y"}}');
});

test("both forms say what they were given", () => {
  const json = fc.jsonValue({ maxDepth: 4 }).map((value) => JSON.parse(JSON.stringify(value), keepText) as JsonValue);
  fc.assert(
    fc.property(json, (value) => {
      assert.deepEqual(JSON.parse(formatCompactJson(value)), value);
      assert.deepEqual(JSON.parse(formatIndentedJson(value)), value);
    }),
  );
});

/** Leaves numbers out: -0 and integers are spelled in ways that JSON.parse does not give back. */
function keepText(_key: string, value: unknown): unknown {
  return typeof value === "number" ? "number" : value;
}
