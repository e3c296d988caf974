/** Projects whose manifest is no Pipfile: from their files to advice, on a made-up index. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { type Advice, advise } from "../../src/advise/index.ts";
import { checkLockElsewhere } from "../../src/advise/advise.ts";
import { type ReadyProject, readProject } from "../../src/project/index.ts";
import { adviceWorld, pins, signal, solved } from "../support/advice-world.ts";

const world = await adviceWorld({
  indexes: {
    pypi: `
      web 2.0 -> http>=2, fast; extra == "speed"
      web 1.0 -> http>=1
      http 2.0
      http 1.0
      fast 1.0
      tool 3.0 -> http<2
      tool 2.0
      hidden 1.0
      win 1.0
    `,
  },
});

type Files = Readonly<Record<string, string>>;

async function project(files: Files): Promise<ReadyProject> {
  const readFile = async (path: string) => (Object.hasOwn(files, path) ? files[path] : undefined);
  const [only] = await readProject(readFile, { python: "3.11", recommendationType: "latest" }, signal);
  return only?.kind === "ready" ? only : assert.fail(only?.error.message);
}

async function ask(files: Files): Promise<Advice> {
  return await advise(await project(files), world.services, signal);
}

test("constraints bind what is asked for, and explain a conflict with their own line", async () => {
  const files = { "requirements.in": "-c limits.txt\nweb", "limits.txt": "# old\nhttp<2 # for now\ntool==9\n" };
  assert.equal(pins(await ask(files)), "http 1.0, web 1.0");
  const { outcome } = await ask({ ...files, "requirements.in": "-c limits.txt\nweb>=2" });
  assert.ok(outcome.kind === "unsolvable");
  assert.deepEqual(
    outcome.requirements.map(({ file, line, text }) => `${file}:${line} ${text}`),
    ["requirements.in:2 web>=2", "limits.txt:2 http<2"],
  );
});

test("a line without a name stays, and so does what it may need", async () => {
  const files = { "requirements.in": "web\n-e .\n", "requirements.txt": "-e .\nweb==1.0\nhttp==1.0\nhidden==1.0\n" };
  const advice = await ask(files);
  assert.equal(pins(advice), "hidden 1.0, http 2.0, web 2.0");
  assert.equal(solved(advice).lock, "-e .\nweb==2.0\nhttp==2.0\nhidden==1.0\n");
  assert.ok(advice.notes.some(({ message }) => message.startsWith("Kept as locked")));
  const dropped = await checkLockElsewhere(await project(files), "web==2.0\nhttp==2.0\n", world.services, signal);
  assert.deepEqual(dropped, ["it lacks -e ."]);
});

test("a lock that is the best already stays byte for byte, in whatever layout", async () => {
  const lock = "HTTP == 2.0  # low level\nweb==2.0\n";
  const advice = await ask({ "requirements.in": "web", "requirements.txt": lock });
  assert.equal(solved(advice).lock, lock);
  assert.deepEqual(solved(advice).changes, []);
});

test("a requirements.txt that pins everything is its own lock while it is whole", async () => {
  const whole = "web==1.0\nhttp==1.0\n";
  assert.equal(solved(await ask({ "requirements.txt": whole })).lock, whole);
  const partial = await ask({ "requirements.txt": "web==1.0\n" });
  assert.equal(pins(partial), "http 2.0, web 1.0");
  assert.ok(partial.notes.some(({ message }) => message.includes("moves to `requirements.in`")));
});

test("what is asked for elsewhere is pinned with its condition, once for all its lines", async () => {
  const lines = [
    "win; sys_platform == 'win32'",
    "win; os_name == 'nt'",
    "tool==2.0; os_name == 'nt'",
    "tool>=2; os_name != 'nt'",
  ];
  const { lock } = solved(await ask({ "requirements.in": lines.join("\n") }));
  const own = lock.split("\n").filter((line) => /^(win|tool)/.test(line));
  assert.deepEqual(own, ['tool==3.0 ; os_name != "nt" \\', 'win==1.0 ; sys_platform == "win32" or os_name == "nt" \\']);
});

const pyproject = `[project]
name = "demo"
dependencies = ["web>=1"]
[project.optional-dependencies]
speed = ["demo[base]", "web[speed]"]
base = ["tool==2.0"]
[dependency-groups]
dev = ["hidden", "http"]
`;
const empty = 'lock-version = "1.0"\ncreated-by = "test"\npackages = []\n';

test("a pylock.toml tells extras and groups apart, and holds for each of them", async () => {
  const files = { "pyproject.toml": pyproject, "pylock.toml": empty };
  const advice = await ask(files);
  assert.equal(pins(advice), "fast 1.0, hidden 1.0, http 2.0, tool 2.0, web 2.0");
  const { lock, packages } = solved(advice);
  assert.deepEqual(
    Object.entries(packages).map(([name, { sections }]) => `${name} ${sections.join(" ")}`),
    ["fast extra:speed", "hidden group:dev", "http default", "tool extra:speed extra:base", "web default"],
  );
  // Another tool may write the address of the index with a slash.
  const slashed = lock.replaceAll("pypi.org/simple", "pypi.org/simple/");
  assert.deepEqual(solved(await ask({ ...files, "pylock.toml": slashed })).changes, []);
  const again = await ask({ ...files, "pylock.toml": lock });
  assert.equal(solved(again).lock, lock);
});

test("a pylock.toml that lacks something for an extra has a fault", async () => {
  const request = await project({ "pyproject.toml": pyproject, "pylock.toml": empty });
  const { lock } = solved(await advise(request, world.services, signal));
  const without = lock.replace(/\n\[\[packages\]\]\nname = "fast"[^]*?(?=\n\[\[)/, "");
  assert.deepEqual(await checkLockElsewhere(request, without, world.services, signal), [
    '[extra:speed] web 2.0 requires fast; extra == "speed", which is not locked',
  ]);
});
