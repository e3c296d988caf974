/**
 * What rules may have kept out of a stack: which releases were at hand but for them. A note of a refusal is told where there
 * was something at hand to refuse; what would not have been chosen anyway is no news.
 *
 * It is an estimate, and a close one: to know it, one would have to search again without each rule. A release that nothing
 * but its own requirements keeps out counts as at hand.
 */

import { isLocked } from "../../pipeline/index.ts";
import type { Candidate } from "../../ports/index.ts";
import { type PackageName, type SpecifierSet, Version } from "../../python/index.ts";
import type { Chosen, Stack } from "../../resolver/index.ts";
import type { Question } from "../question.ts";
import { isRule } from "../say/words.ts";

/** Of a question what decides which releases are at hand. */
export type AtHandQuestion = Pick<Question, "judge" | "goal" | "context">;

/** Newest first; none of a package that is not in the stack. */
export function atHand(name: PackageName, stack: Stack, question: AtHandQuestion): readonly Candidate[] {
  const chosen = stack.get(name);
  if (chosen === undefined) return [];
  const binding = bounds(chosen, stack, question);
  return open(chosen.candidate, question).filter(
    (candidate) =>
      isNear(candidate, chosen.candidate, question) && binding.every((bound) => bound.admits(candidate.version)),
  );
}

/**
 * All but what Python, a policy, a hold or the cooldown has taken out. A pre-release counts only where pre-releases may be
 * chosen, or one had to be.
 */
function open({ name, version: chosen }: Candidate, { judge }: AtHandQuestion): readonly Candidate[] {
  const { candidates = [], removed } = judge.judgement(name) ?? {};
  const left = candidates.filter((candidate) => {
    const by = removed?.get(candidate);
    return by === undefined || isRule(by.unit);
  });
  const young = judge.tooYoung(name, left);
  const ripe = left.filter((candidate) => !young.has(candidate));
  const takesAny = judge.admitsPrereleases(name) || chosen.isPrerelease;
  return takesAny || ripe.every(({ version }) => version.isPrerelease)
    ? ripe
    : ripe.filter(({ version }) => !version.isPrerelease);
}

/**
 * Whether the search would have come to it no later than to the one it chose: the best is newer, the least change nearer, and
 * a final release comes before a pre-release that nobody allowed.
 */
function isNear(candidate: Candidate, { name, version: chosen }: Candidate, question: AtHandQuestion): boolean {
  const { judge, goal, context } = question;
  if (isLocked(candidate, context)) return true;
  if (chosen.isPrerelease && !candidate.version.isPrerelease && !judge.admitsPrereleases(name)) return true;
  const locked = context.locked.get(name);
  const toChosen = Version.compare(candidate.version, chosen);
  if (goal.kind === "advise" || locked === undefined) return toChosen >= 0;
  const toLocked = Version.compare(candidate.version, locked);
  return toChosen === 0 || toChosen === -toLocked;
}

/**
 * What the user's own lines demand, and those packages that would be there as they are whatever becomes of this one: of
 * others it may be this very release that keeps them where they are.
 */
function bounds(
  { candidate: { name }, requiredBy }: Chosen,
  stack: Stack,
  { judge, goal, context }: AtHandQuestion,
): readonly SpecifierSet[] {
  const isSettled = (by: PackageName): boolean => {
    const requirer = stack.get(by)?.candidate;
    if (requirer === undefined) return false;
    return requirer === judge.judgement(by)?.newest || (goal.kind !== "advise" && isLocked(requirer, context));
  };
  const own = context.requirements.map(({ requirement }) => requirement);
  const others = requiredBy.flatMap((by) => (by.kind === "package" && isSettled(by.name) ? [by.requirement] : []));
  return [...own, ...others].filter((requirement) => requirement.name === name).map(({ specifier }) => specifier);
}
