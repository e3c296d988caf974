/**
 * `boot`: a look at the request before anything is searched. It tells the reader something, or ends the run.
 *
 * A boot may be bound to a package that the user asks for by name. Nothing has been found yet when it looks, so that to
 * stop and report what there is (`eager_stop_pipeline`) is to refuse.
 */

import { type Static, Type } from "typebox";
import { closed } from "../base/index.ts";
import type { Boot, Note, PipelineContext } from "../pipeline/index.ts";
import type { PackageName } from "../python/index.ts";
import { compileInclusion } from "./inclusion.ts";
import { compileName } from "./match.ts";
import { alternatives } from "./match-list.ts";
import { reasonOf, refusalOf, stackInfoOf } from "./reasons.ts";
import type { RuleSource } from "./rule-source.ts";
import { checkRun } from "./run-checks.ts";
import { Refusal, Talk, UnitFrame } from "./schema.ts";
import { Shape } from "./shape.ts";
import type { UnitHead } from "./unit-head.ts";

export const BootRule = closed({
  ...UnitFrame,
  match: Type.Optional(Type.Unknown()),
  run: closed({ ...Talk, ...Refusal }),
});

const shape = new Shape(closed({ package_name: Type.Optional(Type.String({ minLength: 1 })) }));

/** @throws {InvalidRule} */
export function compileBoot(rule: Static<typeof BootRule>, head: UnitHead): Boot {
  const { run } = rule;
  checkRun(run, head.source);
  const names = rule.match === undefined ? undefined : compileNames(rule.match, head.source);
  const reason = reasonOf(run, head);
  const refuses = refusalOf(run) !== undefined;
  const stackInfo = stackInfoOf(run, head);
  const isMeant = ({ requirements }: PipelineContext): boolean =>
    names === undefined || requirements.some(({ requirement }) => names.has(requirement.name));
  return {
    kind: "boot",
    name: head.name,
    ...(names === undefined ? {} : { concerns: names }),
    condition: compileInclusion(rule.should_include, head.source),
    matches: isMeant,
    refuses: (context) => (refuses && isMeant(context) ? reason : undefined),
    *notes(context): Iterable<Note> {
      if (isMeant(context)) yield* stackInfo;
    },
  };
}

/** Undefined where an alternative names no package, and so any request will do. */
function compileNames(value: unknown, source: RuleSource): ReadonlySet<PackageName> | undefined {
  const names = alternatives(value, shape, source).map(({ match: { package_name: name }, path }) =>
    name === undefined ? undefined : compileName(name, source, [...path, "package_name"]),
  );
  return names.includes(undefined) ? undefined : new Set(names.filter((name) => name !== undefined));
}
