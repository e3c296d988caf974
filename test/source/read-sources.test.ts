import assert from "node:assert/strict";
import { test } from "node:test";

import { UserError } from "../../src/base/index.ts";
import { analyseSources, libraryUsageOf } from "../../src/source/index.ts";
import { decodePython } from "../../src/source/decode.ts";
import { readNotebook } from "../../src/source/notebook.ts";
import { partOf } from "../../src/source/choose.ts";
import { usageOf } from "../support/source-facts.ts";

const bytes = (text: string, encoding: BufferEncoding = "latin1") => Buffer.from(text, encoding);

// PEP 263.
const encodings: readonly (readonly [what: string, bytes: Uint8Array, text: string])[] = [
  ["UTF-8 where nothing is said", bytes("é", "utf8"), "é"],
  ["a byte order mark", bytes("\ufeffx", "utf8"), "x"],
  ["UTF-16", bytes("\ufeffx", "utf16le"), "x"],
  ["Latin-1 in the first line", bytes("# -*- coding: latin-1 -*-\né"), "# -*- coding: latin-1 -*-\né"],
  [
    "Latin-1 in the second line",
    bytes("#!/usr/bin/python\n# vim: set fileencoding=iso-8859-15 :\né"),
    "#!/usr/bin/python\n# vim: set fileencoding=iso-8859-15 :\né",
  ],
  ["a name of Python's own", bytes("# coding: cp1252\n\x80"), "# coding: cp1252\n€"],
  ["utf_8 with an underscore", bytes("# coding: utf_8\né", "utf8"), "# coding: utf_8\né"],
];

for (const [what, given, text] of encodings) test(`decodes ${what}`, () => assert.equal(decodePython(given), text));

const undecodable: readonly (readonly [what: string, bytes: Uint8Array, reason: string])[] = [
  ["what is not UTF-8", bytes("é"), "not UTF-8"],
  ["an encoding in the third line", bytes("\n\n# coding: latin-1\né"), "not UTF-8"],
  ["an encoding after code", bytes("x = 1\n# coding: latin-1\né"), "not UTF-8"],
  ["an encoding that nobody knows", bytes("# coding: rot13\n"), "in an encoding that is not known"],
];

for (const [what, given, reason] of undecodable)
  test(`refuses ${what}: ${reason}`, () => assert.throws(() => decodePython(given), { message: reason }));

test("a notebook gives its code, with the line of each in the file", () => {
  const notebook = JSON.stringify(
    {
      cells: [
        { cell_type: "markdown", source: ["import no\n"] },
        {
          cell_type: "code",
          outputs: [{ text: ["import no\n"], source: "x" }],
          source: ["%matplotlib inline\n", "import a\n", "if x:\n", "  !ls\n"],
        },
        { cell_type: "code", source: "import b\nimport c" },
        { cell_type: "code", source: ["%%bash\n", "import no\n"] },
        { cell_type: "code", source: ["%%time\n", "a?\n", "x = !ls\n", "y = a % b\n"] },
      ],
      metadata: { language_info: { name: "python" } },
    },
    undefined,
    1,
  );
  const { text, origins } = readNotebook(notebook);
  assert.equal(text, "pass\nimport a\nif x:\n  pass\nimport b\nimport c\n\n\npass\npass\npass\ny = a % b\n");
  const lines = notebook.split("\n");
  for (const [index, line] of text.split("\n").entries()) {
    if (!/^(?:import|y)/.test(line)) continue;
    assert.ok(lines[origins[index]!.line - 1]!.includes(line));
  }
  assert.deepEqual(origins[1]!.cell, { number: 2, line: 2 });
});

test("cells of the third format are read too", () => {
  const old = { worksheets: [{ cells: [{ cell_type: "code", input: ["import a"] }] }] };
  assert.match(readNotebook(JSON.stringify(old)).text, /^import a\n/);
});

for (const [what, text, reason] of [
  ["what is no JSON", "{", "not JSON"],
  ["another language", '{"metadata":{"kernelspec":{"language":"R"}}}', "a notebook of another language"],
])
  test(`a notebook: ${what}`, () => assert.throws(() => readNotebook(text!), { message: reason! }));

test("a notebook that is null, or nests as deep as it is long, does no harm", () => {
  assert.equal(readNotebook("null").text, "\n");
  assert.equal(readNotebook("[".repeat(5_000) + "]".repeat(5_000)).text, "\n");
});

const parts = [
  ["src/app.py", "code"],
  ["tests/helpers.py", "tests"],
  ["app/tests.py", "tests"],
  ["app/test_views.py", "tests"],
  ["app/views_test.py", "tests"],
  ["conftest.py", "tests"],
  ["docs/conf.py", "docs"],
  ["Examples/a.py", "docs"],
  ["docs/tests/a.py", "tests"],
  ["latest/a.py", "code"],
  ["app/testing.py", "code"],
] as const;

for (const [path, part] of parts) test(`${path} is ${part}`, () => assert.equal(partOf(path), part));

test("a file that its reader refuses is left out, and told why without saying twice where", async () => {
  class Refusal extends UserError {
    readonly code = "REFUSAL";
  }
  const refusals: Readonly<Record<string, string>> = {
    "a.py": "a.py: is no regular file",
    "b.py": "what b.py: holds is no text",
  };
  const readFile = async (path: string) => {
    if (path in refusals) throw new Refusal(refusals[path]!);
    return "import flask\n";
  };
  const usage = await analyseSources({ files: ["a.py", "b.py", "c.py"], readFile }, new AbortController().signal);
  assert.deepEqual(
    [usage.files, usage.unread.map(({ file, reason }) => `${file}: ${reason}`)],
    [1, ["a.py: is no regular file", "b.py: what b.py: holds is no text"]],
  );
});

test("uses come in the order of the text, each once in a scope", async () => {
  const { uses } = await usageOf({ "app.py": "import os\nos.getcwd()\nos.getcwd()\ndef f():\n  os.getcwd()\n" });
  assert.deepEqual(
    uses.map(({ kind, name, line, column, scope }) => `${line}:${column} ${kind} ${name} ${scope}`.trim()),
    ["1:8 import os", "2:1 call os.getcwd", "5:3 call os.getcwd f"],
  );
});

test("usage goes by library, of code alone, with built-in functions under both of their names", async () => {
  const usage = await usageOf({
    "app.py": "import flask\nflask.Flask(x).run()\neval(x)\nfrom .a import b\n",
    "tests/test_a.py": "import pytest\n",
  });
  assert.deepEqual(
    [...libraryUsageOf(usage)].map(([library, names]) => `${library}: ${[...names].join(" ")}`),
    ["flask: flask flask.Flask.run flask.Flask", "builtins: builtins.eval", "__builtins__: __builtins__.eval"],
  );
});
