/** Which files of a repository are its manifest and its lock. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { readProject } from "../../src/project/index.ts";

type Files = Readonly<Record<string, string>>;

async function read(files: Files) {
  const readFile = async (path: string) => (Object.hasOwn(files, path) ? files[path] : undefined);
  return await readProject(readFile, { python: "3.12" }, new AbortController().signal);
}

/** Manifest, lock, whether there is one yet, and what moves. */
async function outline(files: Files): Promise<string> {
  const [project] = await read(files);
  if (project?.kind !== "ready") return project?.error.message ?? "";
  const { manifest, manifestPath, lockPath, oldLock, moved } = project;
  const parts = [manifest.kind, manifestPath, lockPath, oldLock === undefined ? "unlocked" : "locked"];
  return [...parts, ...(moved === undefined ? [] : [`-> ${moved.path}`])].join(" ");
}

const pip = { ".thoth.yaml": "requirements_format: pip" };
const pipTools = { ".thoth.yaml": "requirements_format: pip-tools" };
const pyproject = '[project]\ndependencies = ["a"]\n';
const uvLock = '[[package]]\nname = "a"\nversion = "1"\nsource = { registry = "https://pypi.org/simple" }\n';

const layouts: readonly (readonly [what: string, files: Files, answer: string])[] = [
  ["a Pipfile before all", { Pipfile: "", "requirements.in": "a" }, "pipfile Pipfile Pipfile.lock unlocked"],
  [
    "a stated format before a Pipfile",
    { ...pip, Pipfile: "", "requirements.in": "a" },
    "requirements requirements.in requirements.txt unlocked",
  ],
  [
    "pip and pip-tools alike",
    { ...pipTools, "requirements.in": "a", "requirements.txt": "a==1" },
    "requirements requirements.in requirements.txt locked",
  ],
  [
    "requirements.txt alone",
    { ...pip, "requirements.txt": "a" },
    "requirements requirements.txt requirements.txt unlocked -> requirements.in",
  ],
  [
    "requirements.txt that is its own lock",
    { "requirements.txt": "a==1" },
    "requirements requirements.txt requirements.txt locked -> requirements.in",
  ],
  [
    "requirements.txt before pyproject.toml",
    { "requirements.txt": "a", "pyproject.toml": pyproject },
    "requirements requirements.txt requirements.txt unlocked -> requirements.in",
  ],
  ["pyproject.toml", { "pyproject.toml": pyproject }, "requirements pyproject.toml requirements.txt unlocked"],
  [
    "pyproject.toml beside the lock that was made from it",
    { "pyproject.toml": pyproject, "requirements.txt": "a==1" },
    "requirements pyproject.toml requirements.txt locked",
  ],
  [
    "pyproject.toml and pylock.toml",
    { "pyproject.toml": pyproject, "pylock.toml": 'lock-version = "1.0"\ncreated-by = "x"\npackages = []' },
    "pyproject pyproject.toml pylock.toml locked",
  ],
  [
    "a lock of uv",
    { "pyproject.toml": pyproject, "uv.lock": uvLock },
    "uv.lock: this project is locked by uv (packages: 1), and a second lock beside it would drift apart",
  ],
  [
    "a lock of uv beside requirements.in",
    { "requirements.in": "a", "uv.lock": uvLock },
    "requirements requirements.in requirements.txt unlocked",
  ],
  [
    "a lock of uv where a format is stated",
    { ...pip, "requirements.txt": "a", "uv.lock": uvLock },
    "requirements requirements.txt requirements.txt unlocked -> requirements.in",
  ],
  [
    "a lock of PDM",
    { "pyproject.toml": pyproject, "pdm.lock": "" },
    "pdm.lock: this project is locked by PDM, and a second lock beside it would drift apart",
  ],
  [
    "requirements of Poetry 1",
    { "pyproject.toml": '[tool.poetry.dependencies]\na = "*"' },
    "pyproject.toml:1:1: requirements under `[tool.poetry]` are not read",
  ],
];
for (const [what, files, answer] of layouts)
  test(`${what}: ${answer}`, async () => assert.equal(await outline(files), answer));

test("a pyproject.toml with settings of tools only is no manifest", () =>
  assert.rejects(read({ "pyproject.toml": "[tool.ruff]" }), { code: "NO_MANIFEST" }));

test("what stands in requirements.txt moves as it is", async () => {
  const text = "# why\r\na >= 1 # more\r\n";
  const [project] = await read({ "requirements.txt": text });
  assert.ok(project?.kind === "ready");
  assert.deepEqual(project.moved, { path: "requirements.in", text });
});

test("exact pins in a requirements.txt are told to hold everything back", async () => {
  const [project] = await read({ "requirements.txt": "a==1" });
  assert.ok(project?.kind === "ready");
  assert.deepEqual(project.remarks, [
    "`requirements.txt` pins every package exactly, so nothing newer can be chosen; write bounds in `requirements.in` to get newer releases",
  ]);
});

test("extras and groups that a requirements file cannot hold are told", async () => {
  const text = `${pyproject}[project.optional-dependencies]\nx = ["b"]\n[dependency-groups]\ndev = ["c"]\n`;
  const [project] = await read({ "pyproject.toml": text });
  assert.ok(project?.kind === "ready");
  assert.deepEqual(project.remarks, [
    "a requirements file has no place for extras and groups, so `[x]`, `dev` of `pyproject.toml` are not locked; where a `pylock.toml` is there already, it is written instead, and has all of them",
  ]);
});

test("options of the file are settings", async () => {
  const [project] = await read({ "requirements.in": "--pre\n--all-releases b,c\n--only-final c\na" });
  assert.ok(project?.kind === "ready");
  assert.equal(project.manifest.allowPrereleases, true);
  assert.deepEqual([...project.settings.allowPrereleases], ["b"]);
});

const pythons: readonly (readonly [what: string, files: Files, python: string, remarks: readonly string[]])[] = [
  [
    "a Dockerfile",
    { "requirements.in": "a", Dockerfile: "FROM python:3.9.1\n", ".python-version": "3.9" },
    "3.9.1",
    [],
  ],
  [
    "files that disagree",
    { "requirements.in": "a", Dockerfile: "FROM python:3.9\n", "runtime.txt": "python-3.10.2" },
    "3.9",
    ["runtime.txt:1:1 is `python-3.10.2`, but Dockerfile:1:1 is `python:3.9`, which is what counts"],
  ],
  [
    "an image with another patch version",
    { "pyproject.toml": `${pyproject}requires-python = "==3.11.3"\n`, Dockerfile: "FROM python:3.11.6-slim" },
    "3.11",
    [
      "Dockerfile:1:1 is `python:3.11.6-slim`, but pyproject.toml:3:1: `requires-python` is `==3.11.3`, which is what counts",
    ],
  ],
  [
    "requires-python before files",
    { "pyproject.toml": `${pyproject}requires-python = ">=3.9"\n`, ".python-version": "3.12" },
    "3.9",
    [
      "pyproject.toml:3:1: `requires-python` is `>=3.9`, and the advice is for Python 3.9",
      ".python-version:1:1 is `3.12`, but pyproject.toml:3:1: `requires-python` is `>=3.9`, which is what counts",
    ],
  ],
  [
    "the configuration before files",
    { Pipfile: "", ".thoth.yaml": "runtime_environments: [{name: a, python_version: 3.8}]", ".python-version": "3.9" },
    "3.8",
    [".python-version:1:1 is `3.9`, but `.thoth.yaml` says 3.8, which is what counts"],
  ],
  [
    "environments that share a folder and say it themselves",
    {
      Pipfile: "",
      ".thoth.yaml": "runtime_environments: [{name: a, python_version: 3.8}, {name: b, python_version: 3.9}]",
      ".python-version": "3.9",
    },
    "3.8",
    [],
  ],
];
for (const [what, files, python, remarks] of pythons)
  test(`${what} say which Python`, async () => {
    const readFile = async (path: string) => (Object.hasOwn(files, path) ? files[path] : undefined);
    const [project] = await readProject(readFile, {}, new AbortController().signal);
    assert.ok(project?.kind === "ready");
    const { pythonVersion, pythonFullVersion } = project.environment;
    assert.equal(pythonFullVersion ?? pythonVersion, python);
    assert.deepEqual(project.remarks, remarks);
  });
