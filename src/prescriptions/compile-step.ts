/**
 * `step`: a score for matching candidates, or a refusal, each perhaps only beside other pins.
 *
 * In the format's first implementation a step looked at what had been decided before it, so that the order of decisions
 * changed what a rule meant. Here a step states facts: a refusal beside other pins forbids them together, whoever comes
 * first, and `multi_package_resolution` has no effect. A score that depends on other pins is not covered yet.
 */

import { type Static, Type } from "typebox";
import { closed } from "../base/index.ts";
import type { Note, PinCondition, Reason, Statement, Step, Unit } from "../pipeline/index.ts";
import type { Candidate } from "../ports/index.ts";
import type { PackageName } from "../python/index.ts";
import { compileInclusion } from "./inclusion.ts";
import { compileMatch, compilePin, concernedPackages, matches, type ReleaseMatch } from "./match.ts";
import { alternatives } from "./match-list.ts";
import { notesOf, reasonOf } from "./reasons.ts";
import type { RuleSource } from "./rule-source.ts";
import { AnyPin, Justifications, NamedPin, Talk, UnitFrame } from "./schema.ts";
import { Shape } from "./shape.ts";

export const StepRule = closed({
  ...UnitFrame,
  match: Type.Unknown(),
  run: closed({
    ...Talk,
    score: Type.Optional(Type.Number({ minimum: -1, maximum: 1 })),
    justification: Type.Optional(Justifications),
    not_acceptable: Type.Optional(Type.String({ minLength: 1 })),
    multi_package_resolution: Type.Optional(Type.Boolean()),
  }),
});

type StepRule = Static<typeof StepRule>;

const match = new Shape(
  closed({
    package_version: AnyPin,
    state: Type.Optional(closed({ resolved_dependencies: Type.Array(NamedPin, { minItems: 1 }) })),
  }),
);

/** Releases that a step speaks of, and the pins that must stand beside them. */
interface Situation {
  readonly releases: ReleaseMatch;
  readonly beside: readonly PinCondition[];
}

/** @param name the unit's full name. @throws {InvalidRule | RuleNotCovered} */
export function compileStep(rule: StepRule, name: string, source: RuleSource): Unit {
  const { score, not_acceptable: refusal } = rule.run;
  const situations = compileSituations(rule.match, source);
  checkRun(rule, situations, source);
  const reason = reasonOf(name, rule.run, source);
  const concerns = concernedPackages(situations.map(({ releases }) => releases));
  const step: Step = {
    kind: "step",
    name,
    includes: compileInclusion(rule.should_include, source),
    notes: compileNotes(rule, name, situations, source),
    *facts(_context, asked, candidates) {
      if (refusal !== undefined) yield* refusals(situations, asked, candidates, reason);
      if (score !== undefined)
        for (const candidate of candidates)
          if (situations.some(({ releases }) => matches(releases, candidate)))
            yield { kind: "opinion", candidate, score, reason };
    },
  };
  return concerns === undefined ? step : { ...step, concerns };
}

function compileSituations(value: unknown, source: RuleSource): readonly Situation[] {
  return alternatives(value, match, source).map(({ match: stated, path }) => ({
    releases: compileMatch(stated.package_version, source, [...path, "package_version"]),
    beside: (stated.state?.resolved_dependencies ?? []).map((pin, index) =>
      compilePin(pin, source, [...path, "state", "resolved_dependencies", index]),
    ),
  }));
}

function checkRun(rule: StepRule, situations: readonly Situation[], source: RuleSource): void {
  const { score, justification, not_acceptable: refusal } = rule.run;
  if (refusal !== undefined && (score ?? justification) !== undefined)
    throw source.invalid(["run"], "`run.not_acceptable` refuses, and so leaves nothing to score or to justify");
  if (score !== undefined && situations.some(({ beside }) => beside.length > 0))
    throw source.notCovered(["run", "score"], "a score that depends on other pins");
}

function* refusals(
  situations: readonly Situation[],
  asked: PackageName,
  candidates: readonly Candidate[],
  reason: Reason,
): Iterable<Statement> {
  for (const { releases, beside } of situations) {
    if (releases.name !== undefined && releases.name !== asked) continue;
    if (beside.length > 0)
      yield { kind: "forbid", when: [{ name: asked, versions: releases.versions }, ...beside], reason };
    else
      for (const candidate of candidates) if (matches(releases, candidate)) yield { kind: "remove", candidate, reason };
  }
}

/** A refusal has nothing to tell of a finished stack: what it speaks of is not in it. */
function compileNotes(
  rule: StepRule,
  name: string,
  situations: readonly Situation[],
  source: RuleSource,
): readonly Note[] {
  if (rule.run.not_acceptable !== undefined) return [];
  const when = situations.map(({ releases, beside }) => {
    if (releases.name === undefined) return undefined;
    return [{ name: releases.name, versions: releases.versions }, ...beside];
  });
  const named = when.filter((pins) => pins !== undefined);
  const notes = notesOf(name, rule.run, named, source);
  if (notes.length > 0 && named.length < when.length)
    throw source.notCovered(["match"], "something to tell about packages without a name");
  return notes;
}
