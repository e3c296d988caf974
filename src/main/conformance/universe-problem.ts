/**
 * From a scenario of the format `universe/1` to a problem of the resolver, with the units of the pipeline as facts.
 * A source distribution of such a universe has static metadata and counts as a wheel that fits everywhere.
 */

import { createHash } from "node:crypto";
import { environmentTags, markerEnvironment, runtimeEnvironment } from "../../environments/index.ts";
import { builtinUnits, factSource, type PipelineContext, plainRun, yanked } from "../../pipeline/index.ts";
import type { Candidate, ReleaseFile } from "../../ports/index.ts";
import {
  type MarkerEnvironment,
  manylinuxPlatforms,
  packageName,
  Requirement,
  supportedTags,
  TagRanks,
  Version,
  type PackageName,
  type Tag,
} from "../../python/index.ts";
import type { CandidateList, Fact, FactSource, Problem, RootRequirement, Universe } from "../../resolver/index.ts";
import type { Packages, Release, Scenario } from "./universe-document.ts";

/** What the sum over the chosen packages is to be least of; without one every stack is as good as another. */
export type UniverseObjective = "freshness" | "hash101";

/** The scale of costs in facts. */
export const COST_SCALE = 10_000;

const DEFAULT_PYTHON = "3.12";

export function universeProblem(
  scenario: Scenario,
  packages: Packages,
  objective: UniverseObjective | undefined,
): Problem {
  const place = scenarioPlace(scenario);
  const requirements = rootRequirements(scenario.root.requires ?? [], "root", place.markers);
  const context = { ...place, requirements, locked: preferredVersions(scenario) };
  // What is yanked or a pre-release costs nothing extra in the objectives, so that their optimum is defined by versions alone.
  const units = factSource(
    objective === undefined ? builtinUnits : builtinUnits.filter((unit) => unit !== yanked),
    context,
  );
  return {
    requirements,
    constraints: rootRequirements(scenario.constraints ?? [], "constraints", place.markers),
    markers: place.markers,
    universe: memoryUniverse(packages, scenario.options ?? {}),
    facts: objective === undefined ? units : withObjective(units, objective),
    prereleases: { allowed: objective !== undefined || allowsPrereleases(scenario) ? "all" : new Set() },
    tiers: objective === undefined ? 0 : 1,
    preferred: preferredVersions(scenario),
  };
}

/** Those whose marker holds, which is how the resolver wants them. */
export function rootRequirements(
  texts: readonly string[],
  file: string,
  markers: MarkerEnvironment,
): RootRequirement[] {
  return texts
    .map((text, i) => ({
      requirement: Requirement.parse(text),
      index: undefined,
      origin: { file, line: i + 1, text },
    }))
    .filter(({ requirement }) => requirement.marker?.evaluate(markers) ?? true);
}

type Place = Omit<PipelineContext, "requirements" | "locked"> & { readonly markers: MarkerEnvironment };

/** The one environment that a scenario asks about. */
function scenarioPlace(scenario: Scenario): Place {
  const stated = scenario.options?.python ?? scenario.environment?.python ?? DEFAULT_PYTHON;
  const python = Version.parse(stated.split(".").length > 2 ? stated : `${stated}.0`);
  const { major, minor } = python;
  const environment = runtimeEnvironment({ name: "universe" }, { pythonVersion: `${major}.${minor}` });
  const platform = scenario.options?.python_platform;
  const tags = platform === undefined ? environmentTags(environment) : platformTags(platform, [major, minor]);
  const markers = {
    ...markerEnvironment(environment),
    python_full_version: python.text,
    implementation_version: python.text,
    ...scenario.environment?.markers,
  };
  return {
    ...plainRun,
    environment,
    python,
    tagRanks: TagRanks.of(tags),
    recommendationType: environment.recommendationType,
    markers,
  };
}

/** @param platform one that is known, see below. */
export function platformTags(platform: string, python: readonly [number, number]): readonly Tag[] {
  const [, architecture = "x86_64", glibc = ""] = KNOWN_PLATFORM.exec(platform) ?? [];
  const minor = glibc === "2014" ? 17 : Number(glibc.split("_").at(-1));
  return supportedTags({ python, platforms: manylinuxPlatforms(architecture, [2, minor]) });
}

const KNOWN_PLATFORM = /^(x86_64|aarch64)-manylinux(2014|_2_\d+)$/;

export function isKnownPlatform(platform: string): boolean {
  return KNOWN_PLATFORM.test(platform);
}

function allowsPrereleases(scenario: Scenario): boolean {
  const choice = scenario.options?.prereleases;
  return choice === true || choice === "allow";
}

function preferredVersions(scenario: Scenario): Map<PackageName, Version> {
  const upgraded = new Set((scenario.upgrade ?? []).map(packageName));
  const pins = (scenario.preferences ?? []).map((pin) => Requirement.parse(pin));
  return new Map(
    pins
      .filter(({ name }) => !upgraded.has(name))
      .map(({ name, specifier }) => [name, Version.parse(specifier.clauses[0]!.version)]),
  );
}

type BuildOptions = Pick<NonNullable<Scenario["options"]>, "no_build" | "no_binary">;

function memoryUniverse(packages: Packages, options: BuildOptions): Universe {
  const lists = new Map<PackageName, CandidateList>();
  const releases = new Map<Candidate, Release>();
  for (const [writtenName, versions] of Object.entries(packages)) {
    const name = packageName(writtenName);
    const candidates: Candidate[] = [];
    const outside: Version[] = [];
    for (const [text, release] of Object.entries(versions)) {
      const version = Version.parse(text);
      const candidate = { name, version, index: "universe", files: filesOf(name, text, release, options) };
      releases.set(candidate, release);
      if (candidate.files.length > 0) candidates.push(candidate);
      else outside.push(version);
    }
    candidates.sort((a, b) => Version.compare(b.version, a.version));
    if (candidates.length > 0) lists.set(name, { kind: "known", candidates, outside: () => outside });
  }
  return {
    candidates: async (name) => lists.get(name) ?? { kind: "none", reason: "has no release in this universe" },
    requirements: async (candidate) => ({ kind: "known", requires: requirementsOf(releases.get(candidate)!) }),
  };
}

/** The files that may be used; the source distribution is the wheel that it counts as. */
function filesOf(name: PackageName, version: string, release: Release, options: BuildOptions): ReleaseFile[] {
  const includes = (names: readonly string[] = []): boolean => names.map(packageName).includes(name);
  const stem = `${name.replaceAll("-", "_")}-${version}`;
  const tags = includes(options.no_binary) ? [] : (release.wheels ?? ["py3-none-any"]);
  const filenames = new Set(tags.map((tag) => `${stem}-${tag}.whl`));
  if (release.sdist !== false && !includes(options.no_build)) filenames.add(`${stem}-py3-none-any.whl`);
  return [...filenames].map((filename) => ({
    filename,
    url: "",
    sha256: undefined,
    size: undefined,
    uploaded: undefined,
    requiresPython: release.requires_python,
    yanked: release.yanked === true ? "" : undefined,
    sidecar: undefined,
  }));
}

function requirementsOf(release: Release): Requirement[] {
  const plain = (release.requires ?? []).map((text) => Requirement.parse(text));
  const extras = Object.entries(release.extras ?? {}).flatMap(([extra, texts]) =>
    texts.map((text) => Requirement.parse(underExtra(text, extra))),
  );
  return [...plain, ...extras];
}

/** A requirement that holds only for an extra, its own marker kept. */
function underExtra(text: string, extra: string): string {
  const [bare = "", marker] = text.split(";");
  return marker === undefined ? `${bare}; extra == "${extra}"` : `${bare}; (${marker.trim()}) and extra == "${extra}"`;
}

function withObjective(units: FactSource, objective: UniverseObjective): FactSource {
  return {
    *facts(name, candidates): Iterable<Fact> {
      yield* units.facts(name, candidates);
      for (const [newer, candidate] of candidates.entries()) {
        const cost = objective === "freshness" ? newer : hash101(candidate);
        const reason = { unit: objective, message: `Costs ${cost}` };
        yield { kind: "cost", tier: 0, cost: cost * COST_SCALE, candidate, reason };
      }
    },
  };
}

/** An arbitrary score from 1 to 101 that anyone can compute. */
function hash101({ name, version }: Candidate): number {
  const digest = createHash("md5").update(`${name}:${version.text}`).digest("hex");
  return (Number.parseInt(digest.slice(0, 8), 16) % 101) + 1;
}
