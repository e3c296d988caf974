/** Scores of CVSS vectors, by the calculators of `ae-cvss-calculator`, for vectors that say what they have to and no more. */

import cvss from "ae-cvss-calculator";

/** The score of a CVSS vector, 0 to 10, and its band; a score of 0 is in the band `none`. */
export interface VectorRating {
  readonly score: number;
  readonly band: "critical" | "high" | "medium" | "low" | "none";
}

interface Calculator {
  isBaseFullyDefined(): boolean;
  calculateScores(): { readonly overall: number; readonly base?: number | undefined };
}

interface CvssVersion {
  readonly version: string;
  /** How its vectors begin. */
  readonly prefix: string;
  readonly calculator: new (vector: string) => Calculator;
}

/** The best first: version 4 beats 3 where one source has both. */
export const calculators: readonly CvssVersion[] = [
  { version: "4.0", prefix: "CVSS:4.0/", calculator: cvss.Cvss4P0 },
  { version: "3.1", prefix: "CVSS:3.1/", calculator: cvss.Cvss3P1 },
  { version: "3.0", prefix: "CVSS:3.0/", calculator: cvss.Cvss3P0 },
  { version: "2.0", prefix: "AV:", calculator: cvss.Cvss2 },
];

/**
 * Rates a vector of CVSS 2.0, 3.0, 3.1 or 4.0: its base score, or in version 4, which knows only one score, that one.
 * Undefined when the vector cannot be read or lacks a base metric.
 */
export function rateVector(vector: string): VectorRating | undefined {
  const row = calculators.find(({ prefix }) => vector.startsWith(prefix));
  if (row === undefined || !isVector(vector)) return undefined;
  const score = calculate(row, vector);
  return score === undefined ? undefined : { score, band: bandOf(score) };
}

/** Metrics separated by `/`, each named once: the calculator would let the last of two win. */
function isVector(vector: string): boolean {
  const metrics = vector.split("/").map((part) => part.split(":"));
  return metrics.every((pair) => pair.length === 2) && new Set(metrics.map(([name]) => name)).size === metrics.length;
}

function calculate({ version, calculator }: CvssVersion, vector: string): number | undefined {
  try {
    const rated = new calculator(vector);
    if (!rated.isBaseFullyDefined()) return undefined;
    const { base, overall } = rated.calculateScores();
    return version === "4.0" ? overall : base;
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
