/**
 * `step.Group`: releases of several packages that may not be in one stack, or that are welcome together, or that the
 * reader is told about when they are. Their order means nothing, and a package may be named twice.
 */

import { type Static, Type } from "typebox";
import { closed } from "../base/index.ts";
import {
  type FinishedStack,
  type Note,
  type PinCondition,
  type PipelineContext,
  stackAvoids,
  stackMatches,
  type Step,
} from "../pipeline/index.ts";
import { compileInclusion } from "./inclusion.ts";
import { compilePin, conjunctions, type NamedRulePin } from "./match.ts";
import { alternatives } from "./match-list.ts";
import { justificationsOf, reasonOf, refusalOf, stackInfoOf } from "./reasons.ts";
import type { RuleSource } from "./rule-source.ts";
import { checkRun } from "./run-checks.ts";
import { AnyOrder, NamedPin, Refusal, Score, Talk, Told, UnitFrame } from "./schema.ts";
import { Shape } from "./shape.ts";
import type { UnitHead } from "./unit-head.ts";

export const GroupRule = closed({
  ...UnitFrame,
  match: Type.Unknown(),
  run: closed({ ...Talk, ...Told, ...Refusal, ...Score, ...AnyOrder }),
});

const shape = new Shape(closed({ group: Type.Array(closed({ package_version: NamedPin }), { minItems: 2 }) }));

/** Never empty. */
type Group = readonly NamedRulePin[];

/** @throws {InvalidRule} */
export function compileGroup(rule: Static<typeof GroupRule>, head: UnitHead): Step {
  const { run } = rule;
  checkRun(run, head.source);
  const groups = compileGroups(rule.match, head.source);
  const reason = reasonOf(run, head);
  const refuses = refusalOf(run) !== undefined;
  const told = [...justificationsOf(run, head), ...stackInfoOf(run, head)];
  return {
    kind: "step",
    name: head.name,
    // It speaks of all its members. They matter only together, so it is enough to state it for the first of them.
    concerns: new Set(groups.flatMap((group) => group.map(({ name }) => name))),
    condition: compileInclusion(rule.should_include, head.source),
    isGroup: true,
    matches: (context, stack, asked) =>
      isIn(
        groups.filter((group) => group.some(({ name }) => name === asked)),
        context,
        stack,
        stackMatches,
      ),
    *facts(context, asked) {
      for (const when of groups
        .filter(([first]) => first?.name === asked)
        .flatMap((group) => conjunctions(group, context)))
        if (refuses) yield { kind: "forbid", when, reason };
        else if (run.score !== undefined) yield { kind: "opinion", when, score: run.score, reason };
    },
    *notes(context, stack): Iterable<Note> {
      if (isIn(groups, context, stack, refuses ? stackAvoids : stackMatches)) yield* told;
    },
  };
}

function isIn(
  groups: readonly Group[],
  context: PipelineContext,
  stack: FinishedStack,
  holds: (pins: readonly PinCondition[], stack: FinishedStack, context: PipelineContext) => boolean,
): boolean {
  return groups.some((group) => conjunctions(group, context).some((pins) => holds(pins, stack, context)));
}

function compileGroups(value: unknown, source: RuleSource): readonly Group[] {
  return alternatives(value, shape, source).map(({ match, path }) =>
    match.group.map((member, index) =>
      compilePin(member.package_version, source, [...path, "group", index, "package_version"]),
    ),
  );
}
