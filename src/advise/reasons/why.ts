/** Why a changed package is at the release it is at: the first reason that applies, the weightiest first. */

import { pinMatches } from "../../pipeline/index.ts";
import { type PackageName, Version } from "../../python/index.ts";
import type { Chosen } from "../../resolver/index.ts";
import type { AdviceDemand, BecauseReason } from "../advice.ts";
import { demandOf, findObjection, ruleOf } from "./demand.ts";
import type { Solved } from "../keep-old-stack.ts";
import type { Question } from "../question.ts";

/** A package before and after. `version` of an old pin that is not from an index is undefined. */
export interface Move {
  readonly name: PackageName;
  readonly from: { readonly version: Version | undefined; readonly index: string | undefined } | undefined;
  readonly to: Chosen | undefined;
}

/** @param move of a package that is in the stack of `answer`, or was in the old lock. */
export function because(question: Question, answer: Solved, move: Move): BecauseReason {
  const { from, to } = move;
  if (to === undefined) return gone(answer, move.name);
  if (from?.version === undefined) return { kind: "required", demand: firstDemand(answer, to) };
  const change = { ...move, to, old: from.version };
  const reason =
    fixes(question, change) ??
    preferred(question, change) ??
    excluded(question, change) ??
    parted(question, answer, change);
  if (reason !== undefined) return reason;
  const objection = findObjection(to.requiredBy, change.old);
  if (objection !== undefined) return { kind: "demanded", demand: demandOf(objection, answer.stack) };
  if (from.index !== undefined && Version.equal(change.old, to.candidate.version))
    return { kind: "index", from: from.index, to: to.candidate.index };
  const newest = question.judge.judgement(move.name)?.newest;
  return { kind: newest === to.candidate ? "newest" : "newest-admitted" };
}

/** A rule may let a requirement vanish, or meet it with another package. */
function gone({ stack, skipped }: Solved, name: PackageName): BecauseReason {
  const replaced = [...stack.values()].flatMap(({ standsFor = [] }) =>
    standsFor.filter(({ candidate }) => candidate.name === name),
  );
  const [exception] = [...skipped.filter((each) => each.name === name), ...replaced];
  return exception === undefined ? { kind: "not-required" } : { kind: "rule", rule: ruleOf(exception.reason) };
}

function firstDemand({ stack }: Solved, { requiredBy, standsFor = [] }: Chosen): AdviceDemand {
  const [first] = requiredBy;
  const demand = demandOf(first!, stack);
  const stood = standsFor.find(({ candidate }) => candidate.name === first!.requirement.name);
  return stood === undefined ? demand : { ...demand, rule: ruleOf(stood.reason) };
}

interface Replacement {
  readonly name: PackageName;
  readonly old: Version;
  readonly to: Chosen;
}

function fixes(question: Question, { name, old, to }: Replacement): BecauseReason | undefined {
  const left = new Set(question.advisories.hits(name, to.candidate.version).map(({ id }) => id));
  const gone = question.advisories.hits(name, old).filter(({ id }) => !left.has(id));
  return gone.length === 0 ? undefined : { kind: "fixes", advisories: gone.map(({ id }) => id) };
}

/** A rule decided if it holds the chosen release dearer than the newest that could be had. */
function preferred({ judge, objective, goal }: Question, { name, to }: Replacement): BecauseReason | undefined {
  // A small change stops short of newer releases because they are farther.
  if (goal.kind !== "advise") return undefined;
  const judgement = judge.judgement(name);
  const newest = judgement?.newest;
  if (judgement === undefined || newest === undefined || newest === to.candidate) return undefined;
  const tier = objective.findIndex((row) => row.name === "rules");
  if (judge.costOf(to.candidate, tier) >= judge.costOf(newest, tier)) return undefined;
  const best = judgement.opinions
    .filter(({ candidate }) => candidate === to.candidate)
    .toSorted((a, b) => b.score - a.score)[0];
  const [against] = judge.costsOf(newest, tier);
  const rule = best?.reason ?? against?.reason;
  return rule === undefined ? undefined : { kind: "rule", rule: ruleOf(rule) };
}

function excluded(question: Question, { name, old, to }: Replacement): BecauseReason | undefined {
  const judgement = question.judge.judgement(name);
  if (judgement === undefined) return undefined;
  const candidate = judgement.candidates.find(({ version }) => Version.equal(version, old));
  if (candidate === undefined) {
    const message = `${old.text} is not among the releases on \`${to.candidate.index}\` that can be chosen here`;
    return { kind: "excluded", rule: { unit: "index", message } };
  }
  const reason = judgement.removed.get(candidate);
  return reason === undefined ? undefined : { kind: "excluded", rule: ruleOf(reason) };
}

/** A rule keeps the old release away from what is in the stack. */
function parted({ judge }: Question, { stack }: Solved, { name, old }: Replacement): BecauseReason | undefined {
  const judgement = judge.judgement(name);
  const locked = judgement?.candidates.find(({ version }) => Version.equal(version, old));
  if (judgement === undefined || locked === undefined) return undefined;
  const pinOf = (other: PackageName) => (other === name ? locked : stack.get(other)?.candidate);
  const rule = judgement.prohibitions.find(
    ({ when, introduced }) =>
      introduced === undefined &&
      when.some((pin) => pin.name === name) &&
      when.every((pin) => {
        const pinned = pinOf(pin.name);
        return pinned !== undefined && pinMatches(pin, pinned);
      }),
  );
  return rule && { kind: "rule", rule: ruleOf(rule.reason) };
}
