/**
 * What of a fix remains, and why: for each advisory that is still there the resolver is asked for a stack without it. Where
 * there is none, its conflict is the proof, and what would help comes with it; where there is one, it is no better.
 */

import { UserError } from "../../base/index.ts";
import { Version } from "../../python/index.ts";
import type { PackageName } from "../../python/index.ts";
import { type FactSource, resolve, type Stack } from "../../resolver/index.ts";
import type { AdviceFix, FixObstacle } from "../advice-fix.ts";
import type { AdvisoryHit } from "../advice.ts";
import type { Solved } from "../keep-old-stack.ts";
import type { LockedPin } from "../lock/locked-pins.ts";
import type { Question } from "../question.ts";
import { explainConflict, explainRelaxations } from "../reasons/explain-conflict.ts";
import { userLine } from "../reasons/demand.ts";
import { type FixGoal, isNamed, isNameOf, isSameFlaw } from "./named.ts";

/** @param after the pins that the advice leaves behind. `deadline` ends the questions, not the answer. */
export async function fixOf(
  question: Question,
  goal: FixGoal,
  { answer, after }: { readonly answer: Solved; readonly after: ReadonlyMap<PackageName, LockedPin> },
  deadline: AbortSignal,
): Promise<AdviceFix> {
  const before = hitsOf(question, question.old);
  const { advisories: asked } = goal;
  const remaining: AdviceFix["remaining"] = [];
  for (const hit of hitsOf(question, after)) {
    if (!isNamed(goal, hit) || (asked === "all" && hit.accepted !== undefined)) continue;
    const { id, package: name, version } = hit;
    remaining.push({ id, package: name, version, why: await obstacleTo(question, answer, hit, deadline) });
  }
  const absent = asked === "all" ? [] : asked.filter((id) => !before.some((hit) => isNameOf(id, hit)));
  return { asked: asked === "all" ? null : [...asked], absent, remaining };
}

function hitsOf({ advisories }: Question, pins: ReadonlyMap<PackageName, LockedPin>): readonly AdvisoryHit[] {
  return [...pins.values()].flatMap(({ name, version }) =>
    version === undefined ? [] : advisories.hits(name, version),
  );
}

async function obstacleTo(
  question: Question,
  answer: Solved,
  hit: AdvisoryHit,
  deadline: AbortSignal,
): Promise<FixObstacle> {
  if (hit.accepted !== undefined) return { kind: "accepted", ...hit.accepted };
  const problem = { ...question.problem, facts: without(hit, question) };
  try {
    const other = await resolve(problem, { signal: deadline, relax: () => deadline });
    if (other.kind === "unsolvable") {
      const { conflict } = other;
      const [explanation, relaxations] = [explainConflict(conflict), explainRelaxations(conflict)];
      return { kind: "impossible", requirements: conflict.requirements.map(userLine), explanation, relaxations };
    }
    return other.kind === "solved" ? tradeOf(question, answer.stack, other.stack) : unanswered;
  } catch (error) {
    // A reason is not worth the advice, as in `why-not.ts`.
    if (!deadline.aborted && !(error instanceof UserError)) throw error;
    return unanswered;
  }
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
