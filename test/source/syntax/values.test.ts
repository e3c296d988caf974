import assert from "node:assert/strict";
import { test } from "node:test";

import { isLiteral } from "../../../src/source/syntax/value.ts";
import { factsOf, show } from "../../support/source-facts.ts";

/** The first argument of the last call. */
const cases: readonly (readonly [code: string, value: string])[] = [
  ["f('a' \"b\" '''c''')", '"abc"'],
  [
    String.raw`f('\x41\u00e9\101\n\q\
z')`,
    String.raw`"AéA\n\\qz"`,
  ],
  [String.raw`f(r'\x41')`, String.raw`"\\x41"`],
  [String.raw`f(b'\x41\u')`, String.raw`b"A\\u"`],
  ["f(0x1F)", "31"],
  ["f(0o17)", "15"],
  ["f(1_000.5)", "1000.5"],
  ["f(0777)", "511"],
  ["f(-1)", "-1"],
  ["f(3j)", "?"],
  ["f(True)", "true"],
  ["f(not True)", "false"],
  ["f(None)", "None"],
  ["f(['a', 1])", 'list("a", 1)'],
  ["f(('a',))", 'tuple("a")'],
  ["f({'a': 1, **b})", '{"a": 1, *?: b}'],
  ["f([*a])", "list(*a)"],
  ["f(2 ** 3 + 1)", "9"],
  ["f(0o700 | 0o070)", "504"],
  ["f(7 // 2 % 2)", "1"],
  ["f('a' * 3)", '"aaa"'],
  ["f('a' * 10 ** 9)", "?"],
  ["f('a' + 'b')", '"ab"'],
  ["f(['a'] + ['b', x])", 'list("a", "b", x)'],
  ["f('a' + x + 'b' + 'c')", '"a" + x + "bc"'],
  ["f(f'a{x}b')", '"a" + x + "b"'],
  ["f(f'a{1}{{b}}')", '"a1{b}"'],
  ["f('%s=%d' % (x, 3))", 'x + "=3"'],
  ["f('%(a)s %%' % {'a': 'b'})", '"b %"'],
  ["f('%s' % x)", "x"],
  ["f('{} {1} {n}'.format('a', x, n='b'))", '"a " + x + " b"'],
  ["f('{{}}'.format())", '"{}"'],
  ["f(', '.join(['a', x]))", '"a, " + x'],
  ["f(' a '.strip().upper())", '"A"'],
  ["f('a'.encode())", 'b"a"'],
  ["A = 'a'\nf(A)", '"a"'],
  ["A = 'a'\nB = A + 'b'\ndef g():\n  f(B)", '"ab"'],
  ["A = 'a'\nA += x\nf(A)", '"a" + x'],
  ["a = 'a'\nif x:\n  a = 'b'\nf(a)", '"a" | "b"'],
  ["a = 'a'\na = 'b'\nf(a)", '"b"'],
  ["f('a' if x else 'b')", '"a" | "b"'],
  ["for a in ('a', 'b'):\n  f(a)", '"a" | "b"'],
  ["for a, b in (('a', 'b'), ('c', 'd')):\n  f(b)", '"b" | "d"'],
  ["a = ['x']\na.append(y)\nf(a)", 'list("x", *?)'],
  ["a = {'x': 1}\na['x'] = 2\nf(a)", "a"],
  ["a = ['x', 'y']\nf(a[1])", '"y"'],
  ["a = {'x': 1}\nf(a['x'])", "1"],
  ["def g(a='x'):\n  f(a)", "a"],
  ["class A:\n  B = 'x'\nf(A.B)", '"x"'],
  ["class A:\n  B = 'x'\n  def g(self):\n    f(self.B)", '"x"'],
  ["import sys\nf(sys.argv[1])", "sys.argv[1]"],
  ["import a\nx = a.g()\nf(x)", "a.g()"],
  ["import textwrap\nf(textwrap.dedent('x'))", '"x"'],
  ["f(x[1:2])", "x[?]"],
  ["f(lambda: 1)", "?"],
  ["f(a == b)", "(a == b)"],
  ["a = a\nf(a)", "a"],
];

for (const [code, value] of cases)
  test(`${JSON.stringify(code)} gives ${value}`, () => {
    const call = factsOf(`${code}\n`).calls.findLast(({ method }) => method === "f");
    assert.equal(show(call?.arguments[0]?.value), value);
  });

test("a sum as long as a file is as good as a short one", () => {
  const [call] = factsOf(`f(${Array<string>(5_000).fill("'a'").join("+")})\n`).calls;
  assert.equal(show(call?.arguments[0]?.value), JSON.stringify("a".repeat(5_000)));
});

test("what nests deeper than anybody writes is unknown", () => {
  const [call] = factsOf(`f(${"[".repeat(500)}${"]".repeat(500)})\n`).calls;
  assert.equal(isLiteral(call!.arguments[0]!.value), false);
});

test("an argument has its keyword, and a spread has none", () => {
  const [call] = factsOf("f(a, *b, c=1, **d)\n").calls;
  assert.deepEqual(
    call!.arguments.map(({ keyword, value }) => `${keyword ?? ""} ${show(value)}`),
    [" a", " *b", "c 1", " *d"],
  );
});

test("statements are told with their places", () => {
  const { assignments, comparisons, assertions, handlers, defaults, texts } = factsOf(
    "def g(a, key='k', *, b=2):\n  self.x = d['S'] = 'v'\n  assert a == b, 'm'\n  try: pass\n  except (A, B): pass\n  except: continue\n  h('x' + a)\n",
  );
  assert.deepEqual(
    assignments.map(({ target, name, value }) => `${target} ${name} ${show(value)}`),
    ['self.x x "v"', "d['S'] S \"v\""],
  );
  assert.deepEqual(
    comparisons.map(({ operator, left, right }) => `${show(left)} ${operator} ${show(right)}`),
    ["a == b"],
  );
  assert.deepEqual(
    assertions.map(({ text, place }) => `${place.line} ${text}`),
    ["3 a == b"],
  );
  assert.deepEqual(
    handlers.map(({ types, body }) => `${types.join()} ${body}`),
    ["A,B pass", " continue"],
  );
  assert.deepEqual(
    defaults.map(({ function: of, parameter, value }) => `${of} ${parameter} ${show(value)}`),
    ['g key "k"', "g b 2"],
  );
  assert.deepEqual(
    texts.map(({ value }) => show(value)),
    ['"x" + a'],
  );
});
