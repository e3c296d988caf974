/**
 * What predictors keep between runs: for each release that a run has tried, how often and how well that ended. Plain data
 * that whoever calls the resolver stores where it likes, and gives back.
 */

import { UserError } from "../../base/index.ts";

/** A release, the runs that tried it and the mean of their rewards, from -1 to 1. */
export type KnowledgeRow = readonly [name: string, version: string, index: string, visits: number, mean: number];

export interface PredictorKnowledge {
  readonly version: 1;
  /** Runs that have taught it. */
  readonly runs: number;
  /** Those not seen for the longest time first. */
  readonly rows: readonly KnowledgeRow[];
}

/** Where every predictor begins. */
export const noKnowledge: PredictorKnowledge = { version: 1, runs: 0, rows: [] };

/** Rows that are kept: those seen last. */
export const MOST_ROWS = 20_000;
/** Characters of a name, a version or an index. */
const MOST_TEXT = 1000;

/** A value that is no knowledge of predictors. */
export class InvalidPredictorKnowledge extends UserError {
  readonly code = "INVALID_PREDICTOR_KNOWLEDGE";
  constructor(place: string, found: unknown) {
    super(`${place}: ${JSON.stringify(found)?.slice(0, 100) ?? "nothing"} is no knowledge of predictors`);
  }
}

/**
 * @param place what the value is to be called, such as the path of its file.
 * @throws {InvalidPredictorKnowledge} naming the first part that is none.
 */
export function parsePredictorKnowledge(value: unknown, place: string): PredictorKnowledge {
  if (typeof value !== "object" || value === null) throw new InvalidPredictorKnowledge(place, value);
  const { version, runs, rows } = value as Readonly<Record<string, unknown>>;
  if (version !== 1) throw new InvalidPredictorKnowledge(`${place}, \`version\``, version);
  if (!isCount(runs)) throw new InvalidPredictorKnowledge(`${place}, \`runs\``, runs);
  if (!Array.isArray(rows) || rows.length > MOST_ROWS) throw new InvalidPredictorKnowledge(`${place}, \`rows\``, rows);
  const bad = rows.findIndex((row) => !isRow(row));
  if (bad >= 0) throw new InvalidPredictorKnowledge(`${place}, \`rows\`, ${bad}`, rows[bad]);
  return { version, runs, rows: rows as KnowledgeRow[] };
}

function isRow(row: unknown): row is KnowledgeRow {
  if (!Array.isArray(row) || row.length !== 5) return false;
  const [name, version, index, visits, mean] = row as readonly unknown[];
  return (
    [name, version, index].every((text) => typeof text === "string" && text.length <= MOST_TEXT) &&
    isCount(visits) &&
    visits > 0 &&
    typeof mean === "number" &&
    Math.abs(mean) <= 1
  );
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
