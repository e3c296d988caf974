/** Requirements in the metadata of a notebook: read as a project, and its lock written back into the same place. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { UserError } from "../../../src/base/index.ts";
import { parsePipfile, type ReadyProject, readProject, withNotebookLock } from "../../../src/project/index.ts";

const { signal } = new AbortController();
const place = { folder: "n", notebook: "n/a.ipynb", hasOverlays: false } as const;

async function read(text: string, more: Readonly<Record<string, string>> = {}) {
  const files: Readonly<Record<string, string>> = { "n/a.ipynb": text, ...more };
  return await readProject(async (path) => files[path], { place }, signal);
}

async function ready(text: string, more: Readonly<Record<string, string>> = {}): Promise<ReadyProject> {
  const [project] = await read(text, more);
  if (project?.kind !== "ready") assert.fail(project?.error.message);
  return project;
}

async function mistake(text: string): Promise<string> {
  const [project] = await read(text).catch((error: unknown) => {
    assert.ok(error instanceof UserError);
    return [{ kind: "broken" as const, error }];
  });
  return project?.kind === "broken" ? project.error.message : assert.fail("no mistake");
}

const requirements = {
  aliases: {},
  "dev-packages": {},
  packages: { flask: ">=2", torch: { version: "*", index: "here" } },
  requires: { python_version: "3.9" },
  sources: [{ name: "here", url: "https://example.org/simple", verify_ssl: true }],
};
const lock = {
  _meta: { hash: { sha256: "0".repeat(64) }, "pipfile-spec": 6, requires: {}, sources: [] },
  default: { flask: { hashes: [`sha256:${"1".repeat(64)}`], version: "==2.0" } },
  develop: {},
};
const newLock = { ...lock, default: { "flask-ünï": { version: "==3.0" } } };

/** Cells on both sides, an escape that is written out, and a number that a parser would write in another way. */
function notebook(metadata: object, indent: number | string = 1): string {
  const cells = [{ cell_type: "code", source: ["print(1)\n", "# \u2028"], outputs: [{ data: [1] }] }];
  const text = JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }, null, indent);
  return `${text.replace('"data": [\n', '"data": [\n').replace("print(1)", "print(1e0) \\u00e9")}\n`;
}

test("requirements are read as the Pipfile of the same content, each where the notebook has it", async () => {
  const text = notebook({ requirements });
  const { manifest, environment, manifestPath, lockPath } = await ready(text);
  const twin = parsePipfile(
    "Pipfile",
    `[[source]]
name = "here"
url = "https://example.org/simple"
verify_ssl = true
[packages]
flask = ">=2"
torch = {version = "*", index = "here"}
[requires]
python_version = "3.9"
`,
  );
  assert.deepEqual([manifestPath, lockPath, environment.pythonVersion], ["n/a.ipynb", "n/a.ipynb", "3.9"]);
  // Tables of TOML have no prototype, which is no difference here.
  const unplaced = (sources: typeof manifest.sources) =>
    structuredClone(sources.map((source) => ({ ...source, written: undefined })));
  assert.deepEqual(unplaced(manifest.sources), unplaced(twin.sources));
  const [{ written }] = manifest.sources as [(typeof manifest.sources)[0]];
  assert.match(text.split("\n")[written!.line - 1]!, /sources/);
  const lines = text.split("\n");
  for (const [i, entry] of manifest.sections.get("packages")!.entries()) {
    const { file, line, column, text: written, ...rest } = entry;
    const { file: _, line: __, column: ___, text: twinText, ...same } = twin.sections.get("packages")![i]!;
    assert.equal(JSON.stringify(rest), JSON.stringify(same));
    assert.equal(file, "n/a.ipynb");
    assert.ok(lines[line - 1]!.slice(column - 1).startsWith(`"${entry.nameAsWritten}"`));
    if (i === 0) assert.equal(written, twinText);
  }
});

test("a text of JSON or of TOML holds requirements, too", async () => {
  const { manifest } = await ready(notebook({ requirements }));
  for (const written of [JSON.stringify(requirements), '[packages]\nflask = ">=2"\n']) {
    const { manifest: other } = await ready(notebook({ requirements: written }));
    const [flask] = other.sections.get("packages")!;
    assert.equal(flask!.text, manifest.sections.get("packages")![0]!.text);
    assert.equal(
      flask!.line,
      notebook({ requirements: "" })
        .split("\n")
        .findIndex((line) => /"requirements"/.test(line)) + 1,
    );
  }
});

test("the kernel that ran it says which Python, the files of the folder do not", async () => {
  const language_info = { name: "python", version: "3.8.6" };
  const text = notebook({ language_info, requirements: { packages: { flask: "*" } } });
  const { environment, remarks } = await ready(text, {
    "n/.python-version": "3.11\n",
    Dockerfile: "FROM python:3.7\n",
  });
  assert.equal(environment.pythonVersion, "3.8");
  assert.deepEqual(remarks, []);
});

test("the old lock is read, and a mistake in it stands on its line", async () => {
  const { oldLock } = await ready(notebook({ requirements, requirements_lock: lock }));
  assert.deepEqual([...oldLock!.content.sections.get("default")!.keys()], ["flask"]);
  const broken = notebook({ requirements, requirements_lock: { ...lock, default: { flask: { version: 3 } } } });
  const line = broken.split("\n").findIndex((each) => each.includes('"version": 3')) + 1;
  assert.match(await mistake(broken), new RegExp(`^n/a\\.ipynb:${line}:\\d+: `));
});

test("a lock as a text is read as well", async () => {
  for (const text of [JSON.stringify(lock), JSON.stringify(lock, null, 2)]) {
    const { oldLock } = await ready(notebook({ requirements: JSON.stringify(requirements), requirements_lock: text }));
    assert.deepEqual([...oldLock!.content.sections.get("default")!.keys()], ["flask"]);
  }
});

for (const [what, text, message] of [
  ["no JSON", '{"metadata": {"requirements": }', /^n\/a\.ipynb:1:31: this is not JSON$/],
  ["no table", notebook({ requirements: 3 }), /^n\/a\.ipynb:\d+:3: `requirements` is neither a table nor a text$/],
  ["no requirements", notebook({}), /^there is no `n\/a\.ipynb`$/],
  ["empty requirements", notebook({ requirements: {} }), /^there is no `n\/a\.ipynb`$/],
  [
    "a specifier that is none",
    notebook({ requirements: { packages: { flask: "newest" } } }),
    /^n\/a\.ipynb:\d+:5: `newest` is not a version specifier for `flask`/,
  ],
  [
    "an index that is none of its sources",
    notebook({ requirements: { ...requirements, sources: [] } }),
    /^n\/a\.ipynb:\d+:6: no source is named `here`/,
  ],
  ["TOML that is none", notebook({ requirements: "[packages\n" }), /^n\/a\.ipynb:\d+:3: `\[packages` is not TOML/],
] as const)
  test(`a notebook with ${what} is told by its place`, async () => assert.match(await mistake(text), message));

for (const indent of [1, 2, 4, "\t"])
  for (const newline of ["\n", "\r\n"])
    test(`a lock replaces the old one and nothing else (${JSON.stringify(indent)}, ${JSON.stringify(newline)})`, () => {
      const metadata = { kernelspec: {}, requirements, requirements_lock: lock, zzz: [1, 2] };
      const text = notebook(metadata, indent).replaceAll("\n", newline);
      const written = withNotebookLock("a.ipynb", text, JSON.stringify(newLock, null, 4));
      const expected = notebook({ ...metadata, requirements_lock: newLock }, indent).replaceAll("\n", newline);
      assert.equal(written, expected);
      assert.equal(withNotebookLock("a.ipynb", written, JSON.stringify(lock)), text);
    });

for (const indent of [1, "\t"])
  test(`a first lock stands right behind the requirements (${JSON.stringify(indent)})`, () => {
    const written = withNotebookLock("a.ipynb", notebook({ requirements, zzz: 1 }, indent), JSON.stringify(newLock));
    assert.equal(written, notebook({ requirements, requirements_lock: newLock, zzz: 1 }, indent));
    const last = withNotebookLock("a.ipynb", notebook({ requirements }, indent), JSON.stringify(newLock));
    assert.equal(last, notebook({ requirements, requirements_lock: newLock }, indent));
  });

test("what stands on one line stays on one line", () => {
  const text = '\uFEFF{"metadata": {"requirements": {"packages": {}}, "x": 1.0}, "cells": []}';
  const written = withNotebookLock("a.ipynb", text, '{\n  "default": {}\n}\n');
  assert.equal(
    written,
    '\uFEFF{"metadata": {"requirements": {"packages": {}},"requirements_lock": {"default":{}}, "x": 1.0}, "cells": []}',
  );
});

test("a lock that was a text stays a text", () => {
  const text = notebook({ requirements: "{}", requirements_lock: "{}" });
  const written = withNotebookLock("a.ipynb", text, JSON.stringify(newLock, null, 4));
  assert.equal(written, notebook({ requirements: "{}", requirements_lock: JSON.stringify(newLock) }));
});
