/**
 * How fast and how small the advisories are: loading the shipped records, and judging every version that they list.
 *
 *     node bench/advisories.ts [RUNS]
 *
 * Each run is a process of its own. Memory is its peak above that of an empty one: the same program, with all its modules,
 * that loads nothing. It is measured twice, since most of it is what Node sets aside for short-lived values: as Node has
 * it, and with `--max-semi-space-size=8`, which says that less will do. Medians; the goals are 600 ms, 2 s and 64 MB.
 */

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";

import { parseManifest, readBundle } from "../src/knowledge/index.ts";
import { normalizeName, packageName } from "../src/python/index.ts";
import { machine } from "./side-by-side.ts";

const folder = fileURLToPath(new URL("../data/knowledge", import.meta.url));
const self = fileURLToPath(import.meta.url);

interface Measured {
  readonly load: number;
  readonly judge: number;
  readonly pairs: number;
  readonly matches: number;
  /** Megabytes. */
  readonly peak: number;
}

const [role = "5"] = process.argv.slice(2);
if (role === "empty") tell({ load: 0, judge: 0, pairs: 0, matches: 0 });
else if (role === "full") await measure();
else compare(Number(role));

function compare(runs: number): void {
  console.log(Object.values(machine()).join(", "));
  const { parts } = parseManifest("manifest.json", readFileSync(join(folder, "manifest.json"), "utf8"));
  const pairs = [...new Set(pairsOf(join(folder, parts[0]!.file)))].join("\n");
  for (const [title, flags] of [
    ["as Node has it", []],
    ["with --max-semi-space-size=8", ["--max-semi-space-size=8"]],
  ] as const) {
    const empty = Array.from({ length: runs }, () => run("empty", flags, ""));
    const full = Array.from({ length: runs }, () => run("full", flags, pairs));
    const median = (all: readonly Measured[], of: keyof Measured) =>
      all.map((each) => each[of]).toSorted((a, b) => a - b)[Math.floor(all.length / 2)]!;
    const above = median(full, "peak") - median(empty, "peak");
    console.log(
      `${title}: load ${median(full, "load").toFixed(0)} ms, ${median(full, "pairs")} pairs in ${median(full, "judge").toFixed(0)} ms (${median(full, "matches")} matches), ${above.toFixed(0)} MB above the empty process`,
    );
  }
}

function run(what: "empty" | "full", flags: readonly string[], input: string): Measured {
  return JSON.parse(execFileSync(process.execPath, [...flags, self, what], { encoding: "utf8", input })) as Measured;
}

async function measure(): Promise<void> {
  const pairs = `${readFileSync(0, "utf8")}\n`;
  const started = performance.now();
  const { advisories } = await readBundle(folder, new AbortController().signal);
  const loaded = performance.now();
  if (advisories === undefined) throw new Error("the shipped bundle has no advisories");
  let count = 0;
  let matches = 0;
  for (let at = 0; at < pairs.length; count++) {
    const [split, end] = [pairs.indexOf(" ", at), pairs.indexOf("\n", at)];
    matches += advisories.judge(packageName(pairs.slice(at, split)), pairs.slice(split + 1, end)).matches.length;
    at = end + 1;
  }
  tell({ load: loaded - started, judge: performance.now() - loaded, pairs: count, matches });
}

/** Every version that a record lists of a package: `name version`. */
function* pairsOf(path: string): Generator<string> {
  for (const line of gunzipSync(readFileSync(path)).toString("utf8").trimEnd().split("\n")) {
    const { affected } = JSON.parse(line) as { affected: { package: { name: string }; versions?: string[] }[] };
    for (const { package: of, versions = [] } of affected)
      for (const version of versions) yield `${normalizeName(of.name)} ${version}`;
  }
}

function tell(measured: Omit<Measured, "peak">): void {
  process.stdout.write(JSON.stringify({ ...measured, peak: process.resourceUsage().maxRSS / 1_024 }));
}
