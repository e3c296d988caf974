/** The steps of `Dockerfile` as a script in a clean folder: what the image holds is enough to start. */

import assert from "node:assert/strict";
import { cpSync, existsSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";

import { type Ended, root, run } from "../support/command.ts";
import { commandOf, copyOf, dockerfileSteps, environmentOf, type Step } from "../support/dockerfile.ts";
import { temporaryFolder } from "../support/repository.ts";

const steps = dockerfileSteps();

/** Copies and installs in the order of the file. What the image does to its own system is left out. */
async function build(context: TestContext): Promise<string> {
  const folder = temporaryFolder(context);
  for (const step of steps) {
    if (step.name === "COPY") copy(step, folder);
    if (step.name === "RUN" && step.words.startsWith("npm ")) {
      const ended = await run("sh", ["-c", step.words], { cwd: folder, environment: environmentOf(steps) });
      assert.equal(ended.code, 0, ended.stderr);
    }
  }
  return folder;
}

function copy(step: Step, folder: string): void {
  const { sources, target } = copyOf(step);
  for (const source of sources) {
    const to = target.endsWith("/") ? join(target, source) : target;
    cpSync(join(root, source), join(folder, to), { recursive: true });
  }
}

/** Asks by npm's own configuration. */
async function hasRegistry(): Promise<boolean> {
  const asked = await run("npm", ["view", "commander", "version", "--fetch-retries=0", "--fetch-timeout=10000"]);
  return asked.code === 0;
}

async function start(folder: string): Promise<Ended> {
  const [program, ...args] = commandOf(steps);
  assert.equal(program, "node");
  const noCredentials = {
    APP_ID: "",
    PRIVATE_KEY: "",
    PRIVATE_KEY_PATH: "",
    WEBHOOK_SECRET: "",
    WEBHOOK_PROXY_URL: "",
  };
  return await run(process.execPath, args, {
    cwd: folder,
    environment: { ...environmentOf(steps), ...noCredentials },
  });
}

test("needs an npm registry, about a minute: the image's own steps give an App that names what it lacks", async (t) => {
  if (!(await hasRegistry())) return t.skip("needs an npm registry within reach of `npm view`");
  const folder = await build(t);
  assert.ok(!existsSync(join(folder, "node_modules/typescript")), "development packages are left out");
  const { code, stdout, stderr } = await start(folder);
  assert.deepEqual([code, stdout], [2, ""], stderr);
  for (const name of ["APP_ID", "PRIVATE_KEY", "WEBHOOK_SECRET"])
    assert.match(stderr, new RegExp(`^${name}: missing`, "m"));
});
