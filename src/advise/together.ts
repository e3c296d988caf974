/**
 * Environments of one project as one request. Those of one recommendation type that have a stack each are solved
 * together: one release of a package everywhere, unless another one is needed or better by a tier before freshness.
 */

import { type Problem, type Stack, type Weighed, isProved, resolveTogether } from "../resolver/index.ts";
import { type Solved, keepOldStacks } from "./keep-old-stack.ts";
import { agreementTier } from "./objective/objective.ts";
import type { Question } from "./question.ts";

/** Another environment that was solved with this one, and its stack. */
export interface Companion {
  readonly environment: string;
  readonly stack: Stack;
}

/** What environments have together. */
export interface Joined {
  readonly answer: Solved;
  /** Whether no stacks are better for all of them. */
  readonly proved: boolean;
  readonly companions: readonly Companion[];
}

/** An environment that has a stack for itself. */
export interface Alone {
  readonly question: Question;
  readonly found: Solved;
  /** The user's own stack, where it is one. */
  readonly old: Weighed | undefined;
}

/**
 * Environments to be solved together, in their order: of one type, with the same tiers in the same order. Where the search
 * has not come to its end for one alone, it would not for all, and the environment stays alone.
 */
export function groupsOf<Each extends Alone>(searched: readonly Each[]): readonly (readonly Each[])[] {
  const groups = Map.groupBy(searched, (alone) => {
    const { request, objective } = alone.question;
    if (!isProved(alone.found)) return alone;
    return [request.environment.recommendationType, ...objective.map(({ name }) => name)].join("\n");
  });
  return [...groups.values()];
}

/** What failed while environments were solved together, and for which of them. */
export class FailedTogether extends Error {
  readonly at: number;
  constructor(at: number, cause: unknown) {
    super("an environment failed while it was solved together with others", { cause });
    this.at = at;
  }
}

/**
 * The answers of a group, in its order.
 *
 * @param group one of `groupsOf`.
 * @param searchWithin how long the search for all may take, in milliseconds.
 * @throws {FailedTogether} when what is known of packages fails one of them.
 */
export async function join(
  group: readonly Alone[],
  searchWithin: number,
  signal: AbortSignal,
): Promise<readonly Joined[]> {
  const [first] = group;
  if (first === undefined) return [];
  if (group.length === 1) return [{ answer: first.found, proved: isProved(first.found), companions: [] }];
  const before = agreementTier(first.question.objective);
  const parts = group.map(({ question, found }, at) => ({ problem: failingAt(at, question.problem), alone: found }));
  const settle = AbortSignal.timeout(searchWithin);
  const { stacks, proved } = await resolveTogether(parts, { agreementBefore: before, signal, settle });
  const olds = group.map(({ old }) => old);
  return joined(group, keepOldStacks(stacks, olds, before), proved);
}

function joined(group: readonly Alone[], stacks: readonly Weighed[], proved: boolean): readonly Joined[] {
  return group.map(({ found }, i) => ({
    answer: { ...found, stack: stacks[i]!.stack, skipped: stacks[i]!.skipped, cost: stacks[i]!.cost },
    proved,
    companions: group.flatMap(({ question }, j) =>
      i === j ? [] : [{ environment: question.request.environment.name, stack: stacks[j]!.stack }],
    ),
  }));
}

/** The same problem; what its universe throws says whose it is. */
function failingAt(at: number, problem: Problem): Problem {
  const { universe } = problem;
  const orFailed = async <Value>(ask: () => Promise<Value>): Promise<Value> => {
    try {
      return await ask();
    } catch (error) {
      throw new FailedTogether(at, error);
    }
  };
  return {
    ...problem,
    universe: {
      candidates: (name, signal) => orFailed(() => universe.candidates(name, signal)),
      requirements: (candidate, signal) => orFailed(() => universe.requirements(candidate, signal)),
    },
  };
}
