/**
 * How long the search takes on a frozen index, warm and in one process:
 *
 *     node bench/resolve.ts DIR SETS.json [RUNS]
 *
 * `DIR` holds `index-snapshot.json.gz`, and `SETS.json` names sets of requirements, each with a Python and a platform.
 * The snapshot is opened once. Each run then starts from nothing else: it lists candidates, reads metadata and solves,
 * the newest first. The first runs of a set are not counted, because the just-in-time compiler is still at work.
 */

import { readFile } from "node:fs/promises";
import { arch, cpus, platform } from "node:os";
import { join } from "node:path";
import { Homes } from "../src/advise/homes.ts";
import { IndexUniverse } from "../src/advise/universe.ts";
import { markerEnvironment, parseMajorMinor, runtimeEnvironment } from "../src/environments/index.ts";
import { builtinUnits, factSource, fileRank, type PipelineContext } from "../src/pipeline/index.ts";
import { IndexPolicy, readSnapshot, SnapshotIndex, type Snapshot } from "../src/package-index/index.ts";
import { manylinuxPlatforms, Requirement, supportedTags, TagRanks, Version } from "../src/python/index.ts";
import { resolve, type Problem, type Resolution, type RootRequirement } from "../src/resolver/index.ts";

/** What is used of a set of a `sets/1` document. */
interface RequirementSet {
  readonly id: string;
  /** Such as `3.11`, which means 3.11.0. */
  readonly python: string;
  /** Such as `x86_64-manylinux_2_36`. */
  readonly platform: string;
  readonly requirements: readonly string[];
}

const WARM_UP = 5;
const USUAL_RUNS = 31;

const [folder, setsFile, runs = String(USUAL_RUNS)] = process.argv.slice(2);
if (folder === undefined || setsFile === undefined)
  throw new Error("usage: node bench/resolve.ts DIR SETS.json [RUNS]");
const { signal } = new AbortController();
const snapshot = await readSnapshot(join(folder, "index-snapshot.json.gz"), signal);
const { sets } = JSON.parse(await readFile(setsFile, "utf8")) as { readonly sets: readonly RequirementSet[] };

console.log(
  `Node ${process.version} on ${platform()} ${arch()}, ${cpus().length} x ${cpus()[0]?.model.trim() ?? "unknown"}`,
);
console.log(`medians of ${runs} warm solves on the snapshot of ${snapshot.cut.slice(0, 10)}\n`);
for (const set of sets) {
  const times: number[] = [];
  let resolution: Resolution | undefined;
  for (let run = -WARM_UP; run < Number(runs); run++) {
    const start = performance.now();
    resolution = await resolve(problemOf(set, snapshot), { signal });
    if (run >= 0) times.push(performance.now() - start);
  }
  console.log(`${set.id.padEnd(14)} ${median(times).toFixed(2).padStart(8)} ms  ${describe(resolution!)}`);
}

function problemOf(set: RequirementSet, world: Snapshot): Problem {
  const context = contextOf(set);
  const markers = markerEnvironment(context.environment);
  const indexes = [new SnapshotIndex(world, { name: "pypi" })];
  const source = new IndexPolicy(indexes, (file) => fileRank(file, context));
  return {
    requirements: context.requirements,
    constraints: [],
    markers,
    universe: new IndexUniverse({ source, homes: new Homes(), opaque: new Set(), markers }),
    facts: factSource(builtinUnits, context),
    prereleases: { allowed: new Set() },
    tiers: 0,
    preferred: new Map(),
  };
}

function contextOf(set: RequirementSet): PipelineContext {
  const python = parseMajorMinor(set.python);
  const environment = runtimeEnvironment({ name: set.id }, { pythonVersion: set.python });
  const [, architecture = "", major = "", minor = ""] = /^(\w+)-manylinux_(\d+)_(\d+)$/.exec(set.platform) ?? [];
  const platforms = manylinuxPlatforms(architecture, [Number(major), Number(minor)]);
  return {
    environment,
    python: Version.parse(`${set.python}.0`),
    tagRanks: TagRanks.of(supportedTags({ python, platforms })),
    requirements: rootRequirements(set, markerEnvironment(environment)),
    locked: new Map(),
    recommendationType: environment.recommendationType,
  };
}

function rootRequirements(
  { id, requirements }: RequirementSet,
  markers: Problem["markers"],
): readonly RootRequirement[] {
  return requirements
    .map((text, i) => ({
      requirement: Requirement.parse(text),
      index: undefined,
      origin: { file: id, line: i + 1, text },
    }))
    .filter(({ requirement }) => requirement.marker?.evaluate(markers) ?? true);
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[times.length >> 1]!;
}

function describe(resolution: Resolution): string {
  const { packages, metadataRead, decisions, conflicts } = resolution.statistics;
  const size = resolution.kind === "solved" ? `${resolution.stack.size} pins` : resolution.kind;
  return `${size}, ${packages} packages met, ${metadataRead} releases read, ${decisions} decisions, ${conflicts} conflicts`;
}
