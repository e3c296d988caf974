/** What the tiers are told of a package, and what they answer. */

import type { CandidateOpinion, StackOpinion } from "../../pipeline/index.ts";
import type { Candidate } from "../../ports/index.ts";
import type { PackageName, SpecifierSet, Version } from "../../python/index.ts";
import type { Reason } from "../../resolver/index.ts";
import type { AdvisoryHit } from "../advice.ts";

/** One package, as the tiers see it. */
export interface Weighing {
  readonly name: PackageName;
  /** All that are not removed, newest first: each of them gets its costs. */
  readonly open: readonly Candidate[];
  /** Those of `open` that anyone may expect to get, newest first: pre-releases only where they are allowed. */
  readonly eligible: readonly Candidate[];
  /** What the units think of the candidates. */
  readonly opinions: readonly CandidateOpinion[];
  /** The release in the lock that is to be replaced. */
  readonly locked: Version | undefined;
  /** Named in the manifest itself. */
  readonly direct: boolean;
  /** The bounds that the user's own lines set, one for each line; empty for a package that is not direct. */
  readonly lines: readonly SpecifierSet[];
  /** Whether nothing but development needs it, as far as that is known before there is a stack. */
  readonly developed: boolean;
  /** Young releases that may be chosen all the same, and why. */
  readonly waived: ReadonlyMap<Candidate, Reason>;
  /** What is definitely known against a candidate, one per vulnerability; those that are accepted too. */
  advisories(candidate: Candidate): readonly AdvisoryHit[];
  /** Flaws that it has through what it requires, and that nobody mends by moving on; those that are accepted are not among them. */
  inherited(): readonly InheritedFlaw[];
  /** What is unhealthy about a candidate or its project, whatever its version does. */
  flaws(candidate: Candidate): readonly Reason[];
}

/** A flaw of a package that another one needs. */
export interface InheritedFlaw {
  readonly hit: AdvisoryHit;
  /** Whether nothing but development needs the flawed package. */
  readonly developed: boolean;
}

/** What choosing a candidate costs in one tier. Costs of one candidate in one tier add up. */
export interface Cost {
  readonly candidate: Candidate;
  readonly cost: number;
  readonly reason: Reason;
}

export interface Tier {
  /** In the words of an explanation. */
  readonly name: string;
  /** Positive costs only: a candidate that is not spoken of costs nothing. */
  costs(weighing: Weighing): Iterable<Cost>;
  /** What an opinion on several pins together weighs, 0 for nothing; negative for what is welcome. */
  weigh?(opinion: StackOpinion): number;
}

/** What 1 is in costs: they are integers at scale 10^-4. */
export const unit = 10_000;
