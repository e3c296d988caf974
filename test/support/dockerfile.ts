/** `Dockerfile` and `.dockerignore` as values, as far as ours go: one stage, no variables, no wildcards among the sources. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { root } from "./command.ts";

export interface Step {
  /** Such as `COPY`. */
  readonly name: string;
  readonly words: string;
}

export interface Copy {
  readonly sources: readonly string[];
  /** A folder where it ends with a slash. */
  readonly target: string;
}

/** Instructions in their order. */
export function dockerfileSteps(): readonly Step[] {
  return linesOf("Dockerfile").map((line) => {
    const [, name, words] = /^([A-Z]+) (.+)$/.exec(line) ?? assert.fail(line);
    return { name: name!, words: words! };
  });
}

export function copyOf({ words }: Step): Copy {
  const paths = words.split(" ");
  return { sources: paths.slice(0, -1), target: paths.at(-1)! };
}

/** What `CMD` starts. */
export function commandOf(steps: readonly Step[]): readonly string[] {
  return JSON.parse(steps.find(({ name }) => name === "CMD")?.words ?? assert.fail("no CMD")) as string[];
}

/** What `ENV` sets. */
export function environmentOf(steps: readonly Step[]): Readonly<Record<string, string>> {
  const pairs = steps.filter(({ name }) => name === "ENV").flatMap(({ words }) => words.split(" "));
  return Object.fromEntries(pairs.map((pair) => pair.split("=", 2) as [string, string]));
}

/** Names at the root that the engine is given: ours shuts everything out and lets single names in. */
export function letThrough(): readonly string[] {
  const [first, ...others] = linesOf(".dockerignore");
  assert.equal(first, "*");
  return others.map((line) => /^!([\w.-]+)$/.exec(line)?.[1] ?? assert.fail(line));
}

function linesOf(file: string): readonly string[] {
  const lines = readFileSync(join(root, file), "utf8").split("\n");
  return lines.filter((line) => line !== "" && !line.startsWith("#"));
}
