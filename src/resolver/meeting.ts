/**
 * The first meeting with a package: its candidates, the facts stated about them, the order in which they are tried and
 * which of its pre-releases are closed.
 */

import type { Candidate } from "../ports/index.ts";
import type { PackageName } from "../python/index.ts";
import type { Encoding } from "./encoding.ts";
import type { Fact, Reason } from "./fact.ts";
import { KnownPackage } from "./known-package.ts";
import type { CandidateList, Problem } from "./problem.ts";
import { addCosts, rankCandidates, type CostVector } from "./ranking.ts";

/** The facts about one package, sorted. */
interface SortedFacts {
  /** By ordinal. */
  readonly removed: ReadonlyMap<number, Reason>;
  readonly costs: readonly CostVector[];
  readonly forbids: readonly Extract<Fact, { readonly kind: "forbid" }>[];
}

export function meetPackage(
  name: PackageName,
  list: CandidateList,
  encoding: Encoding,
): { readonly known: KnownPackage; readonly forbids: SortedFacts["forbids"] } {
  const { problem } = encoding;
  const candidates = list.kind === "known" ? list.candidates : [];
  const { removed, costs, forbids } = sortFacts(name, candidates, problem);
  const isHeldBack = heldBackPrereleases(name, candidates, problem);
  const ranking = rankCandidates(candidates, { costs, isHeldBack, preferred: problem.preferred.get(name) });
  const missing = list.kind === "none" ? list.reason : undefined;
  const outside = list.kind === "known" ? list.outside : [];
  const facts = { name, candidates, outside, missing, costs, ranking };
  const known = new KnownPackage(facts, encoding.solver, encoding.causes);
  for (const [ordinal, reason] of removed) known.exclude(ordinal, reason);
  const heldBack = ranking.filter((ordinal) => isHeldBack[ordinal]);
  // Where no final release is left, PEP 440 takes pre-releases as they are.
  const hasFinal = candidates.some(({ version }, ordinal) => !version.isPrerelease && !removed.has(ordinal));
  if (hasFinal && heldBack.length > 0) encoding.prereleases.guard(known, heldBack);
  return { known, forbids };
}

function sortFacts(name: PackageName, candidates: readonly Candidate[], problem: Problem): SortedFacts {
  const ordinals = new Map(candidates.map((candidate, ordinal) => [candidate, ordinal]));
  const free: CostVector = Array.from<number>({ length: problem.tiers }).fill(0);
  const removed = new Map<number, Reason>();
  const costs = candidates.map(() => free);
  const forbids: Extract<Fact, { readonly kind: "forbid" }>[] = [];
  for (const fact of candidates.length === 0 ? [] : problem.facts.facts(name, candidates)) {
    if (fact.kind === "forbid") {
      forbids.push(fact);
      continue;
    }
    const ordinal = ordinals.get(fact.candidate);
    if (ordinal === undefined) throw new Error(`a fact of ${fact.reason.unit} on ${name} names no candidate of it`);
    if (fact.kind === "remove") removed.set(ordinal, removed.get(ordinal) ?? fact.reason);
    else costs[ordinal] = addCosts(costs[ordinal]!, free.with(fact.tier, fact.cost));
  }
  return { removed, costs, forbids };
}

/** By ordinal: true for a pre-release that neither the policy nor a line of the user's allows. */
function heldBackPrereleases(name: PackageName, candidates: readonly Candidate[], problem: Problem): boolean[] {
  const { allowed } = problem.prereleases;
  const allowsAll = allowed === "all" || allowed.has(name);
  const naming = [...problem.requirements, ...problem.constraints]
    .map(({ requirement }) => requirement)
    .filter((requirement) => requirement.name === name && requirement.specifier.namesPrerelease);
  return candidates.map(
    ({ version }) => version.isPrerelease && !allowsAll && !naming.some(({ specifier }) => specifier.admits(version)),
  );
}
