/** What many conditions are: a list that must hold a value, or `{not: list}` that must not. */

import { type TSchema, Type } from "typebox";
import { closed } from "../../base/index.ts";
import type { PipelineContext } from "../../pipeline/index.ts";

/** A part of a condition, compiled. Pure. */
export type Test = (context: PipelineContext) => boolean;

export type Choice<Item> = readonly Item[] | { readonly not: readonly Item[] };

/** The schema of a choice. */
export function choice<Item extends TSchema>(item: Item) {
  const list = Type.Array(item);
  return Type.Union([list, closed({ not: list })]);
}

/** What `stated` lists, whether or not it is to be absent. */
export function listed<Item>(stated: Choice<Item>): readonly Item[] {
  return "not" in stated ? stated.not : stated;
}

export function isNegated(stated: Choice<unknown>): boolean {
  return "not" in stated;
}

/** Whether `value`, which is null where nothing is known, is among what `stated` wants. */
export function admits<Item>(stated: Choice<Item>, value: Item): boolean {
  return listed(stated).includes(value) !== isNegated(stated);
}

/** The one test of a key that is stated, and none for one that is not. */
export function given<Stated>(stated: Stated | undefined, compile: (stated: Stated) => Test): readonly Test[] {
  return stated === undefined ? [] : [compile(stated)];
}
