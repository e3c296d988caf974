/**
 * From opinions to costs. Rules score in [-1, 1] and higher is better; the search wants non-negative integers where the
 * least says "none better". So a candidate costs what it lacks against the best of its package, or against no opinion
 * at all where all are disliked: then leaving the package out is better than any of them.
 *
 * Small differences should not outweigh everything that is decided later: only whole steps of 0.05 count in the tier of
 * rules, and what is left over breaks ties at the very end.
 */

import { compareText } from "../../base/index.ts";
import type { CandidateOpinion } from "../../pipeline/index.ts";
import type { Candidate } from "../../ports/index.ts";
import type { Reason } from "../../resolver/index.ts";

/** Costs are integers at scale 10^-4. */
const scale = 10_000;
const step = 0.05 * scale;

/** What a candidate lacks, at scale 10^-4. Never both 0. */
export interface RuleCost {
  readonly candidate: Candidate;
  /** A multiple of 500, for the tier of rules. */
  readonly steps: number;
  /** Below 500, for the last tier. */
  readonly rest: number;
  /** The opinion that speaks most against the candidate; where none speaks of it, most for the best one. */
  readonly reason: Reason;
}

/**
 * Sums the opinions on `candidates`, which are those of one package that may be chosen. Only candidates with a cost are
 * named, in the given order; the order of `opinions` does not matter.
 */
export function ruleCosts(
  candidates: readonly Candidate[],
  opinions: readonly CandidateOpinion[],
): readonly RuleCost[] {
  if (opinions.length === 0) return [];
  const byCandidate = Map.groupBy(opinions, ({ candidate }) => candidate);
  const heard = candidates.map((candidate) => ({ candidate, ...hear(byCandidate.get(candidate) ?? []) }));
  const best = heard.reduce<Heard>((a, b) => (a.sum >= b.sum ? a : b), nothing);
  return heard.flatMap(({ candidate, sum, softest }) => {
    const lack = best.sum - sum;
    const reason = (softest ?? best.loudest)?.reason;
    if (lack === 0 || reason === undefined) return [];
    return [{ candidate, steps: lack - (lack % step), rest: lack % step, reason }];
  });
}

/**
 * What an opinion on several pins together weighs: negative for what is welcome, at scale 10^-4. Each is rounded alone,
 * since which of them hold together is not known before there is a stack.
 */
export function ruleWeight(score: number): Pick<RuleCost, "steps" | "rest"> {
  const weight = -Math.round(score * scale);
  const rest = weight % step;
  return { steps: weight - rest, rest };
}

interface Heard {
  /** At scale 10^-4: integers, so that their sum has no order. */
  readonly sum: number;
  /** The highest opinion, and the lowest. */
  readonly loudest: CandidateOpinion | undefined;
  readonly softest: CandidateOpinion | undefined;
}

const nothing: Heard = { sum: 0, loudest: undefined, softest: undefined };

function hear(opinions: readonly CandidateOpinion[]): Heard {
  const ascending = opinions.toSorted(compareOpinions);
  const sum = opinions.reduce((total, { score }) => total + Math.round(score * scale), 0);
  return { sum, loudest: ascending.at(-1), softest: ascending[0] };
}

/** By score, then by unit, so that a reason never depends on chance. */
function compareOpinions(a: CandidateOpinion, b: CandidateOpinion): number {
  return a.score - b.score || compareText(a.reason.unit, b.reason.unit);
}
