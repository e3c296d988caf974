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

/** @param file the name of the file that speaks for the release. */
export function releaseMetadata(grade: ReleaseMetadata["grade"], file: string, raw: RawMetadata): MetadataAnswer {
  const requires: Requirement[] = [];
  for (const line of raw.requires) {
    const requirement = unlessInvalid(() => Requirement.parseLenient(line));
    if (requirement === undefined) return unknown(`\`${file}\` has the unreadable requirement ${quoted(line)}`);
    requires.push(requirement);
  }
  const requiresPython = readPythonBounds(raw.requiresPython);
  if (requiresPython === "unreadable") {
    return unknown(`\`${file}\` has the unreadable \`Requires-Python\` ${quoted(raw.requiresPython)}`);
  }
  const extras = raw.extras.flatMap(readExtra);
  return { kind: "known", metadata: { grade, file, requires, requiresPython, extras } };
}

export function unknown(reason: string): MetadataAnswer {
  return { kind: "unknown", reason };
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
