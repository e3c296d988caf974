import { test } from "node:test";
import assert from "node:assert/strict";
import { staticProject } from "../../src/package-index/static-project.ts";
import { packageName, Version } from "../../src/python/index.ts";

const candidate = { name: packageName("foo-bar"), version: Version.parse("1.0"), index: "pypi", files: [] };
const named = '[project]\nname = "Foo.Bar"\n';
const nothing = { requires: [], requiresPython: "", extras: [] };

/** pyproject.toml, and what it declares; undefined where PKG-INFO has to tell. */
const cases: readonly (readonly [title: string, text: string, declared: object | undefined])[] = [
  ["neither requirements nor anything dynamic", `${named}version = "1.0.0"`, nothing],
  ["a dynamic version", `${named}dynamic = ["version", "readme"]`, nothing],
  [
    "everything",
    `${named}requires-python = ">=3.8"\ndependencies = ["six>=1", "tomli; python_version < '3.11'"]
     [project.optional-dependencies]\nFast_One = ["speed; os_name == 'posix'"]\nnone = []`,
    {
      requires: ["six>=1", "tomli; python_version < '3.11'", 'speed; os_name == "posix" and extra == "fast-one"'],
      requiresPython: ">=3.8",
      extras: ["fast-one", "none"],
    },
  ],
  ["dynamic dependencies", `${named}dynamic = ["dependencies"]`, undefined],
  ["dynamic extras", `${named}dependencies = []\ndynamic = ["optional-dependencies"]`, undefined],
  ["a dynamic Python", `${named}dynamic = ["requires-python"]`, undefined],
  ["no project", '[build-system]\nrequires = ["setuptools"]', undefined],
  ["a project without a name", '[project]\nversion = "1.0"', undefined],
  ["another name", '[project]\nname = "other"', undefined],
  ["another version", `${named}version = "2.0"`, undefined],
  ["a version that is none", `${named}version = "one"`, undefined],
  ["requirements of Poetry", `${named}[tool.poetry.dependencies]\nsix = "*"`, undefined],
  ["another table of Poetry", `${named}[tool.poetry]\npackages = []`, nothing],
  ["dependencies of another type", `${named}dependencies = "six"`, undefined],
  ["an extra that is no name", `${named}[project.optional-dependencies]\n'x" or "' = []`, undefined],
  ["no TOML", "[project", undefined],
  ["TOML that nests", `${named}x = ${"[".repeat(1_000)}`, undefined],
];
for (const [title, text, declared] of cases)
  test(`a pyproject.toml with ${title} ${declared === undefined ? "declares nothing" : "declares it"}`, () => {
    assert.deepEqual(staticProject(candidate, text), declared);
  });
