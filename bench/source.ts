/**
 * How fast Python is read and judged, over the modules of an installed Python or any other folder, and how long files take
 * that someone wrote to keep us busy:
 *
 *     node bench/source.ts [FOLDER]
 */

import { execFileSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { limits } from "../src/base/index.ts";
import { findInFile } from "../src/source/rules/find.ts";
import { scanSources } from "../src/source/rules/scan.ts";
import { loadGrammar } from "../src/source/syntax/grammar.ts";
import { readFacts } from "../src/source/syntax/read-facts.ts";
import { hostileSources } from "../test/support/hostile-source.ts";
import { machine } from "./side-by-side.ts";

const circumstances = { security: false, locked: undefined };
const rounds = 3;
const folder = process.argv[2] ?? standardLibrary();
const texts = readTexts(folder);
const lines = texts.reduce((sum, { text }) => sum + text.split("\n").length, 0);
const grammar = await loadGrammar();

console.log(machine());
console.log(`${folder}: ${texts.length} files, ${lines} lines`);
const runs = Array.from({ length: rounds }, judgeAll).toSorted((a, b) => a.facts + a.rules - b.facts - b.rules);
const { facts, rules, findings } = runs[Math.floor(rounds / 2)]!;
console.log(`facts ${seconds(facts)}, rules ${seconds(rules)}, ${findings} findings (median of ${rounds})`);
console.log(`${Math.round(lines / ((facts + rules) / 1_000)).toLocaleString("en-US")} lines a second`);
console.log(`${Math.round(process.memoryUsage().rss / 1e6)} MB\n`);
for (const [name, text] of Object.entries(hostileSources)) await judgeHostile(name, text);

function judgeAll() {
  const spent = { facts: 0, rules: 0, findings: 0 };
  for (const { path, text } of texts) {
    const start = performance.now();
    const file = readFacts({ path, part: "code", text }, grammar, () => false);
    const middle = performance.now();
    spent.findings += findInFile(file, circumstances).findings.length;
    spent.facts += middle - start;
    spent.rules += performance.now() - middle;
  }
  return spent;
}

async function judgeHostile(name: string, text: string): Promise<void> {
  const start = performance.now();
  const isLarge = Buffer.byteLength(text) > limits.source.bytes;
  const request = { files: ["a.py"], readFile: async () => text, circumstances };
  const { unread } = await scanSources(request, new AbortController().signal);
  const end = unread[0]?.reason ?? "read";
  console.log(
    `${seconds(performance.now() - start).padStart(8)}  ${name}: ${end}${isLarge ? " (above the limit of bytes)" : ""}`,
  );
}

function readTexts(root: string) {
  return globSync("**/*.py", { cwd: root }).flatMap((path) => {
    if (/(?:^|\/)(?:site-packages|test|tests)\//.test(path)) return [];
    const bytes = readFileSync(join(root, path));
    const text = bytes.toString();
    return bytes.length > limits.source.bytes || text.includes("\ufffd") ? [] : [{ path, text }];
  });
}

function standardLibrary(): string {
  return execFileSync("python3", ["-c", "import os; print(os.path.dirname(os.__file__))"], { encoding: "utf8" }).trim();
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1_000).toFixed(2)} s`;
}
