/**
 * Runs the tests: `npm test [-- PATH…]`. Unit tests share a process, because they are fast and many, and where they are very
 * many they share two; whole commands, and whatever talks to servers, get a process for each file. A machine may lack Python
 * or its clients: those tests are skipped, each with the reason and what ends it, and `THOTH_NO_SKIPS=1` makes a skip a
 * failure, which is what the gate does.
 *
 * Properties draw from one seed, so that two runs of the same code agree; `THOTH_TEST_SEED=N` explores another.
 */

import { fork } from "node:child_process";
import { globSync } from "node:fs";
import { enableCompileCache } from "node:module";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";

import "../test/support/seed.ts";
import { root, runTests, say, sumOf, type Tally } from "./tally.ts";

/** Where tests start processes and servers of their own. */
const apart = [
  "test/adapters/",
  "test/base/limits",
  "test/docs/github-app",
  "test/main/adviser/",
  "test/main/knowledge/update",
  "test/main/rules/",
  "test/main/setup-app",
  "test/package-index/hostile-index",
  "test/package-index/index-client",
  "test/package-index/index-outcomes",
  "test/package-index/sdist-archive",
  "test/package-index/wheel-metadata",
  "test/prescriptions/cases",
  "test/project/requirements/pip-oracle",
  "test/python/packaging-oracle",
  "test/scenarios/",
  "test/source/rules/bandit",
  "test/support/github/",
];
/** So many files are read by one process as fast as by two, and there a debugger finds them. */
const few = 50;
const noSkips = process.env["THOTH_NO_SKIPS"] === "1";

// Also for every process that a test starts: most of what those do is to load the same modules.
process.env["NODE_COMPILE_CACHE"] ??= join(tmpdir(), "node-compile-cache");
enableCompileCache();

const files = chosenFiles(process.argv.slice(2));
const started = Date.now();
const units = await runUnits(files.filter((file) => !isApart(file)));
say(`unit tests took ${seconds(started)} s`);
report(sumOf([units, await runTests(files.filter(isApart), "process")]));

/** Test files below the given paths, or all of them. */
function chosenFiles(paths: readonly string[]): string[] {
  const patterns = paths.length === 0 ? ["test/**/*.test.ts"] : paths.map(asPattern);
  const found = globSync(patterns, { cwd: root }).sort();
  if (found.length > 0) return found.map((file) => root + file);
  say(`no test file matches ${patterns.join(", ")}`);
  process.exit(1);
}

function asPattern(path: string): string {
  return path.endsWith(".ts") ? path : `${path.replace(/\/$/, "")}/**/*.test.ts`;
}

function isApart(file: string): boolean {
  return apart.some((folder) => relative(root, file).startsWith(folder));
}

async function runUnits(chosen: readonly string[]): Promise<Tally> {
  if (chosen.length <= few) return await runTests(chosen, "none");
  const half = Math.ceil(chosen.length / 2);
  return sumOf(await Promise.all([chosen.slice(0, half), chosen.slice(half)].map(runShare)));
}

/** In a process of its own. One that ends before it has told what came of its tests is a failure itself. */
function runShare(share: readonly string[]): Promise<Tally> {
  const child = fork(join(root, "scripts/test-share.ts"), share, { cwd: root });
  const { promise, resolve } = Promise.withResolvers<Tally>();
  let told: Tally | undefined;
  child.on("message", (message) => (told = message as Tally));
  child.on("close", (code, signal) => {
    const name = `the tests from ${relative(root, share[0]!)} to ${relative(root, share.at(-1)!)}`;
    const failure = { name, place: "scripts/test-share.ts", error: `their process ended early (${signal ?? code})` };
    resolve(told ?? { passed: 0, failures: [failure], skips: [] });
  });
  return promise;
}

/** The last line is the one that programs read. */
function report({ passed, failures, skips }: Tally): never {
  for (const { name, place, error } of failures) say(`\n✗ ${name}\n  ${place}\n${error.replace(/^/gm, "    ")}`);
  for (const { name, reason } of skips) say(`skipped: ${name}: ${reason}`);
  if (noSkips && skips.length > 0) say("skips are failures here (THOTH_NO_SKIPS=1)");
  const failed = failures.length + (noSkips ? skips.length : 0);
  const skipped = noSkips || skips.length === 0 ? "" : `, ${skips.length} skipped`;
  say(`all tests took ${seconds(started)} s`);
  process.stdout.write(`${passed} passed, ${failed} failed${skipped}\n`);
  process.exit(failed > 0 || passed === 0 ? 1 : 0);
}

function seconds(since: number): string {
  return ((Date.now() - since) / 1000).toFixed(1);
}
