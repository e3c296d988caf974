/**
 * From a set of requirements to a problem of the resolver, on a frozen snapshot: no lock, no cooldown, no advisories and
 * no rules. The door `snapshot` asks it, and so does the benchmark.
 */

import { Homes, IndexUniverse, Judge, objectives, type Tier } from "../../advise/index.ts";
import { markerEnvironment, runtimeEnvironment } from "../../environments/index.ts";
import { IndexPolicy, type Snapshot, SnapshotIndex } from "../../package-index/index.ts";
import {
  bestFile,
  builtinUnits,
  fileRank,
  listStore,
  type PipelineContext,
  plainRun,
  type Sieve,
  unitsOf,
} from "../../pipeline/index.ts";
import type { PackageSource } from "../../ports/index.ts";
import { TagRanks, Version } from "../../python/index.ts";
import type { Problem } from "../../resolver/index.ts";
import type { RequirementSet } from "./snapshot-sets.ts";
import { COST_SCALE, platformTags, rootRequirements } from "./universe-problem.ts";

/** How many newer releases a stack leaves out, or what the recommendation type `latest` weighs. */
export type SnapshotObjective = "freshness" | "latest";

/** The index that the snapshot stands for. */
const index = "pypi";

export function snapshotProblem(set: RequirementSet, snapshot: Snapshot, objective: SnapshotObjective): Problem {
  const open = (context: PipelineContext): PackageSource =>
    new IndexPolicy([new SnapshotIndex(snapshot, { name: index })], (file) => fileRank(file, context));
  return setProblem(set, objective, open);
}

/** @param open opens the one index that is asked. */
export function setProblem(
  set: RequirementSet,
  objective: SnapshotObjective,
  open: (context: PipelineContext) => PackageSource,
): Problem {
  const python = Version.parse(set.python.split(".").length > 2 ? set.python : `${set.python}.0`);
  const pythonVersion = `${python.major}.${python.minor}`;
  const environment = { ...runtimeEnvironment({ name: set.id }, { pythonVersion }), pythonFullVersion: python.text };
  const markers = markerEnvironment(environment);
  const context: PipelineContext = {
    ...plainRun,
    environment,
    python,
    tagRanks: TagRanks.of(platformTags(set.platform, [python.major, python.minor])),
    requirements: rootRequirements(set.requirements, set.id, markers),
    locked: new Map(),
    recommendationType: "latest",
  };
  const prereleases = { allowed: new Set<never>() };
  const tiers = objective === "freshness" ? [newerReleases] : objectives.latest;
  return {
    requirements: context.requirements,
    constraints: rootRequirements(set.constraints ?? [], `constraints of ${set.id}`, markers),
    markers,
    universe: new IndexUniverse({ source: open(context), homes: new Homes(), opaque: new Set(), markers }),
    facts: new Judge({
      units: unitsOf([listStore([...builtinUnits, prereleasesAside])], context),
      context,
      tiers,
      prereleases,
      known: () => [],
      advisories: () => [],
    }),
    prereleases,
    tiers: tiers.length,
    preferred: new Map(),
  };
}

/** In a snapshot a pre-release counts only where the set itself names one, or where no final release fits. */
const prereleasesAside: Sieve = {
  kind: "sieve",
  name: "pre-releases",
  *facts(context, name, candidates) {
    if (!candidates.some(({ version }) => version.isPrerelease)) return;
    const isNamed = context.requirements.some(
      ({ requirement }) => requirement.name === name && requirement.specifier.namesPrerelease,
    );
    const fits = candidates.map((candidate) => {
      const file = bestFile(candidate, context);
      return file !== undefined && file.yanked === undefined;
    });
    if (isNamed || !candidates.some(({ version }, i) => fits[i] && !version.isPrerelease)) return;
    const reason = { unit: "pre-releases", message: "No requirement of the set names a pre-release of it" };
    for (const candidate of candidates) if (candidate.version.isPrerelease) yield { kind: "remove", candidate, reason };
  },
};

/** A candidate costs as many as there are newer final releases. */
const newerReleases: Tier = {
  name: "newer releases",
  *costs({ open }) {
    let newer = 0;
    for (const candidate of open) {
      const reason = { unit: "newer releases", message: `${newer} newer releases can be had` };
      if (newer > 0) yield { candidate, cost: newer * COST_SCALE, reason };
      if (!candidate.version.isPrerelease) newer++;
    }
  },
};
