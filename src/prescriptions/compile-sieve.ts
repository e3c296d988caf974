/** `sieve`: matching candidates are never chosen. */

import { type Static, Type } from "typebox";
import { closed } from "../base/index.ts";
import { type Note, pinMatches, type PipelineContext, type Sieve } from "../pipeline/index.ts";
import type { Candidate } from "../ports/index.ts";
import type { PackageName } from "../python/index.ts";
import { compileInclusion } from "./inclusion.ts";
import { compilePin, concernedPackages, conditionsOf, named, type RulePin } from "./match.ts";
import { alternatives } from "./match-list.ts";
import { reasonOf, stackInfoOf } from "./reasons.ts";
import { PackageMatch, Talk, UnitFrame } from "./schema.ts";
import { Shape } from "./shape.ts";
import type { UnitHead } from "./unit-head.ts";

export const SieveRule = closed({
  ...UnitFrame,
  match: Type.Unknown(),
  run: Type.Optional(closed(Talk)),
});

const shape = new Shape(PackageMatch);

/** @throws {InvalidRule} */
export function compileSieve(rule: Static<typeof SieveRule>, head: UnitHead): Sieve {
  const { source } = head;
  const pins = alternatives(rule.match, shape, source).map(({ match, path }) =>
    compilePin(match.package_version, source, [...path, "package_version"]),
  );
  const { run = {} } = rule;
  const reason = reasonOf(run, head);
  const stackInfo = stackInfoOf(run, head);
  const concerns = concernedPackages(pins);
  return {
    kind: "sieve",
    name: head.name,
    ...(concerns === undefined ? {} : { concerns }),
    condition: compileInclusion(rule.should_include, source),
    *facts(context, name, candidates) {
      for (const candidate of sieved(pins, context, name, candidates)) yield { kind: "remove", candidate, reason };
    },
    *notes(context, stack): Iterable<Note> {
      if (stack.candidates.some(({ name }) => sieved(pins, context, name, stack.atHand(name)).length > 0))
        yield* stackInfo;
    },
  };
}

/** Those of `candidates`, which are of the package `name`, that one of `pins` speaks of. */
function sieved(
  pins: readonly RulePin[],
  context: PipelineContext,
  name: PackageName,
  candidates: readonly Candidate[],
): readonly Candidate[] {
  const conditions = pins
    .filter((pin) => pin.name === undefined || pin.name === name)
    .flatMap((pin) => conditionsOf(named(pin, name), context));
  return candidates.filter((candidate) => conditions.some((condition) => pinMatches(condition, candidate)));
}
