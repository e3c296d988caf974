/**
 * The first meeting with a package: its candidates, the facts stated about them, the order in which they are tried and
 * which of its pre-releases are to be closed.
 */

import type { Candidate } from "../ports/index.ts";
import { compareText } from "../base/index.ts";
import { type PackageName, Version } from "../python/index.ts";
import type { Causes } from "./cause.ts";
import type { Solver } from "./core/solver.ts";
import type { ConditionalFact } from "./conditional-facts.ts";
import { type FactOf, hasBounds, pinMatches, type Reason } from "./fact.ts";
import { isTrue } from "./core/literal.ts";
import { DEFINITION } from "./core/proof.ts";
import { KnownPackage } from "./known-package.ts";
import type { CandidateList, Problem, RootRequirement } from "./problem.ts";
import { rankCandidates, type CostVector } from "./ranking.ts";
import { isUnconditional } from "./skipping.ts";

/** The facts about one package, sorted. */
interface SortedFacts {
  /** By ordinal. */
  readonly removed: ReadonlyMap<number, Reason>;
  readonly costs: readonly CostVector[];
  readonly conditional: readonly ConditionalFact[];
  readonly skips: readonly FactOf<"skip">[];
  readonly offers: readonly FactOf<"offer">[];
}

/** What a package is met in. */
export interface MeetingContext {
  readonly problem: Problem;
  readonly solver: Solver;
  readonly causes: Causes;
}

/** A package that has just been met. */
export interface Meeting {
  readonly known: KnownPackage;
  /** Facts that name other packages too; the solver has not been told of them. */
  readonly conditional: SortedFacts["conditional"];
  /** Ordinals of the pre-releases to close, in the order of trial. */
  readonly heldBack: readonly number[];
}

/** Tells the solver of the package and of the candidates that are removed. */
export function meetPackage(name: PackageName, list: CandidateList, context: MeetingContext): Meeting {
  const { problem, solver, causes } = context;
  const candidates = list.kind === "known" ? list.candidates : [];
  const { removed, costs: ownCosts, conditional, skips, offers } = sortFacts(name, candidates, problem);
  const isHeldBack = heldBackPrereleases(name, candidates, problem);
  const standIns = offers
    .toSorted(compareOffers)
    .filter((offer, i, all) => i === 0 || compareOffers(all[i - 1]!, offer) !== 0);
  const costs = [...ownCosts, ...standIns.map(({ candidate }) => ownCosts[candidates.indexOf(candidate)]!)];
  const members = [...candidates, ...standIns.map(({ candidate }) => candidate)];
  const ranking = rankCandidates(members, {
    costs,
    isHeldBack: [...isHeldBack, ...standIns.map(() => false)],
    preferred: problem.preferred.get(name),
  });
  const missing = list.kind === "none" ? list.reason : undefined;
  const outside = list.kind === "known" ? list.outside : () => [];
  const lines = linesOn(name, problem);
  const isOpen = (ordinal: number): boolean =>
    !removed.has(ordinal) && lines.every((line) => admits(line, candidates[ordinal]!));
  const firstChoice = rankCandidates(candidates, { costs, isHeldBack, preferred: undefined })
    .filter(isOpen)
    .sort((a, b) => Number(isHeldBack[a]) - Number(isHeldBack[b]))[0];
  const facts = { name, candidates, outside, missing, standIns, costs, ranking, firstChoice };
  const known = new KnownPackage(facts, solver, (cause) => causes.add(cause));
  for (const [ordinal, reason] of removed) known.exclude(ordinal, reason);
  for (const fact of skips) addSkip(known, fact, context);
  // Where no final release is left, PEP 440 takes pre-releases as they are.
  const hasFinal = candidates.some(({ version }, ordinal) => !version.isPrerelease && !removed.has(ordinal));
  const heldBack = hasFinal ? ranking.filter((ordinal) => isHeldBack[ordinal]) : [];
  return { known, conditional, heldBack };
}

function addSkip(known: KnownPackage, fact: FactOf<"skip">, { solver }: MeetingContext): void {
  const matched = hasBounds(fact.pin) ? known.ordinals((candidate) => pinMatches(fact.pin, candidate)) : undefined;
  const variable = solver.addVariable();
  known.skips.push({ fact, target: known, matched, variable });
  if (!isUnconditional(fact)) return;
  solver.addClause([isTrue(variable)], DEFINITION);
  for (const ordinal of matched ?? []) known.exclude(ordinal, fact.reason);
}

/** Which of several equal offers counts, and which comes first, depends on nothing but what they say. */
function compareOffers(a: FactOf<"offer">, b: FactOf<"offer">): number {
  return compareCandidates(a.candidate, b.candidate) || compareCandidates(a.instead, b.instead);
}

/** Newest first. */
function compareCandidates(a: Candidate, b: Candidate): number {
  return compareText(a.name, b.name) || Version.compare(b.version, a.version) || compareText(a.index, b.index);
}

function sortFacts(name: PackageName, candidates: readonly Candidate[], problem: Problem): SortedFacts {
  const ordinals = new Map(candidates.map((candidate, ordinal) => [candidate, ordinal]));
  const free: number[] = Array.from<number>({ length: problem.tiers }).fill(0);
  const removed = new Map<number, Reason>();
  const costs: number[][] = candidates.map(() => free);
  const conditional: ConditionalFact[] = [];
  const skips = new Set<FactOf<"skip">>();
  const offers: FactOf<"offer">[] = [];
  for (const fact of problem.facts.facts(name, candidates)) {
    if (fact.kind === "skip") {
      if (fact.pin.name !== name)
        throw new Error(`a skip of ${fact.reason.unit} on ${fact.pin.name} is told of ${name}`);
      skips.add(fact);
      continue;
    }
    // What cannot be chosen is in no stack that a fact speaks of.
    if (candidates.length === 0) continue;
    if (fact.kind === "forbid" || fact.kind === "score" || fact.kind === "add") {
      conditional.push(fact);
      continue;
    }
    const ordinal = ordinals.get(fact.candidate);
    if (ordinal === undefined) throw new Error(`a fact of ${fact.reason.unit} on ${name} names no candidate of it`);
    if (fact.kind === "offer") {
      if (fact.instead.name === name) throw new Error(`an offer of ${fact.reason.unit}: ${name} stands in for itself`);
      offers.push(fact);
    } else if (fact.kind === "remove") removed.set(ordinal, removed.get(ordinal) ?? fact.reason);
    else {
      if (costs[ordinal] === free) costs[ordinal] = [...free];
      costs[ordinal]![fact.tier]! += fact.cost;
    }
  }
  return { removed, costs, conditional, skips: [...skips].toSorted(compareReasons), offers };
}

/** The user's lines about a package. */
function linesOn(name: PackageName, { requirements, constraints }: Problem): readonly RootRequirement[] {
  return [...requirements, ...constraints].filter(({ requirement }) => requirement.name === name);
}

function admits({ requirement, also, index }: RootRequirement, { version, index: own }: Candidate): boolean {
  const isInBounds = requirement.specifier.admits(version) || also?.admits(version) === true;
  return isInBounds && (index === undefined || index === own);
}

/** By ordinal: true for a pre-release that neither the policy nor a line of the user's allows. */
function heldBackPrereleases(name: PackageName, candidates: readonly Candidate[], problem: Problem): boolean[] {
  const { allowed } = problem.prereleases;
  const allowsAll = allowed === "all" || allowed.has(name);
  const naming = linesOn(name, problem).filter(({ requirement }) => requirement.specifier.namesPrerelease);
  return candidates.map(
    ({ version }) =>
      version.isPrerelease && !allowsAll && !naming.some(({ requirement }) => requirement.specifier.admits(version)),
  );
}

function compareReasons({ reason: a }: FactOf<"skip">, { reason: b }: FactOf<"skip">): number {
  return compareText(a.unit, b.unit) || compareText(a.message, b.message);
}
