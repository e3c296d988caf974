import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import fc from "fast-check";

import { limits, readYaml, tryReadPlainYaml, UserError } from "../../src/base/index.ts";

const limit = limits.prescription;

/** What the full reader makes of a text: a value, or why it is none. */
function full(text: string): unknown {
  try {
    return readYaml("f.yaml", text, limit, { merge: true }).value;
  } catch (error) {
    if (error instanceof UserError) return error.code;
    throw error;
  }
}

/** Texts that are plain: the value is that of the full reader. */
const plain: readonly string[] = [
  "",
  "\n\n",
  "a: 1\n",
  "a: 1",
  "a:\n",
  "a:\nb: ~\n",
  "a: null\nb: Null\nc: nulls\n",
  "a: true\nb: FALSE\nc: yes\nd: no\ne: on\n",
  "a: 010\nb: -7\nc: +3\nd: 3.10\ne: .5\nf: 1.\ng: 1.0.0\nh: 2021-01-01\ni: -a\nj: 1_000\nk: 0b1\n",
  "a: ==1.0\nb: ~=1.0\nc: <2\nd: =>1\n",
  "a: it's\nb: x#y\nc: http://example.org/a?b=c:d\nd: a - b\ne: -.5\nf: -1\n",
  'a: ""\nb: "x: y # z"\nc: \'\'\nd: \'"\'\n',
  "a: []\nb: {}\n",
  "a:\n  b:\n    c: 1\nd: 2\n",
  "a:\n- 1\n- 2\nb: 3\n",
  "a:\n  - 1\n  -\n  - x\n",
  "- a: 1\n  b: 2\n- a: 3\n",
  "-   a: 1\n    b: 2\n",
  "- - 1\n  - 2\n- - 3\n",
  "- a:\n  - b: 1\n    c: 2\n  d: 3\n",
  "a: >-\n  one\n  two\nb: 1\n",
  "a: >\n  one\n  two\n",
  "a: |\n  one\n  two\n\n\nb: 1\n",
  "a: |-\n  one: 1\n  - two\n",
  "- >-\n  one\n  # two\n- 2\n",
  "a:   1\nb:\n\n\n  c: 1\n\nd: 2\n",
  "true: 1\nnull: 2\n",
  "constructor: 1\ntoString: 2\n",
];

for (const text of plain)
  test(`plain: ${JSON.stringify(text)}`, () => {
    assert.deepEqual(tryReadPlainYaml(text, limit), { value: full(text) });
  });

/** Texts that are left to the full reader, whatever it says of them. */
const notPlain: readonly string[] = [
  "a",
  '"a": 1\n',
  "a: &x 1\nb: *x\n",
  "<<: {a: 1}\n",
  "a: !=8.1\n",
  "a: >=1.0\n",
  "a: [1, 2]\n",
  "a: {b: 1}\n",
  "a: 1 # one\n",
  "# one\na: 1\n",
  "a: b: c\n",
  "a: b:\n",
  "a: 1\na: 2\n",
  "a: 1\n  b: 2\n",
  "a:\n    b: 1\n  c: 2\n",
  "a: x\n  y\n",
  "a: 'x'\n  y\n",
  "a: >-\n  one\n\n  two\n",
  "a: >-\n  one\n    two\n",
  "a: >-\nb: 1\n",
  "a: >+\n  one\n",
  "a: 1\n---\nb: 2\n",
  "--- \na: 1\n",
  "...\n",
  "%YAML 1.2\n---\na: 1\n",
  "a:\t1\n",
  "a: 1\r\nb: 2\r\n",
  "\ufeffa: 1\n",
  "a: 1 \n",
  "a: 'it''s'\n",
  'a: "x\\n"\n',
  'a: "x" y\n',
  "a: 0x1F\n",
  "a: 1e3\n",
  "a: .inf\n",
  "? a\n: 1\n",
  "__proto__: 1\n",
  "- a: 1\n b: 2\n",
  "a: @x\n",
  "a: `x`\n",
  "a: |\n\n  text\n",
  "- >-\n      \n  text",
  "- >\n    a\n      ",
];

for (const text of notPlain)
  test(`not plain: ${JSON.stringify(text)}`, () => assert.equal(tryReadPlainYaml(text, limit), undefined));

test("what is past a limit is not plain, so that the full reader refuses it", () => {
  const keys = "a: 1\nb: 2\nc: 3\n";
  assert.notEqual(tryReadPlainYaml(keys, { ...limit, keys: 3 }), undefined);
  assert.equal(tryReadPlainYaml(keys, { ...limit, keys: 2 }), undefined);
  const deep = "a:\n  b:\n    - c: 1\n";
  assert.notEqual(tryReadPlainYaml(deep, { ...limit, depth: 4 }), undefined);
  assert.equal(tryReadPlainYaml(deep, { ...limit, depth: 3 }), undefined);
  assert.equal(tryReadPlainYaml(`${"- ".repeat(100_000)}1\n`, limit), undefined);
});

test("our own rules mean the same to both readers", () => {
  const text = readFileSync(new URL("../../prescriptions/pillow/numpy-arrays.yaml", import.meta.url), "utf8");
  const values = tryReadPlainYaml(text, limit);
  if (values !== undefined) assert.deepEqual(values.value, full(text));
  assert.equal(typeof full(text), "object");
});

const piece = fc.constantFrom(
  ..."a b key x: y: : - -- # ' \" | > >- |- [ ] { } & * ! % @ ~ null true 1 -1 1.5 .5 0x1 1e2 ==1.0 !=2 << ? , \\ ... ---".split(
    " ",
  ),
  " ",
  "  ",
  "    ",
  "\n",
  "\n  ",
  "\n- ",
  "\n    ",
  ": ",
  ":\n",
);

test("whatever the plain reader reads, the full reader reads alike", () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
      const text = pieces.join("");
      const found = tryReadPlainYaml(text, limit);
      if (found !== undefined) assert.deepEqual(found.value, full(text), JSON.stringify(text));
    }),
    { numRuns: 3_000 },
  );
});
