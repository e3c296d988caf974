/** What was measured of one set, one way, as a plain table: the sides, which is faster and by how much. */

import type { Times } from "./rounds.ts";

/** One side of one way of measuring. */
export interface Outcome {
  readonly name: string;
  readonly times: Times;
  readonly pins: number;
  /** Newer final releases left out. */
  readonly freshness: number;
}

export interface Measured {
  readonly set: string;
  readonly way: string;
  readonly outcomes: readonly Outcome[];
  /** Those whose answer was wrong: their times do not count. */
  readonly invalid: readonly { readonly name: string; readonly faults: readonly string[] }[];
}

export function formatMeasured({ set, way, outcomes, invalid }: Measured): string {
  const columns = ["first", "min", "median", "p95"] as const;
  const head = `${`${set}: ${way}`.padEnd(40)}${columns.map((column) => column.padStart(10)).join("")}  ms`;
  const rows = outcomes.map(({ name, times, pins, freshness }) => {
    const figures = columns.map((column) => times[column].toFixed(2).padStart(10)).join("");
    return `  ${name.padEnd(38)}${figures}  ${pins} pins, ${freshness} newer left out, ${times.samples.length} runs`;
  });
  const faults = invalid.map(({ name, faults: all }) => `  ${name} does not count: ${all.slice(0, 3).join("; ")}`);
  return [head, ...rows, ...comparisons(outcomes), ...faults, ""].join("\n");
}

/** Ours and each other program. On a busy machine minima tell more than medians. */
function comparisons(outcomes: readonly Outcome[]): string[] {
  const isOurs = ({ name }: Outcome): boolean => name.startsWith("thoth");
  const ours = outcomes.find(isOurs);
  if (ours === undefined) return [];
  return outcomes
    .filter((other) => !isOurs(other))
    .map((other) => `  ${compare(ours, other, "median")} by medians, ${compare(ours, other, "min")} by minima`);
}

function compare(ours: Outcome, other: Outcome, figure: "median" | "min"): string {
  const ratio = other.times[figure] / ours.times[figure];
  const [faster, slower, by] = ratio >= 1 ? [ours, other, ratio] : [other, ours, 1 / ratio];
  return `${faster.name} is ${by.toFixed(2)} times as fast as ${slower.name}`;
}
