/**
 * Environment markers: when a requirement applies, such as `python_version < "3.8" and extra == "socks"`. PEP 508,
 * "Environment Markers", PEP 685 for names of extras.
 *
 * Surprises of the standard: `and` binds tighter than `or`, and comparisons do not chain. `extra == "x"` asks for one
 * requested extra at a time, so a requirement applies when its marker holds for any of them, or for none. Either side of
 * a comparison may be the variable. Strings may be quoted with `'` or `"`, and hold escapes of Python.
 */

import { quoted, UserError } from "../base/index.ts";
import { Cursor, SyntaxMistake } from "./cursor.ts";
import type { MarkerEnvironment } from "./marker-environment.ts";
import { evaluateExpression } from "./marker-evaluation.ts";
import { type Expression, comparisons, formatExpression } from "./marker-expression.ts";
import { readExpression } from "./marker-parser.ts";
import { Memo } from "./memo.ts";
import type { ExtraName } from "./names.ts";

/** What should be a marker and is none. */
export class InvalidMarker extends UserError {
  readonly code = "INVALID_MARKER";
  constructor(text: string, cause: SyntaxMistake) {
    super(`${quoted(text)} is not an environment marker: ${cause.message}`, { cause });
  }
}

/** An immutable marker. */
export class Marker {
  static readonly #memo = new Memo<Marker>(10_000);
  readonly #expression: Expression;

  private constructor(expression: Expression) {
    this.#expression = expression;
  }

  /** @throws {InvalidMarker} with the column where `text` stops being a marker */
  static parse(text: string): Marker {
    return Marker.#memo.get(text, readMarker);
  }

  /** Undefined where {@link Marker.parse} throws. */
  static tryParse(text: string): Marker | undefined {
    try {
      return Marker.parse(text);
    } catch (error) {
      if (error instanceof InvalidMarker) return undefined;
      throw error;
    }
  }

  static of(expression: Expression): Marker {
    return new Marker(expression);
  }

  /**
   * Whether it holds for any of `extras`, the extras that were asked of the package; with none, whether it holds for no
   * extra at all.
   *
   * @throws {UndefinedMarkerComparison} where a comparison has no meaning, such as `os_name ~= "posix"`
   */
  evaluate(environment: MarkerEnvironment, extras: readonly ExtraName[] = []): boolean {
    const fullVersion = environment.python_full_version;
    const values = {
      ...environment,
      // An interpreter that was built between releases calls itself `3.13.0+`, which is no version.
      python_full_version: fullVersion.endsWith("+") ? `${fullVersion}local` : fullVersion,
    };
    const asked: readonly string[] = extras.length > 0 ? extras : [""];
    return asked.some((extra) => evaluateExpression(this.#expression, { ...values, extra }));
  }

  /** The names of all variables in it, such as `python_version` or `extra`. */
  variables(): ReadonlySet<string> {
    const names = new Set<string>();
    for (const { left, right } of comparisons(this.#expression)) {
      for (const operand of [left, right]) if (operand.kind === "variable") names.add(operand.name);
    }
    return names;
  }

  /** Holds where both hold. */
  and(other: Marker): Marker {
    return new Marker({ kind: "group", terms: [this.#expression, other.#expression], joints: ["and"] });
  }

  /** As `packaging` prints it: parentheses as written, one space between tokens, double quotes where they can be. */
  toString(): string {
    return formatExpression(this.#expression);
  }
}

function readMarker(text: string): Marker {
  const cursor = new Cursor(text);
  try {
    const expression = readExpression(cursor);
    if (!cursor.isAtEnd) cursor.fail("`and`, `or` or the end of the marker");
    return Marker.of(expression);
  } catch (error) {
    if (error instanceof SyntaxMistake) throw new InvalidMarker(text, error);
    throw error;
  }
}
