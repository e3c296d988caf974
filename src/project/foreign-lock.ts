/**
 * Locks of tools that we do not write for: `uv.lock` and `poetry.lock`, read for what they pin. Nothing else in them
 * matters here, and a format of a later version may say more; what is read is checked.
 *
 * Surprises: both may hold a package several times, for different environments; the project itself is a package of
 * `uv.lock`; Poetry 1 kept the hashes in a table at the end, by name as written.
 */

import { readPackageName } from "./toml-names.ts";
import { checkCount, limits, UserError } from "../base/index.ts";
import { type PackageName } from "../python/index.ts";
import type { LockContent, LockedPackage } from "./lock.ts";
import { readItems, readTable, readText, requireText } from "./pylock/values.ts";
import type { KeyPath } from "./toml-lines.ts";
import { type TomlTable, TomlText, isTomlTable, tomlEntries, tomlValue } from "./toml-text.ts";

/** A lock of uv or Poetry that cannot be read. */
export class InvalidForeignLock extends UserError {
  readonly code = "INVALID_FOREIGN_LOCK";
  /** @param place `FILE:LINE:COLUMN` */
  constructor(place: string, problem: string) {
    super(`${place}: ${problem}`, { hint: "write the lock anew with the tool that wrote it" });
  }
}

/** A lock of another tool; all of it is in one section, `default`. */
export interface ForeignLock extends LockContent {
  readonly kind: "foreign";
}

type ReadPackage = (file: TomlText, path: KeyPath, table: TomlTable) => Omit<LockedPackage, "name">;

/** @throws {InvalidForeignLock | InputTooLarge | InputTooDeep} */
export function parseUvLock(place: string, text: string): ForeignLock {
  return parseForeign(place, text, readUvPackage);
}

/** @throws {InvalidForeignLock | InputTooLarge | InputTooDeep} */
export function parsePoetryLock(place: string, text: string): ForeignLock {
  return parseForeign(place, text, readPoetryPackage);
}

function parseForeign(place: string, text: string, read: ReadPackage): ForeignLock {
  const file = TomlText.parse(place, text, limits.lock, (at, problem) => new InvalidForeignLock(at, problem));
  const items = readItems(file, [], file.root, "package");
  checkCount(place, "packages", items.length, limits.lock.packages);
  const packages = new Map<PackageName, LockedPackage>();
  for (const [index, item] of items.entries()) {
    const path = ["package", String(index)];
    const table = readTable(file, path, item);
    const name = readPackageName(file, [...path, "name"], requireText(file, path, table, "name"));
    const own = { name, ...read(file, path, table) };
    const twin = packages.get(name);
    const version = twin === undefined || twin.version === own.version ? own.version : undefined;
    checkCount(place, `hashes of \`${name}\``, own.hashes.length, limits.lock.hashesPerPackage);
    packages.set(name, { ...own, version });
  }
  return { kind: "foreign", place, sections: new Map([["default", packages]]) };
}

function readUvPackage(file: TomlText, path: KeyPath, table: TomlTable): Omit<LockedPackage, "name"> {
  const source = readTable(file, [...path, "source"], tomlValue(table, "source") ?? {});
  const registry = readText(file, path, source, "registry");
  const files = [tomlValue(table, "sdist"), ...readItems(file, path, table, "wheels")];
  const kind = registry === undefined ? uvKind(source) : "index";
  return {
    version: kind === "index" ? readText(file, path, table, "version") : undefined,
    hashes: files.flatMap((item) => (isTomlTable(item) ? (readText(file, path, item, "hash") ?? []) : [])),
    markers: undefined,
    index: registry,
    extras: [],
    source: { kind },
  };
}

function uvKind(source: TomlTable): LockedPackage["source"]["kind"] {
  if (tomlValue(source, "git") !== undefined) return "vcs";
  return tomlValue(source, "url") === undefined ? "path" : "file";
}

function readPoetryPackage(file: TomlText, path: KeyPath, table: TomlTable): Omit<LockedPackage, "name"> {
  const source = readTable(file, [...path, "source"], tomlValue(table, "source") ?? {});
  const type = readText(file, path, source, "type") ?? "legacy";
  const kind = poetryKinds.get(type) ?? "index";
  const files = [...readItems(file, path, table, "files"), ...filesBefore2(file, path, table)];
  return {
    version: kind === "index" ? readText(file, path, table, "version") : undefined,
    hashes: files.flatMap((item) => (isTomlTable(item) ? (readText(file, path, item, "hash") ?? []) : [])),
    markers: undefined,
    index: kind === "index" ? readText(file, path, source, "url") : undefined,
    extras: [],
    source: { kind },
  };
}

const poetryKinds: ReadonlyMap<string, LockedPackage["source"]["kind"]> = new Map([
  ["git", "vcs"],
  ["directory", "path"],
  ["file", "path"],
  ["url", "file"],
]);

/** `[metadata.files]` of Poetry 1. */
function filesBefore2(file: TomlText, path: KeyPath, table: TomlTable): ReturnType<typeof readItems> {
  const files = file.table(["metadata", "files"]);
  return tomlEntries(files).length === 0 ? [] : readItems(file, path, files, requireText(file, path, table, "name"));
}
