/**
 * Pieces that the schemas of users' files are made of. A description says what a value has to be, and completes
 * "`x` is `y`, which is not …" in an error; the JSON Schema that editors are given carries it too.
 */

import { Type } from "typebox";

/** A key that may be missing, or null, which means the same: older tools wrote null for what they had not found out. */
export function orNull<T extends Type.TSchema>(schema: T, description: string) {
  return Type.Optional(Type.Union([schema, Type.Null()], { description }));
}

/** One of a few words, of which a sentence names those in `shown`. */
export function oneOf<const T extends string>(values: readonly T[], shown: readonly string[] = values) {
  return Type.Enum([...values], { description: oneOfWords(shown) });
}

/** Describes {@link oneOf} in a sentence. */
export function oneOfWords(values: readonly string[]): string {
  return `one of ${quotedList(values)}`;
}

/** `` `a`, `b` `` for a sentence. */
export function quotedList(values: readonly string[]): string {
  return values.map((value) => `\`${value}\``).join(", ");
}
