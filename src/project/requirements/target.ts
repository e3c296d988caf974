/**
 * What a line of a requirements file installs: a package from an index, or something by address or path.
 *
 * Surprises: the name of something by address may be known from `NAME @ ADDRESS`, from the file name of a wheel,
 * or from `#egg=NAME`, and else only from a build; behind an address a marker needs `; `, elsewhere
 * `;` will do. pip looks at the disk to tell a folder from a name; here what holds a slash or starts with a dot is a path.
 */

import { quoted } from "../../base/index.ts";
import {
  type ExtraName,
  InvalidMarker,
  InvalidRequirement,
  Marker,
  type PackageName,
  Requirement,
  extraName,
  packageName,
  tryParseWheelName,
} from "../../python/index.ts";
import type { EntrySource } from "../manifest.ts";

/** What is asked for. The name is undefined where only a build would tell it. */
export interface Target {
  readonly name: PackageName | undefined;
  readonly nameAsWritten: string | undefined;
  readonly source: EntrySource;
  readonly extras: readonly ExtraName[];
  readonly marker: Marker | undefined;
}

/** What cannot be installed. */
export class TargetMistake extends Error {
  readonly hint: string | undefined;
  constructor(problem: string, hint?: string) {
    super(problem);
    this.hint = hint;
  }
}

const requirementHint = "write a name and its bounds, such as `requests>=2.31,<3`, an address, or a path with a `/`";

/** A line without its options. @throws {TargetMistake} */
export function readTarget(text: string): Target {
  const separator = isAddress(text) ? "; " : ";";
  const at = text.indexOf(separator);
  const body = (at === -1 ? text : text.slice(0, at)).trim();
  const condition = at === -1 ? "" : text.slice(at + separator.length).trim();
  if (isAddress(body)) return fromAddress(body, readMarker(condition));
  // A separator with nothing behind it means nothing to pip.
  const requirement = isArchive(body) ? undefined : Requirement.tryParse(condition === "" ? body : text);
  if (requirement !== undefined) return targetOf(requirement);
  if (isPath(body) || isArchive(body)) return fromPath(body, readMarker(condition));
  throw requirementMistake(text);
}

/** The value of `--editable`. @throws {TargetMistake} */
export function readEditableTarget(text: string): Target {
  const direct = Requirement.tryParse(text);
  if (direct?.url !== undefined) return targetOf(direct);
  const target = isAddress(text) ? fromAddress(text, undefined) : fromPath(text, undefined);
  if (target.source.kind === "file" && !/^file:/i.test(text))
    throw new TargetMistake(`${quoted(text)} cannot be editable`, "only a folder or a repository can");
  return target;
}

/** A requirement that constrains: a name with bounds. @throws {TargetMistake} */
export function readConstraint(text: string): Requirement {
  const requirement = Requirement.tryParse(text);
  if (requirement === undefined) throw requirementMistake(text);
  if (requirement.extras.length > 0) throw new TargetMistake(`${quoted(text)} is a constraint, which has no extras`);
  return requirement;
}

function requirementMistake(text: string): TargetMistake {
  try {
    Requirement.parse(text);
    return new TargetMistake(`${quoted(text)} is a file that has no name`, requirementHint);
  } catch (error) {
    if (!(error instanceof InvalidRequirement)) throw error;
    return new TargetMistake(error.message, requirementHint);
  }
}

/** What a requirement of PEP 508 asks for. */
export function targetOf(
  requirement: Requirement,
): Target & { readonly name: PackageName; readonly nameAsWritten: string } {
  const { name, nameAsWritten, extras, marker, specifier, url } = requirement;
  const source: EntrySource = url === undefined ? { kind: "index", specifier, index: undefined } : sourceOf(url);
  return { name, nameAsWritten, source, extras, marker };
}

function fromAddress(address: string, marker: Marker | undefined): Target {
  const [url, fragment = ""] = address.split("#", 2);
  const egg = new URLSearchParams(fragment).get("egg");
  const named = egg === null ? nameOfFile(url!) : splitExtras(egg);
  return { ...readNamed(named), source: sourceOf(address), marker };
}

function fromPath(text: string, marker: Marker | undefined): Target {
  const { name: path, extras } = splitExtras(text);
  const named = { name: nameOfFile(path)?.name, extras };
  return { ...readNamed(named), source: { kind: "path", path }, marker };
}

interface Named {
  readonly name: string | undefined;
  readonly extras: readonly string[];
}

function readNamed(named: Named | undefined): Pick<Target, "name" | "nameAsWritten" | "extras"> {
  const { name, extras = [] } = named ?? {};
  try {
    return {
      name: name === undefined ? undefined : packageName(name),
      nameAsWritten: name,
      extras: extras.map(extraName),
    };
  } catch {
    throw new TargetMistake(`${quoted(name ?? extras.join(","))} is not a name`);
  }
}

/** `NAME[EXTRA,…]`, be the name a path. */
function splitExtras(text: string): { readonly name: string; readonly extras: readonly string[] } {
  const open = text.lastIndexOf("[");
  if (open === -1 || !text.endsWith("]")) return { name: text, extras: [] };
  const extras = text.slice(open + 1, -1).split(",");
  return { name: text.slice(0, open).trimEnd(), extras: extras.map((extra) => extra.trim()).filter(Boolean) };
}

function nameOfFile(path: string): Named | undefined {
  const file = decodedOrSame(path.slice(path.lastIndexOf("/") + 1));
  const name = tryParseWheelName(file)?.name;
  return name === undefined ? undefined : { name, extras: [] };
}

function decodedOrSame(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // it is a file name all the same
  }
}

function sourceOf(url: string): EntrySource {
  const system = /^(git|hg|svn|bzr)\+/i.exec(url)?.[1]?.toLowerCase();
  if (system !== undefined) return vcsSource(system as "git" | "hg" | "svn" | "bzr", url.slice(system.length + 1));
  return { kind: "file", url };
}

function vcsSource(system: "git" | "hg" | "svn" | "bzr", address: string): EntrySource {
  const [url = "", fragment = ""] = address.split("#", 2);
  const subdirectory = new URLSearchParams(fragment).get("subdirectory") ?? undefined;
  return { kind: "vcs", system, url, ref: undefined, subdirectory };
}

const schemes = /^(https?|file|ftp|(git|hg|svn|bzr)\+[a-z]+|ssh|git|hg|bzr|sftp|svn):/i;

/** Whether pip takes it for an address rather than for a name. */
export function isAddress(text: string): boolean {
  return schemes.test(text);
}

/** Without a disk to look at, blanks are taken for a mistake unless the text starts as a path does. */
function isPath(text: string): boolean {
  if (/^(\.|\/|[a-z]:[\\/])/i.test(text)) return true;
  return text.includes("/") && !/\s/.test(text) && !/^[^/@]*@/.test(text);
}

function isArchive(text: string): boolean {
  return /\.(zip|whl|tar|tgz|tbz|txz|tlz|tar\.(gz|bz2|xz|lz|lzma))(\[[^\]]*\])?$/i.test(text) && !/^[^/@]*@/.test(text);
}

function readMarker(text: string): Marker | undefined {
  if (text.trim() === "") return undefined;
  try {
    return Marker.parse(text.trim());
  } catch (error) {
    if (!(error instanceof InvalidMarker)) throw error;
    throw new TargetMistake(error.message);
  }
}
