/**
 * What advisories cost, and why an old release that has none is no way out.
 *
 * Records speak of ranges of versions, mostly of those that somebody looked at. A release from before the flaw was brought
 * in is clean; one from before anybody kept records looks so too, and nobody mends it any more. As advisories are decided
 * before regressions, a package none of whose releases is fixed would so end at its oldest one. Hence *going back is no
 * fix*: a regression (below the lock, or ancient where nothing is locked) costs what it has itself and what would stand if
 * nobody went back, which is the locked release's cost; without one, that of the worst release that is no regression. Then
 * staying is never dearer than going back, and the tier of regressions decides. Of releases that are all regressions, such
 * as where the user's line asks for an older one, the one with the fewest advisories of its own is still the best.
 *
 * Between packages the order of the tiers is as it stands: a package may go back to a release without flaws of its own if
 * that is what fixes another one. It is no fix that a flawed package merely drops out: a regression costs as well what the
 * package has through those that it needs, as far as nobody mends that by moving on (`../inherited-flaws.ts`).
 *
 * An advisory weighs half as much in a package that nothing but development needs. Who needs a package is known when there
 * is a stack, and costs are told before; so that is judged by the user's own lines and, for what they bring in, by the
 * sections of the lock that is to be replaced. What is new, or asked for without a lock, weighs in full.
 */

import type { Candidate } from "../../ports/index.ts";
import { Version } from "../../python/index.ts";
import type { AdvisoryHit } from "../advice.ts";
import { regressionsOf } from "./regressions.ts";
import { type Cost, unit, type Weighing } from "./weighing.ts";

/** By severity of an advisory, one per group of aliases. */
const severityWeights: Readonly<Record<AdvisoryHit["severity"], number>> = {
  critical: unit,
  high: 0.6 * unit,
  medium: 0.3 * unit,
  unknown: 0.3 * unit,
  low: 0.1 * unit,
};

/** By how near the code comes to the flaw: an order, which makes nothing go away. */
const reachFactors: Readonly<Record<NonNullable<AdvisoryHit["reach"]>["level"], number>> = {
  0: 0.5,
  1: 0.75,
  2: 1,
  3: 1.25,
  4: 1.5,
  unknown: 1,
};

const developedFactor = 0.5;

export function isSevere({ severity }: AdvisoryHit): boolean {
  return severity === "critical" || severity === "high";
}

/** Whether the code that ships uses the very thing that has the flaw. */
export function isReached({ reach }: AdvisoryHit): boolean {
  return reach?.level === 4 && reach.only_in === null;
}

/** An integer at scale 10^-4; 0 for what somebody accepts. */
export function advisoryWeight(hit: AdvisoryHit, { developed }: Pick<Weighing, "developed">): number {
  if (hit.accepted !== undefined) return 0;
  return Math.round(severityWeights[hit.severity] * reachFactor(hit) * (developed ? developedFactor : 1));
}

/** What only tests or documentation use is no more than there. */
function reachFactor({ reach }: AdvisoryHit): number {
  if (reach === null) return 1;
  const factor = reachFactors[reach.level];
  return reach.only_in === null ? factor : Math.min(1, factor);
}

/** @param counts which advisories the tier is about. */
export function* advisoryCosts(weighing: Weighing, counts: (hit: AdvisoryHit) => boolean): Iterable<Cost> {
  const sums = new Map<Candidate, number>();
  for (const candidate of weighing.open)
    for (const hit of weighing.advisories(candidate).filter(counts)) {
      const cost = advisoryWeight(hit, weighing);
      if (cost === 0) continue;
      sums.set(candidate, (sums.get(candidate) ?? 0) + cost);
      yield { candidate, cost, reason: { unit: "advisories", message: sayHit(hit), link: hit.link } };
    }
  const inherited = inheritedCost(weighing, counts);
  if (sums.size === 0 && inherited === 0) return;
  const back = regressionsOf(weighing);
  const cost = costOfStaying(weighing, back, sums) + inherited;
  if (cost === 0) return;
  for (const [candidate, message] of back)
    yield { candidate, cost, reason: { unit: "advisories", message: `${message}, and going back is no fix` } };
}

function sayHit({ id, severity, reach }: AdvisoryHit): string {
  const where = reach?.level === 4 && reach.file !== null ? `, and ${reach.file}:${reach.line} uses what has it` : "";
  return `${id} (${severity}) affects it${where}`;
}

function inheritedCost(weighing: Weighing, counts: (hit: AdvisoryHit) => boolean): number {
  return weighing
    .inherited()
    .filter(({ hit }) => counts(hit))
    .reduce((sum, { hit, developed }) => sum + advisoryWeight(hit, { developed }), 0);
}

function costOfStaying(
  { open, eligible, locked }: Weighing,
  back: ReadonlyMap<Candidate, string>,
  sums: ReadonlyMap<Candidate, number>,
): number {
  const own = locked && open.find(({ version }) => Version.equal(version, locked));
  const staying = own === undefined ? eligible.filter((candidate) => !back.has(candidate)) : [own];
  return staying.reduce((most, candidate) => Math.max(most, sums.get(candidate) ?? 0), 0);
}

/**
 * Advisories of a candidate that nobody mends by moving on: each release that is no regression, and that anyone may expect
 * to get, has them too. Those that are accepted are not among them.
 */
export function unfixable(weighing: Weighing, candidate: Candidate): readonly AdvisoryHit[] {
  const hits = weighing.advisories(candidate).filter(({ accepted }) => accepted === undefined);
  if (hits.length === 0) return [];
  const back = regressionsOf(weighing);
  const onward = weighing.eligible.filter((other) => !back.has(other));
  return hits.filter(({ id }) => onward.every((other) => weighing.advisories(other).some((hit) => hit.id === id)));
}
