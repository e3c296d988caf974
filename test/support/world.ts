/**
 * Small worlds in a notation where a release is a line:
 *
 *     web 2.0 -> http >=2, log; python_version < "3.9"      what it requires, separated by commas before a name
 *     web[socks] 2.0 -> pysocks                              what it requires on top for an extra
 *     web 1.0 @corp                                          on another index than `pypi`
 *
 * A requirement is written as in metadata. A comma followed by a clause (`>=1,<2`) belongs to the requirement.
 */

import type { Candidate } from "../../src/ports/index.ts";
import { packageName, Requirement, Version, type MarkerEnvironment, type PackageName } from "../../src/python/index.ts";
import {
  resolve,
  type Fact,
  type FactSource,
  type PredictorOptions,
  type Problem,
  type Resolution,
  type RootRequirement,
  type Universe,
} from "../../src/resolver/index.ts";

/** What a world knows of one release. */
interface Release {
  readonly version: Version;
  readonly index: string;
  readonly requires: Requirement[];
}

/** A universe in memory that keeps account of what was read. */
export interface World extends Universe {
  readonly releases: ReadonlyMap<PackageName, readonly Release[]>;
  /** `name version` of each candidate whose metadata was asked for, in order. */
  readonly read: string[];
}

/** CPython 3.12 on Linux, as `packaging` sees it. */
export const linux: MarkerEnvironment = {
  os_name: "posix",
  sys_platform: "linux",
  platform_machine: "x86_64",
  platform_python_implementation: "CPython",
  platform_release: "",
  platform_system: "Linux",
  platform_version: "",
  python_version: "3.12",
  python_full_version: "3.12.0",
  implementation_name: "cpython",
  implementation_version: "3.12.0",
};

/** @param text the notation above, a release a line. */
export function world(text: string): World {
  const releases = new Map<PackageName, Release[]>();
  for (const line of text.split("\n").map((raw) => raw.trim())) if (line !== "") addLine(releases, line);
  for (const list of releases.values()) list.sort((a, b) => Version.compare(b.version, a.version));
  return universeOf(releases);
}

function addLine(releases: Map<PackageName, Release[]>, line: string): void {
  const [head = "", tail = ""] = line.split("->").map((part) => part.trim());
  const [nameAndExtra = "", version = "", index = "@pypi"] = head.split(/\s+/);
  const [, name = "", extra] = /^([^[]+)(?:\[(.+)\])?$/.exec(nameAndExtra) ?? [];
  const list = releases.get(packageName(name)) ?? [];
  releases.set(packageName(name), list);
  let release = list.find((other) => other.version.text === version && other.index === index.slice(1));
  if (release === undefined) {
    release = { version: Version.parse(version), index: index.slice(1), requires: [] };
    list.push(release);
  }
  for (const requirement of splitRequirements(tail))
    release.requires.push(Requirement.parse(extra === undefined ? requirement : `${requirement}; extra == "${extra}"`));
}

/** Splits at the commas outside brackets that a name follows. */
export function splitRequirements(text: string): string[] {
  return text
    .split(/,(?![^[]*\])(?=\s*[A-Za-z])/)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

function universeOf(releases: ReadonlyMap<PackageName, readonly Release[]>): World {
  const candidates = new Map<PackageName, Candidate[]>();
  const requires = new Map<Candidate, Release>();
  for (const [name, list] of releases) {
    const made = list.map(({ version, index }) => ({ name, version, index, files: [] }));
    candidates.set(name, made);
    for (const [i, candidate] of made.entries()) requires.set(candidate, list[i]!);
  }
  const read: string[] = [];
  return {
    releases,
    read,
    candidates: async (name) => {
      const found = candidates.get(name);
      return found === undefined
        ? { kind: "none", reason: "is on none of the indexes `pypi`" }
        : { kind: "known", candidates: found, outside: () => [] };
    },
    requirements: async (candidate) => {
      read.push(`${candidate.name} ${candidate.version.text}`);
      return { kind: "known", requires: requires.get(candidate)!.requires };
    },
  };
}

/** What a question may say besides the world and its requirements. */
export interface QuestionOptions {
  /** Facts by package. */
  readonly facts?: FactSource;
  readonly constraints?: string;
  readonly prereleases?: "all" | readonly string[];
  readonly tiers?: number;
  /** `name version`, separated by commas. */
  readonly preferred?: string;
  /** `name version`, separated by commas. */
  readonly assume?: string;
  readonly markers?: MarkerEnvironment;
  readonly signal?: AbortSignal;
  readonly settle?: AbortSignal;
  readonly relax?: () => AbortSignal;
  /** `name version`, separated by commas. */
  readonly floor?: string;
  readonly predictor?: PredictorOptions;
}

/** @param requirements one a comma, each on a line of a file `Pipfile` of its own counting; `name @index` pins to an index. */
export function problemOf(universe: Universe, requirements: string, options: QuestionOptions = {}): Problem {
  const { prereleases = [] } = options;
  return {
    requirements: rootLines(requirements, "Pipfile"),
    constraints: rootLines(options.constraints ?? "", "constraints.txt"),
    markers: options.markers ?? linux,
    universe,
    facts: options.facts ?? { facts: () => [] },
    prereleases: { allowed: prereleases === "all" ? "all" : new Set(prereleases.map(packageName)) },
    tiers: options.tiers ?? 0,
    preferred: new Map(pins(options.preferred).map(({ name, version }) => [name, version])),
  };
}

export function ask(universe: Universe, requirements: string, options: QuestionOptions = {}): Promise<Resolution> {
  const signal = options.signal ?? new AbortController().signal;
  const { settle, relax, floor, predictor } = options;
  return resolve(problemOf(universe, requirements, options), {
    assumptions: pins(options.assume),
    signal,
    ...(settle === undefined ? {} : { settle }),
    ...(relax === undefined ? {} : { relax }),
    ...(floor === undefined ? {} : { floor: new Map(pins(floor).map(({ name, version }) => [name, version])) }),
    ...(predictor === undefined ? {} : { predictor }),
  });
}

/** The answer on one line: `http 1.5, web 1.0`, or `none`, or `stopped`. */
export async function answer(universe: Universe, requirements: string, options: QuestionOptions = {}): Promise<string> {
  const resolution = await ask(universe, requirements, options);
  if (resolution.kind !== "solved") return resolution.kind === "stopped" ? "stopped" : "none";
  return [...resolution.stack].map(([name, { candidate }]) => `${name} ${candidate.version.text}`).join(", ");
}

/** A source that states the facts that `state` makes of each candidate. */
export function factsOn(state: (candidate: Candidate) => readonly Fact[]): FactSource {
  return { facts: (_name, candidates) => candidates.flatMap(state) };
}

function rootLines(text: string, file: string): RootRequirement[] {
  return splitRequirements(text).map((part, i) => {
    const [written = "", index] = part.split(/\s+@(?=\w+$)/);
    const origin = { file, line: i + 1, text: written };
    return { requirement: Requirement.parse(written), index, origin };
  });
}

function pins(text = ""): { readonly name: PackageName; readonly version: Version }[] {
  return splitRequirements(text).map((pin) => {
    const [name = "", version = ""] = pin.split(/\s+/);
    return { name: packageName(name), version: Version.parse(version) };
  });
}
