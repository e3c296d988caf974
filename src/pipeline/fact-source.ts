/**
 * The units of one run put together. Which of them take part is decided once; then each package is put to those that
 * have something to say about it, and a finished stack to those that have a note on it.
 */

import type { Candidate } from "../ports/index.ts";
import type { PackageName } from "../python/index.ts";
import type { Fact, FactSource } from "../resolver/index.ts";
import type { PipelineContext } from "./context.ts";
import type { FinishedStack } from "./finished-stack.ts";
import { includedUnits } from "./inclusion.ts";
import type { Note, Offer, Statement, Unit } from "./unit.ts";

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
    if ("facts" in unit && (unit.concerns?.has(name) ?? true)) yield* unit.facts(context, name, candidates);
}

/**
 * What the pseudonyms among `units` offer in place of `candidates`, in their order.
 *
 * @param units included ones.
 * @param candidates all candidates of `name`, newest first.
 * @param known all candidates of each package in {@link standIns}, newest first; empty for one that is on no index.
 */
export function* offersOf(
  units: readonly Unit[],
  context: PipelineContext,
  name: PackageName,
  candidates: readonly Candidate[],
  known: (name: PackageName) => readonly Candidate[],
): Generator<Offer> {
  for (const unit of units)
    if (unit.kind === "pseudonym" && unit.concerns.has(name)) yield* unit.offers(context, candidates, known);
}

/** The packages whose releases may stand in for `name`. @param units included ones. */
export function standIns(units: readonly Unit[], name: PackageName): ReadonlySet<PackageName> {
  return new Set(
    units.flatMap((unit) => (unit.kind === "pseudonym" && unit.concerns.has(name) ? [...unit.others] : [])),
  );
}

/** Notes that a finished stack calls for, in the order of `units`, which are included ones; those of boots are not of it. */
export function notesOn(context: PipelineContext, stack: FinishedStack, units: readonly Unit[]): readonly Note[] {
  return units.flatMap((unit) => (unit.kind === "boot" ? [] : [...(unit.notes?.(context, stack) ?? [])]));
}

/** Notes that hold whatever comes of the run, in the order of `units`, which are included ones. */
export function notesBefore(context: PipelineContext, units: readonly Unit[]): readonly Note[] {
  return units.flatMap((unit) => (unit.kind === "boot" ? [...(unit.notes?.(context) ?? [])] : []));
}
