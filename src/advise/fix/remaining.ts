/**
 * What of a fix remains, and why: for each advisory that is still there the resolver is asked for a stack without it. Where
 * there is none, its conflict is the proof, and what would help comes with it; where there is one, it is no better. What
 * nobody can tell whether it concerns a release is told as that: it has not gone, and it is not absent.
 */

import { UserError } from "../../base/index.ts";
import { Version } from "../../python/index.ts";
import type { PackageName } from "../../python/index.ts";
import { type Conflict, type FactSource, type Origin, resolve, type Stack } from "../../resolver/index.ts";
import type { AdviceFix, FixObstacle } from "../advice-fix.ts";
import type { AdviceRelaxation, AdvisoryHit } from "../advice.ts";
import type { UndecidedFlaw } from "../advisory-reader.ts";
import type { Solved } from "../keep-old-stack.ts";
import type { LockedPin } from "../lock/locked-pins.ts";
import type { Question } from "../question.ts";
import { explainConflict, explainRelaxations } from "../reasons/explain-conflict.ts";
import { userLine } from "../reasons/demand.ts";
import { findLift, policyBars } from "../reasons/lifts.ts";
import type { AdviceServices } from "../services.ts";
import { type FixGoal, isNamed, isNameOf, isSameFlaw } from "./named.ts";

/** What a fix has come to, and what there is to ask further questions with. */
export interface Fixed {
  readonly answer: Solved;
  /** The pins that the advice leaves behind. */
  readonly after: ReadonlyMap<PackageName, LockedPin>;
  readonly services: AdviceServices;
}

/** @param deadline ends the questions, not the answer. */
export async function fixOf(
  question: Question,
  goal: FixGoal,
  { answer, after, services }: Fixed,
  deadline: AbortSignal,
): Promise<AdviceFix> {
  const { advisories: asked } = goal;
  // Without a lock there is nothing to fix, whatever the new one would have.
  if (question.request.oldLock === undefined)
    return { asked: asked === "all" ? null : [...asked], absent: [], remaining: [] };
  const remaining: AdviceFix["remaining"] = [];
  for (const hit of hitsOf(question, after)) {
    if (!isNamed(goal, hit) || (asked === "all" && hit.accepted !== undefined)) continue;
    const { id, package: name, version } = hit;
    remaining.push({
      id,
      package: name,
      version,
      why: await obstacleTo(question, { answer, services }, hit, deadline),
    });
  }
  const undecided = undecidedOf(question, after);
  for (const flaw of undecided) {
    if (!isNamed(goal, flaw) || (asked === "all" && flaw.isAccepted)) continue;
    const { id, package: name, version } = flaw;
    remaining.push({ id, package: name, version, why: { kind: "undecided" } });
  }
  const { old } = question;
  const present = [...hitsOf(question, old), ...undecidedOf(question, old), ...undecided];
  const absent = asked === "all" ? [] : asked.filter((id) => !present.some((flaw) => isNameOf(id, flaw)));
  return { asked: asked === "all" ? null : [...asked], absent, remaining };
}

function hitsOf({ advisories }: Question, pins: ReadonlyMap<PackageName, LockedPin>): readonly AdvisoryHit[] {
  return [...pins.values()].flatMap(({ name, version }) =>
    version === undefined ? [] : advisories.hits(name, version),
  );
}

function undecidedOf({ advisories }: Question, pins: ReadonlyMap<PackageName, LockedPin>): readonly UndecidedFlaw[] {
  return [...pins.values()].flatMap(({ name, version }) =>
    version === undefined ? [] : advisories.undecidedFlaws(name, version),
  );
}

async function obstacleTo(
  question: Question,
  { answer, services }: Pick<Fixed, "answer" | "services">,
  hit: AdvisoryHit,
  deadline: AbortSignal,
): Promise<FixObstacle> {
  if (hit.accepted !== undefined) return { kind: "accepted", ...hit.accepted };
  const problem = { ...question.problem, facts: without(hit, question) };
  try {
    // Going back is no way out, as it is no fix.
    const floor = question.context.locked;
    const other = await resolve(problem, { signal: deadline, relax: () => deadline, floor });
    if (other.kind === "unsolvable") {
      const facts = (asked: Question) => without(hit, asked);
      const lift = await findLift(question, other.conflict, { services, facts, floor }, deadline);
      return impossible(question, other.conflict, lift);
    }
    return other.kind === "solved" ? tradeOf(question, answer.stack, other.stack) : unanswered;
  } catch (error) {
    // A reason is not worth the advice, as in `why-not.ts`.
    if (!deadline.aborted && !(error instanceof UserError)) throw error;
    return unanswered;
  }
}

function impossible(question: Question, conflict: Conflict, lift: AdviceRelaxation | undefined): FixObstacle {
  const policies = policyBars(question, conflict);
  const hasBounds = (origin: Origin): boolean =>
    [...question.problem.requirements, ...question.problem.constraints].some(
      (root) => root.origin === origin && root.requirement.specifier.clauses.length > 0,
    );
  const lines = policies.length === 0 ? conflict.requirements : conflict.requirements.filter(hasBounds);
  return {
    kind: "impossible",
    requirements: lines.map(userLine),
    policies,
    explanation: explainConflict(conflict),
    relaxations: [...(lift === undefined ? [] : [lift]), ...explainRelaxations(conflict)],
  };
}

const unanswered: FixObstacle = { kind: "unanswered" };

/** The same facts, and no release of the package that has the flaw. */
function without(hit: AdvisoryHit, { judge, advisories }: Question): FactSource {
  return {
    *facts(name, candidates) {
      yield* judge.facts(name, candidates);
      if (name !== hit.package) return;
      for (const candidate of candidates) {
        const own = advisories.hits(name, candidate.version).find((other) => isSameFlaw(hit, other));
        if (own === undefined) continue;
        const reason = { unit: "advisories", message: `${own.id} affects it`, link: own.link };
        yield { kind: "remove", candidate, reason };
      }
    },
  };
}

/** What speaks against the stack `other`, which lacks the advisory. */
function tradeOf({ old, advisories }: Question, own: Stack, other: Stack): FixObstacle {
  const chosen = [...other.values()].map(({ candidate }) => candidate);
  const older = chosen.flatMap(({ name, version }) => {
    const locked = old.get(name)?.version;
    const isOlder = locked !== undefined && Version.compare(version, locked) < 0;
    return isOlder ? [{ name, version: version.toString() }] : [];
  });
  const more = chosen.flatMap(({ name, version }) => {
    const candidate = own.get(name)?.candidate;
    const known = candidate === undefined ? [] : advisories.hits(name, candidate.version);
    return advisories
      .hits(name, version)
      .filter((hit) => hit.accepted === undefined && !known.some((same) => isSameFlaw(hit, same)))
      .map(({ id }) => ({ id, package: name }));
  });
  return older.length + more.length === 0 ? unanswered : { kind: "traded", older, advisories: more };
}
