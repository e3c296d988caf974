/**
 * OpenSSF Scorecards: what a scan of a project's repository found, by package. A scan knows repositories only, so each card
 * says which one it is of and whether the repository itself names the package: anybody may point at a famous one.
 *
 * A check that could not tell has the score -1 there. That is no bad score, and it is left out here.
 */

import { Type, type Static } from "typebox";
import { Compile } from "typebox/compile";
import { checkDepth, compareText, firstMistake, limits, type NestedLimit, UserError } from "../base/index.ts";
import { normalizeName, type PackageName } from "../python/index.ts";
import { ageInDays } from "./age.ts";
import { linesOf } from "./osv.ts";

const Row = Type.Object({
  /** Such as `flask`, in any spelling. */
  package: Type.String({ minLength: 1, maxLength: 200 }),
  /** Such as `github.com/pallets/flask`. */
  repository: Type.String({ minLength: 1, maxLength: 500 }),
  /** Whether the repository names the package as its own. */
  confirmed: Type.Boolean(),
  /** ISO 8601 date of the scan. */
  date: Type.String({ pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}" }),
  /** What was scanned. */
  commit: Type.String({ pattern: "^[0-9a-f]{7,64}$" }),
  /** 0 to 10, over the checks that could tell; -1 where none could. */
  aggregate: Type.Number({ minimum: -1, maximum: 10 }),
  checks: Type.Array(
    Type.Object({
      name: Type.String({ minLength: 1, maxLength: 100 }),
      score: Type.Integer({ minimum: -1, maximum: 10 }),
      reason: Type.Optional(Type.String()),
    }),
    { maxItems: 100 },
  ),
});

type Row = Static<typeof Row>;

const schema = Compile(Row);

/** Days after which a card is stale: what it says may have been mended, or broken, long ago. */
const staleAfter = 90;

export interface ScorecardCheck {
  /** 0 to 10. */
  readonly score: number;
  /** A sentence of the scan; may be empty. */
  readonly reason: string;
}

/** One scan. */
export interface Scorecard {
  readonly repository: string;
  /** Whether the repository names the package as its own; else somebody else says that it belongs to it. */
  readonly confirmed: boolean;
  /** ISO 8601. */
  readonly date: string;
  readonly commit: string;
  /** 0 to 10; undefined where no check could tell. */
  readonly aggregate: number | undefined;
  /** By name, such as `Maintained`: those that could tell. */
  readonly checks: ReadonlyMap<string, ScorecardCheck>;
}

/** A line of the part `scorecards` that is no card. */
export class NotAScorecard extends UserError {
  readonly code = "NOT_A_SCORECARD";
  constructor(place: string, what: string, cause?: unknown) {
    super(`${place}: not a scorecard: ${what}`, { cause });
  }
}

/** The newest card of each package. */
export class Scorecards {
  /** ISO 8601 date of the bundle's part. */
  readonly asOf: string;
  readonly #rows: ReadonlyMap<string, Row>;

  private constructor(asOf: string, rows: readonly Row[]) {
    this.asOf = asOf;
    const newest = new Map<string, Row>();
    for (const row of rows) {
      const name = normalizeName(row.package);
      const known = newest.get(name);
      if (known === undefined || row.date > known.date) newest.set(name, row);
    }
    this.#rows = newest;
  }

  /**
   * Reads cards, one JSON document a line; empty lines are skipped.
   *
   * @throws {NotAScorecard} at the first line that is none.
   */
  static parse(place: string, text: string, asOf: string, limit: NestedLimit = limits.knowledge): Scorecards {
    return new Scorecards(asOf, parseRows(place, text, limit));
  }

  /** How many packages have one. */
  get size(): number {
    return this.#rows.size;
  }

  /** Undefined where nothing is known, which says nothing. */
  of(name: PackageName): Scorecard | undefined {
    const row = this.#rows.get(name);
    if (row === undefined) return undefined;
    const told = row.checks.filter(({ score }) => score >= 0);
    return {
      repository: row.repository,
      confirmed: row.confirmed,
      date: row.date.slice(0, 10),
      commit: row.commit,
      aggregate: row.aggregate < 0 ? undefined : row.aggregate,
      checks: new Map(told.map((check) => [check.name, { score: check.score, reason: check.reason ?? "" }])),
    };
  }
}

/** Whether the scan is more than 90 days before `today`, an ISO 8601 date. */
export function isStaleCard({ date }: Pick<Scorecard, "date">, today: string): boolean {
  return ageInDays(date, today) > staleAfter;
}

/** Cards as a bundle keeps them: the newest of each package, one a line, by name. @throws {NotAScorecard} */
export function formatScorecards(place: string, text: string, limit: NestedLimit = limits.knowledge): string {
  const rows = parseRows(place, text, limit).map((row) => ({ ...row, package: normalizeName(row.package) }));
  return rows
    .toSorted((a, b) => compareText(a.package, b.package) || compareText(b.date, a.date))
    .filter((row, i, sorted) => row.package !== sorted[i - 1]?.package)
    .map(
      ({ package: of, repository, confirmed, date, commit, aggregate, checks }) =>
        `${JSON.stringify({ package: of, repository, confirmed, date, commit, aggregate, checks })}\n`,
    )
    .join("");
}

function parseRows(place: string, text: string, limit: NestedLimit): readonly Row[] {
  checkDepth(place, text, "json", limit);
  const rows: Row[] = [];
  for (const [line, number] of linesOf(text)) rows.push(parseRow(`${place}:${number}`, line));
  return rows;
}

function parseRow(place: string, line: string): Row {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw new NotAScorecard(place, "the line is not JSON", cause);
  }
  if (schema.Check(value)) return value;
  throw new NotAScorecard(place, firstMistake(schema, value));
}
