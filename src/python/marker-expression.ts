/**
 * Markers as trees: comparisons joined by `and` and `or`, groups in parentheses kept as they were written, because a
 * printed marker keeps them.
 */

/** One side of a comparison. */
export type Operand =
  /** A variable of PEP 508 in its present spelling. */
  | { readonly kind: "variable"; readonly name: string }
  /** What a quoted string means. */
  | { readonly kind: "value"; readonly text: string };

export type MarkerOperator = "<" | "<=" | "==" | "!=" | ">=" | ">" | "~=" | "===" | "in" | "not in";

export interface Comparison {
  readonly kind: "comparison";
  readonly left: Operand;
  readonly operator: MarkerOperator;
  readonly right: Operand;
}

/** Terms of one pair of parentheses, or of the whole marker. `and` binds tighter than `or`. */
export interface Group {
  readonly kind: "group";
  /** Never empty. */
  readonly terms: readonly (Comparison | Group)[];
  /** What stands between the terms: one less than there are. */
  readonly joints: readonly ("and" | "or")[];
}

export type Expression = Comparison | Group;

/** As `packaging` prints it: one space between tokens, double quotes where they can be, parentheses only where written. */
export function formatExpression(expression: Expression): string {
  return format(expression, true);
}

function format(expression: Expression, isOutermost: boolean): string {
  if (expression.kind === "comparison") {
    return `${formatOperand(expression.left)} ${expression.operator} ${formatOperand(expression.right)}`;
  }
  const [first, ...rest] = expression.terms;
  if (rest.length === 0) return format(first!, isOutermost);
  const parts = [format(first!, false)];
  for (const [i, term] of rest.entries()) parts.push(expression.joints[i]!, format(term, false));
  return isOutermost ? parts.join(" ") : `(${parts.join(" ")})`;
}

function formatOperand(operand: Operand): string {
  if (operand.kind === "variable") return operand.name;
  // The parser lets no value in that holds both quotes: there is no way to write it.
  return operand.text.includes('"') ? `'${operand.text}'` : `"${operand.text}"`;
}

/** All comparisons of `expression`, from left to right. */
export function* comparisons(expression: Expression): Generator<Comparison> {
  if (expression.kind === "comparison") yield expression;
  else for (const term of expression.terms) yield* comparisons(term);
}
