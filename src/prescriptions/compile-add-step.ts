/**
 * `step.AddPackage`: a release that is needed beside the matched one, though its metadata does not say so. It is needed
 * only in stacks that match: in all others the rule adds nothing.
 */

import { type Static, Type } from "typebox";
import { closed } from "../base/index.ts";
import type { PipelineContext, Statement, Step } from "../pipeline/index.ts";
import { Requirement } from "../python/index.ts";
import { compileInclusion } from "./inclusion.ts";
import { compileLockedPin } from "./locked-pin.ts";
import { concernedPackages, conditionsOf, type NamedRulePin } from "./match.ts";
import { reasonOf, stackInfoOf } from "./reasons.ts";
import { AnyOrder, Talk, UnitFrame } from "./schema.ts";
import { compileSituations, holdings, occurs, occursAs } from "./situation.ts";
import type { UnitHead } from "./unit-head.ts";

export const AddStepRule = closed({
  ...UnitFrame,
  match: Type.Unknown(),
  run: closed({
    ...Talk,
    ...AnyOrder,
    /** Which section of a lock the package belongs to follows from who needs it, so that `develop` has no effect. */
    package_version: closed({
      name: Type.String(),
      locked_version: Type.String(),
      index_url: Type.String({ minLength: 1 }),
      develop: Type.Boolean(),
    }),
  }),
});

/** @throws {InvalidRule} */
export function compileAddStep(rule: Static<typeof AddStepRule>, head: UnitHead): Step {
  const { package_version: stated, ...run } = rule.run;
  const situations = compileSituations(rule.match, head.source);
  const added = compileLockedPin(stated, head.source, ["run", "package_version"]);
  const requirement = Requirement.parse(added.name + added.versions.toString());
  const reason = reasonOf(run, head, `A rule says that it needs ${requirement.toString()}`);
  const stackInfo = stackInfoOf(run, head);
  const concerns = concernedPackages(situations.map(({ pin }) => pin));
  return {
    kind: "step",
    name: head.name,
    ...(concerns === undefined ? {} : { concerns }),
    condition: compileInclusion(rule.should_include, head.source),
    matches: (context, stack, asked) => occursAs(asked, situations, context, stack),
    *facts(context, asked): Iterable<Statement> {
      const others = otherIndexes(added, context);
      // From an index that this project does not know, nothing is added.
      if (others === undefined) return;
      for (const { when, ...more } of holdings(situations, asked, context)) {
        yield { kind: "add", requirement, when, ...more, reason };
        for (const index of others)
          yield { kind: "forbid", when: [...when, { name: added.name, index }], ...more, reason };
      }
    },
    *notes(context, stack) {
      if (occurs(situations, context, stack) && otherIndexes(added, context) !== undefined) yield* stackInfo;
    },
  };
}

/** The indexes that the release must not be from; undefined where it cannot be from any. */
function otherIndexes(added: NamedRulePin, context: PipelineContext): readonly string[] | undefined {
  const meant = conditionsOf(added, context).map(({ index }) => index);
  return meant.length === 0 ? undefined : [...context.indexes.keys()].filter((name) => !meant.includes(name));
}
