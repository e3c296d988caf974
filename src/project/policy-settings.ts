/**
 * What a repository says about releases that may be chosen and advisories that count, whatever "best" means: how long a
 * release waits, which packages are held, and which advisories somebody has accepted for a while.
 */

import { isDay } from "../base/index.ts";
import { InvalidPackageName, InvalidSpecifier, packageName, type PackageName, SpecifierSet } from "../python/index.ts";
import { boundsWanted, dayWanted } from "./policy-schema.ts";
import type { ThothYaml } from "./thoth-yaml-schema.ts";

/** How long a release has been on its index before it may be chosen, in days. */
export interface CooldownSettings {
  readonly days: number;
  /** For single packages, in place of `days`. */
  readonly packages: ReadonlyMap<PackageName, number>;
}

/** A line of the settings. */
export interface SettingPlace {
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** A package that stays where it is, or within bounds. */
export interface Hold {
  readonly package: PackageName;
  /** What may be chosen; undefined: the locked release alone. */
  readonly versions: SpecifierSet | undefined;
  /** ISO 8601 day: from it on the entry is of no effect. Undefined: for good. */
  readonly until: string | undefined;
  readonly reason: string;
  readonly place: SettingPlace;
}

/** An advisory that somebody accepts. */
export interface IgnoredAdvisory {
  /** Any of its names, as written. */
  readonly id: string;
  readonly reason: string;
  /** ISO 8601 day: from it on the advisory counts again. */
  readonly until: string;
  /** Undefined members hold for all. */
  readonly scope: {
    readonly package: PackageName | undefined;
    readonly environment: string | undefined;
    /** Path of its folder, `.` for the root. */
    readonly project: string | undefined;
  };
  readonly place: SettingPlace;
}

export interface PolicySettings {
  readonly cooldown: CooldownSettings;
  readonly holds: readonly Hold[];
  /** In the order of the file. */
  readonly ignored: readonly IgnoredAdvisory[];
  /** What becomes of the check where an advisory has no fixed release. */
  readonly unfixable: "report" | "fail";
}

/** Days that a release waits where nobody says otherwise. */
export const usualCooldown = 3;

type Path = readonly (string | number)[];

interface Reading {
  readonly placeOf: (path: Path) => SettingPlace;
  /** Makes the error for a value that does not fit; `expected` completes "which is not …". */
  readonly refuse: (path: Path, expected: string) => Error;
  /** The name at the end of a path of keys. @throws where it is none. */
  readonly keyName: (name: string, path: Path) => PackageName;
}

/** @throws what `refuse` gives. */
export function readPolicySettings(yaml: ThothYaml, reading: Reading): PolicySettings {
  const environments = yaml.runtime_environments ?? [];
  const names = environments.length === 0 ? ["default"] : environments.map(({ name }) => name);
  return {
    cooldown: readCooldown(yaml.cooldown, reading),
    holds: (yaml.hold ?? []).map((entry, i) => readHold(entry, ["hold", i], reading)),
    ignored: (yaml.ignore ?? []).map((entry, i) => readIgnored(entry, ["ignore", i], names, reading)),
    unfixable: yaml.security?.unfixable ?? "report",
  };
}

/** What holds for one environment of one project. @param project its path, `.` for the root. */
export function policyFor(policy: PolicySettings, project: string, environment: string): PolicySettings {
  const ignored = policy.ignored.filter(
    ({ scope }) => (scope.project ?? project) === project && (scope.environment ?? environment) === environment,
  );
  return { ...policy, ignored };
}

function readCooldown(cooldown: ThothYaml["cooldown"], { keyName }: Reading): CooldownSettings {
  if (typeof cooldown === "number") return { days: cooldown, packages: new Map() };
  const packages = Object.entries(cooldown?.packages ?? {});
  return {
    days: cooldown?.days ?? usualCooldown,
    packages: new Map(packages.map(([name, days]) => [keyName(name, ["cooldown", "packages", name]), days])),
  };
}

function readHold(entry: NonNullable<ThothYaml["hold"]>[number], path: Path, reading: Reading): Hold {
  const { versions, until } = entry;
  return {
    package: readName(entry.package, [...path, "package"], reading),
    versions: versions ? readBounds(versions, [...path, "versions"], reading) : undefined,
    until: until ? readDay(until, [...path, "until"], reading) : undefined,
    reason: entry.reason,
    place: reading.placeOf(path),
  };
}

function readIgnored(
  entry: NonNullable<ThothYaml["ignore"]>[number],
  path: Path,
  environments: readonly string[],
  reading: Reading,
): IgnoredAdvisory {
  const { package: name, environment, project } = entry.scope ?? {};
  if (environment && !environments.includes(environment))
    throw reading.refuse([...path, "scope", "environment"], "the name of an environment of this file");
  return {
    id: entry.id,
    reason: entry.reason,
    until: readDay(entry.until, [...path, "until"], reading),
    scope: {
      package: name ? readName(name, [...path, "scope", "package"], reading) : undefined,
      environment: environment ?? undefined,
      project: project ? folderOf(project) : undefined,
    },
    place: reading.placeOf(path),
  };
}

/** Without `./` in front and a slash at the end. */
function folderOf(path: string): string {
  const steps = path.split("/").filter((step) => step !== "" && step !== ".");
  return steps.length === 0 ? "." : steps.join("/");
}

function readName(text: string, path: Path, { refuse }: Reading): PackageName {
  try {
    return packageName(text);
  } catch (error) {
    if (error instanceof InvalidPackageName) throw refuse(path, "the name of a package");
    throw error;
  }
}

function readBounds(text: string, path: Path, { refuse }: Reading): SpecifierSet {
  try {
    return SpecifierSet.parse(text);
  } catch (error) {
    if (error instanceof InvalidSpecifier) throw refuse(path, boundsWanted);
    throw error;
  }
}

function readDay(text: string, path: Path, { refuse }: Reading): string {
  if (!isDay(text)) throw refuse(path, dayWanted);
  return text;
}
