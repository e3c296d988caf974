/** What several routes ask of their bodies and queries. Keys that GitHub does not know are mistakes here. */

import { Type } from "typebox";

export function body<Properties extends Type.TProperties>(properties: Properties) {
  return Type.Object(properties, { additionalProperties: false });
}

export const optional = Type.Optional;
export const text = Type.String();
export const count = Type.Integer({ minimum: 1 });
export const sha = Type.String({ pattern: "^[0-9a-f]{40}$" });
/** Numbers in a query are text. */
export const digits = Type.String({ pattern: "^[0-9]+$" });
export const texts = Type.Array(text);

export function oneOf<const Word extends string>(...words: readonly Word[]) {
  return Type.Enum([...words]);
}

export function orNull<T extends Type.TSchema>(schema: T) {
  return Type.Union([schema, Type.Null()]);
}

/** Which part of a list. */
export const paging = { per_page: optional(digits), page: optional(digits) };
