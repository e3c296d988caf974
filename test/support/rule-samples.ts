/** Rule files as text, for tests of the loader and of the compilers. */

import { type LoadOptions, loadPrescriptions, type PrescriptionSet, ruleFile } from "../../src/prescriptions/index.ts";
import {
  type CandidateOpinion,
  type FinishedStack,
  includedUnits,
  type Introduction,
  type Note,
  notesOn,
  type Offer,
  type PinCondition,
  type PipelineContext,
  type Statement,
  statementsOf,
  type Unit,
} from "../../src/pipeline/index.ts";
import type { Candidate } from "../../src/ports/index.ts";
import { type PackageName, packageName } from "../../src/python/index.ts";

/** Loads files given as path and text. */
export function load(files: Readonly<Record<string, string>>, options?: LoadOptions): PrescriptionSet {
  return loadPrescriptions(
    Object.entries(files).map(([path, text]) => ruleFile(path, text)),
    options,
  );
}

/** The units of one list, each written in flow style without its name and `should_include`; they are `R0`, `R1` and so on. */
export function compile(section: string, ...rules: readonly string[]): readonly Unit[] {
  const lines = rules.map(
    (rule, index) => `    - {name: R${index}, should_include: {adviser_pipeline: true}, ${rule}}`,
  );
  const { units } = load({ "rules.yaml": `units:\n  ${section}:\n${lines.join("\n")}\n` }, { strict: true });
  return units;
}

/** What `units` state of `candidates`, which are all of one package, one line a fact; plain scores are left out. */
export function factLines(
  units: readonly Unit[],
  context: PipelineContext,
  candidates: readonly Candidate[],
): string[] {
  const stated = [...statementsOf(includedUnits(units, context), context, nameOf(candidates), candidates)];
  return stated.flatMap((statement) =>
    statement.kind === "opinion" && "candidate" in statement ? [] : [spell(statement)],
  );
}

/** What the pseudonyms among `units` offer for `candidates`, given what there is of other packages. */
export function offerLines(
  units: readonly Unit[],
  context: PipelineContext,
  candidates: readonly Candidate[],
  others: readonly Candidate[],
): string[] {
  const known = (name: PackageName) => others.filter((candidate) => candidate.name === name);
  const offers: readonly Offer[] = includedUnits(units, context).flatMap((unit) =>
    unit.kind === "pseudonym" && unit.concerns.has(nameOf(candidates))
      ? [...unit.offers(context, candidates, known)]
      : [],
  );
  return offers.map(({ candidate, instead }) => `${spellCandidate(instead)} for ${spellCandidate(candidate)}`);
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
): readonly CandidateOpinion[] {
  const stated = [...statementsOf(includedUnits(units, context), context, nameOf(candidates), candidates)];
  return stated.flatMap((fact) => (fact.kind === "opinion" && "candidate" in fact ? [fact] : []));
}

/**
 * @param edges who requires whom, such as `web -> http`.
 * @param atHand of packages that might be in another release, but for rules.
 * @param departed units that left something out, or had something stand in.
 */
export function finishedStack(
  candidates: readonly Candidate[],
  edges: readonly string[] = [],
  atHand: readonly Candidate[] = candidates,
  departed: readonly string[] = [],
): FinishedStack {
  const pairs = edges.map((edge) => edge.split(" -> "));
  return {
    candidates,
    introducers: (name) =>
      new Set(pairs.flatMap(([by = "", of = ""]) => (packageName(of) === name ? [packageName(by)] : []))),
    atHand: (name) => atHand.filter((candidate) => candidate.name === name),
    hasDeparted: (unit) => departed.includes(unit),
  };
}

/** What `units` tell of a stack. */
export function told(units: readonly Unit[], context: PipelineContext, stack: FinishedStack): readonly Note[] {
  return notesOn(context, stack, includedUnits(units, context));
}

function nameOf(candidates: readonly Candidate[]): PackageName {
  const [first] = candidates;
  if (first === undefined) throw new Error("a package has at least one candidate");
  return first.name;
}

function spell(statement: Statement): string {
  switch (statement.kind) {
    case "remove":
      return `remove ${spellCandidate(statement.candidate)}`;
    case "forbid":
      return `forbid ${spellPins(statement.when)}${spellIntroduction(statement.introduced)}`;
    case "skip": {
      const beside = statement.when.length === 0 ? "" : ` beside ${spellPins(statement.when)}`;
      return `skip ${spellPins([statement.pin])}${beside}${spellIntroduction(statement.introduced)}`;
    }
    case "add":
      return `add ${statement.requirement.toString()} to ${spellPins(statement.when)}${spellIntroduction(statement.introduced)}`;
    case "opinion":
      if ("candidate" in statement) return `score ${statement.score} ${spellCandidate(statement.candidate)}`;
      return `score ${statement.score} ${spellPins(statement.when)}${spellIntroduction(statement.introduced)}`;
  }
}

function spellCandidate({ name, version }: Candidate): string {
  return `${name} ${version.toString()}`;
}

function spellPins(pins: readonly PinCondition[]): string {
  return pins.map(spellPin).join(" with ");
}

function spellPin({ name, versions, index, notIndex }: PinCondition): string {
  const from = index === undefined ? "" : ` from ${index}`;
  const notFrom = notIndex === undefined ? "" : ` not from ${notIndex}`;
  return `${name}${versions?.toString() ?? ""}${from}${notFrom}`;
}

function spellIntroduction(introduced: Introduction | undefined): string {
  return introduced === undefined ? "" : ` introduced by ${spellPins(introduced.by)}${introduced.only ? " alone" : ""}`;
}
