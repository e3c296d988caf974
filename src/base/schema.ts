/**
 * Pieces that schemas are made of. A description says what a value has to be, and completes "`x` is `y`, which is not …"
 * in an error; the JSON Schema that editors are given carries it too.
 */

import { Type } from "typebox";

import { quoted } from "./quoted.ts";

/** An object that knows all its keys. */
export function closed<Properties extends Type.TProperties>(properties: Properties) {
  return Type.Object(properties, { additionalProperties: false });
}

/** A key that may be missing, or null, which means the same: many tools write null for what they do not know. */
export function orNull<T extends Type.TSchema>(schema: T, description?: string) {
  return Type.Optional(Type.Union([schema, Type.Null()], description === undefined ? {} : { description }));
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

/** The part of a compiled schema that explains. */
interface Explainer {
  Errors(value: unknown): readonly { readonly instancePath: string; readonly message: string }[];
}

/** The first mistake in `value`, such as "`/files/4/url` must be string". `value` must have failed the schema's check. */
export function firstMistake(schema: Explainer, value: unknown): string {
  const mistake = schema.Errors(value)[0];
  if (mistake === undefined) throw new Error("a schema refused a value and gives no reason");
  return `${mistake.instancePath === "" ? "the document" : quoted(mistake.instancePath)} ${mistake.message}`;
}
