/** A repository as one question for each of its environments. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { limits, UserError } from "../../src/base/index.ts";
import { type EnvironmentProject, type ProjectOptions, readProject } from "../../src/project/index.ts";

type Files = Readonly<Record<string, string>>;

async function read(files: Files, options: ProjectOptions = {}): Promise<readonly EnvironmentProject[]> {
  const readFile = async (path: string) => (Object.hasOwn(files, path) ? files[path] : undefined);
  return readProject(readFile, options, new AbortController().signal);
}

/** One line for each environment. */
function outline(projects: readonly EnvironmentProject[]): string[] {
  return projects.map((project) => {
    const { name, pythonVersion, recommendationType } = project.environment;
    const end = project.kind === "ready" ? `${project.oldLock ? "locked" : "no lock"}` : project.error.code;
    return `${name} ${pythonVersion} ${recommendationType} ${project.manifestPath} ${project.lockPath} ${end}`;
  });
}

function remarksOf(projects: readonly EnvironmentProject[]): (readonly string[])[] {
  return projects.map((project) => (project.kind === "ready" ? project.remarks : []));
}

const pipfile = '[packages]\nflask = "*"\n';
const lock =
  '{"_meta": {"hash": {"sha256": ""}, "pipfile-spec": 6, "requires": {}, "sources": []}, "default": {}, "develop": {}}';
const environments = (...lines: string[]) =>
  `runtime_environments:\n${lines.map((line) => `  - {${line}}\n`).join("")}`;

test("without configuration there is one environment, whose Python is the Pipfile's", async () => {
  const projects = await read({ Pipfile: `${pipfile}[requires]\npython_version = "3.9"\n` });
  assert.deepEqual(outline(projects), ["default 3.9 stable Pipfile Pipfile.lock no lock"]);
  assert.deepEqual(remarksOf(projects), [[]]);
});

test("where nothing says which Python, one is assumed and the answer says so", async () => {
  const projects = await read({ Pipfile: pipfile, "Pipfile.lock": lock });
  assert.deepEqual(outline(projects), ["default 3.12 stable Pipfile Pipfile.lock locked"]);
  assert.deepEqual(remarksOf(projects), [["no file says which Python this runs on, so 3.12 is assumed"]]);
});

test("overlays have a folder each", async () => {
  const projects = await read({
    ".thoth.yaml": `overlays_dir: overlays\nrecommendation_type: latest\n${environments("name: a, python_version: 3.8", "name: b, python_version: 3.9, recommendation_type: security")}`,
    "overlays/a/Pipfile": pipfile,
    "overlays/b/Pipfile": pipfile,
    "overlays/b/Pipfile.lock": lock,
  });
  assert.deepEqual(outline(projects), [
    "a 3.8 latest overlays/a/Pipfile overlays/a/Pipfile.lock no lock",
    "b 3.9 security overlays/b/Pipfile overlays/b/Pipfile.lock locked",
  ]);
});

test("overlays may lie right below the root", async () => {
  const projects = await read({
    ".thoth.yaml": `overlays_dir: .\n${environments("name: a, python_version: 3.8")}`,
    "a/Pipfile": pipfile,
  });
  assert.deepEqual(outline(projects), ["a 3.8 stable a/Pipfile a/Pipfile.lock no lock"]);
});

const twoEnvironments = environments("name: a, python_version: 3.8", "name: b, python_version: 3.9");

test("environments without overlays share the root's manifest and lock", async () => {
  const projects = await read({ ".thoth.yaml": twoEnvironments, Pipfile: pipfile });
  assert.deepEqual(outline(projects), [
    "a 3.8 stable Pipfile Pipfile.lock no lock",
    "b 3.9 stable Pipfile Pipfile.lock no lock",
  ]);
  assert.deepEqual(remarksOf(projects), [[], []]);
});

test("one environment can be chosen", async () => {
  const projects = await read({ ".thoth.yaml": twoEnvironments, Pipfile: pipfile }, { environment: "b" });
  assert.deepEqual(outline(projects), ["b 3.9 stable Pipfile Pipfile.lock no lock"]);
});

test("a recommendation type that is asked for holds for the named environment, or for all", async () => {
  const files = {
    ".thoth.yaml": `recommendation_type: security\n${twoEnvironments}`,
    Pipfile: pipfile,
  };
  const types = async (options: ProjectOptions) =>
    (await read(files, { recommendationType: "latest", ...options })).map(({ environment }) => [
      environment.name,
      environment.recommendationType,
    ]);
  assert.deepEqual(await types({}), [
    ["a", "latest"],
    ["b", "latest"],
  ]);
  assert.deepEqual(await types({ environment: "b" }), [["b", "latest"]]);
  assert.deepEqual(await types({ environment: "b", withOthers: true }), [
    ["a", "security"],
    ["b", "latest"],
  ]);
});

test("the other environments can be read besides the chosen one, broken ones too", async () => {
  const files = { ".thoth.yaml": `overlays_dir: o\n${twoEnvironments}`, "o/b/Pipfile": pipfile };
  assert.deepEqual(outline(await read(files, { environment: "b", withOthers: true })), [
    "a 3.8 stable o/a/Pipfile o/a/Pipfile.lock NO_MANIFEST",
    "b 3.9 stable o/b/Pipfile o/b/Pipfile.lock no lock",
  ]);
  await assert.rejects(read(files, { environment: "c", withOthers: true }), { code: "UNKNOWN_ENVIRONMENT" });
});

test("the command line's Python holds for every environment", async () => {
  const projects = await read({ ".thoth.yaml": twoEnvironments, Pipfile: pipfile }, { python: "3.11.2" });
  assert.deepEqual(
    projects.map((project) => project.environment.pythonVersion),
    ["3.11", "3.11"],
  );
});

test("a file that is broken in one environment leaves the others their advice", async () => {
  const broken: Files = {
    "overlays/a/Pipfile": "[packages\n",
    "overlays/b/Pipfile": pipfile,
    "overlays/b/Pipfile.lock": "{",
    "overlays/d/Pipfile": pipfile,
  };
  const names = ["a", "b", "c", "d"].map((name) => `name: ${name}, python_version: 3.8`);
  const projects = await read({
    ".thoth.yaml": `host: x\noverlays_dir: overlays\n${environments(...names)}`,
    ...broken,
  });
  assert.deepEqual(outline(projects), [
    "a 3.8 stable overlays/a/Pipfile overlays/a/Pipfile.lock INVALID_PIPFILE",
    "b 3.8 stable overlays/b/Pipfile overlays/b/Pipfile.lock INVALID_PIPFILE_LOCK",
    "c 3.8 stable overlays/c/Pipfile overlays/c/Pipfile.lock NO_MANIFEST",
    "d 3.8 stable overlays/d/Pipfile overlays/d/Pipfile.lock no lock",
  ]);
  const [a, , , d] = projects;
  assert.ok(a?.kind === "broken" && a.error.message.startsWith("overlays/a/Pipfile:1:"));
  assert.ok(d?.kind === "ready");
  assert.deepEqual(d.remarks, ["`host` in `.thoth.yaml` is of no effect any more and can be removed"]);
});

test("settings come from `.thoth.yaml` and the Pipfile, and `.thoth.yaml` counts where both speak", async () => {
  const thoth = "[thoth]\ndisable_index_adjustment = true\n[thoth.allow_prereleases]\nprotobuf = true\nnumpy = true\n";
  const settings = async (line: string) => {
    const [project] = await read({ ".thoth.yaml": environments(`name: a${line}`), Pipfile: `${pipfile}${thoth}` });
    assert.ok(project?.kind === "ready");
    return [project.settings.disableIndexAdjustment, ...project.settings.allowPrereleases];
  };
  assert.deepEqual(await settings(""), [true, "protobuf", "numpy"]);
  assert.deepEqual(await settings(", disable_index_adjustment: false"), [false, "protobuf", "numpy"]);
  assert.deepEqual(await settings(", allow_prereleases: {numpy: false, scipy: true}"), [true, "protobuf", "scipy"]);
});

test("an operating system that we do not know is named", async () => {
  const system = "operating_system: {name: slackware, version: 15}";
  const projects = await read({
    ".thoth.yaml": environments(`name: a, python_version: 3.8, ${system}`),
    Pipfile: pipfile,
  });
  assert.deepEqual(remarksOf(projects), [["the C library of `slackware 15` is not known, so glibc 2.34 is assumed"]]);
});

const noManifest =
  "there is no `Pipfile`, and no `requirements.in`, and no `requirements.txt`, and no `pyproject.toml`";

const refused: readonly [name: string, files: Files, options: ProjectOptions, code: string, message: string][] = [
  ["nothing", {}, {}, "NO_MANIFEST", noManifest],
  ["only a lock", { "Pipfile.lock": lock }, {}, "NO_MANIFEST", noManifest],
  [
    "overlays without a manifest",
    { ".thoth.yaml": `overlays_dir: o\n${twoEnvironments}`, Pipfile: pipfile },
    {},
    "NO_MANIFEST",
    "there is no `o/a/Pipfile`, and no `o/b/Pipfile`",
  ],
  [
    "no manifest of the stated format",
    { ".thoth.yaml": "requirements_format: pip", Pipfile: pipfile },
    {},
    "NO_MANIFEST",
    "there is no `requirements.in`, and no `requirements.txt`",
  ],
  [
    "a broken configuration",
    { ".thoth.yaml": "hots: x", Pipfile: pipfile },
    {},
    "INVALID_CONFIGURATION",
    ".thoth.yaml:1:1: `hots` is not a key that is known here",
  ],
  [
    "an unknown environment",
    { ".thoth.yaml": twoEnvironments, Pipfile: pipfile },
    { environment: "c" },
    "UNKNOWN_ENVIRONMENT",
    "there is no runtime environment `c`; there is `a`, `b`",
  ],
  [
    "an impossible Python",
    { Pipfile: pipfile },
    { python: "2.6" },
    "UNSUPPORTED_PYTHON",
    "--python is `2.6`, which is neither a version of Python 3 nor 2.7",
  ],
];

for (const [name, files, options, code, message] of refused) {
  test(`${name} is refused in one sentence`, () => assert.rejects(read(files, options), { code, message }));
}

test("files are asked for with their size limits, and a reader's own error is that environment's", async () => {
  class TooLarge extends UserError {
    readonly code = "TOO_LARGE";
  }
  const asked: string[] = [];
  const [a, b] = await readProject(
    async (path, bytes) => {
      asked.push(`${path} ${bytes}`);
      if (path === "a/Pipfile") throw new TooLarge("a/Pipfile is too large");
      return path === ".thoth.yaml"
        ? `overlays_dir: .\n${twoEnvironments}`
        : path === "b/Pipfile"
          ? pipfile
          : undefined;
    },
    {},
    new AbortController().signal,
  );
  assert.ok(a?.kind === "broken" && a.error instanceof TooLarge);
  assert.equal(b?.kind, "ready");
  assert.deepEqual(asked, [
    `.thoth.yaml ${limits.configuration.bytes}`,
    `a/Pipfile ${limits.manifest.bytes}`,
    `b/Pipfile ${limits.manifest.bytes}`,
    `b/Pipfile.lock ${limits.lock.bytes}`,
    ...["Dockerfile", "Containerfile", ".python-version", "runtime.txt"].map(
      (file) => `b/${file} ${limits.pythonFile.bytes}`,
    ),
  ]);
});

test("a bug in the reader is no answer", async () => {
  const readFile = () => Promise.reject(new TypeError("bug"));
  await assert.rejects(readProject(readFile, {}, new AbortController().signal), TypeError);
});
