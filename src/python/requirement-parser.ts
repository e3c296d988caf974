/**
 * Reads the requirement grammar of PEP 508, "Grammar", as `packaging` reads it.
 */

import type { Cursor } from "./cursor.ts";
import type { Expression } from "./marker-expression.ts";
import { readExpression } from "./marker-parser.ts";
import { isWordBoundary } from "./python-text.ts";
import { scanSpecifier } from "./specifier.ts";

/** A requirement in its parts, each as written. */
export interface ParsedRequirement {
  readonly name: string;
  readonly extras: readonly string[];
  /** Clauses and commas; empty where there are none or an address stands instead. */
  readonly specifier: string;
  readonly url: string | undefined;
  readonly marker: Expression | undefined;
}

/** Reads the clauses where the cursor stands; gives their text. */
type ReadClauses = (cursor: Cursor) => string;

/** @param readClauses how the clauses are read: strictly, or as old metadata wrote them. @throws {SyntaxMistake} */
export function readRequirement(cursor: Cursor, readClauses: ReadClauses = readStrictClauses): ParsedRequirement {
  cursor.takeBlanks();
  const name = readIdentifier(cursor) ?? cursor.fail("a package name");
  cursor.takeBlanks();
  const extras = readExtras(cursor);
  cursor.takeBlanks();
  const url = cursor.take("@") ? readUrl(cursor) : undefined;
  const specifier = url === undefined ? readSpecifiers(cursor, readClauses) : "";
  const marker = readMarkerPart(cursor, url);
  return { name, extras, specifier, url, marker };
}

const identifier = /[a-z0-9][a-z0-9._-]*/iy;

/** Letters, digits, `.`, `_` and `-`; ends at the edge of a word, so perhaps with `_` but not with `-` or `.`. */
function readIdentifier(cursor: Cursor): string | undefined {
  const { text, at } = cursor;
  identifier.lastIndex = at;
  if (!isWordBoundary(text, at) || !identifier.test(text)) return undefined;
  let end = identifier.lastIndex;
  while (end > at && !isWordBoundary(text, end)) end -= 1;
  return end > at ? cursor.takeTo(end) : undefined;
}

function readExtras(cursor: Cursor): string[] {
  const start = cursor.at;
  const extras: string[] = [];
  if (!cursor.take("[")) return extras;
  cursor.takeBlanks();
  let extra = readIdentifier(cursor);
  while (extra !== undefined) {
    extras.push(extra);
    cursor.takeBlanks();
    if (!cursor.take(",")) break;
    cursor.takeBlanks();
    extra = readIdentifier(cursor) ?? cursor.fail("the name of an extra");
  }
  cursor.takeBlanks();
  if (!cursor.take("]")) cursor.fail(`\`,\` or the \`]\` for the \`[\` of column ${start + 1}`);
  return extras;
}

/** An address runs to the next blank, whatever it holds: even a `;` without a blank before it. */
function readUrl(cursor: Cursor): string {
  cursor.takeBlanks();
  let end = cursor.at;
  while (end < cursor.text.length && cursor.text[end] !== " " && cursor.text[end] !== "\t") end += 1;
  if (end === cursor.at) cursor.fail("an address after `@`");
  return cursor.takeTo(end);
}

function readSpecifiers(cursor: Cursor, readClauses: ReadClauses): string {
  const start = cursor.at;
  const hasParentheses = cursor.take("(");
  cursor.takeBlanks();
  const specifier = readClauses(cursor);
  cursor.takeBlanks();
  if (hasParentheses && !cursor.take(")")) cursor.fail(`\`)\` for the \`(\` of column ${start + 1}`);
  return specifier;
}

/** Clauses with commas between them; one more comma may follow. */
function readStrictClauses(cursor: Cursor): string {
  let clauses = "";
  for (;;) {
    const found = scanSpecifier(cursor.text, cursor.at);
    if (found === undefined) return clauses;
    clauses += cursor.takeTo(found.end);
    cursor.takeBlanks();
    if (!cursor.take(",")) return clauses;
    clauses += ",";
    cursor.takeBlanks();
  }
}

function readMarkerPart(cursor: Cursor, url: string | undefined): Expression | undefined {
  cursor.takeBlanks();
  if (cursor.isAtEnd) return undefined;
  const expected = url === undefined ? "`,`, `;` or the end of the requirement" : "`;` or the end of the requirement";
  if (!cursor.take(";")) cursor.fail(expected);
  const marker = readExpression(cursor);
  if (!cursor.isAtEnd) cursor.fail("`and`, `or` or the end of the requirement");
  return marker;
}
