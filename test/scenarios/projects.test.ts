/** Repositories with several projects, and notebooks with requirements of their own, through the command line and the demo. */

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import type { RepositoryReport } from "../../src/cli/index.ts";
import { type Ended, root, run, runMain } from "../support/command.ts";
import { TestRepository } from "../support/repository.ts";

const thoth = (...args: readonly string[]): Promise<Ended> => run(join(root, "bin/thoth.mjs"), ["advise", ...args]);
const report = ({ stdout }: Ended) => JSON.parse(stdout) as RepositoryReport;

/** The shipped index knows Python 3.8. */
const pipfile = (requirement: string) => `[packages]\n${requirement}\n\n[requires]\npython_version = "3.8"\n`;
const notebook = `{
 "cells": [{"cell_type": "markdown", "metadata": {}, "source": ["1e0 \\u00e9"]}],
 "metadata": {
  "language_info": {
   "name": "python",
   "version": "3.8.6"
  },
  "requirements": {
   "packages": {
    "idna": "*"
   },
   "sources": [
    {
     "name": "pypi",
     "url": "https://pypi.org/simple",
     "verify_ssl": true
    }
   ]
  }
 },
 "nbformat": 4,
 "nbformat_minor": 5
}
`;
const two = {
  Pipfile: pipfile('idna = "*"'),
  "services/api/requirements.in": "six\n",
  "services/api/.python-version": "3.8\n",
  "tests/requirements.txt": "pytest\n",
  "vendor/x/Pipfile": pipfile('x = "*"'),
};

test("every project of a folder gets its lock, and what is left out is told", async (t) => {
  const { folder } = new TestRepository(t, two);
  const ended = await thoth(folder, "--json", "--write");
  assert.equal(ended.code, 0, ended.stderr);
  const { projects, left_out: leftOut, environments } = report(ended);
  assert.deepEqual(
    projects.map(({ project, branch, environments: [only] }) => [project, branch, Object.keys(only!.packages)]),
    [
      [".", "thoth/advise", ["idna"]],
      ["services/api", "thoth/advise--services-api-fe3b7a5f", ["six"]],
    ],
  );
  assert.deepEqual(environments, projects[0]!.environments);
  assert.match(projects[1]!.title!, /^dependencies\(services\/api\): update 1 package in 1 environment/);
  assert.match(projects[1]!.body!, /`thoth advise --project services\/api`/);
  assert.deepEqual(leftOut, [
    { path: "tests", reason: "tests" },
    { path: "vendor/x", reason: "vendored" },
  ]);
  assert.match(ended.stderr, /^left out: tests belongs to tests$/m);
  assert.match(ended.stderr, /^wrote Pipfile\.lock$/m);
  assert.match(ended.stderr, /^wrote services\/api\/requirements\.txt$/m);
  assert.match(readFileSync(join(folder, "services/api/requirements.txt"), "utf8"), /^six==/m);
  const again = report(await thoth(folder, "--json"));
  assert.deepEqual(
    again.projects.map(({ branch }) => branch),
    [null, null],
  );
});

test("`--project` gives the answer that the same project gets among others", async (t) => {
  const { folder } = new TestRepository(t, two);
  const [all, one] = [
    report(await thoth(folder, "--json")),
    report(await thoth(folder, "--project", "services/api", "--json")),
  ];
  assert.deepEqual(one.projects, [all.projects[1]]);
  assert.deepEqual(one.left_out, []);
  const unknown = await thoth(folder, "--project", "services/app");
  assert.equal(unknown.code, 1);
  assert.match(unknown.stderr, /^error: there is no project `services\/app`; there is `\.`, `services\/api`$/m);
  assert.match(unknown.stderr, /^hint: did you mean `services\/api`\?$/m);
});

test("a project that cannot be read leaves the others their answer", async (t) => {
  const { folder } = new TestRepository(t, {
    ...two,
    "broken/Pipfile": "[packages\n",
    "poetry/pyproject.toml": '[tool.poetry.dependencies]\nsix = "*"\n',
    "uv/pyproject.toml": "",
    "uv/uv.lock": "version = 1\n",
  });
  const ended = await thoth(folder, "--json");
  assert.equal(ended.code, 1);
  const { projects } = report(ended);
  assert.deepEqual(
    projects.map(({ project, error, environments }) => [project, (error ?? environments[0]!.error)?.code]),
    [
      [".", undefined],
      ["broken", "INVALID_PIPFILE"],
      ["poetry", "INVALID_PYPROJECT"],
      ["services/api", undefined],
      ["uv", "LOCKED_BY_OTHER_TOOL"],
    ],
  );
  const shown = await thoth(folder);
  assert.match(shown.stdout, /^services\/api\n=+\n\ndependencies\(services\/api\): /m);
  assert.match(shown.stdout.replaceAll(/\s+/g, " "), /broken\/Pipfile:1:10/);
});

test("`projects:` chooses, and a mistake in it stands on its line", async (t) => {
  const repository = new TestRepository(t, { ...two, ".thoth.yaml": "projects:\n  - services/*\n  - nowhere\n" });
  const ended = await thoth(repository.folder, "--json");
  const { projects, left_out: leftOut } = report(ended);
  assert.deepEqual(
    projects.map(({ project }) => project),
    ["services/api"],
  );
  assert.deepEqual(leftOut[0], { path: ".", reason: "unnamed" });
  assert.match(ended.stderr, /^\.thoth\.yaml:3:5: `nowhere` of `projects` fits no folder with a manifest$/m);
  repository.write({ ".thoth.yaml": "projects:\n  - services/*\n  - ../other\n" });
  const { code, stderr } = await thoth(repository.folder);
  assert.equal(code, 1);
  assert.match(stderr, /^error: \.thoth\.yaml:3:5: `projects\[1\]` is `\.\.\/other`, which is not a folder of the/m);
});

test("an environment of `.thoth.yaml` holds for every project, with overlays where a project has them", async (t) => {
  const { folder } = new TestRepository(t, {
    ".thoth.yaml":
      'overlays_dir: overlays\nruntime_environments:\n  - {name: a, python_version: "3.8"}\n  - {name: b, python_version: "3.8"}\n',
    "overlays/a/Pipfile": pipfile('idna = "*"'),
    "overlays/b/Pipfile": pipfile('six = "*"'),
    "api/Pipfile": pipfile('six = "*"'),
  });
  const { projects } = report(await thoth(folder, "--json"));
  assert.deepEqual(
    projects.map(({ project, environments }) => [project, environments.map((each) => each.lock_path)]),
    [
      [".", ["overlays/a/Pipfile.lock", "overlays/b/Pipfile.lock"]],
      ["api", ["api/Pipfile.lock", "api/Pipfile.lock"]],
    ],
  );
});

test("the demo puts each project's change on a branch of its own", async (t) => {
  const repository = new TestRepository(t, { ...two, "broken/Pipfile": "[packages\n" });
  const before = repository.untouchables();
  const ended = await runMain("demo", [repository.folder, "--json"]);
  assert.equal(ended.code, 1, ended.stderr);
  assert.equal(repository.untouchables(), before);
  const { projects } = report(ended);
  for (const [i, changed] of [
    [0, "Pipfile.lock"],
    [2, "services/api/requirements.txt"],
  ] as const) {
    const { branch, commit } = projects[i]!;
    assert.equal(repository.git("rev-parse", branch!), commit);
    assert.equal(repository.git("diff", "--name-only", "main", branch!), changed);
  }
  assert.equal(repository.git("branch", "--list", "thoth/*").split("\n").length, 2);
  const message = repository.git("log", "-1", "--format=%s", projects[2]!.branch!);
  assert.equal(message, "Update 1 package in 1 environment of services/api");
});

test("a notebook that carries requirements gets its lock written into it, and nothing else of it changes", async (t) => {
  const { folder } = new TestRepository(t, {
    "work/one.ipynb": notebook,
    "work/two.ipynb": '{"cells": [], "metadata": {}}',
    Pipfile: pipfile('six = "*"'),
  });
  const ended = await thoth(folder, "--json", "--write");
  assert.equal(ended.code, 0, ended.stderr);
  const entry = report(ended).projects[1]!;
  assert.deepEqual([entry.project, entry.environments[0]!.lock_path], ["work/one.ipynb", "work/one.ipynb"]);
  const written = readFileSync(join(folder, "work/one.ipynb"), "utf8");
  const start = written.indexOf(',\n  "requirements_lock": {\n   "_meta": {\n');
  const end = written.indexOf("\n }", start);
  assert.equal(written.slice(0, start) + written.slice(end), notebook);
  const { metadata } = JSON.parse(written) as {
    metadata: { requirements_lock: { default: Record<string, { version: string }> } };
  };
  assert.match(metadata.requirements_lock.default["idna"]!.version, /^==3\./);
  const again = await thoth(folder, "--json");
  assert.deepEqual(
    report(again).projects.map(({ branch }) => branch),
    [null, null],
  );
  const old = written.replace(/"==3\.\d+"/, '"==3.4"');
  assert.notEqual(old, written);
  const repository = new TestRepository(t, { "one.ipynb": old });
  const updated = await thoth(repository.folder, "--write", "--json");
  assert.deepEqual(
    report(updated).environments[0]!.changes.map(({ name, from }) => [name, from]),
    [["idna", "3.4"]],
  );
  assert.equal(readFileSync(join(repository.folder, "one.ipynb"), "utf8"), written);
  assert.equal(existsSync(join(repository.folder, "Pipfile.lock")), false);
});

test("the command under `Reproduce` is one that the command line takes", async (t) => {
  const { folder } = new TestRepository(t, two);
  const asked = ["--project", "services/api", "--recommendation-type", "latest", "--environment", "default"];
  const { body } = report(await thoth(folder, "--json", ...asked)).projects[0]!;
  const [, command] = /Run `thoth advise ([^`]+)`/.exec(body!)!;
  assert.equal(report(await thoth(folder, "--json", ...command!.split(" "))).projects[0]!.body, body);
});
