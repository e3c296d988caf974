/**
 * Advisory records in the OSV schema, as far as PyPI needs it, one JSON document a line.
 *
 * Surprises of real records: the list of versions and the ranges may disagree and both count; events come unsorted;
 * listed versions and bounds need not be PEP 440; names are not normalised; a range of commits often stands before the
 * range of versions.
 */

import { Type, type Static } from "typebox";
import { Compile } from "typebox/compile";
import { checkDepth, firstMistake, limits, type NestedLimit, UserError } from "../base/index.ts";

/** Exactly one of the keys; others of the schema and unknown ones are skipped. */
const Event = Type.Object({
  introduced: Type.Optional(Type.String()),
  fixed: Type.Optional(Type.String()),
  last_affected: Type.Optional(Type.String()),
  limit: Type.Optional(Type.String()),
});

const Range = Type.Object({ type: Type.String(), events: Type.Array(Event) });

const Affected = Type.Object({
  package: Type.Optional(Type.Object({ ecosystem: Type.String(), name: Type.String() })),
  versions: Type.Optional(Type.Array(Type.String())),
  ranges: Type.Optional(Type.Array(Range)),
});

const OsvRecord = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 200 }),
  aliases: Type.Optional(Type.Array(Type.String())),
  withdrawn: Type.Optional(Type.String()),
  severity: Type.Optional(Type.Array(Type.Object({ type: Type.String(), score: Type.String() }))),
  database_specific: Type.Optional(Type.Object({ severity: Type.Optional(Type.Unknown()) })),
  affected: Type.Optional(Type.Array(Affected)),
});

export type OsvRecord = Static<typeof OsvRecord>;
export type OsvAffected = Static<typeof Affected>;
export type OsvEvent = Static<typeof Event>;

const schema = Compile(OsvRecord);

/** A line that is not an OSV record. */
export class NotAnAdvisory extends UserError {
  readonly code = "NOT_AN_ADVISORY";
  constructor(place: string, line: number, what: string, cause?: unknown) {
    super(`${place}:${line}: not an advisory record: ${what}`, { cause });
  }
}

/**
 * Reads records, one a line; empty lines are skipped.
 *
 * @param place names the text in an error.
 * @throws {NotAnAdvisory} at the first line that is not a record: half an advisory file would read as "no advisories".
 */
export function parseOsvRecords(
  place: string,
  text: string,
  limit: NestedLimit = limits.knowledge,
): readonly OsvRecord[] {
  checkDepth(place, text, "json", limit);
  return text.split("\n").flatMap((line, index) => (line.trim() === "" ? [] : [parseRecord(place, index + 1, line)]));
}

function parseRecord(place: string, number: number, line: string): OsvRecord {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw new NotAnAdvisory(place, number, "the line is not JSON", cause);
  }
  if (schema.Check(value)) return value;
  throw new NotAnAdvisory(place, number, firstMistake(schema, value));
}
