/**
 * From the strings of a METADATA file, or of a snapshot's lists, to what a release requires. Old releases spell
 * requirements in ways that no standard has; what cannot be read even leniently makes the whole release unknown, because
 * a stack built without one requirement would be wrong.
 */

import type { MetadataAnswer, ReleaseMetadata } from "../ports/index.ts";
import { extraName, type ExtraName, Requirement, SpecifierSet } from "../python/index.ts";
import { quoted, UserError } from "../base/index.ts";

/** Core metadata as strings: `Requires-Dist`, `Requires-Python` ("" for none) and `Provides-Extra`. */
export interface RawMetadata {
  readonly requires: readonly string[];
  readonly requiresPython: string;
  readonly extras: readonly string[];
}

/**
 * Releases whose `raw.requires` is one and the same array get one and the same array of requirements.
 *
 * @param file names the file that speaks for the release, for a complaint.
 */
export function releaseMetadata(grade: ReleaseMetadata["grade"], file: () => string, raw: RawMetadata): MetadataAnswer {
  const requires = readRequirements(raw.requires);
  if (typeof requires === "string") return unknown(`\`${file()}\` has the unreadable requirement ${quoted(requires)}`);
  const requiresPython = readPythonBounds(raw.requiresPython);
  if (requiresPython === "unreadable") {
    return unknown(`\`${file()}\` has the unreadable \`Requires-Python\` ${quoted(raw.requiresPython)}`);
  }
  const extras = raw.extras.flatMap(readExtra);
  return { kind: "known", metadata: { grade, requires, requiresPython, extras } };
}

export function unknown(reason: string): MetadataAnswer {
  return { kind: "unknown", reason };
}

/** A snapshot gives the releases that require the same one list; most neighbours do. */
const remembered = new WeakMap<readonly string[], readonly Requirement[] | string>();

/** The line that cannot be read, if there is one. */
function readRequirements(lines: readonly string[]): readonly Requirement[] | string {
  const known = remembered.get(lines) ?? readEach(lines);
  remembered.set(lines, known);
  return known;
}

function readEach(lines: readonly string[]): readonly Requirement[] | string {
  const requires: Requirement[] = [];
  for (const line of lines) {
    const requirement = unlessInvalid(() => Requirement.parseLenient(line));
    if (requirement === undefined) return line;
    requires.push(requirement);
  }
  return requires;
}

/** Undefined for no bounds. */
function readPythonBounds(text: string): SpecifierSet | undefined | "unreadable" {
  return text.trim() === "" ? undefined : (SpecifierSet.tryParseLenient(text) ?? "unreadable");
}

/** A `Provides-Extra` that is no name offers nothing that a requirement could ask for, so it is left out. */
function readExtra(text: string): readonly ExtraName[] {
  const extra = unlessInvalid(() => extraName(text));
  return extra === undefined ? [] : [extra];
}

function unlessInvalid<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
