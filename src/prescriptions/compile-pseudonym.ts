/** `pseudonym`: releases of another package that may stand in for the matched ones, wherever these are asked for. */

import { type Static, Type } from "typebox";
import { closed } from "../base/index.ts";
import { type Note, pinMatches, type PipelineContext, type Pseudonym } from "../pipeline/index.ts";
import type { Candidate } from "../ports/index.ts";
import { Version } from "../python/index.ts";
import { compileInclusion } from "./inclusion.ts";
import { compileLockedPin } from "./locked-pin.ts";
import { compilePin, conditionsOf, type NamedRulePin } from "./match.ts";
import { alternatives } from "./match-list.ts";
import { reasonOf, stackInfoOf } from "./reasons.ts";
import { LockedPin, NamedPin, Talk, UnitFrame } from "./schema.ts";
import { Shape } from "./shape.ts";
import type { UnitHead } from "./unit-head.ts";

export const PseudonymRule = closed({
  ...UnitFrame,
  match: Type.Unknown(),
  run: closed({
    ...Talk,
    yield: closed({ yield_matched_version: Type.Optional(Type.Boolean()), package_version: LockedPin }),
  }),
});

const shape = new Shape(closed({ package_version: NamedPin }));

/** @throws {InvalidRule} */
export function compilePseudonym(rule: Static<typeof PseudonymRule>, head: UnitHead): Pseudonym {
  const { source } = head;
  const { yield: yielded, ...run } = rule.run;
  const { yield_matched_version: isSameVersion = false, package_version: stated } = yielded;
  const path = ["run", "yield"];
  if (isSameVersion && stated.locked_version !== undefined)
    throw source.invalid(
      [...path, "package_version", "locked_version"],
      "`locked_version` beside `yield_matched_version`: which of the two versions is meant? Take one out",
    );
  const pins = alternatives(rule.match, shape, source).map(({ match, path: at }) =>
    compilePin(match.package_version, source, [...at, "package_version"]),
  );
  const other = compileLockedPin(stated, source, [...path, "package_version"]);
  for (const [index, { name }] of pins.entries())
    if (name === other.name)
      throw source.invalid(
        Array.isArray(rule.match) ? ["match", index] : ["match"],
        `\`${name}\` cannot stand in for itself: write the name of another package under \`run.yield\``,
      );
  const reason = reasonOf(run, head, `A rule says that ${other.name} can stand in`);
  const stackInfo = stackInfoOf(run, head);
  const concerns = new Set(pins.map(({ name }) => name));
  return {
    kind: "pseudonym",
    name: head.name,
    concerns,
    others: new Set([other.name]),
    condition: compileInclusion(rule.should_include, source),
    *offers(context, candidates, known) {
      const instead = matching([other], context, known(other.name));
      for (const candidate of matching(pins, context, candidates))
        for (const stand of instead)
          if (!isSameVersion || Version.equal(stand.version, candidate.version))
            yield { kind: "offer", candidate, instead: stand, reason };
    },
    *notes(_context, stack): Iterable<Note> {
      if (stack.hasDeparted(head.name)) yield* stackInfo;
    },
  };
}

function matching(
  pins: readonly NamedRulePin[],
  context: PipelineContext,
  candidates: readonly Candidate[],
): readonly Candidate[] {
  const conditions = pins.flatMap((pin) => conditionsOf(pin, context));
  return candidates.filter((candidate) => conditions.some((condition) => pinMatches(condition, candidate)));
}
