/**
 * How the search grows with its problem, on families of problems that are known to be hard, each answer judged:
 *
 *     node bench/families.ts [SECONDS] [FAMILY]
 *
 * Every instance is solved once, in a process of its own, so that its memory is its own and the just-in-time compiler
 * starts from nothing. It is given `SECONDS` (10) for the search. Building the instance is not counted in time, but in
 * memory. The growth is the power of the size with which time and reads went from the last size but one to the last.
 */

import { spawnSync } from "node:child_process";
import { arch, cpus, platform } from "node:os";
import { fileURLToPath } from "node:url";
import { families } from "../test/support/families/all.ts";
import { askInstance, type Family, judge, worldOf } from "../test/support/families/family.ts";

/** What is measured of one instance; it crosses from the process as JSON. */
interface Measured {
  readonly kind: string;
  readonly ms: number;
  readonly packages: number;
  readonly reads: number;
  readonly conflicts: number;
  /** Of the process, at its most. */
  readonly megabytes: number;
  /** How far the best stack may be from the least cost, where it is not proved: the cost and the bound. */
  readonly gap: string;
  /** What is wrong with the answer. */
  readonly complaint: string | undefined;
}

const SEED = 1;
/** How many times its budget an instance may take before its process is ended. */
const PATIENCE = 4;

const [mode, ...rest] = process.argv.slice(2);
if (mode === "one") {
  const [name, size, seconds] = rest;
  const family = families.find((other) => other.name === name)!;
  process.stdout.write(JSON.stringify(await measure(family, Number(size), Number(seconds))));
} else {
  const budget = Number(mode ?? 10);
  console.log(
    `Node ${process.version} on ${platform()} ${arch()}, ${cpus().length} x ${cpus()[0]?.model ?? "unknown"}`,
  );
  console.log(`one cold run each, ${budget} s for the search\n`);
  console.log(row("family", ["size", "answer", "ms", "packages", "reads", "conflicts", "MB"]));
  for (const family of families) if (rest[0] === undefined || family.name.includes(rest[0])) table(family, budget);
}

async function measure(family: Family, size: number, seconds: number): Promise<Measured> {
  const instance = family.make(size, SEED);
  const universe = worldOf(instance);
  const start = performance.now();
  const resolution = await askInstance(instance, universe, AbortSignal.timeout(seconds * 1000));
  const ms = performance.now() - start;
  let complaint: string | undefined;
  try {
    judge(instance, resolution);
  } catch (error) {
    complaint = String(error);
  }
  const { packages, metadataRead, conflicts } = resolution.statistics;
  const best = resolution.kind === "stopped" ? resolution.best : undefined;
  const gap = best === undefined ? "" : `cost ${best.cost.join()}, bound ${best.bound.join()}`;
  const megabytes = Math.round(process.resourceUsage().maxRSS / 1024);
  return { kind: resolution.kind, ms, packages, reads: metadataRead, conflicts, megabytes, gap, complaint };
}

function table(family: Family, seconds: number): void {
  const grown: { readonly size: number; readonly measured: Measured }[] = [];
  for (const [i, size] of family.sizes.growing.entries()) {
    const head = i === 0 ? `${family.name} (${family.unit})` : "";
    const measured = measureApart(family, size, seconds);
    if (measured === undefined) {
      console.log(row(head, [size, `did not stop in ${seconds * PATIENCE} s`]));
      return;
    }
    const { kind, ms, packages, reads, conflicts, megabytes, gap, complaint } = measured;
    console.log(`${row(head, [size, kind, ms.toFixed(0), packages, reads, conflicts, megabytes])}  ${gap}`.trimEnd());
    if (complaint !== undefined) console.log(`  wrong: ${complaint}`);
    if (kind !== "stopped") grown.push({ size, measured });
  }
  const [before, last] = grown.slice(-2);
  if (before === undefined || last === undefined) return;
  const power = (what: "ms" | "reads"): string =>
    (Math.log(last.measured[what] / before.measured[what]) / Math.log(last.size / before.size)).toFixed(1);
  console.log(`${" ".repeat(30)} from ${before.size} to ${last.size}: time^${power("ms")}, reads^${power("reads")}`);
}

/** @returns undefined when the process had to be ended. */
function measureApart(family: Family, size: number, seconds: number): Measured | undefined {
  const args = [fileURLToPath(import.meta.url), "one", family.name, String(size), String(seconds)];
  const timeout = seconds * 1000 * PATIENCE;
  const { stdout, stderr, signal } = spawnSync(process.execPath, args, { encoding: "utf8", timeout });
  if (signal !== null) return undefined;
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout) as Measured;
}

function row(head: string, cells: readonly (string | number)[]): string {
  const widths = [6, 11, 8, 9, 7, 10, 5];
  return `${head.padEnd(30)}${cells.map((cell, i) => ` ${String(cell).padStart(widths[i]!)}`).join("")}`;
}
