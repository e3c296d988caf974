/** Runs files of tests and counts what came of them. A tally is plain data: it crosses from one process to another. */

import { relative } from "node:path";
import { run } from "node:test";
import type { TestEvent } from "node:test/reporters";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));

export interface Tally {
  passed: number;
  readonly failures: { readonly name: string; readonly place: string; readonly error: string }[];
  readonly skips: { readonly name: string; readonly reason: string }[];
}

/**
 * Says each failure at once, too.
 *
 * @param isolation all in this process, or each file in one of its own.
 */
export async function runTests(files: readonly string[], isolation: "none" | "process"): Promise<Tally> {
  const tally: Tally = { passed: 0, failures: [], skips: [] };
  if (files.length === 0) return tally;
  const lastWords = new Map<string, string>();
  const events = run({ files: [...files], isolation, concurrency: isolation === "process" ? 2 : 1, cwd: root });
  for await (const event of events) count(event as TestEvent, tally, lastWords);
  return tally;
}

export function sumOf(tallies: readonly Tally[]): Tally {
  return {
    passed: tallies.reduce((sum, { passed }) => sum + passed, 0),
    failures: tallies.flatMap(({ failures }) => failures),
    skips: tallies.flatMap(({ skips }) => skips),
  };
}

/** @param lastWords by the file of a process, the end of its standard error: it tells why the process ended, if no test does. */
function count(event: TestEvent, tally: Tally, lastWords: Map<string, string>): void {
  if (event.type === "test:stderr") {
    const { file, message } = event.data;
    lastWords.set(file, ((lastWords.get(file) ?? "") + message).slice(-4_000));
  }
  if (event.type !== "test:pass" && event.type !== "test:fail") return;
  const { name, file, line, details } = event.data;
  if (details.type === "suite") return;
  if (event.type === "test:fail") {
    const place = file === undefined ? "" : `${relative(root, file)}:${line ?? 0}`;
    const end = name === file ? lastWords.get(file) : undefined;
    tally.failures.push({ name, place, error: [end, wordsOf(event.data.details.error)].join("\n").trim() });
    say(`failed: ${name} (${place})`);
  } else if (event.data.skip !== undefined) {
    tally.skips.push({ name, reason: String(event.data.skip) });
  } else if (name !== file) tally.passed++;
}

function wordsOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
}

export function say(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}
