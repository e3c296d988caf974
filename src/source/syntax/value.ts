/**
 * What an expression of Python is worth, as far as it can be told without running anything: constants of the module and
 * of the function are folded in, and what depends on something outside stays visible as a part. A rule asks whether a
 * value is all literal (`isLiteral`), which values it may have (`possible`), or what stands in a certain place.
 */
import type { Call } from "./facts.ts";

export type Value =
  | { readonly kind: "string"; readonly value: string }
  /** `value` holds one character for each byte. */
  | { readonly kind: "bytes"; readonly value: string }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "none" }
  /** A spread such as `*rest` is an item of kind `spread`. */
  | { readonly kind: "list" | "tuple" | "set"; readonly items: readonly Value[] }
  /** A spread such as `**rest` has the key `spread`. */
  | { readonly kind: "dict"; readonly entries: readonly (readonly [key: Value, value: Value])[] }
  /** Text with at least one part that is not literal, in order, whatever wrote it down. */
  | { readonly kind: "text"; readonly how: TextHow; readonly parts: readonly (string | Value)[] }
  | NameValue
  | { readonly kind: "call"; readonly call: Call }
  /** `of[key]`; a slice has an unknown key. */
  | { readonly kind: "item"; readonly of: Value; readonly key: Value }
  /** Operators that could not be folded: arithmetic, bits, comparisons, `not`. */
  | { readonly kind: "operation"; readonly operator: string; readonly operands: readonly Value[] }
  /** One of these, depending on the way the program takes: branches, `a if c else b`, `a or b`, a loop over literals. */
  | { readonly kind: "either"; readonly values: readonly Value[] }
  | { readonly kind: "spread"; readonly of: Value }
  | { readonly kind: "unknown" };

/** A name or attribute that is no constant of this file. */
export interface NameValue {
  readonly kind: "name";
  /** Qualified, as in `Call.callees`; empty where nobody knows. */
  readonly names: readonly string[];
  /** As it is written, such as `self.request.args`; the receiver of an attribute of an expression is left out: `.args`. */
  readonly text: string;
  /** A parameter of a function around, or an attribute of one. */
  readonly parameter: boolean;
}

export type TextHow = "f-string" | "%" | "+" | "format" | "join";

export const unknown: Value = { kind: "unknown" };

/** Whether nothing in it depends on the outside; of alternatives all must be literal. */
export function isLiteral(value: Value): boolean {
  switch (value.kind) {
    case "string":
    case "bytes":
    case "number":
    case "boolean":
    case "none":
      return true;
    case "list":
    case "tuple":
    case "set":
      return value.items.every(isLiteral);
    case "dict":
      return value.entries.every(([key, of]) => isLiteral(key) && isLiteral(of));
    case "either":
      return value.values.every(isLiteral);
    case "operation":
      return value.operands.every(isLiteral);
    case "text":
    case "name":
    case "call":
    case "item":
    case "spread":
    case "unknown":
      return false;
  }
}

/** The values it may have: the alternatives of `either`, else itself. */
export function possible(value: Value): readonly Value[] {
  return value.kind === "either" ? value.values : [value];
}

/** The texts it may be, where they are known; alternatives that are no literal string are left out. */
export function stringsOf(value: Value): readonly string[] {
  return possible(value).flatMap((one) => (one.kind === "string" ? [one.value] : []));
}

/** Qualified names it may stand for: of a name, or of what a call gives (`hashlib.md5()`). */
export function namesOf(value: Value): readonly string[] {
  return possible(value).flatMap((one) => {
    if (one.kind === "name") return one.names;
    return one.kind === "call" ? one.call.callees.map((name) => `${name}()`) : [];
  });
}
