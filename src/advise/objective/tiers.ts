/**
 * The tiers of the objective, one function each: what a candidate costs in it, and why. Costs are non-negative integers
 * at scale 10^-4, and leaving a package out costs nothing, so that a lower bound over packages not yet read is sound.
 *
 * A cost speaks of one candidate whatever else is in the stack. So an advisory of a package that only development needs
 * weighs as much as any other: telling them apart takes costs that depend on who requires the package.
 */

import type { Candidate, IndexName } from "../../ports/index.ts";
import type { CandidateOpinion, StackOpinion } from "../../pipeline/index.ts";
import { type PackageName, Version } from "../../python/index.ts";
import type { Reason } from "../../resolver/index.ts";
import type { AdvisoryHit } from "../advice.ts";
import { ruleCosts, ruleWeight } from "./rule-costs.ts";

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
  /** What is definitely known against a candidate, one per vulnerability. */
  advisories(candidate: Candidate): readonly AdvisoryHit[];
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

const unit = 10_000;

/** By severity of an advisory, one per group of aliases. */
const severityWeights: Readonly<Record<AdvisoryHit["severity"], number>> = {
  critical: unit,
  high: 0.6 * unit,
  medium: 0.3 * unit,
  unknown: 0.3 * unit,
  low: 0.1 * unit,
};

function isSevere(hit: AdvisoryHit): boolean {
  return hit.severity === "critical" || hit.severity === "high";
}

const staleMonths = 36;

/** A direct dependency is what the user sees. */
const directWeight = 4;

export const tiers = {
  severeAdvisories: { name: "severe advisories", costs: (weighing) => advisoryCosts(weighing, isSevere) },
  otherAdvisories: { name: "other advisories", costs: (weighing) => advisoryCosts(weighing, (hit) => !isSevere(hit)) },
  advisories: { name: "advisories", costs: (weighing) => advisoryCosts(weighing, () => true) },
  regressions: { name: "regressions", costs: regressionCosts },
  rules: { name: "rules", costs: ruleStepCosts, weigh: ({ score }) => ruleWeight(score).steps },
  ruleTies: {
    name: "small differences between rules",
    costs: ruleTieCosts,
    weigh: ({ score }) => ruleWeight(score).rest,
  },
  freshness: { name: "freshness", costs: freshnessCosts },
} satisfies Readonly<Record<string, Tier>>;

/** Releases of an earlier index come first, whatever their version. @param indexes the user's own, in their order. */
export function indexOrder(indexes: readonly IndexName[]): Tier {
  // An index of the catalogue is none of these, and beside all of them.
  const rankOf = ({ index }: Candidate): number => Math.max(0, indexes.indexOf(index));
  const costs = function* ({ open, eligible }: Weighing): Iterable<Cost> {
    const first = eligible.reduce((least, candidate) => Math.min(least, rankOf(candidate)), indexes.length);
    const reason = { unit: "index order", message: `\`${indexes[first]}\`, an earlier index, has the package too` };
    for (const candidate of open) {
      const later = rankOf(candidate) - first;
      if (later > 0) yield { candidate, cost: later * unit, reason };
    }
  };
  return { name: "order of the indexes", costs };
}

function* advisoryCosts(weighing: Weighing, counts: (hit: AdvisoryHit) => boolean): Iterable<Cost> {
  for (const candidate of weighing.open)
    for (const hit of weighing.advisories(candidate).filter(counts))
      yield {
        candidate,
        cost: severityWeights[hit.severity],
        reason: { unit: "advisories", message: `${hit.id} (${hit.severity}) affects it`, link: hit.link },
      };
}

/** Below the locked release; where nothing is locked, more than 36 months older than the newest that can be had. */
function* regressionCosts(weighing: Weighing): Iterable<Cost> {
  const { locked, open } = weighing;
  if (locked !== undefined) {
    const reason = { unit: "regressions", message: `it is older than ${locked.text}, which is locked` };
    for (const candidate of open)
      if (Version.compare(candidate.version, locked) < 0) yield { candidate, cost: unit, reason };
    return;
  }
  const newest = uploadedAt(weighing.eligible[0]);
  if (newest === undefined) return;
  const limit = new Date(newest);
  limit.setUTCMonth(limit.getUTCMonth() - staleMonths);
  const reason = {
    unit: "regressions",
    message: `it is more than ${staleMonths} months older than the newest release`,
  };
  for (const candidate of open) {
    const uploaded = uploadedAt(candidate);
    if (uploaded !== undefined && uploaded < limit) yield { candidate, cost: unit, reason };
  }
}

/** When the first file of a release was uploaded, if its index says so. */
function uploadedAt(candidate: Candidate | undefined): Date | undefined {
  const times = (candidate?.files ?? []).flatMap(({ uploaded }) => (uploaded === undefined ? [] : [uploaded]));
  const first = times.map((text) => Date.parse(text)).filter((time) => !Number.isNaN(time));
  return first.length === 0 ? undefined : new Date(Math.min(...first));
}

function* ruleStepCosts(weighing: Weighing): Iterable<Cost> {
  for (const { candidate, steps, reason } of ruleCosts(weighing.open, weighing.opinions))
    if (steps > 0) yield { candidate, cost: steps, reason };
}

function* ruleTieCosts(weighing: Weighing): Iterable<Cost> {
  for (const { candidate, rest, reason } of ruleCosts(weighing.open, weighing.opinions))
    if (rest > 0) yield { candidate, cost: rest, reason };
}

function* freshnessCosts(weighing: Weighing): Iterable<Cost> {
  const weight = weighing.direct ? directWeight : 1;
  const { open, eligible } = weighing;
  // Both lists are newest first, so the number of newer releases only grows.
  let newer = 0;
  for (const candidate of open) {
    while (newer < eligible.length && Version.compare(eligible[newer]!.version, candidate.version) > 0) newer++;
    if (newer === 0) continue;
    const message = newer === 1 ? "a newer release can be had" : `${newer} newer releases can be had`;
    yield { candidate, cost: weight * Math.round(Math.log2(1 + newer) * unit), reason: { unit: "freshness", message } };
  }
}
