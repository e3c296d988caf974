/**
 * Where uv is told to take packages from: `[[tool.uv.index]]` and `[tool.uv.sources]`.
 *
 * Surprises: indexes are asked in the order of the file, before PyPI, unless one is the `default`, which takes the place
 * of PyPI at the end; an `explicit` one answers only for packages that are pinned to it, so it is asked last of all here.
 * Of sources only the plain forms are read: a list, whose members hold under conditions, is refused and not guessed at.
 */

import { readPackageName } from "../toml-names.ts";
import { closest, quoted } from "../../base/index.ts";
import { type PackageName } from "../../python/index.ts";
import { nameIndexes, publicSource } from "../index-names.ts";
import type { EntrySource, ManifestEntry, ManifestSource } from "../manifest.ts";
import { type TomlTable, type TomlText, describeToml, isTomlTable, tomlEntries, tomlValue } from "../toml-text.ts";
import { readList } from "./requirement-list.ts";

const indexPath = ["tool", "uv", "index"];
const sourcesPath = ["tool", "uv", "sources"];

/** Never empty. */
export function readUvIndexes(file: TomlText): readonly ManifestSource[] {
  const list = readList(file, indexPath, tomlValue(file.table(["tool", "uv"]), "index"));
  const all = list.map((item, index) => {
    const path = [...indexPath, String(index)];
    if (!isTomlTable(item)) throw file.fault(path, `an index is ${describeToml(item)}, and a table is needed`);
    return {
      name: textOf(file, path, item, "name"),
      url: textOf(file, path, item, "url") ?? missing(file, path, "url"),
      isDefault: flagOf(file, path, item, "default"),
      isExplicit: flagOf(file, path, item, "explicit"),
      written: { file: file.file, line: file.at([...path, "url"]).line },
    };
  });
  const plain = all.filter((index) => !index.isDefault && !index.isExplicit);
  const main = all.find((index) => index.isDefault) ?? publicSource;
  const explicit = all.filter((index) => index.isExplicit && !index.isDefault);
  const ordered = [...plain, main, ...explicit];
  const names = nameIndexes(ordered);
  return ordered.map(({ url, written }, i) => ({
    name: names[i]!,
    url,
    verifySsl: true,
    ...(written !== undefined && { written }),
  }));
}

/** By package, where it comes from instead of the usual indexes. */
export function readUvSources(
  file: TomlText,
  indexes: readonly ManifestSource[],
): ReadonlyMap<PackageName, (entry: ManifestEntry) => EntrySource> {
  const sources = new Map<PackageName, (entry: ManifestEntry) => EntrySource>();
  for (const [key, value] of tomlEntries(file.table(sourcesPath))) {
    const path = [...sourcesPath, key];
    if (!isTomlTable(value)) {
      const what = Array.isArray(value) ? "a list of sources is not read" : `a source is ${describeToml(value)}`;
      throw file.fault(path, `\`${key}\`: ${what}, and one table is needed`);
    }
    for (const condition of ["marker", "extra", "group"])
      if (tomlValue(value, condition) !== undefined)
        throw file.fault([...path, condition], `\`${key}\`: a source with \`${condition}\` is not read`);
    sources.set(readPackageName(file, path, key), readSource(file, path, value, indexes));
  }
  return sources;
}

function readSource(
  file: TomlText,
  path: readonly string[],
  table: TomlTable,
  indexes: readonly ManifestSource[],
): (entry: ManifestEntry) => EntrySource {
  const text = (key: string) => textOf(file, path, table, key);
  const index = text("index");
  if (index !== undefined) {
    const known = indexes.map(({ name }) => name);
    const near = closest(index, known);
    if (!known.includes(index)) {
      const hint = near === undefined ? undefined : `did you mean \`${near}\`?`;
      throw file.fault([...path, "index"], `no \`[[tool.uv.index]]\` is named ${quoted(index)}`, hint);
    }
    return ({ source }) => (source.kind === "index" ? { ...source, index } : source);
  }
  const opaque = opaqueSource(text, tomlValue(table, "workspace") === true);
  if (opaque === undefined) throw file.fault(path, `\`${path.at(-1)}\`: a source of this kind is not read`);
  return () => opaque;
}

function opaqueSource(text: (key: string) => string | undefined, isWorkspace: boolean): EntrySource | undefined {
  const git = text("git");
  const revision = text("rev") ?? text("tag") ?? text("branch");
  if (git !== undefined)
    return { kind: "vcs", system: "git", url: git, ref: revision, subdirectory: text("subdirectory") };
  const [url, path] = [text("url"), text("path")];
  if (url !== undefined) return { kind: "file", url };
  if (path !== undefined) return { kind: "path", path };
  return isWorkspace ? { kind: "path", path: "." } : undefined;
}

function textOf(file: TomlText, path: readonly string[], table: TomlTable, key: string): string | undefined {
  const value = tomlValue(table, key);
  if (value === undefined || typeof value === "string") return value;
  throw file.fault([...path, key], `\`${key}\` is ${describeToml(value)}, and text is needed`);
}

function flagOf(file: TomlText, path: readonly string[], table: TomlTable, key: string): boolean {
  const value = tomlValue(table, key) ?? false;
  if (typeof value === "boolean") return value;
  throw file.fault([...path, key], `\`${key}\` is ${describeToml(value)}, and true or false is needed`);
}

function missing(file: TomlText, path: readonly string[], key: string): never {
  throw file.fault(path, `an index has no \`${key}\``);
}
