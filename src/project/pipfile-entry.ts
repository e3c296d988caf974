/**
 * One entry of a package section, in all its forms: a specifier as text, or a table of a specifier, extras, conditions
 * and an index, or of the place of a repository, folder or file. A key that no form has is an error, since a misspelt
 * one (`commit` for `ref`) changes what is installed.
 */

import { readPackageName } from "./toml-names.ts";
import { closest, quoted } from "../base/index.ts";
import {
  type ExtraName,
  Marker,
  type MarkerVariable,
  SpecifierSet,
  Version,
  extraName,
  markerVariables,
} from "../python/index.ts";
import type { EntrySource } from "./manifest.ts";
import type { PipfileEntry } from "./pipfile.ts";
import { type TomlTable, type TomlText, type TomlValue } from "./toml-text.ts";
import { describeToml, isTomlTable, tomlEntries, tomlValue } from "./toml-text.ts";

const systems = ["git", "hg", "svn", "bzr"] as const;

/**
 * What each key of a table holds. Pipenv allows `os_markers`, `name` and `skip_resolver` and locks nothing by them;
 * `egg` named the package of a remote file before 2018, and such locks are still about.
 */
const kinds: ReadonlyMap<string, "text" | "flag" | "texts" | "any"> = new Map([
  ...[
    "version",
    "markers",
    "os_markers",
    "egg",
    "index",
    "ref",
    "subdirectory",
    "path",
    "file",
    "name",
    ...systems,
    // Each with a condition, as in `sys_platform = "== 'win32'"`.
    ...markerVariables,
  ].map((key) => [key, "text"] as const),
  ...["editable", "skip_resolver"].map((key) => [key, "flag"] as const),
  ...["extras", "hashes", "pip_args"].map((key) => [key, "texts"] as const),
  ["no_binary", "any"],
]);

/** @throws {InvalidPipfile} naming the entry's line and the value. */
export function readPipfileEntry(
  file: TomlText,
  section: string,
  key: string,
  raw: TomlValue,
  indexes: ReadonlySet<string>,
): PipfileEntry {
  const path = [section, key];
  const [nameAsWritten, keyExtras] = splitKey(key);
  const table = readEntryTable(file, path, raw);
  const extrasAsWritten = [...keyExtras, ...textsOf(table, "extras")];
  return {
    key,
    name: readPackageName(file, path, nameAsWritten),
    nameAsWritten,
    file: file.file,
    ...file.at(path),
    source: readEntrySource(file, path, table, indexes),
    extras: extrasAsWritten.flatMap((extra) => readExtras(file, path, extra)),
    extrasAsWritten,
    marker: readMarker(file, path, table),
    editable: tomlValue(table, "editable") === true,
    raw,
  };
}

/** The entry as a table: a text is its `version`. */
function readEntryTable(file: TomlText, path: readonly string[], raw: TomlValue): TomlTable {
  if (typeof raw === "string") return { version: raw };
  if (!isTomlTable(raw)) {
    const hint = typeof raw === "number" || typeof raw === "bigint" ? `write \`"==${raw}"\`` : undefined;
    throw file.fault(path, `\`${path.at(-1)}\` is ${describeToml(raw)}, and a specifier or a table is needed`, hint);
  }
  for (const [key, value] of tomlEntries(raw)) checkKey(file, path, key, value);
  return raw;
}

function checkKey(file: TomlText, path: readonly string[], key: string, value: TomlValue): void {
  const kind = kinds.get(key);
  const fault = (problem: string, hint?: string): Error =>
    file.fault([...path, key], `\`${key}\` of \`${path.at(-1)}\` ${problem}`, hint);
  if (kind === undefined) throw fault("is not a key of an entry", unknownKeyHint(file, path, key));
  if (kind === "text" && typeof value !== "string") throw fault(`is ${describeToml(value)}, and text is needed`);
  if (kind === "flag" && typeof value !== "boolean")
    throw fault(`is ${describeToml(value)}, and true or false is needed`);
  if (kind === "texts" && !isTexts(value)) throw fault(`is ${describeToml(value)}, and a list of texts is needed`);
}

/** A name with a dot that is not quoted makes a table in a table: `pdfminer.six = "*"`. Pipenv refuses it too. */
function unknownKeyHint(file: TomlText, path: readonly string[], key: string): string | undefined {
  const [, name, value] = /^([\w-]+(?:\.[\w-]+)+)\s*=\s*(\S.*)$/.exec(file.at([...path, key]).text) ?? [];
  if (name?.startsWith(`${path.at(-1)}.${key}`) === true) return `quote the name: \`"${name}" = ${value}\``;
  const meant = closest(key, kinds.keys());
  return meant === undefined ? undefined : `write \`${meant}\``;
}

/** A list of texts of a checked table, empty when it is absent. */
function textsOf(table: TomlTable, key: string): readonly string[] {
  const value = tomlValue(table, key);
  return value !== undefined && isTexts(value) ? value : [];
}

function isTexts(value: TomlValue): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function readEntrySource(
  file: TomlText,
  path: readonly string[],
  table: TomlTable,
  indexes: ReadonlySet<string>,
): EntrySource {
  const [first, second] = [...systems, "path", "file"].filter((key) => tomlValue(table, key) !== undefined);
  if (second !== undefined) throw file.fault(path, `\`${path.at(-1)}\` has both \`${first}\` and \`${second}\``);
  const system = systems.find((key) => key === first);
  if (system !== undefined) {
    const [ref, subdirectory] = [textOf(table, "ref"), textOf(table, "subdirectory")];
    return { kind: "vcs", system, url: textOf(table, system) ?? "", ref, subdirectory };
  }
  if (first === "path") return { kind: "path", path: textOf(table, "path") ?? "" };
  if (first === "file") return { kind: "file", url: textOf(table, "file") ?? "" };
  const specifier = readSpecifier(file, path, textOf(table, "version") ?? "*");
  return { kind: "index", specifier, index: readIndex(file, path, table, indexes) };
}

/** A text of a checked table. */
function textOf(table: TomlTable, key: string): string | undefined {
  const value = tomlValue(table, key);
  return typeof value === "string" ? value : undefined;
}

/** `*` and nothing mean any version, and a bare version that very one, as Pipenv has it. */
function readSpecifier(file: TomlText, path: readonly string[], text: string): SpecifierSet {
  const trimmed = text.trim();
  if (trimmed === "" || trimmed === "*") return SpecifierSet.any;
  const isBare = Version.tryParse(trimmed.replace(/\.\*$/, "")) !== undefined;
  try {
    return SpecifierSet.parse(isBare ? `==${trimmed}` : trimmed);
  } catch {
    const hint = "separate bounds by commas, as in `>=1.2,<2`";
    throw file.fault(path, `${quoted(trimmed)} is not a version specifier for \`${path.at(-1)}\``, hint);
  }
}

function readIndex(
  file: TomlText,
  path: readonly string[],
  table: TomlTable,
  indexes: ReadonlySet<string>,
): string | undefined {
  const index = textOf(table, "index");
  if (index === undefined || indexes.has(index)) return index;
  const known = [...indexes].map((name) => `\`${name}\``).join(", ");
  throw file.fault([...path, "index"], `no source is named \`${index}\``, `the sources are ${known}`);
}

/** One text of the list; it may hold several extras, as Pipenv joins them by commas anyway. */
function readExtras(file: TomlText, path: readonly string[], text: string): readonly ExtraName[] {
  return text.split(",").map((extra) => {
    try {
      return extraName(extra.trim());
    } catch {
      throw file.fault([...path, "extras"], `${quoted(extra)} of \`${path.at(-1)}\` is not the name of an extra`);
    }
  });
}

/** A key's name and the extras that may stand in brackets after it, as written. */
export function splitKey(key: string): readonly [name: string, extras: readonly string[]] {
  const open = key.indexOf("[");
  if (open === -1 || !key.endsWith("]")) return [key, []];
  return [
    key.slice(0, open).trimEnd(),
    key
      .slice(open + 1, -1)
      .split(",")
      .map((extra) => extra.trim()),
  ];
}

function readMarker(file: TomlText, path: readonly string[], table: TomlTable): Marker | undefined {
  let all: Marker | undefined;
  for (const condition of entryConditions(table)) {
    const marker = readCondition(file, path, condition);
    all = all === undefined ? marker : all.and(marker);
  }
  return all;
}

/** A condition of an entry: the key it stands under and the whole of its text as a marker. */
export interface EntryCondition {
  readonly key: "markers" | MarkerVariable;
  /** Such as `sys_platform == 'win32'`. */
  readonly text: string;
}

/** The conditions of an entry, `markers` first, then the marker variables; empty ones are left out. */
export function entryConditions(entry: TomlValue): readonly EntryCondition[] {
  if (!isTomlTable(entry)) return [];
  const conditions: EntryCondition[] = [];
  for (const key of ["markers", ...markerVariables] as const) {
    const text = textOf(entry, key)?.trim() ?? "";
    if (text === "") continue;
    conditions.push({ key, text: key === "markers" ? text : `${key} ${text}` });
  }
  return conditions;
}

function readCondition(file: TomlText, path: readonly string[], condition: EntryCondition): Marker {
  try {
    return Marker.parse(condition.text);
  } catch {
    throw file.fault(
      [...path, condition.key],
      `${quoted(condition.text)} of \`${path.at(-1)}\` is not an environment marker`,
    );
  }
}
