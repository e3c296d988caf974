/**
 * The first meeting with a package: its candidates, the facts stated about them, the order in which they are tried and
 * which of its pre-releases are to be closed.
 */

import type { Candidate } from "../ports/index.ts";
import type { PackageName } from "../python/index.ts";
import type { Causes } from "./cause.ts";
import type { Solver } from "./core/solver.ts";
import type { ConditionalFact } from "./conditional-facts.ts";
import type { Reason } from "./fact.ts";
import { KnownPackage } from "./known-package.ts";
import type { CandidateList, Problem, RootRequirement } from "./problem.ts";
import { rankCandidates, type CostVector } from "./ranking.ts";

/** The facts about one package, sorted. */
interface SortedFacts {
  /** By ordinal. */
  readonly removed: ReadonlyMap<number, Reason>;
  readonly costs: readonly CostVector[];
  readonly conditional: readonly ConditionalFact[];
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
  const { removed, costs, conditional } = sortFacts(name, candidates, problem);
  const isHeldBack = heldBackPrereleases(name, candidates, problem);
  const ranking = rankCandidates(candidates, { costs, isHeldBack, preferred: problem.preferred.get(name) });
  const missing = list.kind === "none" ? list.reason : undefined;
  const outside = list.kind === "known" ? list.outside : () => [];
  const lines = linesOn(name, problem);
  const isOpen = (ordinal: number): boolean =>
    !removed.has(ordinal) && lines.every((line) => admits(line, candidates[ordinal]!));
  const firstChoice = rankCandidates(candidates, { costs, isHeldBack, preferred: undefined })
    .filter(isOpen)
    .sort((a, b) => Number(isHeldBack[a]) - Number(isHeldBack[b]))[0];
  const facts = { name, candidates, outside, missing, costs, ranking, firstChoice };
  const known = new KnownPackage(facts, solver, (cause) => causes.add(cause));
  for (const [ordinal, reason] of removed) known.exclude(ordinal, reason);
  // Where no final release is left, PEP 440 takes pre-releases as they are.
  const hasFinal = candidates.some(({ version }, ordinal) => !version.isPrerelease && !removed.has(ordinal));
  const heldBack = hasFinal ? ranking.filter((ordinal) => isHeldBack[ordinal]) : [];
  return { known, conditional, heldBack };
}

function sortFacts(name: PackageName, candidates: readonly Candidate[], problem: Problem): SortedFacts {
  const ordinals = new Map(candidates.map((candidate, ordinal) => [candidate, ordinal]));
  const free: number[] = Array.from<number>({ length: problem.tiers }).fill(0);
  const removed = new Map<number, Reason>();
  const costs: number[][] = candidates.map(() => free);
  const conditional: ConditionalFact[] = [];
  for (const fact of candidates.length === 0 ? [] : problem.facts.facts(name, candidates)) {
    if (fact.kind === "forbid" || fact.kind === "score") {
      conditional.push(fact);
      continue;
    }
    const ordinal = ordinals.get(fact.candidate);
    if (ordinal === undefined) throw new Error(`a fact of ${fact.reason.unit} on ${name} names no candidate of it`);
    if (fact.kind === "remove") removed.set(ordinal, removed.get(ordinal) ?? fact.reason);
    else {
      if (costs[ordinal] === free) costs[ordinal] = [...free];
      costs[ordinal]![fact.tier]! += fact.cost;
    }
  }
  return { removed, costs, conditional };
}

/** The user's lines about a package. */
function linesOn(name: PackageName, { requirements, constraints }: Problem): readonly RootRequirement[] {
  return [...requirements, ...constraints].filter(({ requirement }) => requirement.name === name);
}

function admits({ requirement, index }: RootRequirement, candidate: Candidate): boolean {
  return requirement.specifier.admits(candidate.version) && (index === undefined || index === candidate.index);
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
