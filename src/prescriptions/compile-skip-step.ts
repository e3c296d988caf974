/** `step.SkipPackage`: a dependency that vanishes where its release, its company or its introducers are those of the rule. */

import { type Static, Type } from "typebox";
import { closed } from "../base/index.ts";
import type { Note, Step } from "../pipeline/index.ts";
import { compileInclusion } from "./inclusion.ts";
import { concernedPackages } from "./match.ts";
import { reasonOf, stackInfoOf } from "./reasons.ts";
import { AnyOrder, Talk, UnitFrame } from "./schema.ts";
import { compileSituations, holdings, occursAs } from "./situation.ts";
import type { UnitHead } from "./unit-head.ts";

export const SkipStepRule = closed({
  ...UnitFrame,
  match: Type.Unknown(),
  run: Type.Optional(closed({ ...Talk, ...AnyOrder })),
});

/** @throws {InvalidRule} */
export function compileSkipStep(rule: Static<typeof SkipStepRule>, head: UnitHead): Step {
  const { run = {} } = rule;
  if (Array.isArray(rule.match))
    throw head.source.invalid(["match"], "`match` of a `step.SkipPackage` is one mapping: write a unit for each");
  const situations = compileSituations(rule.match, head.source);
  const reason = reasonOf(run, head, "A rule says that it is not needed");
  const stackInfo = stackInfoOf(run, head);
  const concerns = concernedPackages(situations.map(({ pin }) => pin));
  return {
    kind: "step",
    name: head.name,
    ...(concerns === undefined ? {} : { concerns }),
    condition: compileInclusion(rule.should_include, head.source),
    matches: (context, stack, asked) => occursAs(asked, situations, context, stack),
    *facts(context, asked) {
      for (const { when, ...more } of holdings(situations, asked, context)) {
        const [pin, ...beside] = when;
        yield { kind: "skip", pin, when: beside, ...more, reason };
      }
    },
    *notes(_context, stack): Iterable<Note> {
      if (stack.hasDeparted(head.name)) yield* stackInfo;
    },
  };
}
