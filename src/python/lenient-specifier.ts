/**
 * Version specifiers as metadata wrote them before tools checked them. Releases with such metadata are on the indexes
 * for good, so what its author plainly meant is read as that: a comma is missing (`>=1.0 <2.0`), a prefix follows an
 * operator that takes none (`>=1.0.*` for `>=1.0`), a dot is missing (`!=1.0*` for `!=1.0.*`), `!=~` stands for `!=` and
 * a prefix, or quotes stand around a clause or a version.
 */

import type { Cursor } from "./cursor.ts";
import { scanSpecifier } from "./specifier.ts";
import { type ScannedVersion, scanVersion } from "./version-scanner.ts";

/** `!=~` is no operator of PEP 440. Longer ones stand before those they begin with. */
const operators = ["===", "!=~", "==", "~=", "!=", "<=", ">=", "<", ">"] as const;

/** Reads the clauses where the cursor stands and gives them as the standard writes them, with commas between them. */
export function readLenientClauses(cursor: Cursor): string {
  const clauses: string[] = [];
  for (;;) {
    skipNoise(cursor, /[\s'",]/);
    const start = cursor.at;
    const clause = readClause(cursor);
    if (clause === undefined) {
      cursor.at = start;
      return clauses.join(",");
    }
    clauses.push(clause);
  }
}

/** One mended clause; undefined, with the cursor anywhere, where there is none to read. */
function readClause(cursor: Cursor): string | undefined {
  const operator = operators.find((candidate) => cursor.take(candidate));
  if (operator === undefined) return undefined;
  if (operator === "===") {
    const start = cursor.at - operator.length;
    return operator + cursor.takeTo(scanSpecifier(cursor.text, start)!.end).trim();
  }
  skipNoise(cursor, /[\s'"]/);
  const version = scanVersion(cursor.text, cursor.at);
  if (version === undefined) return undefined;
  const release = cursor.text.slice(cursor.at, version.releaseEnd);
  const prefixEnd = skipPrefixMark(cursor.text, version);
  if (operator === "!=~") {
    cursor.takeTo(prefixEnd ?? version.releaseEnd);
    return `!=${release}.*`;
  }
  if (prefixEnd === undefined) return readPlainVersion(cursor, operator, version);
  if (operator === "~=") return undefined;
  cursor.takeTo(prefixEnd);
  return operator === "==" || operator === "!=" ? `${operator}${release}.*` : operator + release;
}

function readPlainVersion(cursor: Cursor, operator: string, version: ScannedVersion): string | undefined {
  const clause = operator + cursor.takeTo(version.end);
  const found = scanSpecifier(clause, 0);
  return found?.end === clause.length ? clause : undefined;
}

/** Behind the `.*` or `*` that follows a release; undefined where none does. */
function skipPrefixMark(text: string, version: ScannedVersion): number | undefined {
  if (text.startsWith(".*", version.releaseEnd)) return version.releaseEnd + 2;
  return text[version.releaseEnd] === "*" ? version.releaseEnd + 1 : undefined;
}

function skipNoise(cursor: Cursor, noise: RegExp): void {
  while (!cursor.isAtEnd && noise.test(cursor.text.charAt(cursor.at))) cursor.at += 1;
}
