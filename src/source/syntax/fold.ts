/** Arithmetic on values: text out of parts, numbers and lists out of operands. No value grows past what is worth reading. */

import { type TextHow, unknown, type Value } from "./value.ts";
import { formatPieces, percentPieces, type Piece } from "./strings.ts";

/** UTF-16 units of a text that is put together. */
const longestText = 100_000;
const mostItems = 10_000;
const mostAlternatives = 16;

/** Text out of parts; a string where all of them are literal. */
export function joinText(how: TextHow, parts: readonly (string | Value)[]): Value {
  const flat: (string | Value)[] = [];
  let length = 0;
  for (const part of parts.flatMap(flatten)) {
    const text = typeof part === "string" ? part : literalText(part);
    if (text === undefined) {
      flat.push(part);
      continue;
    }
    if ((length += text.length) > longestText) return unknown;
    const last = flat.at(-1);
    if (typeof last === "string") flat[flat.length - 1] = last + text;
    else flat.push(text);
  }
  if (flat.every((part) => typeof part === "string")) return { kind: "string", value: flat.join("") };
  return flat.length > mostItems ? unknown : { kind: "text", how, parts: flat };
}

function flatten(part: string | Value): readonly (string | Value)[] {
  return typeof part !== "string" && part.kind === "text" ? part.parts : [part];
}

function literalText(value: string | Value): string | undefined {
  if (typeof value === "string") return value;
  return value.kind === "string" ? value.value : value.kind === "number" ? String(value.value) : undefined;
}

/** The operands of `+` from left to right. */
export function add(operands: readonly Value[]): Value {
  const [first] = operands;
  if (operands.some(({ kind }) => kind === "string" || kind === "text")) return joinText("+", operands);
  if (operands.every((value) => value.kind === "bytes")) {
    const value = operands.map((each) => each.value).join("");
    return value.length > longestText ? unknown : { kind: "bytes", value };
  }
  if (operands.every((value) => value.kind === "number")) {
    return { kind: "number", value: operands.reduce((sum, { value }) => sum + value, 0) };
  }
  const kind = first?.kind;
  if (kind === "list" || kind === "tuple") {
    const items = operands.flatMap((value) => (value.kind === kind ? value.items : [spread(value)]));
    return items.length > mostItems ? unknown : { kind, items };
  }
  return { kind: "operation", operator: "+", operands };
}

function spread(of: Value): Value {
  return { kind: "spread", of };
}

export function operate(operator: string, left: Value, right: Value): Value {
  if (operator === "+") return add([left, right]);
  if (operator === "%" && (left.kind === "string" || left.kind === "text")) return percent(left, right);
  if (operator === "*" && left.kind === "string" && right.kind === "number") return repeat(left.value, right.value);
  if (left.kind === "number" && right.kind === "number") {
    const value = calculate(operator, left.value, right.value);
    if (value !== undefined && Number.isFinite(value)) return { kind: "number", value };
  }
  return { kind: "operation", operator, operands: [left, right] };
}

function repeat(text: string, times: number): Value {
  if (times <= 0) return { kind: "string", value: "" };
  return text.length * times > longestText ? unknown : { kind: "string", value: text.repeat(Math.trunc(times)) };
}

function calculate(operator: string, left: number, right: number): number | undefined {
  switch (operator) {
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
    case "//":
      return Math.floor(left / right);
    case "%":
      return right === 0 ? undefined : left - right * Math.floor(left / right);
    case "**":
      return left ** right;
    case "|":
    case "&":
    case "^":
    case "<<":
    case ">>":
      return bits(operator, left, right);
  }
  return undefined;
}

function bits(operator: string, left: number, right: number): number | undefined {
  if (!Number.isSafeInteger(left) || !Number.isSafeInteger(right)) return undefined;
  const [a, b] = [BigInt(left), BigInt(right)];
  if (operator === "|") return Number(a | b);
  if (operator === "&") return Number(a & b);
  if (operator === "^") return Number(a ^ b);
  if (right < 0 || right > 64) return undefined;
  return Number(operator === "<<" ? a << b : a >> b);
}

/** `template % right` */
function percent(template: Value, right: Value): Value {
  if (template.kind !== "string") return joinText("%", [template, right]);
  const named = right.kind === "dict" ? entriesByName(right.entries) : new Map<string, Value>();
  const listed = right.kind === "tuple" ? right.items : [right];
  return fill("%", percentPieces(template.value), listed, named, right);
}

/** `template.format(…)` @param rest what a field may come from that none of the arguments is. */
export function format(
  template: Value,
  listed: readonly Value[],
  named: ReadonlyMap<string, Value>,
  rest: Value,
): Value {
  if (template.kind !== "string") return joinText("format", [template, ...listed, ...named.values()]);
  return fill("format", formatPieces(template.value), listed, named, rest);
}

function fill(
  how: TextHow,
  pieces: readonly Piece[],
  listed: readonly Value[],
  named: ReadonlyMap<string, Value>,
  rest: Value,
): Value {
  return joinText(
    how,
    pieces.map((piece) => {
      if (typeof piece === "string") return piece;
      const { argument, isPlain } = piece;
      const value =
        typeof argument === "number" ? listed[argument] : argument === undefined ? rest : named.get(argument);
      if (value === undefined) return rest;
      return isPlain || literalText(value) === undefined ? value : unknown;
    }),
  );
}

/** `separator.join(items)` */
export function join(separator: Value, items: Value): Value {
  if (items.kind !== "list" && items.kind !== "tuple") return joinText("join", [items]);
  return joinText(
    "join",
    items.items.flatMap((item, index) => (index === 0 ? [item] : [separator, item])),
  );
}

export function entriesByName(entries: readonly (readonly [Value, Value])[]): Map<string, Value> {
  return new Map(entries.flatMap(([key, value]) => (key.kind === "string" ? [[key.value, value] as const] : [])));
}

/** One of them; alternatives in alternatives are alternatives of the whole. */
export function either(values: readonly Value[]): Value {
  const flat = values.flatMap((value) => (value.kind === "either" ? value.values : [value]));
  const [first] = flat;
  if (flat.length === 1) return first!;
  return flat.length === 0 || flat.length > mostAlternatives ? unknown : { kind: "either", values: flat };
}

/** `of[key]`, where both are written down. */
export function item(of: Value, key: Value): Value {
  if ((of.kind === "list" || of.kind === "tuple") && key.kind === "number" && !of.items.some(isSpread)) {
    return of.items.at(key.value) ?? unknown;
  }
  if (of.kind === "dict" && key.kind === "string") {
    const found = entriesByName(of.entries).get(key.value);
    if (found !== undefined && !of.entries.some(([name]) => isSpread(name))) return found;
  }
  return { kind: "item", of, key };
}

function isSpread({ kind }: Value): boolean {
  return kind === "spread";
}

/** What an unpacking takes out of a value; an undefined index is any. */
export function partOf(value: Value, path: readonly (number | undefined)[]): Value {
  return path.reduce<Value>(
    (of, index) => (index === undefined ? unknown : item(of, { kind: "number", value: index })),
    value,
  );
}

/** A number as it is written. Imaginary ones are not told. */
export function numberOf(text: string): Value {
  const digits = text.replaceAll("_", "").toLowerCase();
  const value =
    /^0\d/.test(digits) && /^[0-7]+l?$/.test(digits) ? Number.parseInt(digits, 8) : Number(digits.replace(/l$/, ""));
  return Number.isNaN(value) ? unknown : { kind: "number", value };
}
