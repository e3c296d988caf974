import assert from "node:assert/strict";
import { test } from "node:test";

import { factsOf } from "../../support/source-facts.ts";

/** The last line is a call, or an expression; it stands for these names. */
const cases: readonly (readonly [what: string, code: string, names: string])[] = [
  ["an import", "import a\na.f()", "a.f"],
  ["a module in a package", "import a.b.c\na.b.c.f()", "a.b.c.f"],
  ["a module under another name", "import a.b as c\nc.f()", "a.b.f"],
  ["a name of a module", "from a.b import f\nf()", "a.b.f"],
  ["a name under another name", "from a import f as g\ng()", "a.f"],
  ["several in parentheses", "from a import (\n  x,\n  f as g,\n)\ng()", "a.f"],
  ["a relative import", "from . import m\nm.f()", ".m.f"],
  ["a relative import of a name", "from .m import f\nf()", ".m.f"],
  ["a relative import from above", "from ..m.n import f\nf()", "..m.n.f"],
  ["a line that goes on", "from a \\\n  import f\nf()", "a.f"],
  ["a function under another name", "import hashlib\nmd5 = hashlib.md5\nmd5()", "hashlib.md5"],
  ["a module under another name, later", "import os\np = os.path\np.join()", "os.path.join"],
  ["several targets", "import os\na = b = os.system\nb()", "os.system"],
  ["an unpacking", "import os\na, b = 1, os.system\nb()", "os.system"],
  ["an unpacking from the end", "import os\na, *b, c = 1, 2, 3, os.system\nc()", "os.system"],
  ["a walrus", "import os\nif (f := os.system):\n  f()", "os.system"],
  ["a conditional name", "import os\nf = os.system if x else os.popen\nf()", "os.system, os.popen"],
  ["a fallback", "try:\n  import a as m\nexcept ImportError:\n  import b as m\nm.f()", "a.f, b.f"],
  ["a fallback by `or`", "import os, x\nf = x.f or os.system\nf()", "x.f, os.system"],
  ["branches", "if x:\n  from a import f\nelse:\n  from b import f\nf()", "a.f, b.f"],
  ["one branch of two", "if x:\n  from a import f\nelse:\n  from b import f\n  f()", "b.f"],
  ["what comes later does not count", "from a import f\nf()\nfrom b import f", "a.f"],
  ["what comes later hides", "from a import f\nfrom b import f\nf()", "b.f"],
  ["a loop brings it back", "from a import f\nfor i in x:\n  f()\n  from b import f", "a.f, b.f"],
  ["a function sees the end", "def g():\n  f()\nfrom a import f", "a.f"],
  ["a lazy import", "def g():\n  from a import f\n  f()", "a.f"],
  ["an import in another function is not seen", "def g():\n  from a import f\ndef h():\n  f()", ""],
  ["a parameter hides", "from a import f\ndef g(f):\n  f()", ""],
  ["a local name hides in the whole function", "from a import f\ndef g():\n  f()\n  f = 1", ""],
  ["`global` reaches the module", "def g():\n  global f\n  from a import f\ng()\nf()", "a.f"],
  ["`global` reads the module", "from a import f\ndef g():\n  global f\n  f()", "a.f"],
  ["`nonlocal` reaches out", "def g():\n  f = 1\n  def h():\n    nonlocal f\n    from a import f\n  f()", "a.f"],
  ["a class is not seen from its functions", "class A:\n  from a import f\n  def g(self):\n    f()", ""],
  ["a class is seen in its body", "class A:\n  from a import f\n  f()", "a.f"],
  ["a class names the module's before its own", "from a import f\nclass A:\n  f = f.g\n  f()", "a.f.g"],
  ["a comprehension hides", "from a import f\n[f() for f in x]", ""],
  ["a comprehension does not leak", "from a import f\n[f for f in x]\nf()", "a.f"],
  ["a comprehension sees out", "from a import f\n[f(x) for x in y]", "a.f"],
  ["a lambda hides", "from a import f\nlambda f: f()", ""],
  ["a lambda sees out", "from a import f\nlambda x: f()", "a.f"],
  ["`with … as`", "import tarfile\nwith tarfile.open(x) as t:\n  t.extractall()", "tarfile.open().extractall"],
  ["several in `with`", "import a, b\nwith (a.A() as x, b.B() as y):\n  y.f()", "b.B().f"],
  ["`except … as` hides", "from a import e\ntry: pass\nexcept X as e:\n  e()", ""],
  ["a pattern hides", "from a import e\nmatch x:\n  case [e]:\n    e()", ""],
  [
    "a loop over names",
    "import pickle, marshal\nfor m in (pickle, marshal):\n  m.loads()",
    "pickle.loads, marshal.loads",
  ],
  ["an object", "import a\no = a.A()\no.f()", "a.A().f"],
  ["a chain of calls", "import a\na.b().c().d()", "a.b().c().d"],
  [
    "an object in its class",
    "import a\nclass A:\n  def __init__(self):\n    self.o = a.O()\n  def g(self):\n    self.o.f()",
    "a.O().f",
  ],
  ["a class attribute", "import a\nclass A:\n  o = a.O()\n  def g(self):\n    self.o.f()", "a.O().f"],
  ["what a class inherits", "import a\nclass A(a.B):\n  def g(self):\n    self.f()", "a.B().f"],
  ["`super()`", "import a\nclass A(a.B):\n  def g(self):\n    super().f()", "a.B().f"],
  ["a static function has no instance", "class A:\n  o = x\n  @staticmethod\n  def g(self):\n    self.o()", ""],
  ["a parameter with a type", "import a\ndef g(o: a.O):\n  o.f()", "a.O().f"],
  ["a name with a type", "import a\no: a.O\no.f()", "a.O().f"],
  ["a type that may be missing", "import a\ndef g(o: a.O | None = None):\n  o.f()", "a.O().f"],
  ["an item", "import a\na.f()[0].g()", "a.f()[].g"],
  ["`await`", "import a\nasync def g():\n  (await a.f()).h()", "a.f().h"],
  ["a built-in function", "eval(x)", "builtins.eval"],
  ["a built-in function by its module", "import builtins as b\nb.eval(x)", "builtins.eval"],
  ["a built-in function by the other name", "__builtins__.eval(x)", "builtins.eval"],
  ["a built-in module of Python 2", "import __builtin__\n__builtin__.eval(x)", "builtins.eval"],
  ["a built-in name that the module has", "def eval(x): pass\neval(1)", ""],
  ["all names of a module", "from a import *\nf()", "a.f"],
  ["all names, and a built-in one", "from a import *\neval()", "builtins.eval"],
  ["an import by name", "import importlib\nimportlib.import_module('a.b').f()", "a.b.f"],
  ["`__import__`", "__import__('a.b').b.f()", "a.b.f"],
  ["`getattr`", "import os\ngetattr(os, 'system')()", "os.system"],
  ["`getattr` with a constant", "import os\nN = 'system'\ngetattr(os, N)()", "os.system"],
  ["`functools.partial`", "from functools import partial\nimport os\nf = partial(os.system, 'x')\nf()", "os.system"],
  ["a circle", "a = b\nb = a\na()", ""],
  [
    "a name that is made of itself",
    "import a\nx = a.A()\nfor i in y:\n  x = x.next()\nx.f()",
    "a.A().f, a.A().next().f",
  ],
];

for (const [what, code, names] of cases)
  test(`${what}: \`${code.split("\n").at(-1)!.trim()}\` is ${names || "nobody's"}`, () => {
    const { calls } = factsOf(`${code}\n`);
    const line = Math.max(...calls.map(({ place }) => place.line));
    const last = calls.find(({ place }) => place.line === line);
    assert.equal(last?.callees.join(", "), names);
  });

test("a name that is read and not called is a reference, with its whole chain", () => {
  const { references } = factsOf("import ssl, os\nx = ssl.CERT_NONE\nf(os.path.sep)\ny = x\n");
  assert.deepEqual(
    references.map(({ names, place }) => `${place.line}:${place.column} ${names.join()}`),
    ["2:5 ssl.CERT_NONE", "3:3 os.path.sep", "4:5 ssl.CERT_NONE"],
  );
});

test("scopes have the path of their functions and classes", () => {
  const { calls } = factsOf(
    "f()\nclass A:\n  f()\n  def g(self):\n    f()\n    def h():\n      f()\n    [f() for x in y]\n",
  );
  assert.deepEqual(
    calls.map(({ scope }) => scope),
    ["", "A", "A.g", "A.g.h", "A.g"],
  );
});

test("an import says whether it may fail, and whether only type checkers read it", () => {
  const { imports } = factsOf(
    "import a\ntry:\n  import b\nexcept E:\n  import c\nif typing.TYPE_CHECKING:\n  import d\nelse:\n  import e\n",
  );
  assert.deepEqual(
    imports.map(({ qualified, conditional, typing }) => `${qualified} ${conditional} ${typing}`),
    ["a false false", "b true false", "c true false", "d true true", "e true false"],
  );
});

test("after a mistake the rest of a file is still told", () => {
  const { calls, mistakes } = factsOf("import hashlib\ndef f(x):\n  x = = 2\n  return )\n\nhashlib.md5(x)\n");
  assert.ok(calls.some(({ callees }) => callees.includes("hashlib.md5")));
  assert.notEqual(mistakes.length, 0);
});

test("`exec` of Python 2 is the call that it has become", () => {
  const [call] = factsOf("exec code\n").calls;
  assert.deepEqual(call?.callees, ["builtins.exec"]);
});
