/**
 * The door `snapshot`: sets of requirements in, one answer per set out, in the same order, by the product's own index,
 * universe, objective and resolver. What is timed starts from the program's own cache of the snapshot.
 */

import { join } from "node:path";
import { type DiskCache, readSnapshot } from "../../package-index/index.ts";
import { isProved, resolve, type Resolution } from "../../resolver/index.ts";
import { snapshotProblem, type SnapshotObjective } from "./snapshot-problem.ts";
import { parseSets, type RequirementSet } from "./snapshot-sets.ts";
import { COST_SCALE } from "./universe-problem.ts";

/** The snapshot in a folder. */
export const snapshotFile = "index-snapshot.json.gz";

export interface SnapshotOptions {
  /** The one set to answer; all without it. */
  readonly set?: string;
  /** `freshness` without it. */
  readonly objective?: SnapshotObjective;
  /** How often each set is answered, 1 or more; times are medians. */
  readonly repeat?: number;
  /** Where the program keeps what it made of a snapshot; without it the snapshot itself is opened each time. */
  readonly cache?: DiskCache;
}

export interface SnapshotAnswer {
  readonly set: string;
  readonly satisfiable: boolean;
  /** Version by name, names sorted; empty when there is no stack. */
  readonly pins: Readonly<Record<string, string>>;
  /** Newer final releases left out, or the first tier of `latest`; null when there is no stack. */
  readonly cost: number | null;
  readonly proved: boolean;
  /** Packages whose releases were listed. */
  readonly packages: number;
  readonly metadata_read: number;
  /** Milliseconds to open the snapshot, to pose and answer the question, and for both with the answer put together. */
  readonly ms_open: number;
  readonly ms_solve: number;
  readonly ms_total: number;
}

type Found = Omit<SnapshotAnswer, "ms_open" | "ms_solve" | "ms_total">;

/** One answer, and the milliseconds that it took. */
interface Run {
  readonly found: Found;
  readonly times: { readonly open: number; readonly solve: number; readonly total: number };
}

/**
 * @param folder holds `index-snapshot.json.gz`.
 * @param sets a document of the format `sets/1`.
 * @throws {UserError} when one of them cannot be read or has no such set.
 */
export async function* runSnapshot(
  folder: string,
  sets: unknown,
  options: SnapshotOptions = {},
): AsyncIterable<SnapshotAnswer> {
  const chosen = parseSets(sets, options.set);
  const { signal } = new AbortController();
  const path = join(folder, snapshotFile);
  // The first opening fills the cache.
  await readSnapshot(path, signal, options.cache);
  for (const set of chosen) {
    const runs: Run[] = [];
    while (runs.length < (options.repeat ?? 1)) runs.push(await answerSet(set, path, options, signal));
    const timesOf = (part: keyof Run["times"]): number => median(runs.map(({ times }) => times[part]));
    yield { ...runs[0]!.found, ms_open: timesOf("open"), ms_solve: timesOf("solve"), ms_total: timesOf("total") };
  }
}

/** Answers a set once, from opening the snapshot. @param path of the snapshot. */
export async function answerSet(
  set: RequirementSet,
  path: string,
  { objective = "freshness", cache }: Pick<SnapshotOptions, "objective" | "cache">,
  signal: AbortSignal,
): Promise<Run> {
  const start = performance.now();
  const snapshot = await readSnapshot(path, signal, cache);
  const opened = performance.now();
  const resolution = await resolve(snapshotProblem(set, snapshot, objective), { signal });
  const solved = performance.now();
  const found = describe(set, resolution);
  const times = { open: opened - start, solve: solved - opened, total: performance.now() - start };
  return { found, times };
}

/** The answer in the words of this door. */
export function describe({ id }: RequirementSet, resolution: Resolution): Found {
  if (resolution.kind === "stopped") throw new Error("a run that nobody can stop has stopped");
  const { packages, metadataRead } = resolution.statistics;
  const read = { packages, metadata_read: metadataRead };
  // A refutation rests on nothing unread: that there is no stack is always proved.
  if (resolution.kind === "unsolvable")
    return { set: id, satisfiable: false, pins: {}, cost: null, proved: true, ...read };
  const pins = Object.fromEntries([...resolution.stack].map(([name, { candidate }]) => [name, candidate.version.text]));
  const cost = resolution.cost[0]! / COST_SCALE;
  return { set: id, satisfiable: true, pins, cost, proved: isProved(resolution), ...read };
}

function median(times: readonly number[]): number {
  const sorted = times.toSorted((a, b) => a - b);
  const middle = (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
  return Math.round(middle * 1000) / 1000;
}
