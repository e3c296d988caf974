/** bandit, asked about a folder, beside what our rules say of the same files. */

import { spawnSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { sourceRules } from "../../src/source/index.ts";
import { findingsIn } from "./labelled-source.ts";
import { python } from "./python-clients.ts";

/** `FILE:LINE`, with `/`. */
type Line = string;

export interface Compared {
  /** Of bandit's checks that a rule of ours names, each check once on a line: `FILE:LINE CHECK`. */
  readonly theirs: readonly string[];
  /** Those of `theirs` that no rule of ours finds on that line, switched off or not. */
  readonly missed: readonly string[];
  /** Ids of our rules by line. */
  readonly ours: ReadonlyMap<Line, ReadonlySet<string>>;
}

const rulesByCheck = Map.groupBy(
  sourceRules.flatMap(({ id, bandit }) => bandit.map((check) => ({ id, check }))),
  ({ check }) => check,
);

/** Comments that switch findings off count on neither side. Every file is taken for code. */
export function compareWithBandit(folder: string): Compared {
  const ours = new Map<Line, ReadonlySet<string>>();
  for (const path of globSync("**/*.py", { cwd: folder })) {
    const { findings, suppressed } = findingsIn(readFileSync(join(folder, path), "utf8"), path, undefined, "code");
    const byLine = Map.groupBy([...findings, ...suppressed], ({ line }) => line);
    for (const [line, found] of byLine) ours.set(`${path}:${line}`, new Set(found.map(({ rule }) => rule)));
  }
  const theirs = askBandit(folder).filter((result) => rulesByCheck.has(checkOf(result)));
  return { theirs, missed: theirs.filter((result) => !isFound(result, ours)), ours };
}

function isFound(result: string, ours: Compared["ours"]): boolean {
  const rules = rulesByCheck.get(checkOf(result)) ?? [];
  return rules.some(({ id }) => ours.get(lineOf(result))?.has(id));
}

function checkOf(result: string): string {
  return result.slice(result.lastIndexOf(" ") + 1);
}

export function lineOf(result: string): Line {
  return result.slice(0, result.lastIndexOf(" "));
}

/** @returns `FILE:LINE CHECK`, each once. */
function askBandit(folder: string): string[] {
  const flags = ["-m", "bandit", "-q", "-r", ".", "-f", "json", "--ignore-nosec"];
  const { stdout, stderr } = spawnSync(python!, flags, { cwd: folder, encoding: "utf8", maxBuffer: 1 << 28 });
  if (!stdout.startsWith("{")) throw new Error(`bandit gave no answer: ${stderr}`);
  const { results } = JSON.parse(stdout) as { results: { filename: string; line_number: number; test_id: string }[] };
  const told = results.map(
    ({ filename, line_number: line, test_id: check }) => `${filename.replace(/^\.\//, "")}:${line} ${check}`,
  );
  return [...new Set(told)];
}
