/**
 * Several environments as one question. Each has been solved for itself; where two of the stacks hold a package at
 * different releases, all are solved once more as one, with agreement as a tier of the objective. `README.md`, section 7.
 */

import { differing, disagreement, type Pins } from "./agreement.ts";
import type { PackageName } from "../python/index.ts";
import type { Literal } from "./core/literal.ts";
import { Solver } from "./core/solver.ts";
import { Encoding } from "./encoding.ts";
import { Encodings, jointCost } from "./encodings.ts";
import { toSkipped, toStack } from "./founded.ts";
import { Optimiser } from "./optimiser/optimiser.ts";
import type { Problem } from "./problem.ts";
import { compareCosts, type CostVector } from "./ranking.ts";
import type { Answer, Stack } from "./resolution.ts";
import { Search } from "./search.ts";

/** A stack and what it costs for itself, by tier. */
export type Weighed = Pick<Answer, "stack" | "skipped" | "cost">;

/** A problem, and the best stack for it alone. */
export interface Part {
  readonly problem: Problem;
  readonly alone: Weighed;
}

export interface TogetherOptions {
  /** Agreement comes right before this tier, of all the problems. */
  readonly agreementBefore: number;
  readonly signal: AbortSignal;
  /** Fires when the best stacks so far will do. */
  readonly settle?: AbortSignal;
}

/** Stacks for all of the problems, in their order. */
export interface Together {
  readonly stacks: readonly Weighed[];
  /** True where no other stacks are better by the objective of all. */
  readonly proved: boolean;
}

/** What several stacks cost as one: the sums of their tiers, and how often they disagree before the tier `agreementBefore`. */
export function costTogether(stacks: readonly Weighed[], agreementBefore: number): CostVector {
  const costs = stacks.map(({ cost }) => cost);
  return jointCost(costs, disagreement(stacks.map(({ stack }) => versionsOf(stack))), agreementBefore);
}

/** Packages that two stacks hold at different releases. */
export function packagesThatDiffer(a: Stack, b: Stack): readonly PackageName[] {
  return differing(versionsOf(a), versionsOf(b));
}

function versionsOf(stack: Stack): Pins {
  return new Map([...stack].map(([name, { candidate }]) => [name, candidate.version]));
}

/**
 * The stacks that are best together: one release of a package everywhere, unless another one is needed or better by an
 * earlier tier. They are never worse together than the best stacks alone, whatever fires.
 *
 * @param parts at least one, with the same tiers.
 * @throws whatever a universe throws, unless a signal has fired.
 */
export async function resolveTogether(parts: readonly Part[], options: TogetherOptions): Promise<Together> {
  const { agreementBefore, signal, settle } = options;
  const alone = parts.map((part) => part.alone);
  // Best alone, and nothing to agree on: nothing is better.
  if (disagreement(alone.map(({ stack }) => versionsOf(stack))) === 0) return { stacks: alone, proved: true };
  const stop = settle === undefined ? signal : AbortSignal.any([signal, settle]);
  try {
    const found = await search(parts, agreementBefore, stop);
    const costs = [alone, found.stacks].map((stacks) => costTogether(stacks, agreementBefore));
    return compareCosts(costs[1]!, costs[0]!) > 0 ? { stacks: alone, proved: false } : found;
  } catch (error) {
    if (stop.aborted) return { stacks: alone, proved: false };
    throw error;
  }
}

async function search(parts: readonly Part[], agreementBefore: number, stop: AbortSignal): Promise<Together> {
  const solver = new Solver();
  const all = parts.map(({ problem }) => new Encoding(problem, solver));
  const pins: Literal[] = [];
  // One after the other, so that no answer depends on which of them is told first.
  for (const [i, encoding] of all.entries()) {
    await encoding.encodeRoot(stop);
    const good = [...parts[i]!.alone.stack.values()].map(({ candidate }) => candidate);
    pins.push(...(await encoding.encodePins(good, stop)));
  }
  const lines = all.flatMap(({ requirements, constraints }) => [...requirements, ...constraints]);
  const given = lines.map(({ literal }) => literal);
  const encodings = new Encodings(all, agreementBefore);
  const optimum = await new Optimiser(encodings, new Search(encodings, stop), given).run(stop, pins);
  if (optimum.kind === "none") throw new Error("problems that have a stack each have none together");
  if (optimum.kind === "stopped") return { stacks: parts.map(({ alone }) => alone), proved: false };
  const stacks = optimum.best.founded.map((founded, i) => {
    const { problem } = parts[i]!;
    return {
      stack: toStack(founded),
      skipped: toSkipped(founded),
      cost: all[i]!.costOf(founded).slice(0, problem.tiers),
    };
  });
  return { stacks, proved: !optimum.stopped };
}
