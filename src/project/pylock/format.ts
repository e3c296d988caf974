/**
 * Writes a pylock.toml, PEP 751: packages by name, each with every file that its index lists for the release, so that the
 * installer chooses. The lock says for which environment it was made, since for another one the stack may be another.
 */

import { compareText } from "../../base/index.ts";
import type { ReleaseFile } from "../../ports/index.ts";
import type { MarkerEnvironment, PackageName } from "../../python/index.ts";
import { isWheelName } from "../../python/index.ts";
import type { ManifestEntry } from "../manifest.ts";
import { SectionGraph } from "../pipfile-lock-graph.ts";
import type { LockPin } from "../pipfile-lock-request.ts";
import { type Pyproject, extraSection, groupSection } from "../pyproject/pyproject.ts";
import { NotLockable } from "./errors.ts";
import { type Member, membershipMarker } from "./membership.ts";
import { directSource } from "./direct-source.ts";
import type { Pylock } from "./pylock.ts";
import { inlineTable, tomlString, tomlStrings } from "./toml-write.ts";

/** A chosen release with its files. */
export interface PylockPin extends LockPin {
  /** All that the index lists for it. */
  readonly files: readonly ReleaseFile[];
}

/** What a pylock.toml is written from. */
export interface PylockRequest {
  readonly manifest: Pyproject;
  /** The path of the lock from the root. */
  readonly place: string;
  /** The one environment that the pins were chosen for. */
  readonly markers: MarkerEnvironment;
  /** By section of the manifest: what it needs, `default` apart from all others. */
  readonly sections: ReadonlyMap<string, ReadonlyMap<PackageName, PylockPin>>;
  /** The lock that is replaced. */
  readonly oldLock: Pylock | undefined;
}

/** The text of the lock, with one final line break. @throws {NotLockable} */
export function formatPylock(request: PylockRequest): string {
  const lines = [...headLines(request), ...packageLines(request)];
  const text = `${lines.join("\n")}\n`;
  return request.oldLock?.newline === "\r\n" ? text.replaceAll("\n", "\r\n") : text;
}

function headLines({ manifest, markers }: PylockRequest): readonly string[] {
  const { requiresPython, extras, groups } = manifest;
  const environment = `python_version == '${markers.python_version}' and sys_platform == '${markers.sys_platform}'`;
  return [
    `lock-version = "1.0"`,
    `environments = ${tomlStrings([environment])}`,
    ...(requiresPython === undefined ? [] : [`requires-python = ${tomlString(requiresPython.specifier)}`]),
    ...(extras.length === 0 ? [] : [`extras = ${tomlStrings(extras)}`]),
    ...(groups.length === 0 ? [] : [`dependency-groups = ${tomlStrings(groups)}`]),
    `created-by = "thoth"`,
  ];
}

/** A package of the lock and what asks for it: nothing means that it is always installed. */
interface Row {
  readonly name: PackageName;
  readonly lines: readonly string[];
  readonly members: readonly Member[] | "always";
}

function packageLines(request: PylockRequest): readonly string[] {
  const rows = new Map<string, Row>();
  for (const [section, member] of sectionMembers(request.manifest)) {
    for (const row of sectionRows(request, section)) {
      const known = rows.get(row.name)?.members ?? [];
      const members = member === undefined || known === "always" ? "always" : [...known, member];
      rows.set(row.name, { ...row, members });
    }
  }
  const sorted = [...rows.values()].toSorted((a, b) => compareText(a.name, b.name));
  return sorted.flatMap(({ name, lines, members }) => {
    const [first, ...rest] = lines;
    const marker = members === "always" ? [] : [`marker = ${tomlString(membershipMarker(members))}`];
    return [
      "",
      "[[packages]]",
      `name = ${tomlString(name)}`,
      ...(first === undefined ? [] : [first]),
      ...marker,
      ...rest,
    ];
  });
}

/** `default` first: what is in it needs no condition. */
function sectionMembers({ extras, groups }: Pyproject): readonly (readonly [string, Member | undefined])[] {
  return [
    ["default", undefined],
    ...extras.map((name) => [extraSection(name), { kind: "extras", name }] as const),
    ...groups.map((name) => [groupSection(name), { kind: "dependency_groups", name }] as const),
  ];
}

function sectionRows(request: PylockRequest, section: string): readonly Omit<Row, "members">[] {
  const { manifest, markers, place } = request;
  const entries = manifest.sections.get(section) ?? [];
  const pins = request.sections.get(section) ?? new Map<PackageName, PylockPin>();
  const applying = new Set(entries.filter(({ marker }) => marker?.evaluate(markers) ?? true));
  const graph = new SectionGraph<ManifestEntry>(entries, applying, pins, markers);
  const named = new Set(entries.map(({ name }) => name));
  const opaque = [...applying].filter(({ source }) => source.kind !== "index");
  return [
    ...opaque.map((entry) => ({ name: entry.name, lines: directSource(place, entry) })),
    // The lock is for one environment, so what is asked for in others only has no place in it.
    ...[...pins]
      .filter(([name]) => !named.has(name) || graph.isNeeded(name))
      .map(([name, pin]) => ({ name, lines: pinLines(request, name, pin) })),
  ];
}

function pinLines({ manifest, place }: PylockRequest, name: PackageName, pin: PylockPin): readonly string[] {
  const index = manifest.sources.find((source) => source.name === pin.index) ?? manifest.sources[0]!;
  const files = pin.files.filter(({ sha256 }) => sha256 !== undefined);
  if (files.length === 0)
    throw new NotLockable(place, `${name} ${pin.version}`, "has no SHA-256 on its index, and this format needs one");
  const wheels = files.filter(({ filename }) => isWheelName(filename));
  const sdist = files.find(({ filename }) => !isWheelName(filename));
  return [
    `version = ${tomlString(pin.version)}`,
    ...(pin.requiresPython === undefined ? [] : [`requires-python = ${tomlString(pin.requiresPython)}`]),
    `index = ${tomlString(index.url)}`,
    ...(sdist === undefined ? [] : [`sdist = ${fileTable(sdist)}`]),
    ...(wheels.length === 0 ? [] : ["wheels = [", ...wheels.map((wheel) => `    ${fileTable(wheel)},`), "]"]),
  ];
}

function fileTable({ filename, url, uploaded, size, sha256 }: ReleaseFile): string {
  const isNamed = url.endsWith(`/${filename}`);
  return inlineTable([
    ["name", isNamed ? undefined : tomlString(filename)],
    ["url", tomlString(url)],
    ["upload-time", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(uploaded ?? "") ? uploaded : undefined],
    ["size", size === undefined ? undefined : String(size)],
    ["hashes", inlineTable([["sha256", tomlString(sha256!)]])],
  ]);
}
