/** `wrap`: something to tell the reader about a finished stack; without `match`, about any. */

import { type Static, Type } from "typebox";
import { closed } from "../base/index.ts";
import type { PinCondition, Unit } from "../pipeline/index.ts";
import { compileInclusion } from "./inclusion.ts";
import { compilePin } from "./match.ts";
import { alternatives } from "./match-list.ts";
import { notesOf } from "./reasons.ts";
import type { RuleSource } from "./rule-source.ts";
import { Justifications, NamedPin, Talk, UnitFrame } from "./schema.ts";
import { Shape } from "./shape.ts";

export const WrapRule = closed({
  ...UnitFrame,
  match: Type.Optional(Type.Unknown()),
  run: closed({ ...Talk, justification: Type.Optional(Justifications) }),
});

const match = new Shape(closed({ state: closed({ resolved_dependencies: Type.Array(NamedPin, { minItems: 1 }) }) }));

/** @param name the unit's full name. @throws {InvalidRule | RuleNotCovered} */
export function compileWrap(rule: Static<typeof WrapRule>, name: string, source: RuleSource): Unit {
  const when = rule.match === undefined ? [[]] : compileStates(rule.match, source);
  return {
    kind: "wrap",
    name,
    includes: compileInclusion(rule.should_include, source),
    notes: notesOf(name, rule.run, when, source),
  };
}

function compileStates(value: unknown, source: RuleSource): readonly (readonly PinCondition[])[] {
  return alternatives(value, match, source).map(({ match: stated, path }) =>
    stated.state.resolved_dependencies.map((pin, index) =>
      compilePin(pin, source, [...path, "state", "resolved_dependencies", index]),
    ),
  );
}
