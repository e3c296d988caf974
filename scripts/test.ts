/**
 * Runs the tests: `npm test [-- PATH…]`. Unit tests share one process, because they are fast and many; whole commands, and
 * whatever talks to servers, get a process for each file. A machine may lack Python or its clients: those tests are skipped, each
 * with the reason and what ends it, and `THOTH_NO_SKIPS=1` makes a skip a failure, which is what the gate does.
 *
 * Properties draw from one seed, so that two runs of the same code agree; `THOTH_TEST_SEED=N` explores another.
 */

import { globSync } from "node:fs";
import { relative } from "node:path";
import { run } from "node:test";
import type { TestEvent } from "node:test/reporters";
import { fileURLToPath } from "node:url";

import { configureGlobal } from "fast-check";

const root = fileURLToPath(new URL("..", import.meta.url));
/** Where tests start processes and servers of their own. */
const apart = [
  "test/adapters/",
  "test/main/adviser/",
  "test/main/setup-app",
  "test/scenarios/",
  "test/support/github/",
];
const noSkips = process.env["THOTH_NO_SKIPS"] === "1";
configureGlobal({ seed: Number(process.env["THOTH_TEST_SEED"] ?? 1) });

interface Tally {
  passed: number;
  readonly failures: { readonly name: string; readonly place: string; readonly error: unknown }[];
  readonly skips: { readonly name: string; readonly reason: string }[];
  readonly diagnostics: string[];
}

const tally: Tally = { passed: 0, failures: [], skips: [], diagnostics: [] };
const files = chosenFiles(process.argv.slice(2));
const started = Date.now();
await runAll(
  files.filter((file) => !isApart(file)),
  "none",
);
say(`unit tests took ${seconds(started)} s`);
await runAll(files.filter(isApart), "process");
report();

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

async function runAll(chosen: readonly string[], isolation: "none" | "process"): Promise<void> {
  if (chosen.length === 0) return;
  const events = run({ files: [...chosen], isolation, concurrency: isolation === "process" ? 2 : 1, cwd: root });
  for await (const event of events) count(event as TestEvent);
}

function count(event: TestEvent): void {
  if (event.type === "test:diagnostic" && event.data.level !== "info") tally.diagnostics.push(event.data.message);
  if (event.type !== "test:pass" && event.type !== "test:fail") return;
  const { name, file, line, details } = event.data;
  if (details.type === "suite") return;
  if (event.type === "test:fail") {
    const place = file === undefined ? "" : `${relative(root, file)}:${line ?? 0}`;
    tally.failures.push({ name, place, error: event.data.details.error });
    say(`failed: ${name} (${place})`);
  } else if (event.data.skip !== undefined) {
    tally.skips.push({ name, reason: String(event.data.skip) });
  } else if (name !== file) tally.passed++;
}

/** The last line is the one that programs read. */
function report(): never {
  for (const { name, place, error } of tally.failures) say(`\n✗ ${name}\n  ${place}\n${indented(error)}`);
  for (const { name, reason } of tally.skips) say(`skipped: ${name}: ${reason}`);
  if (noSkips && tally.skips.length > 0) say("skips are failures here (THOTH_NO_SKIPS=1)");
  const failed = tally.failures.length + (noSkips ? tally.skips.length : 0);
  const skipped = noSkips || tally.skips.length === 0 ? "" : `, ${tally.skips.length} skipped`;
  say(`all tests took ${seconds(started)} s`);
  process.stdout.write(`${tally.passed} passed, ${failed} failed${skipped}\n`);
  process.exit(failed > 0 || tally.passed === 0 ? 1 : 0);
}

function indented(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const text = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  return text.replace(/^/gm, "    ");
}

function seconds(since: number): string {
  return ((Date.now() - since) / 1000).toFixed(1);
}

function say(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}
