/**
 * Sets of releases in words, such as `every release`, `2.9`, `2.8 to 2.13.1` or `1.0, 1.4 to 1.6 and 5 more`.
 */

import type { Candidate } from "../ports/index.ts";

/** Runs of neighbouring releases that are written out. */
const MOST_RUNS = 3;

/**
 * @param candidates all of a package, newest first.
 * @param ordinals places in `candidates`, ascending, not empty.
 * @param bridged places that do not interrupt a run, and that may not be chosen.
 */
export function describeVersions(
  candidates: readonly Candidate[],
  ordinals: readonly number[],
  bridged: ReadonlySet<number>,
): string {
  const chosen = new Set(ordinals);
  const isEvery = [...candidates.keys()].every((ordinal) => chosen.has(ordinal) || bridged.has(ordinal));
  if (isEvery && chosen.size > 1)
    return chosen.size < candidates.length ? "every release that may be chosen" : "every release";
  const runs = runsOf(ordinals, bridged).reverse();
  const shown = runs.length > MOST_RUNS ? runs.slice(0, MOST_RUNS - 1) : runs;
  const texts = shown.map(([newest, oldest]) => describeRun(candidates, newest, oldest));
  const hidden = runs.slice(shown.length).reduce((count, run) => count + ordinalsIn(run, chosen), 0);
  return hidden > 0 ? `${texts.join(", ")} and ${hidden} more` : texts.join(", ");
}

/** First and last place of each run, ascending. */
type Run = readonly [number, number];

function runsOf(ordinals: readonly number[], bridged: ReadonlySet<number>): Run[] {
  const runs: [number, number][] = [];
  for (const ordinal of ordinals) {
    const last = runs.at(-1);
    if (last !== undefined && isBridge(last[1], ordinal, bridged)) last[1] = ordinal;
    else runs.push([ordinal, ordinal]);
  }
  return runs;
}

function isBridge(from: number, to: number, bridged: ReadonlySet<number>): boolean {
  for (let between = from + 1; between < to; between++) if (!bridged.has(between)) return false;
  return true;
}

function ordinalsIn([newest, oldest]: Run, chosen: ReadonlySet<number>): number {
  let count = 0;
  for (let ordinal = newest; ordinal <= oldest; ordinal++) if (chosen.has(ordinal)) count++;
  return count;
}

function describeRun(candidates: readonly Candidate[], newest: number, oldest: number): string {
  const first = candidates[oldest]!.version.text;
  const last = candidates[newest]!.version.text;
  return first === last ? first : `${first} to ${last}`;
}
