/** `npm run demo`, whole: the example on its shipped data, and repositories of one's own. */

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";

import type { ProjectReport } from "../../src/cli/index.ts";
import { type Ended, root, run, runMain } from "../support/command.ts";
import { python, skipWithout } from "../support/python-clients.ts";
import { temporaryFolder, TestRepository } from "../support/repository.ts";

const example = join(root, "examples/two-environments");

/** The example as a repository of its own. */
function exampleRepository(context: TestContext): TestRepository {
  const repository = new TestRepository(context, {});
  cpSync(example, repository.folder, { recursive: true });
  repository.git("add", "--all");
  repository.git("commit", "--quiet", "-m", "Example");
  return repository;
}

function report({ stdout }: Ended): ProjectReport {
  return JSON.parse(stdout) as ProjectReport;
}

function environment(ended: Ended, name: string): ProjectReport["environments"][number] {
  const found = report(ended).environments.find((each) => each.name === name);
  assert.ok(found, name);
  return found;
}

test("the example gets one branch with both locks, and touches nothing else", async (t) => {
  const repository = exampleRepository(t);
  const before = repository.untouchables();
  const ended = await runMain("demo", [repository.folder, "--json"]);
  assert.equal(ended.code, 0, ended.stderr);
  assert.equal(repository.untouchables(), before);
  const { branch, commit } = report(ended);
  assert.equal(branch, "thoth/advise");
  assert.equal(repository.git("rev-parse", "thoth/advise"), commit);
  assert.equal(repository.git("rev-list", "--count", "main..thoth/advise"), "1");
  assert.deepEqual(repository.git("diff", "--name-only", "main", "thoth/advise").split("\n"), [
    "overlays/inference/Pipfile.lock",
    "overlays/training/Pipfile.lock",
  ]);

  const inference = environment(ended, "inference");
  assert.equal(inference.packages["tensorflow"], "2.13.1");
  assert.equal(inference.advisories?.before.length, 12);
  assert.deepEqual(inference.advisories?.after, []);
  const training = environment(ended, "training");
  assert.equal(training.packages["tensorflow"], "2.11.1");
  const lock = JSON.parse(repository.git("show", "thoth/advise:overlays/training/Pipfile.lock")) as {
    default: Record<string, { index?: string; version: string }>;
  };
  assert.deepEqual([lock.default["tensorflow"]?.index, lock.default["tensorflow"]?.version], ["aicoe", "==2.11.1"]);
});

test("a second run finds its branch, and after the merge there is nothing to do", async (t) => {
  const repository = exampleRepository(t);
  const first = report(await runMain("demo", [repository.folder, "--json"]));
  const second = await runMain("demo", [repository.folder, "--json"]);
  assert.deepEqual(report(second), first);
  assert.match(second.stderr, /already proposes this/);
  repository.git("merge", "--quiet", "thoth/advise");
  repository.git("branch", "--quiet", "--delete", "thoth/advise");
  const third = await runMain("demo", [repository.folder, "--json"]);
  assert.equal(third.code, 0);
  assert.equal(report(third).branch, null);
  assert.deepEqual(
    report(third).environments.map(({ changes }) => changes),
    [[], []],
  );
  assert.equal(repository.git("branch", "--list", "thoth/*"), "");
});

test("without the rule about CUDA the training environment changes and nothing else", async (t) => {
  const whole = report(await runMain("demo", ["--json"]));
  const checkout = join(temporaryFolder(t), "checkout");
  for (const part of ["src", "data", "examples", "prescriptions", "package.json"]) {
    cpSync(join(root, part), join(checkout, part), { recursive: true });
  }
  symlinkSync(join(root, "node_modules"), join(checkout, "node_modules"));
  rmSync(join(checkout, "prescriptions/tensorflow/cuda.yaml"));
  const ended = await runMain("demo", ["--json"], { cwd: checkout });
  assert.equal(ended.code, 0, ended.stderr);
  const [inference, training] = report(ended).environments;
  assert.deepEqual(inference, whole.environments[0]);
  assert.notEqual(training?.packages["tensorflow"], whole.environments[1]?.packages["tensorflow"]);
});

test("no rule's package or version stands in the code", () => {
  const files = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".ts"),
  );
  const code = files.map((file) =>
    readFileSync(join(root, "src", file), "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, ""),
  );
  assert.deepEqual(
    files.filter((_, i) => /["'`](tensorflow|pillow|numpy)["'`]|\b2\.1[13]\.1\b/i.test(code[i]!)),
    [],
  );
});

test("the demo needs no network", { skip: canUnshare() ? false : "needs root: `unshare -n` is refused" }, async () => {
  const ended = await run("unshare", ["-n", process.execPath, join(root, "src/main/demo.ts"), "--json"]);
  assert.equal(ended.code, 0, ended.stderr);
  assert.equal(environment(ended, "training").satisfiable, true);
});

function canUnshare(): boolean {
  return spawnSync("unshare", ["-n", "true"]).status === 0;
}

test("the terminal shows title, body and comment without colour, and says where things lie", async () => {
  const ended = await runMain("demo", []);
  assert.equal(ended.code, 0);
  assert.ok(!ended.stdout.includes("\u001b"));
  assert.match(ended.stdout, /^security: fix 12 advisories in 2 environments/);
  for (const heading of ["Changes", "Security", "Comment"]) assert.match(ended.stdout, new RegExp(`^${heading}$`, "m"));
  const path = /^report: (.+)$/m.exec(ended.stderr)?.[1];
  assert.equal((JSON.parse(readFileSync(path!, "utf8")) as ProjectReport).environments.length, 2);
});

test("a folder without a repository is one sentence and exit code 1", async (t) => {
  const folder = temporaryFolder(t);
  const ended = await runMain("demo", [folder]);
  assert.equal(ended.code, 1);
  assert.equal(ended.stdout, "");
  assert.match(ended.stderr, /^error: `.+` is not in a git repository$/m);
});

test("a broken file costs its environment the advice, and the others get theirs", async (t) => {
  const repository = exampleRepository(t);
  repository.write({ "overlays/training/Pipfile": '[packages]\nboto3 = ">=1.0<2"\n' });
  repository.git("commit", "--quiet", "--all", "-m", "Break it");
  const ended = await runMain("demo", [repository.folder, "--json"]);
  assert.equal(ended.code, 1);
  assert.equal(environment(ended, "inference").packages["tensorflow"], "2.13.1");
  const { error } = environment(ended, "training");
  assert.match(error!.message, /^overlays\/training\/Pipfile:2:\d+: .*`>=1\.0<2`/);
  assert.equal(repository.git("diff", "--name-only", "main", "thoth/advise"), "overlays/inference/Pipfile.lock");
});

test("Pipenv itself finds the proposed lock up to date", { skip: skipWithout("pipenv") }, async (t) => {
  const repository = exampleRepository(t);
  await runMain("demo", [repository.folder]);
  repository.git("merge", "--quiet", "thoth/advise");
  const ended = await run(python!, ["-m", "pipenv", "verify"], {
    cwd: join(repository.folder, "overlays/inference"),
    environment: { PIPENV_IGNORE_VIRTUALENVS: "1", WORKON_HOME: temporaryFolder(t), PIPENV_YES: "1" },
  });
  assert.equal(ended.code, 0, ended.stdout + ended.stderr);
  assert.match(ended.stdout + ended.stderr, /up.to.date/i);
});

test("git sees a clean history: our commit passes `git fsck`", async (t) => {
  const repository = exampleRepository(t);
  await runMain("demo", [repository.folder]);
  assert.doesNotThrow(() => execFileSync("git", ["fsck", "--strict"], { cwd: repository.folder, stdio: "pipe" }));
});

test("the App itself answers a push on a stand-in for GitHub", async () => {
  const ended = await runMain("demo", ["--app", "--json"]);
  assert.equal(ended.code, 0, ended.stderr);
  const shown = JSON.parse(ended.stdout) as {
    readonly pull_request: { readonly author: string; readonly comments: readonly unknown[] };
    readonly check_run: { readonly conclusion: string };
  };
  assert.equal(shown.pull_request.author, "thoth[bot]");
  assert.equal(shown.pull_request.comments.length, 1);
  assert.equal(shown.check_run.conclusion, "success");
  assert.match(ended.stderr, /octocat pushes two runtime environments/);
});
