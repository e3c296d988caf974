/**
 * Reads the marker grammar of PEP 508, "Grammar", as `packaging` reads it: by recursive descent, one level per pair of
 * parentheses and at most {@link MAX_DEPTH} of them. Long rows of `and` and `or` do not nest and may be of any length.
 */

import type { Comparison, Expression, Group, MarkerOperator, Operand } from "./marker-expression.ts";
import type { Cursor } from "./cursor.ts";
import { markerVariables } from "./marker-environment.ts";
import { normalizeName } from "./names.ts";
import { evaluatePythonString } from "./python-string.ts";

/** How many parentheses may be open at once. */
export const MAX_DEPTH = 200;

/** The variables of PEP 508 and PEP 751, by every spelling that is read: PEP 345 wrote some with a dot. */
const variables: ReadonlyMap<string, string> = new Map<string, string>([
  ...markerVariables.map((name) => [name, name] as const),
  ["os.name", "os_name"],
  ["sys.platform", "sys_platform"],
  ["platform.version", "platform_version"],
  ["platform.machine", "platform_machine"],
  ["platform.python_implementation", "platform_python_implementation"],
  ["python_implementation", "platform_python_implementation"],
  ["extra", "extra"],
  ["extras", "extras"],
  ["dependency_groups", "dependency_groups"],
]);

/** Longer ones stand before those they begin with. */
const operators = ["===", "==", "~=", "!=", "<=", ">=", "<", ">"] as const;

/** Reads one marker and the blanks around it. What may follow is for the caller to say. @throws {SyntaxMistake} */
export function readExpression(cursor: Cursor): Expression {
  return readGroup(cursor, 0);
}

function readGroup(cursor: Cursor, depth: number): Group {
  const terms = [readTerm(cursor, depth)];
  const joints: ("and" | "or")[] = [];
  for (;;) {
    const joint = cursor.takeWord("and") ? "and" : cursor.takeWord("or") ? "or" : undefined;
    if (joint === undefined) return { kind: "group", terms, joints };
    joints.push(joint);
    terms.push(readTerm(cursor, depth));
  }
}

function readTerm(cursor: Cursor, depth: number): Expression {
  cursor.takeBlanks();
  const start = cursor.at;
  const term = cursor.take("(") ? readParentheses(cursor, depth + 1, start) : readComparison(cursor);
  cursor.takeBlanks();
  return term;
}

function readParentheses(cursor: Cursor, depth: number, start: number): Group {
  if (depth > MAX_DEPTH) cursor.fail(`at most ${MAX_DEPTH} open parentheses`, start);
  const group = readGroup(cursor, depth);
  if (!cursor.take(")")) cursor.fail(`\`)\` for the \`(\` of column ${start + 1}`);
  return group;
}

function readComparison(cursor: Cursor): Comparison {
  const left = readOperand(cursor);
  cursor.takeBlanks();
  const operator = readOperator(cursor);
  cursor.takeBlanks();
  return normalizeExtra({ kind: "comparison", left, operator, right: readOperand(cursor) });
}

function readOperand(cursor: Cursor): Operand {
  const quote = cursor.text[cursor.at];
  if (quote === '"' || quote === "'") return readValue(cursor, quote);
  for (const [spelling, name] of variables) if (cursor.takeWord(spelling)) return { kind: "variable", name };
  return cursor.fail("a marker variable or a quoted string");
}

function readValue(cursor: Cursor, quote: string): Operand {
  const start = cursor.at;
  const end = cursor.text.indexOf(quote, start + 1);
  if (end < 0) return cursor.fail(`a closing ${quote}`);
  const text = evaluatePythonString(cursor.takeTo(end + 1).slice(1, -1));
  if (text === undefined) return cursor.fail("a quoted string that Python can read", start);
  if (text.includes('"') && text.includes("'")) return cursor.fail("a string without both kinds of quotes", start);
  return { kind: "value", text };
}

function readOperator(cursor: Cursor): MarkerOperator {
  if (cursor.takeWord("in")) return "in";
  if (cursor.takeWord("not")) {
    if (!cursor.takeBlanks() || !cursor.takeWord("in")) cursor.fail("`in` after `not`");
    return "not in";
  }
  const operator = operators.find((candidate) => cursor.take(candidate));
  return operator ?? cursor.fail("an operator: <=, <, !=, ==, >=, >, ~=, ===, in or not in");
}

/** Names of extras and groups compare in normal form, whichever side they stand on. PEP 685 and PEP 735. */
function normalizeExtra(comparison: Comparison): Comparison {
  const { left, right } = comparison;
  if (isVariable(left, "extra") && right.kind === "value") return { ...comparison, right: normalizeValue(right) };
  const namesSet = isVariable(right, "extra") || isVariable(right, "extras") || isVariable(right, "dependency_groups");
  return namesSet && left.kind === "value" ? { ...comparison, left: normalizeValue(left) } : comparison;
}

function isVariable(operand: Operand, name: string): boolean {
  return operand.kind === "variable" && operand.name === name;
}

function normalizeValue(value: Operand & { readonly kind: "value" }): Operand {
  return { kind: "value", text: normalizeName(value.text) };
}
