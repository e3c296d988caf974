/**
 * `step`: a score for matching candidates, or a refusal, each perhaps only beside other pins.
 *
 * A step states facts: a refusal beside other pins forbids them together, whoever comes first, and
 * `multi_package_resolution` has no effect.
 */

import { type Static, Type } from "typebox";
import { closed } from "../base/index.ts";
import { type Note, type Reason, type Statement, stackAvoids, type Step } from "../pipeline/index.ts";
import type { Candidate } from "../ports/index.ts";
import { compileInclusion } from "./inclusion.ts";
import { concernedPackages } from "./match.ts";
import { justificationsOf, reasonOf, refusalOf, stackInfoOf } from "./reasons.ts";
import { checkRun } from "./run-checks.ts";
import { AnyOrder, Refusal, Score, Talk, Told, UnitFrame } from "./schema.ts";
import { compileSituations, type Holding, holdings, isUnconditional, occurs, occursAs, spokenOf } from "./situation.ts";
import type { UnitHead } from "./unit-head.ts";

export const StepRule = closed({
  ...UnitFrame,
  match: Type.Unknown(),
  run: closed({ ...Talk, ...Told, ...Refusal, ...Score, ...AnyOrder }),
});

/** @throws {InvalidRule} */
export function compileStep(rule: Static<typeof StepRule>, head: UnitHead): Step {
  const { run } = rule;
  checkRun(run, head.source);
  const situations = compileSituations(rule.match, head.source);
  const reason = reasonOf(run, head);
  const refuses = refusalOf(run) !== undefined;
  const justifications = justificationsOf(run, head);
  const stackInfo = stackInfoOf(run, head);
  const concerns = concernedPackages(situations.map(({ pin }) => pin));
  return {
    kind: "step",
    name: head.name,
    ...(concerns === undefined ? {} : { concerns }),
    condition: compileInclusion(rule.should_include, head.source),
    matches: (context, stack, asked) => occursAs(asked, situations, context, stack),
    *facts(context, asked, candidates) {
      const held = holdings(situations, asked, context);
      if (refuses) yield* refusals(held, candidates, reason);
      else if (run.score !== undefined) yield* opinions(held, candidates, run.score, reason);
    },
    *notes(context, stack): Iterable<Note> {
      // A refusal has only to say that it was at work: what it speaks of is not in the stack.
      const acted = refuses
        ? stack.candidates.some(({ name }) =>
            holdings(situations, name, context).some(({ when, introduced }) =>
              stackAvoids(when, stack, context, introduced),
            ),
          )
        : occurs(situations, context, stack);
      if (acted) yield* [...justifications, ...stackInfo];
    },
  };
}

function* refusals(held: readonly Holding[], candidates: readonly Candidate[], reason: Reason): Iterable<Statement> {
  for (const holding of held) {
    if (!isUnconditional(holding)) yield { kind: "forbid", ...holding, reason };
    else for (const candidate of spokenOf(holding, candidates)) yield { kind: "remove", candidate, reason };
  }
}

/** Alternatives share one score: a candidate that several of them name has it once. */
function* opinions(
  held: readonly Holding[],
  candidates: readonly Candidate[],
  score: number,
  reason: Reason,
): Iterable<Statement> {
  const always = held.filter(isUnconditional);
  for (const candidate of new Set(always.flatMap((holding) => spokenOf(holding, candidates))))
    yield { kind: "opinion", candidate, score, reason };
  for (const holding of held) if (!isUnconditional(holding)) yield { kind: "opinion", ...holding, score, reason };
}
