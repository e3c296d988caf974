/** `sieve.SkipPackage`: a package that is never installed, whoever asks for it, and what only it requires goes with it. */

import { type Static, Type } from "typebox";
import { closed } from "../base/index.ts";
import type { Note, Sieve } from "../pipeline/index.ts";
import { compileInclusion } from "./inclusion.ts";
import { compileName } from "./match.ts";
import { alternatives } from "./match-list.ts";
import { reasonOf, stackInfoOf } from "./reasons.ts";
import { NameMatch, Talk, UnitFrame } from "./schema.ts";
import { Shape } from "./shape.ts";
import type { UnitHead } from "./unit-head.ts";

export const SkipSieveRule = closed({
  ...UnitFrame,
  match: Type.Unknown(),
  run: Type.Optional(closed(Talk)),
});

const shape = new Shape(NameMatch);

/** @throws {InvalidRule} */
export function compileSkipSieve(rule: Static<typeof SkipSieveRule>, head: UnitHead): Sieve {
  const { source } = head;
  const names = new Set(
    alternatives(rule.match, shape, source).map(({ match, path }) =>
      compileName(match.package_name, source, [...path, "package_name"]),
    ),
  );
  const { run = {} } = rule;
  const reason = reasonOf(run, head, "A rule says that it is not needed");
  const stackInfo = stackInfoOf(run, head);
  return {
    kind: "sieve",
    name: head.name,
    concerns: names,
    condition: compileInclusion(rule.should_include, source),
    *facts(_context, name) {
      if (names.has(name)) yield { kind: "skip", pin: { name }, when: [], reason };
    },
    *notes(_context, stack): Iterable<Note> {
      if (stack.hasDeparted(head.name)) yield* stackInfo;
    },
  };
}
