/** Which folders of a repository are projects, as a table: paths in, projects and what is left out. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { findProjects, type ProjectSearch } from "../../../src/project/discovery/find-projects.ts";
import { tryParsePattern } from "../../../src/project/discovery/folder-pattern.ts";
import { leftOutReasons, sayLeftOutReason } from "../../../src/project/index.ts";

interface Row {
  /** Separated by spaces. */
  readonly files: string;
  /** Projects, `.` the root, `+` with overlays, `?` where only a look tells; notebooks by their path. */
  readonly found: string;
  /** Such as `tests:a/tests`. */
  readonly leftOut?: string;
  readonly projects?: string;
  readonly overlays?: string;
  readonly format?: "pipenv" | "pip";
}

const rows: Readonly<Record<string, Row>> = {
  "a Pipfile in the root": { files: "Pipfile Pipfile.lock src/a.py", found: "." },
  "nothing that says what is required": { files: "README.md package.json src/a.py setup.cfg", found: "" },
  "a project beside the root": { files: "Pipfile services/api/requirements.in", found: ". services/api" },
  "projects without one in the root": { files: "b/Pipfile a/requirements.txt", found: "a b" },
  "a project within a project": { files: "a/Pipfile a/b/Pipfile", found: "a a/b" },
  "two manifests in one folder are one project": { files: "a/Pipfile a/requirements.txt", found: "a" },
  "a lone pyproject.toml needs a look": { files: "pyproject.toml a/pyproject.toml", found: "? a?" },
  "beside a lock a pyproject.toml is a project": {
    files: "a/pyproject.toml a/pylock.toml b/pyproject.toml b/uv.lock",
    found: "a b",
  },
  "a pyproject.toml beside another manifest needs none": { files: "pyproject.toml requirements.txt", found: "." },
  "a lock alone": { files: "a/Pipfile.lock b/pylock.toml", found: "", leftOut: "lock-only:a lock-only:b" },
  "a lock of another tool alone": { files: "a/uv.lock", found: "" },
  tests: {
    files: "Pipfile tests/requirements.txt a/test/b/Pipfile",
    found: ".",
    leftOut: "tests:a/test/b tests:tests",
  },
  "integration tests": { files: "integration-tests/Pipfile", found: "", leftOut: "tests:integration-tests" },
  "a name that only begins like tests": { files: "testbed/Pipfile attests/Pipfile", found: "attests testbed" },
  examples: { files: "examples/a/Pipfile Demo/Pipfile", found: "", leftOut: "examples:Demo examples:examples/a" },
  documentation: { files: "Pipfile docs/requirements.txt", found: ".", leftOut: "documentation:docs" },
  "code of others": {
    files: "vendor/x/Pipfile third_party/Pipfile a/node_modules/b/Pipfile lib/python3/site-packages/x/pyproject.toml",
    found: "",
    leftOut: "vendored:a/node_modules/b vendored:lib/python3/site-packages/x vendored:third_party vendored:vendor/x",
  },
  "environments of Python": {
    files: ".venv/x/Pipfile venv/Pipfile",
    found: "",
    leftOut: "vendored:.venv/x vendored:venv",
  },
  "hidden folders": { files: ".github/requirements.txt", found: "", leftOut: "hidden:.github" },
  templates: { files: "{{cookiecutter.name}}/Pipfile", found: "", leftOut: "template:{{cookiecutter.name}}" },
  "a folder `requirements` beside a manifest": {
    files: "requirements.txt requirements/requirements.txt",
    found: ".",
    leftOut: "part:requirements",
  },
  "a folder `requirements` by itself": { files: "requirements/requirements.txt", found: "requirements" },
  "included files are no manifests": {
    files: "requirements/base.in a/requirements-dev.txt constraints.txt",
    found: "",
  },
  "overlays belong to the root": {
    files: "overlays/a/Pipfile overlays/b/Pipfile",
    found: ".+",
    overlays: "overlays",
  },
  "overlays of no environment": {
    files: "overlays/a/Pipfile overlays/old/Pipfile",
    found: ".+",
    leftOut: "overlay:overlays/old",
    overlays: "overlays",
  },
  "overlays right below the root": { files: "a/Pipfile b/Pipfile other/Pipfile", found: ".+ other", overlays: "" },
  "overlays of a project": {
    files: "Pipfile x/overlays/a/Pipfile y/Pipfile",
    found: ".+ x+ y",
    overlays: "overlays",
  },
  "without `overlays_dir` a folder of that name is none": { files: "overlays/a/Pipfile", found: "overlays/a" },
  "`requirements_format` says which manifests count": {
    files: "Pipfile a/requirements.txt b/Pipfile",
    found: "a",
    format: "pip",
  },
  "`projects` names folders": {
    files: "Pipfile a/Pipfile b/Pipfile",
    found: "a",
    leftOut: "unnamed:. unnamed:b",
    projects: "a",
  },
  "`projects` names what is left out otherwise": {
    files: "examples/a/Pipfile examples/b/Pipfile tests/Pipfile",
    found: "examples/a examples/b",
    leftOut: "tests:tests",
    projects: "examples/*",
  },
  "`projects` takes away": {
    files: "Pipfile legacy/a/Pipfile b/Pipfile",
    found: ". b",
    leftOut: "excluded:legacy/a",
    projects: "!legacy/**",
  },
  "`projects` names and takes away": {
    files: "s/a/Pipfile s/b/Pipfile c/Pipfile",
    found: "s/a",
    leftOut: "unnamed:c excluded:s/b",
    projects: "s/* !s/b",
  },
  "`projects` names the folder `requirements`": {
    files: "Pipfile requirements/requirements.txt",
    found: ". requirements",
    projects: ". requirements",
  },
  "notebooks may carry requirements": {
    files: "a/one.ipynb two.ipynb tests/three.ipynb .ipynb_checkpoints/four.ipynb",
    found: "a/one.ipynb two.ipynb",
  },
  "`projects` names notebooks": { files: "a/one.ipynb two.ipynb", found: "a/one.ipynb", projects: "a/*.ipynb" },
};

function search({ projects, overlays, format }: Row): ProjectSearch {
  return {
    patterns: projects === undefined ? [] : projects.split(" ").map((text) => tryParsePattern(text)!),
    overlaysDir: overlays,
    environments: ["a", "b"],
    requirementsFormat: format,
  };
}

for (const [name, row] of Object.entries(rows))
  test(name, () => {
    const { places, unsure, notebooks, leftOut } = findProjects(row.files.split(" "), search(row));
    const found = places.map(({ folder, hasOverlays }) => {
      const mark = hasOverlays ? "+" : unsure.has(folder) ? "?" : "";
      return `${folder === "" ? (mark === "?" ? "" : ".") : folder}${mark}`;
    });
    assert.equal([...found, ...notebooks].join(" "), row.found);
    const told = leftOut.map(({ path, reason }) => `${reason}:${path}`);
    assert.equal(told.join(" "), row.leftOut ?? "");
  });

test("the order of the paths does not matter", () => {
  for (const row of Object.values(rows)) {
    const files = row.files.split(" ");
    assert.deepEqual(findProjects(files.toReversed(), search(row)), findProjects(files, search(row)));
  }
});

test("a repository has at most 50 projects, and the others are told", () => {
  const files = Array.from({ length: 52 }, (_, i) => `p${String(i).padStart(2, "0")}/Pipfile`);
  const { places, leftOut } = findProjects(files, search({ files: "", found: "" }));
  assert.equal(places.length, 50);
  assert.deepEqual(leftOut, [
    { path: "p50", reason: "too-many" },
    { path: "p51", reason: "too-many" },
  ]);
});

test("patterns that nothing fits are known", () => {
  const { unused } = findProjects(["a/Pipfile"], search({ files: "", found: "", projects: "a b/* !c" }));
  assert.deepEqual(
    unused.map(({ text }) => text),
    ["b/*", "!c"],
  );
});

test("every reason is told in words of its own", () => {
  assert.equal(new Set(leftOutReasons.map(sayLeftOutReason)).size, leftOutReasons.length);
});
