/**
 * How bad an advisory is, as one of a few bands. A record states it as CVSS vectors or as a word; where it says nothing
 * the severity is `unknown`, which is not the same as low.
 */

import cvss from "ae-cvss-calculator";

/** Bands of the CVSS qualitative severity scale, and `unknown` where no source states one. */
export type Severity = "critical" | "high" | "medium" | "low" | "unknown";

/** The score of a CVSS vector, 0 to 10, and its band; a score of 0 is in the band `none`. */
export interface VectorRating {
  readonly score: number;
  readonly band: Exclude<Severity, "unknown"> | "none";
}

/** What severity may be read from in a record. OSV schema, `severity[]` and `database_specific.severity`. */
export interface SeveritySource {
  readonly severity?: readonly { readonly type: string; readonly score: string }[];
  readonly database_specific?: { readonly severity?: unknown };
}

interface Calculator {
  isBaseFullyDefined(): boolean;
  calculateScores(): { readonly overall: number; readonly base?: number | undefined };
}

/** Vectors by how they begin, the better source first: version 4 beats 3 where a record has both. */
const calculators: readonly (readonly [prefix: string, new (vector: string) => Calculator])[] = [
  ["CVSS:4.0/", cvss.Cvss4P0],
  ["CVSS:3.1/", cvss.Cvss3P1],
  ["CVSS:3.0/", cvss.Cvss3P0],
  ["AV:", cvss.Cvss2],
];

/** Least bad first. */
const bands: readonly Severity[] = ["unknown", "low", "medium", "high", "critical"];

/** Words of the GitHub advisory database. */
const words: Readonly<Record<string, Severity>> = {
  LOW: "low",
  MODERATE: "medium",
  MEDIUM: "medium",
  HIGH: "high",
  CRITICAL: "critical",
};

/** The severity of a record: its best vector, else its word, else `unknown`. */
export function severityOf(record: SeveritySource): Severity {
  const vectors = (record.severity ?? []).map(({ score }) => score);
  for (const [prefix] of calculators)
    for (const vector of vectors.filter((text) => text.startsWith(prefix))) {
      const rating = rateVector(vector);
      if (rating !== undefined) return rating.band === "none" ? "low" : rating.band;
    }
  const word = record.database_specific?.severity;
  return (typeof word === "string" ? words[word.toUpperCase()] : undefined) ?? "unknown";
}

/** The worst of `severities`; `unknown` when there are none, since anything stated says more. */
export function worstSeverity(severities: Iterable<Severity>): Severity {
  let worst = 0;
  for (const severity of severities) worst = Math.max(worst, bands.indexOf(severity));
  return bands[worst] ?? "unknown";
}

/**
 * Rates a vector of CVSS 2.0, 3.0, 3.1 or 4.0: its base score, or in version 4, which knows only one score, that one.
 * Undefined when the vector cannot be read or lacks a base metric.
 */
export function rateVector(vector: string): VectorRating | undefined {
  const row = calculators.find(([prefix]) => vector.startsWith(prefix));
  if (row === undefined || !isVector(vector)) return undefined;
  const score = calculate(row[1], vector);
  return score === undefined ? undefined : { score, band: bandOf(score) };
}

/** Metrics separated by `/`, each named once: the calculator would let the last of two win. */
function isVector(vector: string): boolean {
  const metrics = vector.split("/").map((part) => part.split(":"));
  return metrics.every((pair) => pair.length === 2) && new Set(metrics.map(([name]) => name)).size === metrics.length;
}

function calculate(calculator: new (vector: string) => Calculator, vector: string): number | undefined {
  try {
    const rated = new calculator(vector);
    if (!rated.isBaseFullyDefined()) return undefined;
    const { base, overall } = rated.calculateScores();
    return vector.startsWith("CVSS:4.0/") ? overall : base;
  } catch {
    // The calculator throws on a metric or a value it does not know: the vector cannot be read.
    return undefined;
  }
}

/** CVSS 3.1 section 5 and 4.0 section 6, "Qualitative Severity Rating Scale". */
function bandOf(score: number): VectorRating["band"] {
  if (score >= 9) return "critical";
  if (score >= 7) return "high";
  if (score >= 4) return "medium";
  return score > 0 ? "low" : "none";
}
