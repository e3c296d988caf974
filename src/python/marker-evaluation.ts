/**
 * What a marker says of one environment. PEP 508, "Environment Markers", as `packaging` evaluates it.
 *
 * Surprises of the standard: only four variables compare as versions, and only if the other side is one; everything else
 * compares as text, where `<` and `>` never hold and `<=` and `>=` mean equal. `in` looks for a part of a text, so
 * `python_version in "2.6 2.7"` works, and `"linux" in sys_platform` too. Pre-releases always count. Where neither side
 * is a variable the right one is taken for a variable's name, and where both are the right one stands for its own name.
 */

import { quoted, UserError } from "../base/index.ts";
import type { Comparison, Expression, Operand } from "./marker-expression.ts";
import { Memo } from "./memo.ts";
import { normalizeName } from "./names.ts";
import { Specifier } from "./specifier.ts";

/** A comparison that has no meaning for what it compares: `~=` on text, or a variable that the environment lacks. */
export class UndefinedMarkerComparison extends UserError {
  readonly code = "UNDEFINED_MARKER_COMPARISON";
}

/** Values by variable, `extra` included. */
export type MarkerValues = Readonly<Record<string, string>>;

const versionVariables: ReadonlySet<string> = new Set([
  "implementation_version",
  "platform_release",
  "python_full_version",
  "python_version",
]);
const setVariables: ReadonlySet<string> = new Set(["extras", "dependency_groups"]);

/** Looks at every comparison, so that what is undefined shows in every environment. @throws {UndefinedMarkerComparison} */
export function evaluateExpression(expression: Expression, values: MarkerValues): boolean {
  if (expression.kind === "comparison") return evaluateComparison(expression, values);
  let holds = false;
  let holdsSoFar = true;
  for (const [i, term] of expression.terms.entries()) {
    if (expression.joints[i - 1] === "or") {
      holds ||= holdsSoFar;
      holdsSoFar = true;
    }
    const termHolds = evaluateExpression(term, values);
    holdsSoFar &&= termHolds;
  }
  return holds || holdsSoFar;
}

function evaluateComparison({ left, operator, right }: Comparison, values: MarkerValues): boolean {
  const variable = left.kind === "variable" ? left.name : textOf(right);
  const value = valueOf(variable, values);
  const [leftText, rightText] = left.kind === "variable" ? [value, textOf(right)] : [left.text, value];
  if (versionVariables.has(variable)) {
    const { specifier } = versionTests.get(operator + rightText, readVersionTest);
    if (specifier !== undefined) return specifier.admits(leftText);
  }
  if (setVariables.has(variable)) return compareTexts(normalizeName(leftText), operator, normalizeName(rightText));
  return compareTexts(leftText, operator, rightText);
}

/** The specifier that operator and right side make, if they make one: `in 3.8` does not, nor does `<= three`. */
interface VersionTest {
  readonly specifier: Specifier | undefined;
}

const versionTests = new Memo<VersionTest>(1_000);

function readVersionTest(text: string): VersionTest {
  return { specifier: Specifier.tryParse(text) };
}

function textOf(operand: Operand): string {
  return operand.kind === "variable" ? operand.name : operand.text;
}

function valueOf(variable: string, values: MarkerValues): string {
  const value = Object.hasOwn(values, variable) ? values[variable] : undefined;
  if (value !== undefined) return value;
  throw new UndefinedMarkerComparison(`${quoted(variable)} is not known of the environment that a marker asks about`);
}

function compareTexts(left: string, operator: Comparison["operator"], right: string): boolean {
  switch (operator) {
    case "in":
      return right.includes(left);
    case "not in":
      return !right.includes(left);
    case "==":
    case "<=":
    case ">=":
      return left === right;
    case "!=":
      return left !== right;
    case "<":
    case ">":
      return false;
    case "~=":
    case "===":
      throw new UndefinedMarkerComparison(
        `${quoted(left)} and ${quoted(right)} are not versions that \`${operator}\` compares`,
      );
  }
}
