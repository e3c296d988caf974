/** The labelled lines of `test/data/source`: what people say about them, and what our rules say. */

import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { partOf } from "../../src/source/choose.ts";
import { findInFile } from "../../src/source/rules/find.ts";
import type { FileFindings } from "../../src/source/rules/find.ts";
import type { Circumstances } from "../../src/source/rules/rule.ts";
import { sourceRules } from "../../src/source/rules/table.ts";
import type { FileFacts, Part } from "../../src/source/syntax/facts.ts";
import { loadGrammar } from "../../src/source/syntax/grammar.ts";
import { readFacts } from "../../src/source/syntax/read-facts.ts";

export const labelledFolder = fileURLToPath(new URL("../data/source/", import.meta.url));

/** Paths from the folder, with `/`. */
export const labelledPaths: readonly string[] = globSync("**/*.py", { cwd: labelledFolder })
  .map((path) => path.replaceAll("\\", "/"))
  .sort();

/** `LINE RULE LEVEL` of each label, and how many lines have one, `none` included. */
export function labelsOf(path: string): { readonly expected: readonly string[]; readonly lines: number } {
  const expected: string[] = [];
  let lines = 0;
  for (const [index, line] of readFileSync(labelledFolder + path, "utf8")
    .split("\n")
    .entries()) {
    const label = /# -> (.+)$/.exec(line)?.[1];
    if (label === undefined) continue;
    lines++;
    if (label === "none") continue;
    for (const one of label.split(", ")) {
      const [id = "", level = levelOf(id)] = one.split(" ");
      expected.push(`${index + 1} ${id} ${level}`);
    }
  }
  return { expected, lines };
}

function levelOf(id: string): string {
  const rule = sourceRules.find((one) => one.id === id);
  if (rule === undefined) throw new Error(`a label names ${id}, which is no rule`);
  return rule.level;
}

const grammar = await loadGrammar();

export function factsOf(path: string, text: string, part = partOf(path)): FileFacts {
  return readFacts({ path, part, text }, grammar, () => false);
}

export const usualCircumstances: Circumstances = { security: false, locked: undefined };

/** Of a text as a file of that path. */
export function findingsIn(
  text: string,
  path = "app.py",
  circumstances = usualCircumstances,
  part?: Part,
): FileFindings {
  return findInFile(factsOf(path, text, part), circumstances);
}

export function findingsOfLabelled(path: string): FileFindings {
  return findingsIn(readFileSync(labelledFolder + path, "utf8"), path);
}

/** Lines, from 1, whose label says that nothing is wrong with them. */
export function noneLines(path: string): readonly number[] {
  const lines = readFileSync(labelledFolder + path, "utf8").split("\n");
  return lines.flatMap((line, index) => (line.endsWith("# -> none") ? [index + 1] : []));
}
