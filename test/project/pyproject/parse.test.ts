/** PEP 621, PEP 735 and the tables of uv. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { parsePyproject } from "../../../src/project/pyproject/parse.ts";
import type { Pyproject } from "../../../src/project/pyproject/pyproject.ts";

function parse(text: string): Pyproject {
  return parsePyproject("pyproject.toml", text) ?? assert.fail("nothing is required");
}

/** Each section on one line: names with their line, and where they come from. */
function outline({ sections }: Pyproject): readonly string[] {
  return [...sections].map(([section, entries]) =>
    [
      `${section}:`,
      ...entries.map(({ name, line, column, source, marker }) => {
        const from = source.kind === "index" ? `${source.specifier.toString()}${source.index ?? ""}` : source.kind;
        const condition = marker === undefined ? "" : `; ${marker.toString()}`;
        return [`${name}@${line}:${column}`, from, condition].filter((part) => part !== "").join(" ");
      }),
    ].join(" "),
  );
}

const whole = `[project]
name = "Demo_App"
requires-python = ">=3.9,<4"
dynamic = ["version"]
dependencies = [
    "flask>=2",   # "not-one"
    'requests; python_version >= "3.8"', "six",
    """lxml""",
]

[project.optional-dependencies]
fast = ["ujson", "demo-app[more]; os_name == 'posix'"]
More = ["rich"]
all = ["demo_app[fast,more]"]

[dependency-groups]
dev = ["pytest", {include-group = "Lint"}]
lint = ["ruff"]
`;

test("requirements are told with the line of their own", () => {
  const pyproject = parse(whole);
  assert.deepEqual(outline(pyproject), [
    'default: flask@6:5 >=2 requests@7:5 ; python_version >= "3.8" six@7:42 lxml@8:5',
    'extra:fast: ujson@12:9 rich@13:9 ; os_name == "posix"',
    "extra:more: rich@13:9",
    'extra:all: ujson@12:9 rich@13:9 rich@13:9 ; os_name == "posix"',
    "group:dev: pytest@17:8 ruff@18:9",
    "group:lint: ruff@18:9",
  ]);
  assert.deepEqual(
    [pyproject.name, pyproject.extras, pyproject.groups, pyproject.requiresPython?.specifier],
    ["demo-app", ["fast", "more", "all"], ["dev", "lint"], ">=3.9,<4"],
  );
  assert.equal(pyproject.requiresPython?.line, 3);
  assert.deepEqual(pyproject.sources, [{ name: "pypi", url: "https://pypi.org/simple", verifySsl: true }]);
});

test("the sources of uv say where a package comes from", () => {
  const text = `[project]
dependencies = ["a", "b>=1", "c", "d", "e", "f"]
[[tool.uv.index]]
name = "first"
url = "https://first/simple"
[[tool.uv.index]]
name = "torch"
url = "https://torch/simple"
explicit = true
[[tool.uv.index]]
url = "https://mirror/simple"
default = true
[tool.uv.sources]
b = {index = "torch"}
C = {git = "https://h/c.git", tag = "v1"}
d = {path = "../d", editable = true}
e = {url = "https://h/e-1.zip"}
f = {workspace = true}
`;
  const pyproject = parse(text);
  assert.deepEqual(
    pyproject.sources.map(({ name, url }) => `${name} ${url}`),
    ["first https://first/simple", "mirror https://mirror/simple", "torch https://torch/simple"],
  );
  assert.deepEqual(outline(pyproject), [
    "default: a@2:17 b@2:22 >=1torch c@2:30 vcs d@2:35 path e@2:40 file f@2:45 path",
  ]);
});

test("a file without requirements is none of ours", () =>
  assert.equal(parsePyproject("pyproject.toml", "[tool.ruff]\nline-length = 99\n"), undefined));

test("groups alone are enough", () =>
  assert.deepEqual(outline(parse('[dependency-groups]\na = ["x"]'))[1], "group:a: x@2:6"));

test("extras that are dynamic are told", () =>
  assert.deepEqual(parse('[project]\ndynamic = ["optional-dependencies"]').remarks, [
    "pyproject.toml:2:1: `optional-dependencies` is dynamic, so extras are not locked",
  ]));

const wrong: readonly (readonly [text: string, message: string])[] = [
  ["project = 1", "1:1: `project` is `1`, and a table is needed"],
  ["[project]\nname = 1", "2:1: `name` is `1`, and text is needed"],
  ["[project]\nname = '-'", "2:1: `-` is not a package name"],
  ["[project]\ndependencies = 'a'", "2:1: `project.dependencies` is the text `a`, and a list is needed"],
  ["[project]\ndependencies = [\n1]", "3:1: a requirement is `1`, and text is needed"],
  [
    "[project]\ndependencies = ['a',\n 'b c']",
    "3:2: `b c` is not a requirement: expected `,`, `;` or the end of the requirement at column 3",
  ],
  ["[project]\ndynamic = ['dependencies']", "2:1: `dependencies` is dynamic, so only a build would tell them"],
  ["[project]\nrequires-python = '3'", "2:1: `requires-python` is the text `3`, which is no specifier"],
  ["[project.optional-dependencies]\n'a b' = []", "2:1: `a b` is not the name of an extra"],
  ["[project.optional-dependencies]\na_b = []\na-b = []", "3:1: `a-b` is the same extra as another"],
  ["[dependency-groups]\na = ['x', {include-group = 'b'}]", "2:11: `a`: there is no group `b` to include"],
  ["[dependency-groups]\na = [{other = 'b'}]", "2:6: `a` has a table that includes no group"],
  ["[dependency-groups]\na_b = []\na-b = []", "3:1: `a-b`: the group is the same as `a_b`"],
  ["[tool.poetry.dependencies]\na = '*'", "1:1: requirements under `[tool.poetry]` are not read"],
  ["[project]\n[tool.uv.sources]\na = {index = 'x'}", "3:1: no `[[tool.uv.index]]` is named `x`"],
  [
    "[project]\n[tool.uv.sources]\na = [{index = 'x'}]",
    "3:1: `a`: a list of sources is not read, and one table is needed",
  ],
  ["[project]\n[tool.uv.sources]\na = {git = 'x', marker = 'y'}", "3:1: `a`: a source with `marker` is not read"],
  ["[project]\n[[tool.uv.index]]\nname = 'x'", "2:1: an index has no `url`"],
];
for (const [text, message] of wrong)
  test(`refuses ${JSON.stringify(text)}`, () =>
    assert.throws(() => parsePyproject("pyproject.toml", text), {
      code: "INVALID_PYPROJECT",
      message: `pyproject.toml:${message}`,
    }));
