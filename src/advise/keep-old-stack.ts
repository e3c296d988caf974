/**
 * The user's own stack as an answer to the same question. The search may stop short of the best stack; this comparison
 * is why advice is never worse than what the user has.
 */

import { type Resolution, compareCosts, resolve } from "../resolver/index.ts";
import type { Question } from "./question.ts";

export type Solved = Extract<Resolution, { readonly kind: "solved" }>;

/**
 * @returns the locked releases, if they are a stack under today's policy and cost no more than `answer`; else `answer`.
 * What the lock lacks is chosen for it, and what it has too much is left out.
 */
export async function keepOldStack(question: Question, answer: Solved, signal: AbortSignal): Promise<Solved> {
  const pins = [...question.old.values()].flatMap(({ name, version }) =>
    version === undefined ? [] : [{ name, version }],
  );
  if (pins.length === 0) return answer;
  const own = await resolve(question.problem, { assumptions: pins, signal });
  if (own.kind !== "solved") return answer;
  if (compareCosts(own.cost, answer.cost) > 0) return answer;
  return { ...own, bound: answer.bound, statistics: answer.statistics };
}
