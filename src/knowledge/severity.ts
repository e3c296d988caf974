/**
 * How bad an advisory is, as one of a few bands. A record states it as CVSS vectors or as a word, and several records of
 * one flaw may state different things: then the worst counts, with the name of whoever states it, and nothing is averaged.
 * Where nobody says anything the severity is `unknown`, which is not the same as low.
 */

import { compareText } from "../base/index.ts";
import { calculators, rateVector } from "./cvss.ts";
import type { OsvRecord } from "./osv.ts";

/** Bands of the CVSS qualitative severity scale, and `unknown` where no source states one. */
export type Severity = "critical" | "high" | "medium" | "low" | "unknown";

/** What one record says of how bad a flaw is. */
export interface SeverityStatement {
  readonly band: Exclude<Severity, "unknown">;
  /** The record that says so, such as `GHSA-8ghj-p4vj-mr35`. */
  readonly record: string;
  /** Whose record it is, such as `GitHub`. */
  readonly source: string;
  /** ISO 8601 date of its last change. */
  readonly date: string | undefined;
  /** CVSS, with its score; undefined where a word is all that is said. */
  readonly cvss: { readonly version: string; readonly vector: string; readonly score: number } | undefined;
}

/** Least bad first. */
const bands: readonly Severity[] = ["unknown", "low", "medium", "high", "critical"];

/** Words of the GitHub advisory database. */
const words: Readonly<Record<string, SeverityStatement["band"]>> = {
  LOW: "low",
  MODERATE: "medium",
  MEDIUM: "medium",
  HIGH: "high",
  CRITICAL: "critical",
};

/** Databases by how their ids begin, in the order in which they are believed where they say the same. */
const databases: readonly (readonly [prefix: string, name: string])[] = [
  ["PYSEC-", "PyPA"],
  ["GHSA-", "GitHub"],
  ["MAL-", "OpenSSF"],
  ["CVE-", "CVE"],
];

/**
 * What a record says: its best vector, else its word. The vectors are those of the record, and those of its packages
 * where they have their own; version 4 of CVSS beats version 3. Undefined where it says nothing that can be read.
 */
export function statementOf(record: OsvRecord): SeverityStatement | undefined {
  const { id, severity = [], affected = [], modified, published, database_specific: specific } = record;
  const vectors = [severity, ...affected.map((entry) => entry.severity ?? [])].flat().map(({ score }) => score);
  const cvss = bestVector(vectors);
  const { severity: word, source } = specific ?? {};
  const band = cvss?.band ?? (typeof word === "string" ? words[word.toUpperCase()] : undefined);
  if (band === undefined) return undefined;
  return {
    band,
    record: id,
    source: typeof source === "string" ? source : (databases[rankOf(id)]?.[1] ?? "OSV"),
    date: (modified ?? published)?.slice(0, 10),
    cvss: cvss && { version: cvss.version, vector: cvss.vector, score: cvss.score },
  };
}

/** The worst statement; of equal ones that of the database that is believed first. Undefined when there is none. */
export function worstStatement(statements: Iterable<SeverityStatement>): SeverityStatement | undefined {
  return [...statements].toSorted(compareStatements).at(0);
}

function compareStatements(a: SeverityStatement, b: SeverityStatement): number {
  return (
    bands.indexOf(b.band) - bands.indexOf(a.band) ||
    (b.cvss?.score ?? 0) - (a.cvss?.score ?? 0) ||
    rankOf(a.record) - rankOf(b.record) ||
    compareText(a.record, b.record)
  );
}

function rankOf(id: string): number {
  const rank = databases.findIndex(([prefix]) => id.startsWith(prefix));
  return rank === -1 ? databases.length : rank;
}

/** The worst of those of the newest version of CVSS that is there. A flaw of score 0 is one all the same. */
function bestVector(vectors: readonly string[]) {
  for (const { prefix, version } of calculators) {
    const rated = vectors
      .filter((text) => text.startsWith(prefix))
      .flatMap((vector) => {
        const rating = rateVector(vector);
        if (rating === undefined) return [];
        const band: SeverityStatement["band"] = rating.band === "none" ? "low" : rating.band;
        return [{ band, version, vector, score: rating.score }];
      });
    if (rated.length > 0) return rated.reduce((worst, each) => (each.score > worst.score ? each : worst));
  }
  return undefined;
}
