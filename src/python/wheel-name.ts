/**
 * What a wheel's file name says: `{name}-{version}(-{build})?-{python}-{abi}-{platform}.whl`. PEP 427, "File name
 * convention", PEP 425, "Compressed Tag Sets".
 *
 * Surprises of the standard: each of the last three parts may be several, joined with dots, and every combination is
 * meant. A build number is digits and then anything; it breaks ties between wheels of one version and nothing else. The
 * name is escaped with `_`, so a `-` always separates; and a file's version need not be in normal form.
 */

import { compareCodePoints, quoted, UserError } from "../base/index.ts";
import { Memo } from "./memo.ts";
import { type PackageName, lenientName } from "./names.ts";
import type { Tag } from "./tags.ts";
import { type VersionNumber, compareNumbers, readNumber, skipDigits } from "./version-number.ts";
import { Version } from "./version.ts";

/** How many tags one file name may stand for. Real ones stand for a few dozen at most. */
export const MAX_TAGS = 1024;

/** A build number and what follows it. */
export type BuildTag = readonly [number: VersionNumber, rest: string];

export interface WheelName {
  readonly name: PackageName;
  readonly version: Version;
  readonly build: BuildTag | undefined;
  /** Every combination of the compressed tags, sorted, each once. */
  readonly tags: readonly Tag[];
}

/** Orders build tags by number, then by the rest; no build tag is least. The greater wins a tie. PEP 427. */
export function compareBuildTags(a: BuildTag | undefined, b: BuildTag | undefined): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  return compareNumbers(a[0], b[0]) || compareCodePoints(a[1], b[1]);
}

/** What should be the file name of a wheel and is none. */
export class InvalidWheelName extends UserError {
  readonly code = "INVALID_WHEEL_NAME";
  /** @param reason completes "… is not the file name of a wheel: …" */
  constructor(filename: string, reason: string) {
    super(`${quoted(filename)} is not the file name of a wheel: ${reason}`);
  }
}

/** Whether a file is meant to be a wheel, whatever else may be wrong with its name. */
export function isWheelName(filename: string): boolean {
  return filename.endsWith(".whl");
}

/** @throws {InvalidWheelName | InvalidVersion | NumberTooLong} */
export function parseWheelName(filename: string): WheelName {
  if (!isWheelName(filename)) throw new InvalidWheelName(filename, "it does not end in `.whl`");
  const parts = filename.slice(0, -".whl".length).split("-");
  if (parts.length !== 5 && parts.length !== 6) {
    throw new InvalidWheelName(filename, `it has ${parts.length} parts between dashes, and 5 or 6 are needed`);
  }
  const [name, version, build] = parts as [string, string, string];
  if (name.includes("__") || !isEscapedName(name)) {
    throw new InvalidWheelName(filename, `${quoted(name)} is not an escaped name`);
  }
  return {
    name: lenientName(name),
    version: Version.parse(version),
    build: parts.length === 6 ? parseBuild(filename, build) : undefined,
    tags: expandedTags.get(parts.slice(-3).join("-"), (tags) => expandTags(filename, tags)),
  };
}

/** Undefined where {@link parseWheelName} throws. */
export function tryParseWheelName(filename: string): WheelName | undefined {
  try {
    return parseWheelName(filename);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

function parseBuild(filename: string, build: string): BuildTag {
  const end = skipDigits(build, 0);
  if (end === 0) throw new InvalidWheelName(filename, `the build tag ${quoted(build)} does not begin with a digit`);
  const rest = build.slice(end);
  const lineEnd = rest.indexOf("\n");
  return [readNumber(build, 0, end), lineEnd < 0 ? rest : rest.slice(0, lineEnd)];
}

/** The files of an index end in a few hundred ways. */
const expandedTags = new Memo<readonly Tag[]>(1_000);

/** @param compressed the last three parts, joined with dashes. */
function expandTags(filename: string, compressed: string): readonly Tag[] {
  const parts: readonly (readonly string[])[] = compressed.split("-").map((part) => part.split("."));
  const [interpreters, abis, platforms] = parts as [readonly string[], readonly string[], readonly string[]];
  if (parts.some((part) => part.includes(""))) throw new InvalidWheelName(filename, "one of its tags is empty");
  const invalid = interpreters.find((interpreter) => !isIdentifier(interpreter));
  if (invalid !== undefined) throw new InvalidWheelName(filename, `${quoted(invalid)} is not an interpreter`);
  const count = interpreters.length * abis.length * platforms.length;
  if (count > MAX_TAGS)
    throw new InvalidWheelName(filename, `it stands for ${count} tags, and at most ${MAX_TAGS} are read`);
  const tags = new Set<Tag>();
  for (const interpreter of interpreters) {
    for (const abi of abis) {
      for (const platform of platforms) tags.add(`${interpreter}-${abi}-${platform}`.toLowerCase());
    }
  }
  return [...tags].sort(compareCodePoints);
}

// The grammar of both is Unicode's, as in Python; nearly all are ASCII, where a plain class is several times faster.

function isEscapedName(text: string): boolean {
  return /^[a-z0-9_.]+$/i.test(text) || /^[\p{L}\p{N}_.]+$/u.test(text);
}

function isIdentifier(text: string): boolean {
  return /^[a-z_][a-z0-9_]*$/i.test(text) || /^[\p{XID_Start}_]\p{XID_Continue}*$/u.test(text);
}
