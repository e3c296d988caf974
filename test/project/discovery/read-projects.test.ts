/** What a look into files adds to what paths tell. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { UserError } from "../../../src/base/index.ts";
import { keepTelling, projectPath, readProjects, type RepositoryProjects } from "../../../src/project/index.ts";

type Files = Readonly<Record<string, string>>;

const { signal } = new AbortController();

async function look(files: Files, only?: string): Promise<RepositoryProjects & { readonly read: readonly string[] }> {
  const read: string[] = [];
  const readFile = async (path: string) => {
    read.push(path);
    return files[path];
  };
  return { ...(await readProjects({ files: keepTelling(Object.keys(files)), readFile, only }, signal)), read };
}

const paths = ({ places }: RepositoryProjects): string[] => places.map(projectPath);
const told = ({ leftOut }: RepositoryProjects): string[] => leftOut.map(({ path, reason }) => `${reason}:${path}`);
const notebook = '{"cells": [], "metadata": {"requirements": {"packages": {"flask": "*"}}}}';

test("settings of tools alone make no project, and a file that cannot be read makes one", async () => {
  const found = await look({
    "a/pyproject.toml": "[tool.ruff]\n",
    "b/pyproject.toml": '[project]\nname = "b"\n',
    "c/pyproject.toml": '[project]\nname = "c"\ndependencies = ["flask"]\n',
    "d/pyproject.toml": "[project\n",
    "e/Pipfile": "[packages]\n",
  });
  assert.deepEqual(paths(found), ["c", "d", "e"]);
  assert.deepEqual(told(found), []);
});

test("what is named and says nothing is told", async () => {
  const found = await look({ ".thoth.yaml": "projects: [a, c]\n", "a/pyproject.toml": "", "b/Pipfile": "" });
  assert.deepEqual(told(found), ["no-requirements:a", "unnamed:b"]);
  assert.deepEqual(found.notes, [".thoth.yaml:1:15: `c` of `projects` fits no folder with a manifest"]);
});

test("where nothing is found the root is asked, and says why", async () => {
  assert.deepEqual(paths(await look({ "README.md": "", "tests/Pipfile": "" })), ["."]);
});

test("a notebook is a project if it carries requirements; one that cannot be read is none", async () => {
  const found = await look({
    "a.ipynb": notebook,
    "b/b.ipynb": '{"cells": [], "metadata": {}}',
    "c.ipynb": '<<<<<<< "requirements"',
    Pipfile: "",
  });
  assert.deepEqual(paths(found), [".", "a.ipynb"]);
  assert.equal(found.places[1]!.folder, "");
});

test("of many notebooks only some are looked into, and the others are told", async () => {
  const files = Object.fromEntries(Array.from({ length: 22 }, (_, i) => [`n/${100 + i}.ipynb`, notebook]));
  const found = await look(files);
  assert.equal(found.read.length, 21, "the settings, and 20 notebooks");
  assert.deepEqual(told(found), ["not-looked-into:n/120.ipynb", "not-looked-into:n/121.ipynb"]);
  assert.equal((await look({ ...files, ".thoth.yaml": 'projects: ["n/*"]\n' })).places.length, 22);
});

test("one project may be asked for, be it one that is left out otherwise", async () => {
  const files = { Pipfile: "", "examples/a/Pipfile": "", "s/api/Pipfile": "", "n.ipynb": notebook };
  for (const only of [".", "examples/a", "s/api", "n.ipynb"]) {
    const found = await look(files, only);
    assert.deepEqual(paths(found), [only]);
    assert.deepEqual(told(found), []);
  }
  assert.deepEqual(paths(await look(files, "./s/api/")), ["s/api"]);
});

for (const [only, message] of [
  ["s/apy", /^there is no project `s\/apy`; there is `\.`, `s\/api`$/],
  ["../x", /^there is no project `\.\.\/x`; there is/],
] as const)
  test(`\`${only}\` is no project, and the error says which there are`, async () => {
    await assert.rejects(
      look({ Pipfile: "", "s/api/Pipfile": "" }, only),
      (error) => error instanceof UserError && error.code === "UNKNOWN_PROJECT" && message.test(error.message),
    );
  });

test("nothing is read twice, and nothing that paths tell", async () => {
  const { read } = await look({ ".thoth.yaml": "", Pipfile: "", "a/Pipfile": "", "b/pyproject.toml": "" });
  assert.deepEqual(read, [".thoth.yaml", "b/pyproject.toml"]);
});
