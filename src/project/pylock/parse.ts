/** Reads a pylock.toml: limits, TOML, then every rule of PEP 751. Keys that it does not have are left alone. */

import { checkCount, limits, quoted } from "../../base/index.ts";
import {
  InvalidMarker,
  Marker,
  type PackageName,
  SpecifierSet,
  Version,
  normalizeName,
  packageName,
} from "../../python/index.ts";
import type { LockedFile, LockedPackage } from "../lock.ts";
import { extraSection, groupSection } from "../pyproject/pyproject.ts";
import type { KeyPath } from "../toml-lines.ts";
import { TomlText, type TomlTable, tomlValue } from "../toml-text.ts";
import { InvalidPylock } from "./errors.ts";
import { readDistribution, readFile, requirePlace } from "./files.ts";
import { type Member, markerFor, membersIn } from "./membership.ts";
import type { Pylock } from "./pylock.ts";
import { readItems, readTable, readText, readTexts, requireText } from "./values.ts";

/**
 * The lock in `text`; `place` is the file as its user knows it.
 *
 * @throws {InvalidPylock} naming file, line, column and value; {InputTooLarge | InputTooDeep} past `limits.lock`.
 */
export function parsePylock(place: string, text: string): Pylock {
  const file = TomlText.parse(place, text, limits.lock, (at, problem) => new InvalidPylock(at, problem));
  const { root } = file;
  checkVersion(file);
  const createdBy = requireText(file, [], root, "created-by");
  for (const marker of readTexts(file, [], root, "environments")) readMarker(file, ["environments"], marker);
  checkSpecifier(file, [], root);
  const extras = readTexts(file, [], root, "extras").map((name) => checkName(file, ["extras"], name));
  const groups = readTexts(file, [], root, "dependency-groups").map(normalizeName);
  readTexts(file, [], root, "default-groups");
  const members: readonly Member[] = [
    ...extras.map((name) => ({ kind: "extras", name }) as const),
    ...groups.map((name) => ({ kind: "dependency_groups", name }) as const),
  ];
  const packages = readPackages(file);
  return {
    kind: "pylock",
    place,
    createdBy,
    newline: text.includes("\r\n") ? "\r\n" : "\n",
    sections: sectionsOf(packages, members),
  };
}

function checkVersion(file: TomlText): void {
  const text = requireText(file, [], file.root, "lock-version");
  if (Version.tryParse(text)?.major === 1) return;
  throw file.fault(["lock-version"], `the format is ${quoted(text)}, and only \`1.0\` is read`);
}

/** A package and its marker, which may ask for extras and groups. */
interface PylockPackage extends LockedPackage {
  readonly marker: Marker | undefined;
}

function readPackages(file: TomlText): readonly PylockPackage[] {
  if (tomlValue(file.root, "packages") === undefined) throw file.fault([], "`packages` is missing");
  const items = readItems(file, [], file.root, "packages");
  checkCount(file.file, "packages", items.length, limits.lock.packages);
  return items.map((item, index) => {
    const path = ["packages", String(index)];
    return readPackage(file, path, readTable(file, path, item));
  });
}

function readPackage(file: TomlText, path: KeyPath, table: TomlTable): PylockPackage {
  const name = checkName(file, [...path, "name"], requireText(file, path, table, "name"));
  const version = readText(file, path, table, "version");
  if (version !== undefined && Version.tryParse(version) === undefined)
    throw file.fault([...path, "version"], `${quoted(version)} is not a version`);
  checkSpecifier(file, path, table);
  const written = readText(file, path, table, "marker");
  const { source, hashes, files } = readSource(file, path, table, { name, version });
  return {
    name,
    version: source === "index" ? version : undefined,
    hashes,
    ...(files !== undefined && { files }),
    markers: written,
    index: readText(file, path, table, "index"),
    extras: [],
    source: { kind: source },
    marker: written === undefined ? undefined : readMarker(file, [...path, "marker"], written),
  };
}

/** Exactly one kind of source, and for distributions their hashes. */
function readSource(
  file: TomlText,
  path: KeyPath,
  table: TomlTable,
  release: { readonly name: PackageName; readonly version: string | undefined },
): {
  readonly source: LockedPackage["source"]["kind"];
  readonly hashes: readonly string[];
  readonly files?: readonly LockedFile[];
} {
  const sdist = tomlValue(table, "sdist");
  const wheels = readItems(file, path, table, "wheels");
  checkCount(file.file, `files of \`${release.name}\``, wheels.length, limits.lock.hashesPerPackage);
  const direct = (["vcs", "directory", "archive"] as const).filter((key) => tomlValue(table, key) !== undefined);
  const isDistributed = sdist !== undefined || wheels.length > 0;
  if (direct.length + Number(isDistributed) !== 1)
    throw file.fault(path, `\`${release.name}\` has ${isDistributed ? "several sources" : "no source, or several"}`);
  const [kind] = direct;
  if (kind !== undefined) return readDirect(file, [...path, kind], tomlValue(table, kind), kind);
  const own = sdist === undefined ? [] : [readDistribution(file, [...path, "sdist"], sdist, "sdist", release)];
  const others = wheels.map((wheel) => readDistribution(file, [...path, "wheels"], wheel, "wheel", release));
  const files = [...own, ...others];
  return { source: "index", hashes: files.flatMap(({ hashes }) => hashes), files };
}

function readDirect(
  file: TomlText,
  path: KeyPath,
  value: TomlTable[string] | undefined,
  kind: "vcs" | "directory" | "archive",
): ReturnType<typeof readSource> {
  const table = readTable(file, path, value);
  if (kind === "archive") return { source: "file", hashes: readFile(file, path, table) };
  if (kind === "directory") {
    requireText(file, path, table, "path");
    return { source: "path", hashes: [] };
  }
  for (const key of ["type", "commit-id"]) requireText(file, path, table, key);
  requirePlace(file, path, table);
  return { source: "vcs", hashes: [] };
}

function checkName(file: TomlText, path: KeyPath, text: string): PackageName {
  if (/^[a-z0-9]+(-[a-z0-9]+)*$/.test(text)) return packageName(text);
  throw file.fault(path, `${quoted(text)} is not a name in normal form`);
}

function checkSpecifier(file: TomlText, path: KeyPath, table: TomlTable): void {
  const text = readText(file, path, table, "requires-python");
  if (text !== undefined && SpecifierSet.tryParse(text) === undefined)
    throw file.fault([...path, "requires-python"], `${quoted(text)} is not a specifier`);
}

function readMarker(file: TomlText, path: KeyPath, text: string): Marker {
  try {
    return Marker.parse(text);
  } catch (error) {
    if (error instanceof InvalidMarker) throw file.fault(path, error.message);
    throw error;
  }
}

function sectionsOf(packages: readonly PylockPackage[], members: readonly Member[]): Pylock["sections"] {
  const base = packages.filter(({ marker }) => membersIn(marker).length === 0);
  return new Map([
    ["default", byName(base, undefined)],
    ...members.map((member) => {
      const own = packages.filter(({ marker }) =>
        membersIn(marker).some(({ kind, name }) => kind === member.kind && name === member.name),
      );
      const section = member.kind === "extras" ? extraSection(member.name) : groupSection(member.name);
      return [section, byName(own, member)] as const;
    }),
  ]);
}

/** One of several packages of a name has a version only where all agree. */
function byName(
  packages: readonly PylockPackage[],
  asked: Member | undefined,
): ReadonlyMap<PackageName, LockedPackage> {
  const named = new Map<PackageName, LockedPackage>();
  for (const { marker, ...own } of packages) {
    const twin = named.get(own.name);
    const markers = marker === undefined ? undefined : markerFor(marker, asked).toString();
    if (twin === undefined) named.set(own.name, { ...own, markers });
    else {
      const version = twin.version === own.version ? own.version : undefined;
      const files = [...(twin.files ?? []), ...(own.files ?? [])];
      named.set(own.name, { ...own, version, markers: undefined, hashes: [...twin.hashes, ...own.hashes], files });
    }
  }
  return named;
}
