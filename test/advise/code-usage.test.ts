/** Stories of what the code of a repository says to its advice, from its files to what a reviewer reads. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { adviseProject, type ProjectAdvice, sourcesIn } from "../../src/advise/index.ts";
import { adviceWorld, lockOf, manifestText, signal } from "../support/advice-world.ts";

interface Repository {
  readonly index: string;
  readonly sections: string;
  readonly lock: string;
  readonly advisories?: string;
  /** Code and whatever else, by path. */
  readonly files: Readonly<Record<string, string>>;
  readonly projects?: number;
}

async function advised({ index, sections, lock, advisories, files, projects = 1 }: Repository): Promise<ProjectAdvice> {
  const world = await adviceWorld({ indexes: { pypi: index }, ...(advisories !== undefined && { advisories }) });
  const all: Readonly<Record<string, string>> = {
    Pipfile: manifestText(world, sections),
    "Pipfile.lock": lockOf(world, sections, lock),
    ...files,
  };
  const sources = { files: sourcesIn(Object.keys(all)), projects };
  const request = { readFile: async (path: string) => all[path], sources, options: {}, command: "thoth advise" };
  return await adviseProject(request, world.services, signal);
}

function notesOf({ environments }: ProjectAdvice): readonly string[] {
  return environments.flatMap(({ advice }) => advice.notes.map(({ message }) => message));
}

const web = {
  index: `
    flask 3.0 -> werkzeug>=3
    flask 2.0 -> werkzeug>=2
    werkzeug 3.0
    werkzeug 2.0
    requests 2.0 -> idna
    idna 3.0
    gunicorn 21.0`,
  sections: '[packages]\nflask = "*"\nrequests = "*"\ngunicorn = "*"',
  lock: "flask 2.0, werkzeug 2.0, requests 2.0, idna 3.0, gunicorn 21.0",
};

const rules = `units:
  wraps:
    - name: TemporaryName
      type: wrap
      should_include:
        adviser_pipeline: true
        library_usage: {tempfile: [tempfile.mktemp]}
      run:
        stack_info:
          - type: WARNING
            message: This code makes names of temporary files
            link: https://example.org/mktemp
`;
const thothYaml = "prescriptions: {files: [rules.yaml]}\n";

test("a rule that asks for a symbol tells its remark where the code uses it, whatever the code calls it", async () => {
  const remark = "This code makes names of temporary files";
  const told = async (code: string) => {
    const files = { "app.py": code, "rules.yaml": rules, ".thoth.yaml": thothYaml };
    return notesOf(await advised({ ...web, files })).some((message) => message.includes(remark));
  };
  assert.equal(await told("from tempfile import mktemp as name\nprint(name())\n"), true);
  assert.equal(await told("import tempfile\nprint(tempfile.mkstemp())\n"), false);
});

const flawed = { ...web, advisories: "werkzeug high\nflask high\nidna low\nrequests medium\ngunicorn high" };

function rowsOf({ plan }: ProjectAdvice): readonly string[] {
  return plan.body.split("\n").filter((line) => line.startsWith("| [ADV-"));
}

test("the security section says where the code comes near to a flaw, and the nearest of a severity come first", async () => {
  const files = { "src/app.py": '"""x"""\nfrom flask import Flask\n', "tests/test_app.py": "import requests\n" };
  assert.deepEqual(
    rowsOf(await advised({ ...flawed, files })).map((row) => row.split(" | ").slice(-2).join(" | ")),
    [
      "no fix known | imported at `src/app.py:2` |",
      "no fix known | cannot be told |",
      "no fix known | needed by what `src/app.py:2` imports |",
      "no fix known | imported at `tests/test_app.py:1`, only in tests |",
      "no fix known | needed by what `tests/test_app.py:1` imports, only in tests |",
    ],
  );
});

test("where nothing that needs a package is imported, that is told and no more", async () => {
  const files = { "src/app.py": "import flask\n" };
  const advice = await advised({ ...flawed, advisories: "requests high", files });
  assert.ok(rowsOf(advice)[0]!.endsWith("| no fix known | no import found |"), rowsOf(advice)[0]);
  assert.ok(!advice.plan.body.includes("not reachable"));
});

const leaving = {
  index: `
    flask 2.1
    flask 2.0 -> werkzeug>=2, click; extra == 'dotenv'
    werkzeug 2.0 -> idna
    idna 3.0
    requests 2.1
    requests 2.0 -> click
    click 8.0`,
  sections: '[packages]\nflask = "*"\nrequests = "*"',
  lock: "flask 2.0, werkzeug 2.0, idna 3.0, requests 2.0, click 8.0",
  advisories: "idna high\nwerkzeug high\nclick high",
};

test("what leaves the stack was needed by whoever required it in the old lock, with the extras that were asked for", async () => {
  const told = async (code: string, changed: Partial<Repository> = {}) =>
    rowsOf(await advised({ ...leaving, ...changed, files: { "app.py": code } })).map((row) =>
      row.split(" | ").slice(2).join(" | "),
    );
  assert.deepEqual(await told("import flask\n"), [
    "`idna` | removed | needed by what `app.py:1` imports |",
    "`werkzeug` | removed | needed by what `app.py:1` imports |",
    "`click` | removed | no import found |",
  ]);
  assert.deepEqual(await told("import requests\n"), [
    "`click` | removed | needed by what `app.py:1` imports |",
    "`idna` | removed | no import found |",
    "`werkzeug` | removed | no import found |",
  ]);
  const lock = `${leaving.lock}, legacy 1.0`;
  const unsure = await told("import flask\n", { lock });
  assert.ok(unsure.includes("`click` | removed | cannot be told |"), unsure.join("\n"));
  const sections = leaving.sections.replace('"*"', '{version = "*", extras = ["dotenv"]}');
  assert.ok((await told("import flask\n", { sections })).every((row) => row.includes("needed by what `app.py:1`")));
});

test("where there is no code to look at nobody says anything of it", async () => {
  const advice = await advised({ ...flawed, files: {} });
  assert.ok(rowsOf(advice)[0]!.endsWith("| no fix known |"), rowsOf(advice)[0]);
});

test("the reader learns which imports nothing brings, and which requirements nothing imports", async () => {
  const files = { "app.py": "import flask, idna\nimport yaml\n" };
  const notes = notesOf(await advised({ ...web, files })).filter((note) => /import/.test(note));
  assert.deepEqual(notes, [
    "`app.py:1` imports `idna`, and `idna` is locked only because others require it",
    "`app.py:2` imports `yaml`, and nothing brings it; it may be `pyyaml`",
    "No import of `requests` was found",
  ]);
});

test("a package is guessed where it is called otherwise than its module, and what is left of many is counted", async () => {
  const told = async (modules: string) => {
    const notes = notesOf(await advised({ ...web, files: { "app.py": `import flask, requests, ${modules}\n` } }));
    return notes.filter((note) => /import/.test(note)).map((note) => note.replace("`app.py:1` imports ", ""));
  };
  const missing = (name: string) => `\`${name}\`, and nothing brings it`;
  assert.deepEqual(await told("scipy, flask_sqlalchemy, yaml"), [
    missing("flask_sqlalchemy"),
    missing("scipy"),
    `${missing("yaml")}; it may be \`pyyaml\``,
  ]);
  const six = "scipy, pandas, numpy, django, boto3, tqdm";
  assert.equal((await told(six)).at(-1), "1 more package is imported and not required");
  assert.equal((await told(`${six}, click`)).at(-1), "2 more packages are imported and not required");
});

test("of code that several projects share nobody says what is missing", async () => {
  const notes = notesOf(await advised({ ...web, files: { "app.py": "import yaml\n" }, projects: 2 }));
  assert.ok(notes.every((note) => !/import/.test(note)));
});

test("code that was not read is told, and nothing is called unimported then", async () => {
  const unread = { "src/broken.ipynb": "{", "src/other.ipynb": "[" };
  const told = async (...broken: readonly (keyof typeof unread)[]) => {
    const files = { "src/app.py": "import flask\n", ...Object.fromEntries(broken.map((path) => [path, unread[path]])) };
    const advice = await advised({ ...flawed, advisories: "requests high", files, projects: 2 });
    const [row] = rowsOf(advice);
    return [row!.split(" | ").at(-1), ...notesOf(advice).filter((note) => note.includes("not read"))];
  };
  assert.deepEqual(await told(), ["no import found |"]);
  assert.deepEqual(await told("src/broken.ipynb"), [
    "cannot be told |",
    "`src/broken.ipynb` (not JSON) was not read: what it uses counts as unknown",
  ]);
  assert.deepEqual(await told("src/broken.ipynb", "src/other.ipynb"), [
    "cannot be told |",
    "2 files of Python were not read, such as `src/broken.ipynb` (not JSON): what they use counts as unknown",
  ]);
});
