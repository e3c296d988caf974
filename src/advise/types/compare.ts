/**
 * One question put five times: what each recommendation type would choose, so that whoever reads one answer sees what it
 * was traded for. All see the same indexes, so that little is read that was not read already.
 */

import { compareText, UserError } from "../../base/index.ts";
import { type RecommendationType, recommendationTypes } from "../../environments/index.ts";
import type { Candidate } from "../../ports/index.ts";
import type { PackageName } from "../../python/index.ts";
import { Version } from "../../python/index.ts";
import { isProved, type Stack } from "../../resolver/index.ts";
import type { TypeAnswer, TypeStack } from "../advice-types.ts";
import { findAnswer } from "../advise.ts";
import { directNames } from "../changes.ts";
import type { Solved } from "../keep-old-stack.ts";
import { isMajorMove } from "../objective/major-moves.ts";
import type { Question } from "../question.ts";
import type { Found } from "../run.ts";
import type { AdviceServices } from "../services.ts";

/** The answer that is advised, with its question. */
export interface Advised {
  readonly question: Question;
  readonly answer: Solved;
}

/**
 * All types in their order, that of `advised` among them. A type that fails or has no stack says so; one that takes longer
 * than its share of `within`, in milliseconds, has its best stack so far, or none.
 *
 * @throws the reason of `signal` when it fires.
 */
export async function compareTypes(
  advised: Advised,
  services: AdviceServices,
  within: number,
  signal: AbortSignal,
): Promise<TypeAnswer[]> {
  const { recommendationType: own } = advised.question.request.environment;
  const share = Math.max(1, Math.floor(within / recommendationTypes.length));
  const answers: TypeAnswer[] = [];
  for (const type of recommendationTypes) {
    const isOwn = type === own;
    const outcome = isOwn
      ? measure(advised, advised)
      : await answerAs(type, advised, { ...quiet(services), searchWithin: share }, signal);
    answers.push({ recommendation_type: type, advised: isOwn, outcome });
  }
  return answers;
}

/** The same; undefined once `signal` has fired. */
export async function tryCompareTypes(
  advised: Advised,
  services: AdviceServices,
  within: number,
  signal: AbortSignal,
): Promise<TypeAnswer[] | undefined> {
  try {
    signal.throwIfAborted();
    return await compareTypes(advised, services, within, signal);
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  }
}

/** Nobody waits for this. */
function quiet(services: AdviceServices): AdviceServices {
  return { ...services, progress: () => undefined };
}

async function answerAs(
  type: RecommendationType,
  advised: Advised,
  services: AdviceServices,
  signal: AbortSignal,
): Promise<TypeAnswer["outcome"]> {
  const { request, source, homes } = advised.question;
  const asked = { ...request, environment: { ...request.environment, recommendationType: type } };
  // A search that has nothing when its time is up goes on for a first stack, and this ends it.
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(2 * services.searchWithin)]);
  try {
    const { question, found } = await findAnswer(asked, services, deadline, { source, corrected: homes.corrected });
    return found.kind === "solved" ? measure({ question, answer: found }, advised) : sayNone(found);
  } catch (error) {
    signal.throwIfAborted();
    if (deadline.aborted) return { kind: "none", reason: "It was not found in time" };
    if (!(error instanceof UserError)) throw error;
    return { kind: "none", reason: error.message };
  }
}

function sayNone(found: Exclude<Found, Solved>): TypeAnswer["outcome"] {
  const reason = found.kind === "refused" ? found.reason.message : "No stack satisfies all requirements";
  return { kind: "none", reason };
}

function measure({ question, answer }: Advised, advised: Advised): TypeStack {
  const candidates = [...answer.stack.values()].map(({ candidate }) => candidate);
  return {
    kind: "solved",
    proved: isProved(answer),
    changes: countChanges(question, answer.stack),
    advisories: countAdvisories(question, candidates),
    packages: candidates.length,
    behind: candidates.filter((candidate) => isBehind(candidate, question, advised.question)).length,
    major_moves: candidates.filter((candidate) => {
      const locked = question.context.locked.get(candidate.name);
      return locked !== undefined && isMajorMove(locked, candidate);
    }).length,
    costs: question.objective.flatMap(({ name: tier }, i) => {
      const packages = candidates.filter((candidate) => question.judge.costOf(candidate, i) > 0).length;
      return answer.cost[i] === 0 ? [] : [{ tier, packages }];
    }),
    better_by: firstWorse(question, advised.answer.stack, answer.stack),
    worse_by: firstWorse(advised.question, answer.stack, advised.answer.stack),
    differs: differences(answer.stack, advised),
  };
}

/** The first tier of a question's objective in which the releases of `stack` cost more than those of `other`, if none before differs. */
function firstWorse(question: Question, stack: Stack, other: Stack): string | null {
  for (const [tier, { name }] of question.objective.entries()) {
    const difference = costIn(question, stack, tier) - costIn(question, other, tier);
    if (difference !== 0) return difference > 0 ? name : null;
  }
  return null;
}

/** Of releases as the question knows them; what it has not met costs nothing. */
function costIn({ judge }: Question, stack: Stack, tier: number): number {
  return [...stack.values()].reduce((sum, { candidate }) => {
    const { name, version, index } = candidate;
    const own = judge
      .judgement(name)
      ?.candidates.find((each) => each.index === index && Version.equal(each.version, version));
    return own === undefined ? sum : sum + judge.costOf(own, tier);
  }, 0);
}

function countChanges({ old }: Question, stack: Stack): number {
  const locked = new Map([...old].flatMap(([name, { version }]) => (version === undefined ? [] : [[name, version]])));
  const names = new Set([...locked.keys(), ...stack.keys()]);
  return [...names].filter((name) => {
    const [from, to] = [locked.get(name), stack.get(name)?.candidate.version];
    return from === undefined || to === undefined || !Version.equal(from, to);
  }).length;
}

function countAdvisories({ judge, advisories }: Question, candidates: readonly Candidate[]): TypeStack["advisories"] {
  if (!advisories.isLoaded) return null;
  const counts = { critical: 0, high: 0, medium: 0, low: 0, unknown: 0 };
  for (const candidate of candidates)
    for (const { severity, accepted } of judge.advisories(candidate)) if (accepted === undefined) counts[severity]++;
  return counts;
}

/** By what the advised type might choose, so that one measure counts for all; what it has not met is measured by its own. */
function isBehind({ name, version }: Candidate, own: Question, advised: Question): boolean {
  const newest = (advised.judge.judgement(name) ?? own.judge.judgement(name))?.newest;
  return newest !== undefined && Version.compare(version, newest.version) < 0;
}

function differences(stack: Stack, { question, answer }: Advised): TypeStack["differs"] {
  const advised = answer.stack;
  const direct = directNames(question);
  const versionIn = (pins: Stack, name: PackageName): string | null => pins.get(name)?.candidate.version.text ?? null;
  const names = [...new Set([...stack.keys(), ...advised.keys()])].toSorted(
    (a, b) => Number(direct.has(b)) - Number(direct.has(a)) || compareText(a, b),
  );
  return names
    .map((name) => ({ name, version: versionIn(stack, name), advised: versionIn(advised, name) }))
    .filter((each) => each.version !== each.advised);
}
