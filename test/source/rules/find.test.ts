import assert from "node:assert/strict";
import { test } from "node:test";

import { readNotebook } from "../../../src/source/notebook.ts";
import { findInFile } from "../../../src/source/rules/find.ts";
import { loadGrammar } from "../../../src/source/syntax/grammar.ts";
import { readFacts } from "../../../src/source/syntax/read-facts.ts";
import { OutOfTime } from "../../../src/source/syntax/tree.ts";
import { factsOf, findingsIn, usualCircumstances } from "../../support/labelled-source.ts";

const told = (text: string, path?: string, circumstances = usualCircumstances) =>
  findingsIn(text, path, circumstances).findings.map(({ rule, level, line }) => `${rule} ${level} ${line}`);

test("a finding says where it is, in which scope, and where to read on", () => {
  const [finding] = findingsIn("class A:\n    def b(self, x):\n        eval(x)\n").findings;
  const { fingerprint, ...rest } = finding!;
  assert.match(fingerprint, /^[0-9a-f]{32}$/);
  assert.deepEqual(rest, {
    rule: "PY002",
    level: "error",
    message: "`eval` runs its text as code; read values with `ast.literal_eval` or `json.loads`",
    file: "app.py",
    line: 3,
    column: 9,
    endLine: 3,
    endColumn: 16,
    scope: "A.b",
    part: "code",
    cwe: 95,
    link: "https://docs.python.org/3/library/functions.html#eval",
  });
});

test("of several findings of a rule on one line the gravest is told", () =>
  assert.deepEqual(told('eval("1"); eval(x); eval("2")\n'), ["PY002 error 1"]));

test("tests and documentation are one level lower, and information stays", () => {
  const text = "import os\nos.system(x)\nos.system('ls')\nrandom = 1\nimport pickle\n";
  assert.deepEqual(told(text, "app.py"), ["PY034 error 2", "PY034 warning 3", "PY010 info 5"]);
  for (const path of ["tests/test_app.py", "docs/conf.py"])
    assert.deepEqual(told(text, path), ["PY034 warning 2", "PY034 info 3", "PY010 info 5"], path);
});

test("a repository that asks for security is told of a server as an error", () => {
  const text = "from http.server import HTTPServer\nHTTPServer(address, handler)\n";
  assert.ok(told(text).includes("PY102 warning 2"));
  assert.ok(told(text, "app.py", { security: true, locked: undefined }).includes("PY102 error 2"));
});

test("whose `Crypto` is imported is told by the lock", () => {
  const locked = (...names: string[]) =>
    told("import Crypto.Cipher\n", "app.py", { security: false, locked: new Set(names) });
  assert.deepEqual(locked("pycrypto"), ["PY073 error 1"]);
  assert.deepEqual(locked("pycryptodome"), []);
  assert.deepEqual(locked("requests"), ["PY073 info 1"]);
});

test("a fingerprint stays when lines around it change, and changes with rule, line and scope", () => {
  const print = (text: string) => findingsIn(text).findings.map(({ fingerprint }) => fingerprint);
  const [first] = print("def f(x):\n    eval(x)\n");
  assert.deepEqual(print("import os\n\n\ndef f(x):\n    y = 1\n    eval(x)\n"), [first]);
  assert.deepEqual(print("def f(x):\n        eval(x)   \n"), [first]);
  assert.notDeepEqual(print("def g(x):\n    eval(x)\n"), [first]);
  assert.notDeepEqual(print("def f(x):\n    eval(x, {})\n"), [first]);
  assert.deepEqual(print("def f(x):\n    eval(x)\n    eval(x)\n"), [first, `${first}:2`]);
});

test("imports that only type checkers read are none", () =>
  assert.deepEqual(told("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import pickle\n"), []));

test("a module that the file does not bind is taken at its word, and one that it binds is not", () => {
  assert.deepEqual(told("os.system(x)\n"), ["PY034 error 1"]);
  assert.deepEqual(told("def f(os):\n    os.system(x)\n"), []);
  assert.deepEqual(told("from common import os\nos.system(x)\n"), []);
});

test("a finding in a notebook stands on its line of the file", async () => {
  const cell = (...source: string[]) => ({ cell_type: "code", source });
  const json = JSON.stringify(
    { cells: [cell("import os\n", "os.getpid()"), cell("x = 1\n", "os.system(x)")] },
    null,
    1,
  );
  const { text, origins } = readNotebook(json);
  const source = {
    path: "a.ipynb",
    part: "code",
    text: `${text}# \u202e\n`,
    origins: [...origins, origins[0]!],
  } as const;
  const facts = readFacts(source, await loadGrammar(), () => false);
  const { findings } = findInFile(facts, usualCircumstances);
  const line = json.split("\n").findIndex((one) => one.includes("os.system")) + 1;
  assert.ok(findings.some((one) => one.rule === "PY034" && one.line === line));
});

test("the rules stop when the time is over", () => {
  const facts = factsOf("app.py", "eval(x)\n".repeat(500));
  assert.throws(() => findInFile(facts, usualCircumstances, () => true), OutOfTime);
});
