/** The tables of a Pipfile that hold no packages: `[[source]]`, `[requires]`, `[pipenv]` and `[thoth]`. */

import { checkCount, limits } from "../base/index.ts";
import { readPackageName } from "./toml-names.ts";
import { type PackageName } from "../python/index.ts";
import type { Pipfile, PipfileSource, PipfileThoth } from "./pipfile.ts";
import { type TomlTable, type TomlText, type TomlValue } from "./toml-text.ts";
import { describeToml, isTomlTable, tomlEntries, tomlValue } from "./toml-text.ts";

/** What a Pipfile without `[[source]]` means. */
export const defaultSource: TomlTable = { name: "pypi", url: "https://pypi.org/simple", verify_ssl: true };

/**
 * The sources in the order of the file.
 *
 * @throws {InvalidPipfile} for one without name or address, or a name used twice; {InputTooLarge} past `limits.manifest.sources`
 */
export function readSources(file: TomlText): readonly PipfileSource[] {
  const list = tomlValue(file.root, "source");
  if (list === undefined) return [readSource(file, defaultSource, 0)];
  if (!Array.isArray(list)) throw file.fault(["source"], "`source` is a list of tables: write `[[source]]`");
  checkCount(file.file, "sources", list.length, limits.manifest.sources);
  const sources: PipfileSource[] = [];
  for (const [index, value] of (list as readonly TomlValue[]).entries()) {
    const path = ["source", String(index)];
    if (!isTomlTable(value)) throw file.fault(path, `a source is ${describeToml(value)}, and a table is needed`);
    const source = readSource(file, value, index);
    if (sources.some((other) => other.name === source.name)) {
      throw file.fault([...path, "name"], `two sources have the name \`${source.name}\``);
    }
    sources.push(source);
  }
  return sources.length === 0 ? [readSource(file, defaultSource, 0)] : sources;
}

function readSource(file: TomlText, raw: TomlTable, index: number): PipfileSource {
  const path = ["source", String(index)];
  const url = requiredText(file, path, raw, "url");
  const verify = tomlValue(raw, "verify_ssl") ?? url.includes("https://");
  if (typeof verify !== "boolean") {
    throw file.fault([...path, "verify_ssl"], `\`verify_ssl\` is ${describeToml(verify)}, and true or false is needed`);
  }
  const name = requiredText(file, path, raw, "name");
  const { line } = file.at([...path, "url"]);
  return { name, url, verifySsl: verify, raw, ...(raw !== defaultSource && { written: { file: file.file, line } }) };
}

function requiredText(file: TomlText, path: readonly string[], table: TomlTable, key: string): string {
  const value = tomlValue(table, key);
  if (value === undefined || value === "") {
    const hint = key === "name" ? 'write a name below `[[source]]`, such as `name = "pypi"`' : undefined;
    throw file.fault(path, `a source has no \`${key}\``, hint);
  }
  if (typeof value === "string") return value;
  throw file.fault([...path, key], `\`${key}\` of a source is ${describeToml(value)}, and text is needed`);
}

/** `[requires]`, whose other keys are kept in the raw table only. */
export function readRequires(file: TomlText): Pipfile["requires"] {
  const table = file.table(["requires"]);
  return {
    pythonVersion: optionalText(file, "requires", table, "python_version"),
    pythonFullVersion: optionalText(file, "requires", table, "python_full_version"),
  };
}

function optionalText(file: TomlText, name: string, table: TomlTable, key: string): string | undefined {
  const value = tomlValue(table, key);
  if (value === undefined || typeof value === "string") return value;
  throw file.fault([name, key], `\`${key}\` is ${describeToml(value)}, and text is needed`);
}

/** The settings of `[pipenv]` that change what is locked; it may hold any other. */
export function readSettings(file: TomlText): Pick<Pipfile, "allowPrereleases" | "useDefaultConstraints"> {
  const table = file.table(["pipenv"]);
  return {
    allowPrereleases: optionalFlag(file, ["pipenv"], table, "allow_prereleases") ?? false,
    useDefaultConstraints: optionalFlag(file, ["pipenv"], table, "use_default_constraints") ?? true,
  };
}

function optionalFlag(file: TomlText, path: readonly string[], table: TomlTable, key: string): boolean | undefined {
  const value = tomlValue(table, key);
  if (value === undefined || typeof value === "boolean") return value;
  throw file.fault([...path, key], `\`${key}\` is ${describeToml(value)}, and true or false is needed`);
}

/** `[thoth]`, or undefined without that table. @throws {InvalidPipfile} for a key that it does not have. */
export function readThoth(file: TomlText): PipfileThoth | undefined {
  if (tomlValue(file.root, "thoth") === undefined) return undefined;
  const table = file.table(["thoth"]);
  for (const [key] of tomlEntries(table)) {
    if (key === "disable_index_adjustment" || key === "allow_prereleases") continue;
    const hint = "`[thoth]` has `disable_index_adjustment` and `allow_prereleases`";
    throw file.fault(["thoth", key], `\`${key}\` is not a setting of \`[thoth]\``, hint);
  }
  return {
    disableIndexAdjustment: optionalFlag(file, ["thoth"], table, "disable_index_adjustment"),
    allowPrereleases: readPrereleases(file, tomlValue(table, "allow_prereleases") ?? {}),
  };
}

function readPrereleases(file: TomlText, value: TomlValue): ReadonlyMap<PackageName, boolean> {
  const path = ["thoth", "allow_prereleases"];
  if (!isTomlTable(value)) {
    throw file.fault(path, `\`allow_prereleases\` is ${describeToml(value)}, and a table is needed`);
  }
  const allowed = new Map<PackageName, boolean>();
  for (const [key] of tomlEntries(value)) {
    const flag = optionalFlag(file, path, value, key);
    if (flag !== undefined) allowed.set(readPackageName(file, [...path, key], key), flag);
  }
  return allowed;
}
