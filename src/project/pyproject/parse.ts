/** Reads a pyproject.toml: limits, TOML, then the tables that say what is required; all others are left alone. */

import { readPackageName } from "../toml-names.ts";
import { checkCount, limits, quoted } from "../../base/index.ts";
import {
  DependencyGroupMistake,
  DependencyGroups,
  type ExtraName,
  type GroupElement,
  type PackageName,
  SpecifierSet,
  extraName,
} from "../../python/index.ts";
import type { ManifestEntry } from "../manifest.ts";
import { TomlText, type TomlValue, describeToml, isTomlTable, tomlEntries, tomlValue } from "../toml-text.ts";
import { InvalidPyproject } from "./errors.ts";
import { type Pyproject, extraSection, groupSection } from "./pyproject.ts";
import { readList, readRequirement, readRequirementList } from "./requirement-list.ts";
import { withoutSelf } from "./self-requirements.ts";
import { readUvIndexes, readUvSources } from "./uv-sources.ts";

const extrasPath = ["project", "optional-dependencies"];
const groupsPath = ["dependency-groups"];

/**
 * The requirements in `text`; `place` is the file as its user knows it. Undefined for a file that has nothing to do with
 * them, as one with settings of tools only.
 *
 * @throws {InvalidPyproject} naming file, line, column and value, also where only a build would tell the requirements.
 * @throws {InputTooLarge | InputTooDeep} past `limits.manifest`.
 */
export function parsePyproject(place: string, text: string): Pyproject | undefined {
  const fault = (at: string, problem: string, hint?: string) => new InvalidPyproject(at, problem, hint);
  const file = TomlText.parse(place, text, limits.manifest, fault);
  const hasProject = tomlValue(file.root, "project") !== undefined;
  if (!hasProject && tomlValue(file.root, "dependency-groups") === undefined) {
    refusePoetry(file);
    return undefined;
  }
  return new PyprojectReader(file).read();
}

/** Poetry before 2.0 had tables of its own for what PEP 621 says now. */
function refusePoetry(file: TomlText): void {
  const path = ["tool", "poetry", "dependencies"];
  if (tomlValue(file.table(path.slice(0, 2)), "dependencies") === undefined) return;
  const hint = "move the requirements to `[project]`, as Poetry 2 does, or write a `requirements.in`";
  throw file.fault(path, "requirements under `[tool.poetry]` are not read", hint);
}

class PyprojectReader {
  readonly #file: TomlText;
  readonly #remarks: string[] = [];

  constructor(file: TomlText) {
    this.#file = file;
  }

  read(): Pyproject {
    const file = this.#file;
    const name = this.#name();
    this.#checkDynamic();
    const dependencies = tomlValue(file.table(["project"]), "dependencies");
    const main = readRequirementList(file, ["project", "dependencies"], dependencies);
    const extras = this.#extras();
    const groups = this.#groups();
    const sources = readUvIndexes(file);
    const sections = new Map([
      ["default", main],
      ...[...extras].map(([extra, entries]) => [extraSection(extra), entries] as const),
      ...[...groups].map(([group, entries]) => [groupSection(group), entries] as const),
    ]);
    this.#checkCount(sections);
    return {
      kind: "pyproject",
      place: file.file,
      name,
      sources,
      sections: this.#withSources(withoutSelf(name, sections), sources),
      unnamed: [],
      constraints: [],
      allowPrereleases: false,
      requiresPython: this.#requiresPython(),
      extras: [...extras.keys()],
      groups: [...groups.keys()],
      remarks: this.#remarks,
    };
  }

  #name(): PackageName | undefined {
    const name = tomlValue(this.#file.table(["project"]), "name");
    if (name === undefined) return undefined;
    const path = ["project", "name"];
    if (typeof name !== "string") throw this.#file.fault(path, `\`name\` is ${describeToml(name)}, and text is needed`);
    return readPackageName(this.#file, path, name);
  }

  /** PEP 621: what is dynamic is for the build to say. */
  #checkDynamic(): void {
    const path = ["project", "dynamic"];
    const dynamic = readList(this.#file, path, tomlValue(this.#file.table(["project"]), "dynamic"));
    if (dynamic.includes("dependencies")) {
      const hint = "list them under `[project] dependencies`, or write a `requirements.in`";
      throw this.#file.fault(path, "`dependencies` is dynamic, so only a build would tell them", hint);
    }
    if (!dynamic.includes("optional-dependencies")) return;
    const { line, column } = this.#file.at(path);
    this.#remarks.push(
      `${this.#file.file}:${line}:${column}: \`optional-dependencies\` is dynamic, so extras are not locked`,
    );
  }

  #requiresPython(): Pyproject["requiresPython"] {
    const path = ["project", "requires-python"];
    const value = tomlValue(this.#file.table(["project"]), "requires-python");
    if (value === undefined) return undefined;
    if (typeof value !== "string" || SpecifierSet.tryParse(value) === undefined) {
      const hint = "write bounds such as `>=3.9`";
      throw this.#file.fault(path, `\`requires-python\` is ${describeToml(value)}, which is no specifier`, hint);
    }
    return { file: this.#file.file, ...this.#file.at(path), specifier: value };
  }

  #extras(): ReadonlyMap<ExtraName, readonly ManifestEntry[]> {
    const extras = new Map<ExtraName, readonly ManifestEntry[]>();
    for (const [key, value] of tomlEntries(this.#file.table(extrasPath))) {
      const path = [...extrasPath, key];
      const extra = this.#extraName(path, key);
      if (extras.has(extra)) throw this.#file.fault(path, `\`${key}\` is the same extra as another`);
      extras.set(extra, readRequirementList(this.#file, path, value));
    }
    return extras;
  }

  #extraName(path: readonly string[], key: string): ExtraName {
    try {
      return extraName(key);
    } catch {
      throw this.#file.fault(path, `${quoted(key)} is not the name of an extra`);
    }
  }

  /** By name in normal form, includes followed. */
  #groups(): ReadonlyMap<string, readonly ManifestEntry[]> {
    const table = tomlEntries(this.#file.table(groupsPath));
    try {
      const elements = table.map(([key, value]) => [key, this.#groupElements(key, value)] as const);
      const groups = new DependencyGroups(elements);
      return new Map(groups.names.map((name) => [name, [...groups.members(name)]]));
    } catch (error) {
      if (!(error instanceof DependencyGroupMistake)) throw error;
      const { group, index, message } = error;
      const path = [...groupsPath, group];
      const problem = `\`${group}\`: ${message}`;
      throw index === undefined ? this.#file.fault(path, problem) : this.#file.itemFault(path, index, problem);
    }
  }

  #groupElements(key: string, value: TomlValue): readonly GroupElement<ManifestEntry>[] {
    const path = [...groupsPath, key];
    this.#extraName(path, key);
    return readList(this.#file, path, value).map((item, index): GroupElement<ManifestEntry> => {
      if (!isTomlTable(item)) return { kind: "member", member: readRequirement(this.#file, path, index, item) };
      const group = tomlValue(item, "include-group");
      if (typeof group === "string" && tomlEntries(item).length === 1) return { kind: "include", group };
      const hint = 'write `{include-group = "NAME"}`';
      throw this.#file.itemFault(path, index, `\`${key}\` has a table that includes no group`, hint);
    });
  }

  #withSources(sections: Pyproject["sections"], indexes: Pyproject["sources"]): Pyproject["sections"] {
    const sources = readUvSources(this.#file, indexes);
    const move = (entry: ManifestEntry) => ({ ...entry, source: sources.get(entry.name)?.(entry) ?? entry.source });
    return new Map([...sections].map(([section, entries]) => [section, entries.map(move)]));
  }

  /** Of all sections, includes followed. */
  #checkCount(sections: Pyproject["sections"]): void {
    const count = [...sections.values()].reduce((sum, entries) => sum + entries.length, 0);
    checkCount(this.#file.file, "requirements", count, limits.manifest.requirements);
  }
}
