/** Users' YAML: plain values with their places, and one sentence with line and column for whatever is wrong. */

import assert from "node:assert/strict";
import { test } from "node:test";

import fc from "fast-check";
import { parseDocument } from "yaml";

import { InputTooLarge, readYaml, UserError, type YamlOptions } from "../../src/base/index.ts";
import { cpuTime } from "../support/cpu-time.ts";

const limit = { bytes: 10_000, depth: 10, keys: 100 };
const read = (text: string, options?: YamlOptions) => readYaml("a.yaml", text, limit, options);

const values: readonly [text: string, value: unknown][] = [
  ["", null],
  ["# nothing\n", null],
  ["a: 1\nb: [x, {y: z}]\n", { a: 1, b: ["x", { y: "z" }] }],
  // YAML 1.2: only `true` and `false` are booleans, and there are no dates.
  ["[yes, no, on, off, true, 2024-01-01]", ["yes", "no", "on", "off", true, "2024-01-01"]],
  ["%YAML 1.1\n---\n[yes, 010]", ["yes", 10]],
  ["3.10: a\ntrue: b\nnull: c", { "3.10": "a", true: "b", null: "c" }],
  ["<<: {a: 1}", { "<<": { a: 1 } }],
  ["a: &x 1", { a: 1 }],
  ["labels: [\n  bot\n]", { labels: ["bot"] }],
];

for (const [text, value] of values) {
  test(`${JSON.stringify(text)} is ${JSON.stringify(value)}`, () => assert.deepEqual(read(text).value, value));
}

const places: readonly [path: (string | number)[], part: "key" | "value", place: string, text: string | undefined][] = [
  [[], "value", "2:1", undefined],
  [["a"], "key", "2:1", "3.10"],
  [["a"], "value", "2:4", "3.10"],
  [["b"], "value", "4:3", undefined],
  [["b", 1], "value", "5:5", undefined],
  [["b", 1, "c"], "key", "5:5", ""],
  [["b", 1, "c"], "value", "5:7", ""],
  [["b", 1, "missing"], "value", "5:5", undefined],
  [["missing", "deeper"], "key", "2:1", undefined],
];

const placed = "# comment\na: 3.10\nb:\n  - é\n  - c:\n";

for (const [path, part, place, text] of places) {
  test(`the ${part} at ${JSON.stringify(path)} stands at ${place}`, () => {
    const file = read(placed);
    const { line, column } = file.positionOf(path, part);
    assert.equal(`${line}:${column}`, place);
    assert.equal(file.textOf(path), text);
  });
}

const broken: readonly [text: string, code: string, message: string][] = [
  [
    "a: b: c",
    "INVALID_YAML",
    "a.yaml:1:4: not valid YAML: Nested mappings are not allowed in compact mappings: `a: b: c`",
  ],
  [
    "a:\n  - [1, 2\nb: 3\n",
    "INVALID_YAML",
    "a.yaml:3:1: not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]: `b: 3`",
  ],
  ["a: 1\n---\nb: 2", "INVALID_YAML", "a.yaml:2:1: not valid YAML: a second document starts here: `---`"],
  [
    "a: !ruby/object x",
    "INVALID_YAML",
    "a.yaml:1:4: not valid YAML: Unresolved tag: !ruby/object: `a: !ruby/object x`",
  ],
  ["[a]: b", "INVALID_YAML", "a.yaml:1:1: not valid YAML: a key has to be one word or string: `[a]: b`"],
  ["b: 1\na:\n  b: 1\n  'b': 2", "DUPLICATE_KEY", "a.yaml:4:3: the key `b` already stands on line 3"],
  ['3: 1\n"3": 2', "DUPLICATE_KEY", "a.yaml:2:1: the key `3` already stands on line 1"],
  ["a: &x 1\nb: *x", "ALIAS_REFUSED", "a.yaml:2:4: the alias `*x` is not read"],
  ["[".repeat(11), "INPUT_TOO_DEEP", "a.yaml:1: nested more than 10 levels deep"],
];

for (const [text, code, message] of broken) {
  test(`${JSON.stringify(text.slice(0, 40))} is ${code}`, () => assert.throws(() => read(text), { code, message }));
}

test("a line is shown in part when it is long", () => {
  assert.throws(() => read(`a: b: ${"c".repeat(1_000)}`), /: `a: b: c{74}…`$/);
});

test("bytes and keys are read up to the limit and not one further", () => {
  const keys = (n: number) => Array.from({ length: n }, (_, index) => `k${index}: 1\n`).join("");
  read(keys(100));
  assert.throws(() => read(keys(101)), { message: "a.yaml: 101 keys, and at most 100 are read" });
  read(`# ${"é".repeat(4_999)}`);
  assert.throws(() => read(`# ${"é".repeat(4_999)}.`), InputTooLarge);
});

test("10,000 keys are compared in linear time", () => {
  const text = Array.from({ length: 10_000 }, (_, index) => `k${index}: 1\n`).join("");
  const time = cpuTime(() => readYaml("a.yaml", text, { bytes: 200_000, depth: 10, keys: 10_000 }));
  // The library's own check takes more than a second.
  assert.ok(time < 1_000, String(time));
});

const merges: readonly [text: string, value: unknown][] = [
  ["a: &x {b: 1, c: 2}\nd:\n  <<: *x\n  b: 3", { a: { b: 1, c: 2 }, d: { b: 3, c: 2 } }],
  ["a: &x {b: 1}\nd:\n  b: 3\n  <<: *x", { a: { b: 1 }, d: { b: 3 } }],
  ["[&x {a: 1}, &y {a: 2, b: 2}, {<<: [*x, *y]}]", [{ a: 1 }, { a: 2, b: 2 }, { a: 1, b: 2 }]],
  ["<<: {a: 1}", { a: 1 }],
  ["a: &x [{b: 1}, {b: 2, c: 2}]\nd: {<<: *x}", { a: [{ b: 1 }, { b: 2, c: 2 }], d: { b: 1, c: 2 } }],
  ["[&x {a: 1}, &x {a: 2}, {<<: *x}]", [{ a: 1 }, { a: 2 }, { a: 2 }]],
];

for (const [text, value] of merges) {
  test(`with merge keys ${JSON.stringify(text)} is ${JSON.stringify(value)}`, () =>
    assert.deepEqual(read(text, { merge: true }).value, value));
}

test("what was merged stands where it was written", () => {
  const file = read("a: &x\n  b: 1\nd:\n  <<: *x", { merge: true });
  assert.deepEqual(file.positionOf(["d", "b"]), { line: 2, column: 6 });
});

const brokenMerges: readonly [text: string, message: string][] = [
  ["a: &x 1\nb: *x", "a.yaml:2:4: the alias `*x` is not read"],
  ["a: {<<: *x}", "a.yaml:1:9: not valid YAML: this alias names no anchor before it: `a: {<<: *x}`"],
  ["a: &x {<<: *x}", "a.yaml:1:12: not valid YAML: this alias names no anchor before it: `a: &x {<<: *x}`"],
  ["a: &x [1]\nb: {<<: *x}", "a.yaml:2:9: not valid YAML: only a mapping can be merged with `<<`: `b: {<<: *x}`"],
];

for (const [text, message] of brokenMerges) {
  test(`with merge keys ${JSON.stringify(text)} is refused`, () =>
    assert.throws(() => read(text, { merge: true }), { message }));
}

test("merging cannot make a small file large: merged keys count", () => {
  const layers = Array.from(
    { length: 12 },
    (_, index) => `- &l${index + 1} {a${index}: {<<: *l${index}}, b${index}: {<<: *l${index}}, <<: *l${index}}\n`,
  );
  assert.throws(() => read(`- &l0 {x: 1}\n${layers.join("")}`, { merge: true }), InputTooLarge);
});

test("a key named `__proto__` is a key like any other", () => {
  const value = read("__proto__: {a: 1}").value as object;
  assert.deepEqual(Object.keys(value), ["__proto__"]);
  assert.equal(Object.getPrototypeOf(value), Object.prototype);
});

test("any text means what it means to the library, or is refused", () => {
  const parts = [
    "[",
    "]",
    "{",
    "}",
    '"',
    "'",
    ":",
    ": ",
    ",",
    "- ",
    "? ",
    "\n",
    "\n  ",
    "\n ",
    "#",
    " # c",
    "\t",
    "a",
    "b: ",
    "|\n",
    ">\n",
    "&a ",
    "!x ",
    "---",
    "...",
    "1",
    "\r\n",
  ];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...parts), { maxLength: 30 }), (chosen) => {
      const text = chosen.join("");
      const document = parseDocument(text, { schema: "core", version: "1.2", prettyErrors: false });
      const outcome = tryRead(text);
      if (document.errors.length > 0) assert.ok(outcome instanceof UserError, document.errors[0]?.message);
      else if (!(outcome instanceof UserError)) assert.deepEqual(outcome, document.toJS());
    }),
    { numRuns: 2_000 },
  );
});

function tryRead(text: string): unknown {
  try {
    return read(text).value;
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}
