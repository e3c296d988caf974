/**
 * Answers a check. The units are those of a real run, and what they state and tell of the releases at hand is the answer;
 * here is only said which of them are asked, and about what.
 *
 * A search asks about no order. A check does: "what would happen to this package, beside those that were chosen before?"
 * So a step answers when it is asked about the package of its `package_version`, and a group about any of its members.
 */

import { UserError } from "../../base/index.ts";
import {
  type FinishedStack,
  Inclusion,
  isHeld,
  type Note,
  notesBefore,
  notesOn,
  type PipelineContext,
  type Pseudonym,
  type Sieve,
  type Statement,
  type Step,
  type Stride,
  type Unit,
  type Wrap,
} from "../../pipeline/index.ts";
import type { Candidate } from "../../ports/index.ts";
import { type PackageName, packageName } from "../../python/index.ts";
import { loadPrescriptions, ruleFile } from "../load.ts";
import { candidateOf, contextOf, solvedReleases } from "./case-context.ts";
import type { CaseAnswer, CaseEnvironment, CaseInput, CaseRelease, Check } from "./case-format.ts";
import type { CaseUnits } from "./case-units.ts";
import { toldBy } from "./told.ts";

/** @throws {UserError} where a name or a version in the check is none. */
export function answerCheck(cases: CaseUnits, { environment, input }: Check): CaseAnswer {
  if (input.yaml !== undefined) return answerYaml(input.yaml);
  const context = contextOf(environment, { releases: releasesIn(input), direct: input.boot ?? [] });
  const inclusion = new Inclusion(context, cases.find);
  const included = (kinds: readonly Unit["kind"][]): readonly Unit[] =>
    cases.units.filter((unit) => kinds.includes(unit.kind) && inclusion.has(unit));
  if (input.boot !== undefined) return answerBoot(included(["boot"]), context);
  if (input.candidates !== undefined) return answerCandidates(included(["sieve"]), context, input.candidates);
  if (input.step !== undefined)
    return answerStep(included(["step"]), context, { ...input, step: input.step }, environment);
  if (input.wrap !== undefined) return answerWrap(included(["stride", "wrap"]), context, input.wrap);
  if (input.pseudonym !== undefined)
    return answerPseudonym(included(["pseudonym"]), context, input.pseudonym, environment);
  return { included: cases.units.some((unit) => inclusion.has(unit)) };
}

function releasesIn({ candidates = [], step, wrap = [], pseudonym, resolved = [] }: CaseInput): readonly CaseRelease[] {
  return [...candidates, ...wrap, ...resolved, ...[step ?? [], pseudonym ?? []].flat()];
}

function answerYaml(text: string): CaseAnswer {
  try {
    loadPrescriptions([ruleFile("rules.yaml", text)], { strict: true });
    return { error: null };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { error: error.message };
  }
}

/** Of those that are bound to a package, the ones count that the user asks for by name. */
function answerBoot(boots: readonly Unit[], context: PipelineContext): CaseAnswer {
  if (boots.length === 0) return { included: false };
  const matched = boots.filter((unit) => unit.kind === "boot" && (unit.matches?.(context) ?? false));
  const refusal = matched.flatMap((unit) => (unit.kind === "boot" ? (unit.refuses?.(context) ?? []) : []))[0];
  return {
    included: true,
    matched: matched.length > 0,
    ...(refusal !== undefined && { not_acceptable: refusal.message }),
    ...toldBy(notesBefore(context, matched)),
  };
}

/** Each package is put to the sieves by itself; what one takes out the next does not see. */
function answerCandidates(
  sieves: readonly Unit[],
  context: PipelineContext,
  releases: readonly CaseRelease[],
): CaseAnswer {
  if (sieves.length === 0) return { included: false, kept: [...releases] };
  const all = releases.map(candidateOf);
  const gone = new Set<Candidate>();
  const skipped = new Set<PackageName>();
  const notes: Note[] = [];
  for (const [name, candidates] of Map.groupBy(all, (candidate) => candidate.name))
    for (const unit of sieves as readonly Sieve[]) {
      const left = candidates.filter((candidate) => !gone.has(candidate));
      const statements = statedBy(unit, context, name, left);
      for (const statement of statements)
        if (statement.kind === "remove") gone.add(statement.candidate);
        else if (statement.kind === "skip") skipped.add(name);
      if (statements.length > 0) notes.push(...notesOn(context, sieved(left, skipped), [unit]));
    }
  const isKept = (candidate: Candidate | undefined) =>
    candidate !== undefined && !gone.has(candidate) && !skipped.has(candidate.name);
  return {
    included: true,
    matched: gone.size > 0 || skipped.size > 0,
    kept: releases.filter((_, index) => isKept(all[index])),
    ...(skipped.size > 0 && { skip_package: true as const }),
    ...toldBy(notes),
  };
}

/** The stack that a sieve can tell about: all that was at hand, without what is skipped. */
function sieved(choices: readonly Candidate[], skipped: ReadonlySet<PackageName>): FinishedStack {
  return stackOf(
    choices.filter(({ name }) => !skipped.has(name)),
    new Map(),
  );
}

type StepInput = CaseInput & { readonly step: CaseRelease };

function answerStep(
  steps: readonly Unit[],
  context: PipelineContext,
  { step, resolved = [], introduced_by: introducers = [] }: StepInput,
  environment: CaseEnvironment,
): CaseAnswer {
  if (steps.length === 0) return { included: false };
  const asked = candidateOf(step);
  const before = resolved.map(candidateOf);
  // What is not in the stack has brought nothing in.
  const there = new Set(before.map(({ name }) => name));
  const edges = new Map([
    [asked.name, new Set(introducers.map((name) => packageName(name)).filter((name) => there.has(name)))],
  ]);
  const all = [...before, asked];
  const stack = stackOf(all, edges);
  const matched = (steps as readonly Step[]).filter((unit) => unit.matches?.(context, stack, asked.name));
  if (matched.length === 0) return { included: true, matched: false };
  const stated = matched.flatMap((unit) => statedOf(unit, context, stack, asked));
  const held = stated.filter((statement) => isHeld(statement, context, stack));
  const isSkipped = held.some(({ kind }) => kind === "skip");
  // What is left out is not in the stack that a unit tells about.
  const told = isSkipped ? stackOf(before, edges, all) : stack;
  const added = addedBy(stated, context, stack, solvedReleases(environment));
  return {
    included: true,
    matched: true,
    ...(isSkipped && { skip_package: true as const }),
    ...refusalIn(held),
    ...scoreIn(held),
    ...(added !== undefined && { yields: added.map(triple) }),
    ...toldBy(notesOn(context, told, matched)),
  };
}

/** A group states its facts for one of its members, whichever is asked about. */
function statedOf(unit: Step, context: PipelineContext, stack: FinishedStack, asked: Candidate): readonly Statement[] {
  const packages = unit.isGroup === true ? stack.candidates : [asked];
  return packages.flatMap((candidate) => statedBy(unit, context, candidate.name, [candidate]));
}

function statedBy(
  unit: Sieve | Step | Stride,
  context: PipelineContext,
  name: PackageName,
  candidates: readonly Candidate[],
): readonly Statement[] {
  return (unit.concerns?.has(name) ?? true) ? [...unit.facts(context, name, candidates)] : [];
}

function refusalIn(statements: readonly Statement[]): Pick<CaseAnswer, "not_acceptable"> {
  const refusal = statements.find(({ kind }) => kind === "remove" || kind === "forbid");
  return refusal === undefined ? {} : { not_acceptable: refusal.reason.message };
}

function scoreIn(statements: readonly Statement[]): Pick<CaseAnswer, "score"> {
  const scores = statements.flatMap((statement) => (statement.kind === "opinion" ? [statement.score] : []));
  // Tenths do not add up to the letter.
  return scores.length === 0 ? {} : { score: Number(scores.reduce((sum, score) => sum + score, 0).toFixed(9)) };
}

/**
 * What is known of the packages that are needed too, where no release of them is there yet, and is not refused beside the
 * rest; undefined where none is needed.
 */
function addedBy(
  statements: readonly Statement[],
  context: PipelineContext,
  stack: FinishedStack,
  solved: readonly Candidate[],
): readonly Candidate[] | undefined {
  const needed = statements.filter((statement) => statement.kind === "add" && isHeld(statement, context, stack));
  if (needed.length === 0) return undefined;
  const isRefused = (candidate: Candidate): boolean => {
    const beside = { ...stack, candidates: [...stack.candidates, candidate] };
    return statements.some((statement) => statement.kind === "forbid" && isHeld(statement, context, beside));
  };
  return needed.flatMap((statement) => {
    if (statement.kind !== "add") return [];
    const { name, specifier } = statement.requirement;
    if (stack.candidates.some((candidate) => candidate.name === name)) return [];
    return solved.filter(
      (candidate) => candidate.name === name && specifier.admits(candidate.version) && !isRefused(candidate),
    );
  });
}

function answerWrap(units: readonly Unit[], context: PipelineContext, releases: readonly CaseRelease[]): CaseAnswer {
  if (units.length === 0) return { included: false };
  const stack = stackOf(releases.map(candidateOf), new Map());
  const matched = (units as readonly (Stride | Wrap)[]).filter((unit) => unit.matches?.(context, stack));
  const held = matched.flatMap((unit) =>
    unit.kind === "wrap" ? [] : stack.candidates.flatMap(({ name }) => statedBy(unit, context, name, stack.candidates)),
  );
  return {
    included: true,
    matched: matched.length > 0,
    ...refusalIn(held.filter((statement) => isHeld(statement, context, stack))),
    ...toldBy(notesOn(context, stack, matched)),
  };
}

function answerPseudonym(
  units: readonly Unit[],
  context: PipelineContext,
  release: CaseRelease,
  environment: CaseEnvironment,
): CaseAnswer {
  if (units.length === 0) return { included: false };
  const asked = candidateOf(release);
  const solved = solvedReleases(environment);
  const known = (name: PackageName) => solved.filter((candidate) => candidate.name === name);
  const concerned = (units as readonly Pseudonym[]).filter(({ concerns }) => concerns.has(asked.name));
  const offering = concerned.map((unit) => ({ unit, offers: [...unit.offers(context, [asked], known)] }));
  const yields = new Set(offering.flatMap(({ offers }) => offers.map(({ instead }) => instead)));
  const notes = offering.flatMap(({ unit, offers }) => {
    const instead = offers.map((offer) => offer.instead);
    if (instead.length === 0) return [];
    return notesOn(context, stackOf(instead, new Map()), [unit]);
  });
  return { included: true, matched: yields.size > 0, yields: [...yields].map(triple), ...toldBy(notes) };
}

function triple({ name, version, index }: Candidate): [string, string, string] {
  return [name, version.text, index];
}

function stackOf(
  candidates: readonly Candidate[],
  introducers: ReadonlyMap<PackageName, ReadonlySet<PackageName>>,
  atHand: readonly Candidate[] = candidates,
): FinishedStack {
  return {
    candidates,
    introducers: (name) => introducers.get(name) ?? new Set(),
    atHand: (name) => atHand.filter((candidate) => candidate.name === name),
    // Only units that match are asked what they say.
    hasDeparted: () => true,
  };
}
