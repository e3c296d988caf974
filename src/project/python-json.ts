/**
 * JSON as Python's `json.dumps(…, sort_keys=True)` writes it. Three things differ from JavaScript's: keys are sorted by
 * code point (not UTF-16 unit), everything beyond ASCII is escaped, and a float always shows that it is one.
 */

import { compareCodePoints } from "../base/index.ts";

/** What can be written. An integer is a `bigint`, a float a `number`. */
export type JsonValue = string | number | bigint | boolean | null | readonly JsonValue[] | JsonObject;

export type JsonObject = { readonly [key: string]: JsonValue };

/** Without white space: `separators=(",", ":")`. */
export function formatCompactJson(value: JsonValue): string {
  return format(value, undefined, "");
}

/** One item a line, four spaces a level, without a final newline: `indent=4`. */
export function formatIndentedJson(value: JsonValue): string {
  return format(value, "    ", "\n");
}

function format(value: JsonValue, step: string | undefined, margin: string): string {
  if (value === null || typeof value === "boolean" || typeof value === "bigint") return String(value);
  if (typeof value === "string") return formatText(value);
  if (typeof value === "number") return formatPythonFloat(value);
  const inner = step === undefined ? "" : margin + step;
  if (isList(value))
    return enclose(
      "[",
      value.map((item) => format(item, step, inner)),
      "]",
      inner,
      margin,
    );
  const colon = step === undefined ? ":" : ": ";
  const pairs = Object.entries(value)
    .sort(([a], [b]) => compareCodePoints(a, b))
    .map(([key, item]) => formatText(key) + colon + format(item, step, inner));
  return enclose("{", pairs, "}", inner, margin);
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function enclose(open: string, items: readonly string[], close: string, inner: string, margin: string): string {
  if (items.length === 0) return open + close;
  return open + inner + items.join(`,${inner}`) + margin + close;
}

function formatText(text: string): string {
  return JSON.stringify(text).replace(/[\u007f-\uffff]/g, escapeUnit);
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** A float as Python prints it: the shortest digits that round-trip, `1.0`, `1e+16`, `1e-05`, `Infinity`, `NaN`. */
function formatPythonFloat(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (Object.is(value, -0)) return "-0.0";
  const [digits = "", power = "0"] = value.toExponential().split("e");
  const exponent = Number(power);
  if (exponent < -4 || exponent >= 16) {
    return `${digits}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
  }
  const text = String(value);
  return text.includes(".") ? text : `${text}.0`;
}
