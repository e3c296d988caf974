/**
 * What a step speaks of: releases of a package, pins that must stand beside them, and who must have brought the package
 * in.
 *
 * In the format's first implementation a step looked at what had been decided before it, so that the order of decisions
 * changed what a rule meant, and it fell silent where any package had brought in the matched one. Here a situation is a
 * condition on the finished stack. Who else requires the package matters only where a rule says who has to
 * (`package_version_from`) and does not let others (`package_version_from_allow_other`).
 */

import type { Static } from "typebox";
import {
  type FinishedStack,
  introducedAs,
  type Introduction,
  type PinCondition,
  pinMatches,
  type PipelineContext,
  stackMatches,
} from "../pipeline/index.ts";
import type { Candidate } from "../ports/index.ts";
import type { PackageName } from "../python/index.ts";
import { compilePin, conjunctions, named, type NamedRulePin, type RulePin } from "./match.ts";
import { alternatives } from "./match-list.ts";
import type { RuleSource } from "./rule-source.ts";
import { SituationMatch } from "./schema.ts";
import { Shape } from "./shape.ts";

export interface Situation {
  /** Without a name it speaks of each package in turn. */
  readonly pin: RulePin;
  readonly beside: readonly NamedRulePin[];
  /** Empty where it does not matter who brings the package in. */
  readonly from: readonly NamedRulePin[];
  readonly allowsOthers: boolean;
}

/** A situation in one run: all of these pins, the one on the package itself first. */
export interface Holding {
  readonly when: readonly [PinCondition, ...PinCondition[]];
  readonly introduced?: Introduction;
}

const shape = new Shape(SituationMatch);

/** @param value of the key `match`. @throws {InvalidRule} */
export function compileSituations(value: unknown, source: RuleSource): readonly Situation[] {
  return alternatives(value, shape, source).map(({ match, path }) => situationOf(match, source, path));
}

function situationOf(
  match: Static<typeof SituationMatch>,
  source: RuleSource,
  path: readonly (string | number)[],
): Situation {
  const pins = (key: "resolved_dependencies" | "package_version_from"): readonly NamedRulePin[] =>
    (match.state?.[key] ?? []).map((pin, index) => compilePin(pin, source, [...path, "state", key, index]));
  return {
    pin: compilePin(match.package_version, source, [...path, "package_version"]),
    beside: pins("resolved_dependencies"),
    from: pins("package_version_from"),
    allowsOthers: match.state?.package_version_from_allow_other ?? false,
  };
}

/** What `situations` say of the package `name` in this run, as alternatives. */
export function holdings(
  situations: readonly Situation[],
  name: PackageName,
  context: PipelineContext,
): readonly Holding[] {
  return situations.flatMap((situation): readonly Holding[] => {
    if (situation.pin.name !== undefined && situation.pin.name !== name) return [];
    const whens = conjunctions([named(situation.pin, name), ...situation.beside], context) as Holding["when"][];
    if (situation.from.length === 0) return whens.map((when) => ({ when }));
    // Nobody brings itself in.
    if (situation.from.some((by) => by.name === name)) return [];
    return conjunctions(situation.from, context).flatMap((by) =>
      whens.map((when) => ({ when, introduced: { package: name, by, only: !situation.allowsOthers } })),
    );
  });
}

/** Whether the releases it speaks of are all that matters. */
export function isUnconditional({ when, introduced }: Holding): boolean {
  return when.length === 1 && introduced === undefined;
}

/** Those of `candidates` that the holding speaks of. */
export function spokenOf({ when }: Holding, candidates: readonly Candidate[]): readonly Candidate[] {
  return candidates.filter((candidate) => pinMatches(when[0], candidate));
}

/** Whether one of `situations` is in `stack`. */
export function occurs(situations: readonly Situation[], context: PipelineContext, stack: FinishedStack): boolean {
  return stack.candidates.some(({ name }) => occursAs(name, situations, context, stack));
}

/** The same with the package `asked` as the one that the situation is about. */
export function occursAs(
  asked: PackageName,
  situations: readonly Situation[],
  context: PipelineContext,
  stack: FinishedStack,
): boolean {
  return holdings(situations, asked, context).some(
    ({ when, introduced }) =>
      stackMatches(when, stack) && (introduced === undefined || introducedAs(introduced, context, stack)),
  );
}
