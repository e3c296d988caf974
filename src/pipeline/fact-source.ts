/**
 * The units of one run put together. Which of them take part is decided once; then each package is put to those that
 * have something to say about it, and a finished stack to those that have a note on it.
 */

import type { Candidate } from "../ports/index.ts";
import type { PackageName } from "../python/index.ts";
import type { Fact, FactSource } from "../resolver/index.ts";
import type { PipelineContext } from "./context.ts";
import { stackMatches } from "./pins.ts";
import type { Note, Statement, Unit } from "./unit.ts";

/** Those of `units` that take part in a run, in the same order. */
export function includedUnits(units: readonly Unit[], context: PipelineContext): readonly Unit[] {
  return units.filter((unit) => unit.includes?.(context) ?? true);
}

/**
 * What `units` remove and forbid, for a search that weighs no opinions. Whoever does asks the units themselves and puts
 * the opinions into a tier of its objective.
 *
 * @param units whether they are included is asked here.
 */
export function factSource(units: readonly Unit[], context: PipelineContext): FactSource {
  const included = includedUnits(units, context);
  return {
    *facts(name, candidates): Iterable<Fact> {
      for (const statement of statementsOf(included, context, name, candidates))
        if (statement.kind !== "opinion") yield statement;
    },
  };
}

/**
 * What `units` state of one package, in their order.
 *
 * @param units included ones.
 * @param candidates all candidates of `name`, newest first.
 */
export function* statementsOf(
  units: readonly Unit[],
  context: PipelineContext,
  name: PackageName,
  candidates: readonly Candidate[],
): Generator<Statement> {
  for (const unit of units)
    if (unit.kind !== "wrap" && (unit.concerns?.has(name) ?? true)) yield* unit.facts(context, name, candidates);
}

/** Notes that a finished stack calls for, in the order of `units`, which are included ones. */
export function notesOn(stack: readonly Candidate[], units: readonly Unit[]): readonly Note[] {
  return units.flatMap((unit) =>
    (unit.notes ?? []).filter((note) => note.when.some((pins) => stackMatches(pins, stack))),
  );
}
