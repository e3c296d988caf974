/** `step.Group`: releases of several packages that may not be in one stack, or that the reader is told about when they are. */

import { type Static, Type } from "typebox";
import { closed } from "../base/index.ts";
import type { PinCondition, Step, Unit } from "../pipeline/index.ts";
import { compileInclusion } from "./inclusion.ts";
import { compilePin } from "./match.ts";
import { alternatives } from "./match-list.ts";
import { notesOf, reasonOf } from "./reasons.ts";
import type { RuleSource } from "./rule-source.ts";
import { Justifications, NamedPin, Talk, UnitFrame } from "./schema.ts";
import { Shape } from "./shape.ts";

export const GroupRule = closed({
  ...UnitFrame,
  match: Type.Unknown(),
  run: closed({
    ...Talk,
    justification: Type.Optional(Justifications),
    not_acceptable: Type.Optional(Type.String({ minLength: 1 })),
  }),
});

const match = new Shape(closed({ group: Type.Array(closed({ package_version: NamedPin }), { minItems: 2 }) }));

/** @param name the unit's full name. @throws {InvalidRule | RuleNotCovered} */
export function compileGroup(rule: Static<typeof GroupRule>, name: string, source: RuleSource): Unit {
  const groups = compileGroups(rule.match, source);
  const reason = reasonOf(name, rule.run, source);
  const refuses = rule.run.not_acceptable !== undefined;
  const step: Step = {
    kind: "step",
    name,
    // A group matters only where all its members are, so it is enough to state it for the first of them.
    concerns: new Set(groups.flatMap(([first]) => first?.name ?? [])),
    includes: compileInclusion(rule.should_include, source),
    notes: refuses ? [] : notesOf(name, rule.run, groups, source),
    *facts(_context, asked) {
      for (const when of groups) if (refuses && when[0]?.name === asked) yield { kind: "forbid", when, reason };
    },
  };
  return step;
}

function compileGroups(value: unknown, source: RuleSource): readonly (readonly PinCondition[])[] {
  return alternatives(value, match, source).map(({ match: stated, path }) =>
    stated.group.map((member, index) =>
      compilePin(member.package_version, source, [...path, "group", index, "package_version"]),
    ),
  );
}
