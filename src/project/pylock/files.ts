/** The files of a package in a pylock.toml, checked. PEP 751, `sdist`, `wheels`, `archive`. */

import { quoted } from "../../base/index.ts";
import { type PackageName, Version, tryParseSdistName, tryParseWheelName } from "../../python/index.ts";
import type { LockedFile } from "../lock.ts";
import type { KeyPath } from "../toml-lines.ts";
import { type TomlTable, type TomlText, type TomlValue, isTomlTable, tomlEntries, tomlValue } from "../toml-text.ts";
import { readTable, readText } from "./values.ts";

/** The package that a file has to be of. */
interface Release {
  readonly name: PackageName;
  readonly version: string | undefined;
}

/** The hashes, as `ALGORITHM:HEX`, of a file at `path`. @throws {InvalidPylock} */
export function readFile(file: TomlText, path: KeyPath, value: TomlValue): readonly string[] {
  const table = readTable(file, path, value);
  requirePlace(file, path, table);
  const size = tomlValue(table, "size");
  if (size !== undefined && (typeof size !== "bigint" || size < 0n)) throw file.fault(path, "`size` is no size");
  const hashes = tomlEntries(readTable(file, path, tomlValue(table, "hashes") ?? {}));
  if (hashes.length === 0) throw file.fault(path, "a file has no hashes");
  return hashes.map(([algorithm, hash]) => {
    if (typeof hash !== "string") throw file.fault(path, `the hash \`${algorithm}\` is no text`);
    return `${algorithm}:${hash}`;
  });
}

/** `url` or `path`, at least one of them. */
export function requirePlace(file: TomlText, path: KeyPath, table: TomlTable): void {
  if ((readText(file, path, table, "url") ?? readText(file, path, table, "path") ?? "") === "")
    throw file.fault(path, "neither `url` nor `path` says where it is");
}

/** A wheel or a source distribution, whose name must be that of `release`. @throws {InvalidPylock} */
export function readDistribution(
  file: TomlText,
  path: KeyPath,
  value: TomlValue,
  kind: "wheel" | "sdist",
  release: Release,
): LockedFile {
  const hashes = readFile(file, path, value);
  const name = isTomlTable(value) ? filenameOf(file, path, value) : "";
  const parsed = kind === "wheel" ? tryParseWheelName(name) : tryParseSdistName(name);
  if (parsed === undefined) throw file.fault(path, `${quoted(name)} is not the file name of a ${kind}`);
  const pinned = release.version === undefined ? undefined : Version.tryParse(release.version);
  const isOther = parsed.name !== release.name || (pinned !== undefined && !Version.equal(parsed.version, pinned));
  if (isOther) throw file.fault(path, `${quoted(name)} is no file of \`${release.name} ${release.version ?? ""}\``);
  return { filename: name, url: textIn(file, path, value, "url"), size: sizeIn(value), hashes };
}

function textIn(file: TomlText, path: KeyPath, value: TomlValue, key: string): string | undefined {
  return isTomlTable(value) ? readText(file, path, value, key) : undefined;
}

/** Of what was checked already; a size that no number holds is none that an index could tell either. */
function sizeIn(value: TomlValue): number | undefined {
  const size = isTomlTable(value) ? tomlValue(value, "size") : undefined;
  return typeof size === "bigint" && size <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(size) : undefined;
}

function filenameOf(file: TomlText, path: KeyPath, table: TomlTable): string {
  const text = (key: string) => readText(file, path, table, key);
  const url = text("url")?.split(/[?#]/, 1)[0] ?? "";
  return text("name") ?? lastStep(text("path")) ?? decoded(lastStep(url) ?? "");
}

function lastStep(path: string | undefined): string | undefined {
  return path?.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // then it is no file name, which the caller says
  }
}
