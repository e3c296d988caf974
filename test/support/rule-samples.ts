/** Rule files as text, for tests of the loader and of the compilers. */

import { type LoadOptions, loadPrescriptions, type PrescriptionSet } from "../../src/prescriptions/index.ts";
import { factSource, type Opinion, type PipelineContext, type Unit } from "../../src/pipeline/index.ts";
import type { Candidate } from "../../src/ports/index.ts";
import type { PackageName } from "../../src/python/index.ts";
import type { PinCondition } from "../../src/resolver/index.ts";

/** Loads files given as path and text. */
export function load(files: Readonly<Record<string, string>>, options?: LoadOptions): PrescriptionSet {
  return loadPrescriptions(
    Object.entries(files).map(([path, text]) => ({ path, text })),
    options,
  );
}

/** What `units` remove and forbid of `candidates`, which are all of one package, one line a fact. */
export function factLines(
  units: readonly Unit[],
  context: PipelineContext,
  candidates: readonly Candidate[],
): string[] {
  const facts = [...factSource(units, context).facts(nameOf(candidates), candidates)];
  return facts.map((fact) => {
    switch (fact.kind) {
      case "remove":
        return `remove ${fact.candidate.name} ${fact.candidate.version.toString()}`;
      case "forbid":
        return `forbid ${fact.when.map(spellPin).join(" with ")}`;
      case "cost":
      case "score":
        throw new Error("a unit states opinions, not costs");
    }
  });
}

/** What `units` think of `candidates`, as version and score. */
export function scores(
  units: readonly Unit[],
  context: PipelineContext,
  candidates: readonly Candidate[],
): Record<string, number> {
  return Object.fromEntries(
    opinions(units, context, candidates).map(({ candidate, score }) => [candidate.version.toString(), score]),
  );
}

export function opinions(
  units: readonly Unit[],
  context: PipelineContext,
  candidates: readonly Candidate[],
): readonly Opinion[] {
  return units.flatMap((unit) => {
    if (unit.kind === "wrap" || !(unit.includes?.(context) ?? true)) return [];
    if (!(unit.concerns?.has(nameOf(candidates)) ?? true)) return [];
    return [...unit.facts(context, nameOf(candidates), candidates)].filter((fact) => fact.kind === "opinion");
  });
}

function nameOf(candidates: readonly Candidate[]): PackageName {
  const [first] = candidates;
  if (first === undefined) throw new Error("a package has at least one candidate");
  return first.name;
}

function spellPin(pin: PinCondition): string {
  return `${pin.name}${pin.versions?.toString() ?? ""}`;
}
