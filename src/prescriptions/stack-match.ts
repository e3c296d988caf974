/**
 * `match` of what looks at a finished stack: pins that are all in it. One without a name is met by any package of the
 * stack.
 */

import type { Static } from "typebox";
import type { YamlPath } from "../base/index.ts";
import type { FinishedStack, PipelineContext } from "../pipeline/index.ts";
import { compilePin, matching, type RulePin } from "./match.ts";
import { type Alternative, alternatives } from "./match-list.ts";
import type { RuleSource } from "./rule-source.ts";
import { StackMatch } from "./schema.ts";
import { Shape } from "./shape.ts";

/** All of them together; never empty. */
export interface StackPins {
  readonly pins: readonly RulePin[];
  /** Of their list. */
  readonly path: YamlPath;
}

const shape = new Shape(StackMatch);

/** @param value of the key `match`. @throws {InvalidRule} */
export function compileStackMatch(value: unknown, source: RuleSource): readonly StackPins[] {
  return alternatives(value, shape, source).map((alternative) => stackPins(alternative, source));
}

function stackPins({ match, path: at }: Alternative<Static<typeof StackMatch>>, source: RuleSource): StackPins {
  const path = [...at, "state", "resolved_dependencies"];
  return {
    path,
    pins: match.state.resolved_dependencies.map((pin, index) => compilePin(pin, source, [...path, index])),
  };
}

/** Whether one of `found` is in `stack`. */
export function isInStack(
  found: readonly StackPins[],
  context: PipelineContext,
  { candidates }: FinishedStack,
): boolean {
  return found.some(({ pins }) => pins.every((pin) => matching(pin, context, candidates).length > 0));
}
