/** Which Python an environment runs, and which sources disagree. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { decidePython, parsePython } from "../../src/project/project-python.ts";
import { pythonStatement } from "../../src/project/python-statement.ts";

const pipfile = (pythonVersion: string | undefined, pythonFullVersion?: string) => ({
  place: "Pipfile",
  requires: { pythonVersion, pythonFullVersion },
});

const ofPipfile: readonly [version: string | undefined, full: string | undefined, python: string, remark?: string][] = [
  ["3.8", undefined, "3.8"],
  ["3.10", undefined, "3.10"],
  ["3.8.12", undefined, "3.8.12"],
  [
    "3.8",
    "3.9.7",
    "3.9.7",
    "Pipfile: `python_version` is `3.8`, but `python_full_version` is `3.9.7`, which is what counts",
  ],
  ["3.9", "3.9.7", "3.9.7"],
  [undefined, "3.9.7", "3.9.7"],
  ["==3.9.7", undefined, "3.9"],
  [">=3.9", undefined, "3.9", "Pipfile: `python_version` is `>=3.9`, and the advice is for Python 3.9"],
  [">=3.9.5,<3.11", undefined, "3.9", "Pipfile: `python_version` is `>=3.9.5,<3.11`, and the advice is for Python 3.9"],
  ["~=3.7", undefined, "3.7", "Pipfile: `python_version` is `~=3.7`, and the advice is for Python 3.7"],
  ["<3.11", undefined, "3.10", "Pipfile: `python_version` is `<3.11`, and the advice is for Python 3.10"],
  ["3", undefined, "3.12", "Pipfile: `python_version` is `3`, and the advice is for Python 3.12"],
  ["2.7", undefined, "2.7"],
  ["2.7.14", undefined, "2.7.14"],
  ["<3", undefined, "2.7"],
  [">=2.7,!=3.0.*", undefined, "3.1", "Pipfile: `python_version` is `>=2.7,!=3.0.*`, and the advice is for Python 3.1"],
  ["*", undefined, "3.12", "no file says which Python this runs on, so 3.12 is assumed"],
  ["", undefined, "3.12", "no file says which Python this runs on, so 3.12 is assumed"],
  [undefined, undefined, "3.12", "no file says which Python this runs on, so 3.12 is assumed"],
];

for (const [version, full, python, remark] of ofPipfile) {
  test(`python_version ${version ?? "unset"} and python_full_version ${full ?? "unset"} mean ${python}`, () => {
    const decided = decidePython({ override: undefined, configured: undefined, pipfile: pipfile(version, full) });
    assert.equal(decided.fullVersion ?? decided.version, python);
    assert.equal(decided.version, python.split(".").slice(0, 2).join("."));
    assert.deepEqual(decided.remarks, remark === undefined ? [] : [remark]);
  });
}

for (const text of ["2.6", "python3", ">=4", "<3.1,>3.2"]) {
  test(`python_version ${text} names no Python that we know`, () =>
    assert.throws(() => decidePython({ override: undefined, configured: undefined, pipfile: pipfile(text) }), {
      code: "UNSUPPORTED_PYTHON",
      message: `Pipfile: \`python_version\` is \`${text}\`, which is neither a version of Python 3 nor 2.7`,
    }));
}

test("`.thoth.yaml` counts before the Pipfile, and a disagreement is named", () => {
  const decide = (version: string) =>
    decidePython({ override: undefined, configured: "3.8", pipfile: pipfile(version) });
  for (const agreeing of ["3.8", "3.8.1", ">=3.7", "3"]) assert.deepEqual(decide(agreeing).remarks, []);
  for (const other of ["3.9", "2.7", ">=3.9"])
    assert.deepEqual(decide(other), {
      version: "3.8",
      fullVersion: undefined,
      remarks: [`Pipfile: \`python_version\` is \`${other}\`, but \`.thoth.yaml\` says 3.8, which is what counts`],
    });
});

test("the patch version of the Pipfile counts where `.thoth.yaml` names the same minor version", () => {
  const decide = (full: string) =>
    decidePython({ override: undefined, configured: "3.8", pipfile: pipfile(undefined, full) }).fullVersion;
  assert.equal(decide("3.8.5"), "3.8.5");
  assert.equal(decide("3.9.5"), undefined);
});

test("the command line counts before everything", () => {
  const decided = decidePython({
    override: parsePython("--python", "3.11"),
    configured: "3.8",
    pipfile: pipfile("3.9"),
  });
  assert.deepEqual(decided, { version: "3.11", fullVersion: undefined, remarks: [] });
});

test("files that agree on Python 2.7 agree", () => {
  const decide = (text: string) =>
    decidePython({
      override: undefined,
      configured: undefined,
      pipfile: pipfile("2.7"),
      stated: [pythonStatement("Dockerfile:1:1", `python:${text}`, text)],
    }).remarks;
  assert.deepEqual(decide("2.7.18"), []);
  assert.deepEqual(decide("2.7"), []);
  assert.deepEqual(decide("3.8"), [
    "Dockerfile:1:1 is `python:3.8`, but Pipfile: `python_version` is `2.7`, which is what counts",
  ]);
});

test("a version is read from a version of Python and from nothing else", () => {
  assert.deepEqual(parsePython("--python", "2.7.18"), { version: "2.7", fullVersion: "2.7.18" });
  assert.deepEqual(parsePython("--python", "3.11"), { version: "3.11", fullVersion: undefined });
  assert.deepEqual(parsePython("--python", "3.11.4"), { version: "3.11", fullVersion: "3.11.4" });
  for (const text of ["3", "2.6", "4.0", "", ">=3.9", "py311", "3.1111111111111111111"])
    assert.throws(() => parsePython("--python", text), {
      message: `--python is \`${text}\`, which is neither a version of Python 3 nor 2.7`,
      hint: "write a minor version such as `3.12`",
    });
});
