/** Depth is bounded before any parser runs, exactly at the limit, in linear time, and hostile text cannot hide it. */

import assert from "node:assert/strict";
import { test } from "node:test";

import fc from "fast-check";
import { parse, stringify } from "smol-toml";
import { parseDocument, stringify as stringifyYaml } from "yaml";

import { checkDepth, InputTooDeep, limits, type Syntax } from "../../src/base/index.ts";
import { cpuTime } from "../support/cpu-time.ts";

const limit = (depth: number) => ({ bytes: Infinity, depth });

function isTooDeep(text: string, syntax: Syntax, depth: number): boolean {
  try {
    checkDepth("file", text, syntax, limit(depth));
    return false;
  } catch (error) {
    assert.ok(error instanceof InputTooDeep);
    return true;
  }
}

/** The least limit that `text` passes. */
function measured(text: string, syntax: Syntax): number {
  let depth = 1;
  while (isTooDeep(text, syntax, depth)) depth++;
  return depth;
}

function depthOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

const N = 20;

// Each text nests exactly `N` levels for `n = N`.
const nested: readonly [syntax: Syntax, name: string, text: (n: number) => string][] = [
  ["json", "lists", (n) => "[".repeat(n) + "]".repeat(n)],
  ["json", "objects", (n) => '{"a":'.repeat(n) + "1" + "}".repeat(n)],
  ["json", "lists that never close", (n) => "[".repeat(n)],
  ["toml", "lists", (n) => `a = ${"[".repeat(n - 1)}${"]".repeat(n - 1)}`],
  ["toml", "inline tables", (n) => `a = ${"{b = ".repeat(n - 1)}1${"}".repeat(n - 1)}`],
  [
    "toml",
    "a header",
    (n) =>
      `[${Array(n - 1)
        .fill("a")
        .join(".")}]`,
  ],
  ["toml", "a dotted key", (n) => `${Array(n).fill("a").join(".")} = 1`],
  [
    "toml",
    "a dotted key under a header",
    (n) =>
      `[a.b]\n${Array(n - 2)
        .fill("a")
        .join(".")} = 1`,
  ],
  [
    "toml",
    "tables in lists of tables",
    (n) =>
      `[[${Array(n - 2)
        .fill("a")
        .join(".")}]]`,
  ],
  ["yaml", "flow lists", (n) => "[".repeat(n) + "]".repeat(n)],
  ["yaml", "flow maps", (n) => "{a: ".repeat(n) + "}".repeat(n)],
  ["yaml", "items on one line", (n) => `${"- ".repeat(n)}1`],
  ["yaml", "explicit keys on one line", (n) => `${"? ".repeat(n)}1`],
  ["yaml", "keys on one line", (n) => "a: ".repeat(n)],
  ["yaml", "empty keys on one line", (n) => ": ".repeat(n)],
  ["yaml", "indented keys", (n) => Array.from({ length: n }, (_, i) => `${" ".repeat(i)}a:\n`).join("")],
  ["yaml", "indented items", (n) => Array.from({ length: n }, (_, i) => `${" ".repeat(i)}-\n`).join("")],
  ["yaml", "a quote inside a plain scalar", (n) => `[a "b, ${"[".repeat(n - 1)}`],
  ["yaml", "an apostrophe inside a plain scalar", (n) => `[it's, ${"[".repeat(n - 1)}`],
  ["yaml", "a hash inside a plain scalar", (n) => `[a#b, ${"[".repeat(n - 1)}`],
  ["yaml", "a quoted bracket", (n) => `["]", ${"[".repeat(n - 1)}`],
  ["yaml", "lists after a block scalar", (n) => `- |\n  "[[\n- ${"[".repeat(n - 1)}`],
];

for (const [syntax, name, text] of nested) {
  test(`${syntax}: ${name} pass at the limit and not one level deeper`, () => {
    assert.equal(measured(text(N), syntax), N);
    assert.equal(measured(text(N + 1), syntax), N + 1);
  });
}

// Brackets, dots and indicators that open nothing.
const flat: readonly [syntax: Syntax, text: string][] = [
  ["json", JSON.stringify(['[[[[{{{{"[[[[', "\\", "[[[["])],
  ["toml", 'a = "[[[[{{{{\\"[[[["\nb = \'[[[["\\\'\n'],
  ["toml", 'a = """[[[[ "" \\""" [[[["""""\nb = \'\'\'[[[[\'\' [[[[\'\'\'\'\'\n'],
  ["toml", '# [[[[ "\na = 1.5 # {{{{\nd = 1979-05-27T07:32:00.999Z\n"a.b.c.d" = 2\n'],
  ["yaml", "a: \"[[[[{{{{\\\"[[[[\"\nb: '[[[['' [[[['\nc: it's [[[[\n"],
  ["yaml", 'a: |\n  [[[[{{{{\n  - - - - "\nb: >\n  ? ? ? ?\n# [[[[\nc: d # [[[['],
];

for (const [syntax, text] of flat) {
  test(`${syntax}: ${JSON.stringify(text)} is flat`, () => assert.equal(measured(text, syntax), 1));
}

test("the error names file, line and limit", () => {
  assert.throws(() => checkDepth("Pipfile", 'a = "["\nb = [\n[\n[[1]]]]', "toml", limit(3)), {
    code: "INPUT_TOO_DEEP",
    message: "Pipfile:4: nested more than 3 levels deep",
  });
});

const quarterMegabyte = 250_000;
const fill = (text: string) => text.repeat(quarterMegabyte / text.length);
const hostile: readonly [name: string, syntax: Syntax, text: string][] = [
  ["250 KB of [", "yaml", fill("[")],
  ["250 KB of {a: ", "yaml", fill("{a: ")],
  ["250 KB of - ", "yaml", fill("- ")],
  ["250 KB of ? ", "yaml", fill("? ")],
  ["250 KB of a: ", "yaml", fill("a: ")],
  ["the 2 KB that end the process", "yaml", `${"- ".repeat(1_000)}1`],
  ["a staircase", "yaml", Array.from({ length: 700 }, (_, i) => `${" ".repeat(i)}a:\n`).join("")],
  ["250 KB of [", "json", fill("[")],
  ["250 KB of [", "toml", `a = ${fill("[")}`],
  ["250 KB of a.", "toml", fill("a.")],
];

for (const [name, syntax, text] of hostile) {
  test(`${syntax}: ${name} are refused, and more than once`, () => {
    assert.ok(isTooDeep(text, syntax, limits.configuration.depth));
    assert.ok(isTooDeep(text, syntax, limits.configuration.depth));
  });
}

// The library's parser looks back through all blank lines for each of these comments; unprotected, 256 KB take it 6 s.
const slow: readonly [name: string, text: (n: number) => string][] = [
  ["comments after blank lines after a block scalar", (n) => `- |\n     x\n${"\n".repeat(n)}${" #\n".repeat(n / 3)}`],
  ["the same with tabs", (n) => `- |\n     x\n${"\n".repeat(n)}${" \t#\n".repeat(n / 4)}`],
  ["aliases", (n) => "- *a\n".repeat(n / 5)],
  ["quotes that never close", (n) => `"\n'\n`.repeat(n / 4)],
  ["flow maps", (n) => '["]",'.repeat(n / 5)],
];

for (const [name, text] of slow) {
  test(`yaml: ${name} take time in proportion to their length`, () => {
    const time = (n: number) => cpuTime(() => isTooDeep(text(n), "yaml", N));
    const [small, large] = [Math.min(time(8_000), time(8_000)), time(80_000)];
    // Ten times the text; a quadratic scan would take a hundred times as long. The constant forgives a small one that is over at once.
    assert.ok(large < 40 * small + 50, `${small} ms became ${large} ms`);
  });
}

test("JSON: any value is as deep as it looks", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
      assert.equal(measured(JSON.stringify(value), "json"), Math.max(1, depthOf(value)));
    }),
  );
});

const tomlParts = ["[", "]", "{", "}", "=", ".", ",", "\n", '"', "'", '"""', "'''", "#", "a", "1", "\\"];

test("TOML: whatever the parser accepts is as deep as it looks", () => {
  const words = ["[[", "]]", "\na = ", "\nb.c = ", "\n[x]\n", "\n[x.y]\n", "{a = ", "'[", '"\\"'];
  let accepted = 0;
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...tomlParts, ...words), { maxLength: 12 }), (parts) => {
      const text = parts.join("");
      const value = tryParseToml(text);
      if (value === undefined) return;
      accepted++;
      assertTomlDepth(text, value);
    }),
    { numRuns: 2_000 },
  );
  assert.ok(accepted > 100);
});

test("TOML: a written document is as deep as its value", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ minLength: 1 }), tomlValue.value), (value) => {
      const text = stringify(value);
      assertTomlDepth(text, parse(text));
    }),
  );
});

/** Equal, except that a header such as `[a.b]` may pass through an array of tables `a` that it does not show. */
function assertTomlDepth(text: string, value: unknown): void {
  const [count, depth] = [measured(text, "toml"), depthOf(value)];
  if (text.includes("[[")) assert.ok(count <= depth && depth <= 2 * count, `${count} counted, ${depth} deep`);
  else assert.equal(count, depth);
}

const tomlValue = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.string(),
    fc.integer(),
    fc.double({ noNaN: true }),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.string({ minLength: 1 }), tie("value"), { maxKeys: 3 }),
  ),
}));

function tryParseToml(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

test("YAML: a written document is as deep as its value", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), fc.constantFrom("any", "flow"), (value, style) => {
      const text = stringifyYaml(value, { aliasDuplicateObjects: false, collectionStyle: style as "any" | "flow" });
      assert.equal(measured(text, "yaml"), Math.max(1, depthOf(value)), text);
    }),
  );
});

test("YAML: no text, however malformed, is composed deeper than twice the count and one", () => {
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
    "#",
    "a",
    "b: ",
    "|\n",
    "&a ",
    "[[",
    "\\",
  ];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...parts), { maxLength: 40 }), (chosen) => {
      const text = chosen.join("");
      const { contents } = parseDocument(text, { prettyErrors: false });
      assert.ok(nodeDepth(contents) <= 2 * measured(text, "yaml") + 1);
    }),
    { numRuns: 1_000 },
  );
});

/** Of the library's nodes: collections have items, and a pair of a mapping has a key and a value. */
function nodeDepth(node: unknown): number {
  if (typeof node !== "object" || node === null) return 0;
  if ("items" in node && Array.isArray(node.items)) return 1 + Math.max(0, ...node.items.map(nodeDepth));
  if ("key" in node && "value" in node) return Math.max(nodeDepth(node.key), nodeDepth(node.value));
  return 0;
}
