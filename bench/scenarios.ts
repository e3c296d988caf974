/**
 * How long the resolver takes on the scenarios of others that its tests run, without an objective and with each:
 *
 *     node bench/scenarios.ts [RUNS]
 *
 * A scenario counts with the median of its runs (5), after one that does not count. "Off" are those whose least cost is
 * known and was not found, or not proved.
 */

import { readFileSync } from "node:fs";
import { arch, cpus, platform } from "node:os";
import { runUniverse, type UniverseOptions } from "../src/main/conformance/universe.ts";

interface Document {
  readonly scenarios: readonly { readonly id: string; readonly optimum?: Readonly<Record<string, number>> }[];
}

const runs = Number(process.argv[2] ?? 5);
console.log(`Node ${process.version} on ${platform()} ${arch()}, ${cpus().length} x ${cpus()[0]?.model ?? "unknown"}`);
console.log(`medians of ${runs} runs, in ms\n`);
console.log(row(["file", "objective", "answered", "median", "p95", "worst", "off"]));
for (const [file, levels] of [
  ["packse-scenarios.json", ["plain", "environment"]],
  ["resolver-scenarios.json", ["plain"]],
] as const) {
  const url = new URL(`../test/data/${file}`, import.meta.url);
  const document = JSON.parse(readFileSync(url, "utf8")) as Document;
  for (const objective of [undefined, "freshness", "hash101"] as const) {
    const { times, off } = await measure(document, { levels, ...(objective === undefined ? {} : { objective }) });
    const sorted = [...times].sort(([, a], [, b]) => a - b);
    const at = (share: number): string =>
      sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]![1].toFixed(2);
    console.log(
      `${row([file, objective ?? "none", sorted.length, at(0.5), at(0.95), at(1), off])}  ${sorted.at(-1)![0]}`,
    );
  }
}

async function measure(
  document: Document,
  options: UniverseOptions,
): Promise<{ readonly times: ReadonlyMap<string, number>; readonly off: number }> {
  const samples = new Map<string, number[]>();
  const off = new Set<string>();
  const optima = new Map(document.scenarios.map(({ id, optimum }) => [id, optimum]));
  for (let run = -1; run < runs; run++)
    for await (const answered of runUniverse(document, options)) {
      if (!("ms" in answered)) continue;
      const { id, ms, proved, cost } = answered;
      if (run >= 0) samples.set(id, [...(samples.get(id) ?? []), ms]);
      const least = options.objective === undefined ? undefined : optima.get(id)?.[options.objective];
      if (least !== undefined && (least !== cost || !proved)) off.add(id);
    }
  return { times: new Map([...samples].map(([id, all]) => [id, median(all)])), off: off.size };
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[times.length >> 1]!;
}

function row(cells: readonly (string | number)[]): string {
  const widths = [-24, -10, 9, 8, 8, 8, 4];
  return cells
    .map((cell, i) => (widths[i]! < 0 ? String(cell).padEnd(-widths[i]!) : String(cell).padStart(widths[i]!)))
    .join(" ");
}
