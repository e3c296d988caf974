/**
 * Advisory records in the OSV schema, as far as PyPI needs it. What nothing here reads, prose above all, is dropped as
 * soon as a record is read.
 *
 * Surprises of real records: the list of versions and the ranges may disagree and both count; events come unsorted;
 * listed versions and bounds need not be PEP 440; names are not normalised; a range of commits often stands before the
 * range of versions; `database_specific` and `ecosystem_specific` hold whatever a database likes.
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

const Vectors = Type.Array(Type.Object({ type: Type.String(), score: Type.String() }));

const Affected = Type.Object({
  package: Type.Optional(Type.Object({ ecosystem: Type.String(), name: Type.String() })),
  versions: Type.Optional(Type.Array(Type.String())),
  ranges: Type.Optional(Type.Array(Range)),
  severity: Type.Optional(Vectors),
  /** GitHub names `affected_functions` there, and PyPA `imports`. */
  ecosystem_specific: Type.Optional(Type.Unknown()),
});

/** `severity` is the word of GitHub's database, `source` names whoever keeps rows by CVE. */
const DatabaseSpecific = Type.Object({
  severity: Type.Optional(Type.Unknown()),
  cwe_ids: Type.Optional(Type.Unknown()),
  github_reviewed: Type.Optional(Type.Unknown()),
  source: Type.Optional(Type.Unknown()),
});

const OsvRecord = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 200 }),
  modified: Type.Optional(Type.String()),
  published: Type.Optional(Type.String()),
  withdrawn: Type.Optional(Type.String()),
  aliases: Type.Optional(Type.Array(Type.String())),
  severity: Type.Optional(Vectors),
  database_specific: Type.Optional(DatabaseSpecific),
  affected: Type.Optional(Type.Array(Affected)),
});

export type OsvRecord = Static<typeof OsvRecord>;
export type OsvAffected = Static<typeof Affected>;
export type OsvEvent = Static<typeof Event>;

const schema = Compile(OsvRecord);

/** What should be an OSV record and is none. */
export class NotAnAdvisory extends UserError {
  readonly code = "NOT_AN_ADVISORY";
  /** @param place a file, and the line where it holds one record a line. */
  constructor(place: string, what: string, cause?: unknown) {
    super(`${place}: not an advisory record: ${what}`, { cause });
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
  const records: OsvRecord[] = [];
  for (const [line, number] of linesOf(text)) records.push(parseOsvRecord(`${place}:${number}`, line));
  return records;
}

/** The record that `value` is, and nothing of it beside. @throws {NotAnAdvisory} */
export function osvRecord(place: string, value: unknown): OsvRecord {
  if (!schema.Check(value)) throw new NotAnAdvisory(place, firstMistake(schema, value));
  return withoutProse(value);
}

/** Lines that are not empty, with their numbers; one at a time, since together they are as much as the text. */
export function* linesOf(text: string): Generator<readonly [line: string, number: number]> {
  for (let at = 0, number = 1; at < text.length; number++) {
    const end = text.indexOf("\n", at);
    const line = text.slice(at, end === -1 ? undefined : end);
    if (line.trim() !== "") yield [line, number];
    at = end === -1 ? text.length : end + 1;
  }
}

/** @throws {NotAnAdvisory} */
export function parseOsvRecord(place: string, line: string): OsvRecord {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw new NotAnAdvisory(place, "the line is not JSON", cause);
  }
  return osvRecord(place, value);
}

function withoutProse(record: OsvRecord): OsvRecord {
  const { id, modified, published, withdrawn, aliases, severity, database_specific: specific, affected } = record;
  return {
    id,
    ...(modified !== undefined && { modified }),
    ...(published !== undefined && { published }),
    ...(withdrawn !== undefined && { withdrawn }),
    ...(aliases && { aliases }),
    ...(severity && { severity }),
    ...(specific && { database_specific: knownSpecific(specific) }),
    ...(affected && { affected: affected.map(knownAffected) }),
  };
}

function knownSpecific({ severity, cwe_ids, github_reviewed, source }: Static<typeof DatabaseSpecific>): object {
  return {
    ...(severity !== undefined && { severity }),
    ...(cwe_ids !== undefined && { cwe_ids }),
    ...(github_reviewed !== undefined && { github_reviewed }),
    ...(source !== undefined && { source }),
  };
}

/** Ranges of commits say nothing of versions. */
function knownAffected({ package: of, versions, ranges, severity, ecosystem_specific }: OsvAffected): OsvAffected {
  const known = (ranges ?? []).filter(({ type }) => type === "ECOSYSTEM");
  return {
    ...(of && { package: { ecosystem: of.ecosystem, name: of.name } }),
    ...(versions && { versions }),
    ...(known.length > 0 && { ranges: known.map(({ type, events }) => ({ type, events })) }),
    ...(severity && { severity }),
    ...(ecosystem_specific !== undefined && { ecosystem_specific }),
  };
}
