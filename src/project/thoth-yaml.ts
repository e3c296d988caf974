/**
 * `.thoth.yaml`: which runtime environments a repository has, and where their files lie.
 *
 * Surprises: nothing is required but the name of each environment, and a file without any still counts; versions may be
 * written without quotes, since `3.10` is taken as written and not as the number 3.1; keys of the tools before us are
 * accepted and of no effect, and every other key is an error, because an option that is silently ignored is worse.
 */

import { checkCount, limits, readYaml, type YamlFile, type YamlPath } from "../base/index.ts";
import { type RecommendationType, tryParseRecommendationType } from "../environments/index.ts";
import type { IndexStrategy, SealedCredentials } from "../ports/index.ts";
import { type FolderPattern, tryParsePattern } from "./discovery/folder-pattern.ts";
import { InvalidPackageName, packageName, type PackageName } from "../python/index.ts";
import { isSameRelease, readSuppliedMetadata, type SuppliedMetadata } from "./supplied-metadata.ts";
import { checkConfiguration, InvalidConfiguration, invalidValue, placeOf } from "./thoth-yaml-check.ts";
import {
  deprecatedKeys,
  type EnvironmentEntry,
  folderPattern,
  type ManagerEntry,
  type ThothYaml,
} from "./thoth-yaml-schema.ts";
import { type PolicySettings, readPolicySettings } from "./policy-settings.ts";
import { readRuleSettings, type RuleSettings } from "./rule-settings.ts";
import { readSealedCredentials } from "./sealed-credentials.ts";

export type RequirementsFormat = "pipenv" | "pip" | "pip-tools";

/** One entry of `runtime_environments`. */
export interface ConfiguredEnvironment {
  /** As written; every key but `name` may be missing or null. */
  readonly settings: EnvironmentEntry;
  /** Undefined where the entry says nothing. */
  readonly disableIndexAdjustment: boolean | undefined;
  readonly allowPrereleases: ReadonlyMap<PackageName, boolean>;
}

/** One element of `projects`, and where it stands: `FILE:LINE:COLUMN`. */
export interface WrittenPattern extends FolderPattern {
  readonly place: string;
}

/** A parsed `.thoth.yaml`. */
export interface ThothConfiguration {
  /** Undefined where the file says nothing: then the files decide. */
  readonly requirementsFormat: RequirementsFormat | undefined;
  /** Which folders are projects, in the order of the file; none: they are discovered. */
  readonly projects: readonly WrittenPattern[];
  /** Relative to the root, without `.`, `..` or a slash at either end; the empty string is the root itself. */
  readonly overlaysDir: string | undefined;
  /** Holds where an environment has none of its own. */
  readonly recommendationType: RecommendationType | undefined;
  /** In the order of the file, names unique; perhaps empty. */
  readonly environments: readonly ConfiguredEnvironment[];
  /** What the bot may do here, as written; perhaps empty. */
  readonly managers: readonly ManagerEntry[];
  /** What releases require that do not declare it themselves; no release twice. */
  readonly suppliedMetadata: readonly SuppliedMetadata[];
  readonly indexStrategy: IndexStrategy;
  /** In the order of the file; nobody has opened them. */
  readonly sealedCredentials: readonly SealedCredentials[];
  readonly rules: RuleSettings;
  readonly policy: PolicySettings;
  /** Sentences for the user, such as that a key is of no effect any more. */
  readonly notes: readonly string[];
}

/**
 * The configuration in `text`; `place` is the file as its user knows it.
 *
 * @throws {InvalidConfiguration | InvalidYaml | DuplicateKey | AliasRefused} naming file, line, column and value.
 * @throws {InputTooLarge | InputTooDeep} past `limits.configuration`.
 */
export function parseThothYaml(place: string, text: string): ThothConfiguration {
  return new ConfigurationReader(place, readYaml(place, text, limits.configuration)).read();
}

class ConfigurationReader {
  readonly #place: string;
  readonly #file: YamlFile;

  constructor(place: string, file: YamlFile) {
    this.#place = place;
    this.#file = file;
  }

  read(): ThothConfiguration {
    const yaml = this.#check();
    return {
      requirementsFormat: readFormat(yaml),
      projects: this.#projects(yaml),
      overlaysDir: this.#overlaysDir(yaml),
      recommendationType: tryParseRecommendationType(yaml.recommendation_type ?? ""),
      environments: this.#environments(yaml),
      managers: this.#managers(yaml),
      suppliedMetadata: this.#suppliedMetadata(yaml),
      indexStrategy: yaml.index_strategy ?? "first-index",
      sealedCredentials: this.#sealedCredentials(yaml),
      rules: readRuleSettings(
        yaml.prescriptions,
        (path) => placeOf(this.#place, this.#file, path),
        (path, expected) => this.#invalidValue(path, expected),
      ),
      policy: readPolicySettings(yaml, {
        placeOf: (path) => ({ file: this.#place, line: this.#file.positionOf(path).line }),
        refuse: (path, expected) => this.#invalidValue(path, expected),
        keyName: (name, path) => this.#packageName(name, path),
      }),
      notes: this.#deprecations(yaml),
    };
  }

  #check(): ThothYaml {
    const value = versionsAsWritten(this.#file);
    const entries = isMapping(value) ? value["runtime_environments"] : undefined;
    if (Array.isArray(entries))
      checkCount(this.#place, "runtime environments", entries.length, limits.configuration.environments);
    const patterns = isMapping(value) ? value["projects"] : undefined;
    if (Array.isArray(patterns))
      checkCount(this.#place, "elements of `projects`", patterns.length, limits.configuration.projects);
    return checkConfiguration(this.#place, this.#file, value ?? {});
  }

  #projects({ projects }: ThothYaml): readonly WrittenPattern[] {
    return (projects ?? []).map((text, index) => {
      const path = ["projects", index];
      const pattern = tryParsePattern(text);
      if (pattern === undefined) throw this.#invalidValue(path, folderPattern);
      return { ...pattern, place: placeOf(this.#place, this.#file, path) };
    });
  }

  #overlaysDir({ overlays_dir: folder }: ThothYaml): string | undefined {
    if (folder === undefined || folder === null) return undefined;
    const steps = folder.split("/").filter((step) => step !== "" && step !== ".");
    if (folder.startsWith("/") || folder.includes("\\") || steps.includes(".."))
      throw this.#invalidValue(["overlays_dir"], "a folder of the repository such as `overlays`");
    return steps.join("/");
  }

  #environments(yaml: ThothYaml): readonly ConfiguredEnvironment[] {
    const entries = yaml.runtime_environments ?? [];
    this.#refuseRepeatedNames(entries);
    return entries.map((settings, index) => ({
      settings,
      disableIndexAdjustment: settings.disable_index_adjustment,
      allowPrereleases: this.#allowPrereleases(settings, index),
    }));
  }

  #managers({ managers }: ThothYaml): readonly ManagerEntry[] {
    for (const [index, { configuration }] of (managers ?? []).entries()) {
      for (const [key, { isRight, expected }] of Object.entries(managerSettings)) {
        const value = configuration?.[key];
        if (value === undefined || value === null || isRight(value)) continue;
        throw this.#invalidValue(["managers", index, "configuration", key], expected);
      }
    }
    return managers ?? [];
  }

  #suppliedMetadata({ dependency_metadata: entries }: ThothYaml): readonly SuppliedMetadata[] {
    const all = (entries ?? []).map((entry, index) =>
      readSuppliedMetadata(entry, (keys, expected) =>
        this.#invalidValue(["dependency_metadata", index, ...keys], expected),
      ),
    );
    for (const [index, supplied] of all.entries()) {
      const first = all.findIndex((other) => isSameRelease(other, supplied));
      if (first === index) continue;
      const { line } = this.#file.positionOf(["dependency_metadata", first, "name"]);
      const place = placeOf(this.#place, this.#file, ["dependency_metadata", index, "name"]);
      throw new InvalidConfiguration(
        place,
        `metadata of this release of \`${supplied.name}\` already stands on line ${line}`,
      );
    }
    return all;
  }

  #sealedCredentials({ index_credentials: entries }: ThothYaml): readonly SealedCredentials[] {
    const all = (entries ?? []).map((entry, index) => {
      const path = ["index_credentials", index];
      return readSealedCredentials(entry, placeOf(this.#place, this.#file, path), (key, expected) =>
        this.#invalidValue([...path, key], expected),
      );
    });
    const places = new Map<string, string>();
    for (const { index, place } of all) {
      const first = places.get(index);
      if (first !== undefined)
        throw new InvalidConfiguration(place, `credentials for \`${index}\` already stand at ${first}`);
      places.set(index, place);
    }
    return all;
  }

  #refuseRepeatedNames(entries: readonly EnvironmentEntry[]): void {
    const lines = new Map<string, number>();
    for (const [index, { name }] of entries.entries()) {
      const path = ["runtime_environments", index, "name"];
      const first = lines.get(name);
      if (first !== undefined) {
        const place = placeOf(this.#place, this.#file, path);
        throw new InvalidConfiguration(place, `the environment \`${name}\` already stands on line ${first}`);
      }
      lines.set(name, this.#file.positionOf(path).line);
    }
  }

  #allowPrereleases(settings: EnvironmentEntry, index: number): ReadonlyMap<PackageName, boolean> {
    const allowed = new Map<PackageName, boolean>();
    for (const [name, isAllowed] of Object.entries(settings.allow_prereleases ?? {})) {
      const path = ["runtime_environments", index, "allow_prereleases", name];
      allowed.set(this.#packageName(name, path), isAllowed);
    }
    return allowed;
  }

  #packageName(name: string, path: YamlPath): PackageName {
    try {
      return packageName(name);
    } catch (error) {
      if (!(error instanceof InvalidPackageName)) throw error;
      const place = placeOf(this.#place, this.#file, path, "key");
      throw new InvalidConfiguration(place, `\`${name}\` is not the name of a package`);
    }
  }

  #invalidValue(path: YamlPath, expected: string): InvalidConfiguration {
    return invalidValue(this.#place, this.#file, path, expected);
  }

  #deprecations(yaml: ThothYaml): readonly string[] {
    const used = deprecatedKeys.filter((key) => Object.hasOwn(yaml, key)).map((key) => `\`${key}\``);
    if (used.length === 0) return [];
    const verb = used.length === 1 ? "is" : "are";
    return [`${used.join(", ")} in \`${this.#place}\` ${verb} of no effect any more and can be removed`];
  }
}

/** Settings of the bot that have to be right; what the older bot had besides is accepted as it is. */
const managerSettings = {
  timezone: {
    isRight: (value: unknown) => typeof value === "string" && isTimeZone(value),
    expected: "a time zone such as `Europe/Prague`",
  },
  min_gain: {
    isRight: (value: unknown) => typeof value === "number" && Number.isInteger(value) && value >= 0,
    expected: "a whole number from 0",
  },
  allowed_indexes: {
    isRight: (value: unknown) => Array.isArray(value) && value.every((url) => typeof url === "string"),
    expected: "a list of addresses such as `https://pypi.org/simple`",
  },
} as const;

/** Of the IANA time zone database. */
function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en-US", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** Keys of an environment that hold a version, which YAML takes for a number where it is not quoted. */
const versionKeys = [
  ["python_version"],
  ["operating_system", "version"],
  ["cuda_version"],
  ["cudnn_version"],
  ["openblas_version"],
  ["openmpi_version"],
  ["mkl_version"],
] as const;

/** The value of `file`, with the text of each version in place of its number. */
function versionsAsWritten(file: YamlFile): unknown {
  const value: unknown = structuredClone(file.value);
  if (!isMapping(value)) return value;
  for (const keys of versionKeys) writeAsText(file, value, "runtime_environments", keys);
  writeAsText(file, value, "dependency_metadata", ["version"]);
  return value;
}

/** The value at the end of `keys`, in each element of `root[list]`. */
function writeAsText(file: YamlFile, root: Record<string, unknown>, list: string, keys: readonly string[]): void {
  const elements: unknown = root[list];
  if (!Array.isArray(elements)) return;
  const key = String(keys.at(-1));
  for (const [index, element] of elements.entries()) {
    const holder = keys
      .slice(0, -1)
      .reduce<unknown>((value, step) => (isCollection(value) ? value[step] : undefined), element);
    if (isMapping(holder) && typeof holder[key] === "number") holder[key] = file.textOf([list, index, ...keys]);
  }
}

function isCollection(value: unknown): value is Record<string | number, unknown> {
  return typeof value === "object" && value !== null;
}

/** `pip-compile` is what some tools called `pip-tools`. */
function readFormat({ requirements_format: format }: ThothYaml): RequirementsFormat | undefined {
  if (format === null) return undefined;
  return format === "pip-compile" ? "pip-tools" : format;
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return isCollection(value) && !Array.isArray(value);
}
