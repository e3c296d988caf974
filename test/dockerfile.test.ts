/** Without an engine: what `Dockerfile` and `compose.yaml` name is there. `test/scenarios/image-steps.test.ts` runs the steps. */

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { root } from "./support/command.ts";
import { commandOf, copyOf, dockerfileSteps, letThrough } from "./support/dockerfile.ts";

const steps = dockerfileSteps();
const sources = steps.filter(({ name }) => name === "COPY").flatMap((step) => copyOf(step).sources);

test("everything that is copied into the image is in the repository", () => {
  assert.ok(sources.includes("src"));
  for (const source of sources) assert.ok(existsSync(join(root, source)), source);
});

test("`.dockerignore` lets through what is copied, and nothing else", () => {
  assert.deepEqual(letThrough().toSorted(), sources.toSorted());
});

test("the programs that `Dockerfile` and `compose.yaml` start are there", () => {
  const compose = readFileSync(join(root, "compose.yaml"), "utf8");
  const started = [...compose.matchAll(/command: (\[.*\])$/gm)].map((found) => JSON.parse(found[1]!) as string[]);
  const commands = [commandOf(steps), ...started];
  assert.deepEqual(
    commands.map(([program, file]) => [program, file]),
    ["app", "web", "worker"].map((name) => ["node", `src/main/${name}.ts`]),
  );
  for (const [, file] of commands) assert.ok(existsSync(join(root, file!)), file);
});

test("the image runs the Node that the tests run on, and not as root", () => {
  const [base] = steps;
  assert.match(`${base?.name} ${base?.words}`, new RegExp(`^FROM node:${process.versions.node.split(".")[0]}-`));
  assert.equal(steps.findLast(({ name }) => name === "USER")?.words, "node");
});
