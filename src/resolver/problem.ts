/**
 * The question. The resolver knows packages, candidates, requirements and facts; it knows no index, YAML or advisory.
 */

import type { Candidate, IndexName } from "../ports/index.ts";
import type { MarkerEnvironment, PackageName, Requirement, SpecifierSet, Version } from "../python/index.ts";
import type { FactSource } from "./fact.ts";

/** Where the user asked for something, so that an explanation can end in a line of the user's file. */
export interface Origin {
  /** As the user knows it, such as `overlays/training/Pipfile`. */
  readonly file: string;
  /** From 1; 0 where the format has no lines. */
  readonly line: number;
  /** The entry as written, on one line. */
  readonly text: string;
}

/** A requirement of the user's own. Its marker has been evaluated: it holds. */
export interface RootRequirement {
  readonly requirement: Requirement;
  /** The index that the entry is pinned to; hard. */
  readonly index: IndexName | undefined;
  readonly origin: Origin;
  /** It follows from the line and does not stand there, so that nobody can loosen it. */
  readonly isImplied?: true;
  /** Further bounds, where a line was loosened: what these take will do as well. */
  readonly also?: SpecifierSet;
}

/** What the source of candidates says of one name. */
export type CandidateList =
  /** Newest first; at least one. `outside` versions exist but may not be chosen here. */
  | { readonly kind: "known"; readonly candidates: readonly Candidate[]; readonly outside: () => readonly Version[] }
  /** There is nothing to choose from; `reason` completes "NAME …", such as "is on none of the indexes `pypi`". */
  | { readonly kind: "none"; readonly reason: string };

/** What one candidate requires, or why it cannot be chosen after all. */
export type CandidateRequirements =
  /** `requires` as its metadata states them, markers unevaluated (they may name extras). */
  | { readonly kind: "known"; readonly requires: readonly Requirement[] }
  /** `reason` completes "NAME VERSION …", such as "needs Python >=3.9". */
  | { readonly kind: "unusable"; readonly reason: string };

/**
 * Where candidates and requirements come from, read only when the search wants them. Answers never change within one
 * run. A failure that makes every answer doubtful, such as an index that is down, is thrown and ends the run.
 */
export interface Universe {
  candidates(name: PackageName, signal: AbortSignal): Promise<CandidateList>;
  requirements(candidate: Candidate, signal: AbortSignal): Promise<CandidateRequirements>;
}

/**
 * Which pre-releases may be chosen. By PEP 440's rule a package's pre-releases count only where a requirement on it
 * names one, or where no final release is left; `allowed` adds to that.
 */
export interface PrereleasePolicy {
  readonly allowed: "all" | ReadonlySet<PackageName>;
}

export interface Problem {
  readonly requirements: readonly RootRequirement[];
  /** Bounds that apply to a package if it is in the stack at all. */
  readonly constraints: readonly RootRequirement[];
  /** The one environment of this problem. */
  readonly markers: MarkerEnvironment;
  readonly universe: Universe;
  readonly facts: FactSource;
  readonly prereleases: PrereleasePolicy;
  /** Number of score tiers; every `score` fact's tier is below it. */
  readonly tiers: number;
  /** Releases to try first, such as those of the user's lock. They bind nothing. */
  readonly preferred: ReadonlyMap<PackageName, Version>;
}

/** A pin to take for granted while resolving: how why-not and what-if questions are asked. */
export interface Assumption {
  readonly name: PackageName;
  readonly version: Version;
}
