/** What a provenance check finds: plain data, which crosses processes, is kept, compared and put into words at the end. */

import { type Static, Type } from "typebox";

import { closed } from "../../base/index.ts";

/** Ids of the older tool, kept as they were, and ours. `docs/provenance.md` explains each, and a test keeps it in step. */
export const findingIds = [
  "INVALID-LOCK-HASH",
  "DIFFERENT-ARTIFACTS-ON-SOURCES",
  "ARTIFACT-DIFFERENT-SOURCE",
  "ARTIFACT-POSSIBLE-DIFFERENT-SOURCE",
  "MISSING-PACKAGE",
  "INVALID-ARTIFACT-HASH",
  "SOURCE-NOT-WHITELISTED",
  "INSECURE-SOURCE",
  "P09",
  "P10",
  "P11",
  "P12",
  "P13",
  "P14",
  "P15",
  "P16",
  "P17",
  "P18",
  "P19",
  "P20",
] as const;

export type FindingId = (typeof findingIds)[number];

/** Worst first. `not-checked`: nobody could tell; it is never taken for good or bad. */
export const levels = ["failure", "warning", "not-checked", "info"] as const;

export type Level = (typeof levels)[number];

const longest = 4_000;
const Text = Type.String({ maxLength: longest });
const OrNull = Type.Union([Text, Type.Null()]);

export const FindingSchema = closed({
  id: Type.Enum([...findingIds]),
  level: Type.Enum([...levels]),
  /** Null where it is about a lock, or an index, as a whole. */
  package: OrNull,
  version: OrNull,
  /** As the lock names it, such as `default`. */
  section: OrNull,
  environment: Text,
  /** Mostly that of the lock; relative to the root of the repository. */
  path: Text,
  /** From 1. */
  line: Type.Integer({ minimum: 1 }),
  /** A sentence; names and values in backticks. */
  message: Text,
  /** What it rests on, for a program: names to values, lists sorted. */
  evidence: Type.Record(Type.String(), Type.Union([Text, Type.Number(), Type.Array(Text)])),
});

export type Finding = Static<typeof FindingSchema>;

/** What of a finding a check decides; the rest follows from what it was asked about, unless it says `at`. */
export interface Remark extends Pick<Finding, "id" | "level" | "message" | "evidence"> {
  readonly at?: Pick<Finding, "path" | "line">;
}

export function remark(
  id: FindingId,
  level: Level,
  message: string,
  evidence: Readonly<Record<string, string | number | readonly string[]>> = {},
): Remark {
  const copied = Object.entries(evidence).map(([key, value]) => [
    key,
    isList(value) ? value.slice(0, mostListed) : value,
  ]);
  return { id, level, message: message.slice(0, longest), evidence: Object.fromEntries(copied) };
}

/** Texts of a list that is kept as evidence. */
const mostListed = 50;

function isList(value: string | number | readonly string[]): value is readonly string[] {
  return typeof value === "object";
}

/** Sorted by code unit and without twins, so that no list depends on an order of arrival. */
export function sortedTexts(texts: Iterable<string>): string[] {
  return [...new Set(texts)].toSorted();
}
