/** `stride`: finished stacks that are not accepted, or that the reader is told about. */

import { type Static, Type } from "typebox";
import { closed } from "../base/index.ts";
import { type Note, type PipelineContext, stackAvoids, type Stride } from "../pipeline/index.ts";
import type { PackageName } from "../python/index.ts";
import { compileInclusion } from "./inclusion.ts";
import { concernedPackages, conjunctions, named, type NamedRulePin, type RulePin } from "./match.ts";
import { reasonOf, refusalOf, stackInfoOf } from "./reasons.ts";
import type { RuleSource } from "./rule-source.ts";
import { checkRun } from "./run-checks.ts";
import { Refusal, Talk, UnitFrame } from "./schema.ts";
import { compileStackMatch, isInStack, type StackPins } from "./stack-match.ts";
import type { UnitHead } from "./unit-head.ts";

export const StrideRule = closed({
  ...UnitFrame,
  match: Type.Unknown(),
  run: closed({ ...Talk, ...Refusal }),
});

/** Pins on named packages, and at most one on any. */
interface Combination {
  readonly pins: readonly NamedRulePin[];
  readonly any: RulePin | undefined;
}

/** @throws {InvalidRule} */
export function compileStride(rule: Static<typeof StrideRule>, head: UnitHead): Stride {
  const { run } = rule;
  checkRun(run, head.source);
  const found = compileStackMatch(rule.match, head.source);
  const refuses = refusalOf(run) !== undefined;
  const combinations = refuses ? found.map((pins) => combinationOf(pins, head.source)) : [];
  const reason = reasonOf(run, head);
  const stackInfo = stackInfoOf(run, head);
  // Where all is named, a combination is stated for its first package.
  const concerns = concernedPackages(
    refuses
      ? combinations.map(({ pins, any }) => any ?? pins[0]).filter((pin) => pin !== undefined)
      : found.flatMap(({ pins }) => pins.slice(0, 1)),
  );
  return {
    kind: "stride",
    name: head.name,
    ...(concerns === undefined ? {} : { concerns }),
    condition: compileInclusion(rule.should_include, head.source),
    matches: (context, stack) => isInStack(found, context, stack),
    *facts(context, asked) {
      for (const combination of combinations)
        for (const when of conjunctions(pinsFor(combination, asked), context))
          if (when.length > 0) yield { kind: "forbid", when, reason };
    },
    *notes(context, stack): Iterable<Note> {
      const acted = refuses
        ? stack.candidates.some(({ name }) => avoids(combinations, name, context, stack))
        : isInStack(found, context, stack);
      if (acted) yield* stackInfo;
    },
  };
}

function avoids(
  combinations: readonly Combination[],
  name: PackageName,
  context: PipelineContext,
  stack: Parameters<typeof stackAvoids>[1],
): boolean {
  return combinations
    .flatMap((combination) => conjunctions(pinsFor(combination, name), context))
    .some((when) => when.length > 0 && stackAvoids(when, stack, context));
}

/** What is stated when the package `asked` is met: nothing where it is another package's turn. */
function pinsFor({ pins, any }: Combination, asked: PackageName): readonly NamedRulePin[] {
  if (any !== undefined) return [named(any, asked), ...pins];
  return pins[0]?.name === asked ? pins : [];
}

/** @throws {InvalidRule} for two bounds on any package: stacks that hold both are not to be listed before they are met. */
function combinationOf({ pins, path }: StackPins, source: RuleSource): Combination {
  const namedPins = pins.filter((pin): pin is NamedRulePin => pin.name !== undefined);
  // Any package at all is in every stack.
  const others = pins.filter((pin) => pin.name === undefined && (isBound(pin) || namedPins.length === 0));
  const distinct = new Map(
    others.map((pin) => [JSON.stringify([pin.versions.toString(), pin.index, pin.develop]), pin]),
  );
  const [any, more] = distinct.values();
  if (more !== undefined)
    throw source.invalid(path, "two entries without a name: write the name of the package in all of them but one");
  return { pins: namedPins, any };
}

function isBound({ versions, index, develop }: RulePin): boolean {
  return !versions.isAny || index !== undefined || develop !== undefined;
}
