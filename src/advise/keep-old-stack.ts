/**
 * The user's own stack as an answer to the same question. The search may stop short of the best stack; this comparison
 * is why advice is never worse than what the user has.
 */

import { type Resolution, type Weighed, compareCosts, costTogether, resolve } from "../resolver/index.ts";
import type { Question } from "./question.ts";

export type Solved = Extract<Resolution, { readonly kind: "solved" }>;

/**
 * The locked releases as a stack; undefined where they are none under today's policy, or nothing is locked. What the lock
 * lacks is chosen for it, and what it has too much is left out.
 */
export async function findOldStack(question: Question, signal: AbortSignal): Promise<Weighed | undefined> {
  const pins = [...question.old.values()].flatMap(({ name, version }) =>
    version === undefined ? [] : [{ name, version }],
  );
  if (pins.length === 0) return undefined;
  const own = await resolve(question.problem, { assumptions: pins, signal });
  return own.kind === "solved" ? own : undefined;
}

/** The old stack if it costs no more than `answer`; else `answer`. */
export function keepOldStack(answer: Solved, old: Weighed | undefined): Solved {
  if (old === undefined || compareCosts(old.cost, answer.cost) > 0) return answer;
  return { ...answer, stack: old.stack, skipped: old.skipped, cost: old.cost };
}

/**
 * The old stacks of several environments if they are no worse together than `answers`; else those of them that make
 * nothing worse one by one.
 *
 * @param olds in the order of `answers`.
 */
export function keepOldStacks(
  answers: readonly Weighed[],
  olds: readonly (Weighed | undefined)[],
  agreementBefore: number,
): readonly Weighed[] {
  const places = [...answers.keys()];
  let kept = answers;
  for (const swapped of [places, ...places.map((place) => [place])]) {
    const tried = kept.map((answer, i) => (swapped.includes(i) ? (olds[i] ?? answer) : answer));
    const [before, after] = [kept, tried].map((stacks) => costTogether(stacks, agreementBefore));
    if (compareCosts(after!, before!) <= 0) kept = tried;
  }
  return kept;
}
