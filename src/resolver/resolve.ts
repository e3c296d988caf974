/**
 * From a problem to its resolution. `README.md` tells how the search goes, with an example.
 */

import { costOf, lowerBound } from "./bound.ts";
import type { Literal } from "./core/literal.ts";
import { Encoding } from "./encoding.ts";
import { explain } from "./explain.ts";
import { toStack, type Founded } from "./founded.ts";
import type { Assumption, Problem } from "./problem.ts";
import { compareCosts } from "./ranking.ts";
import type { Resolution, Statistics } from "./resolution.ts";
import { Search } from "./search.ts";

export interface ResolveOptions {
  /** Pins to take for granted. A package that nothing requires is not in the stack, pinned or not. */
  readonly assumptions?: readonly Assumption[];
  /** Looked at between decisions; once it has fired the answer is `stopped`. */
  readonly signal: AbortSignal;
}

/**
 * Finds a stack, the conflict that leaves none, or stops. The same problem always has the same answer.
 *
 * @throws whatever the universe throws, unless the signal has fired.
 */
export async function resolve(problem: Problem, options: ResolveOptions): Promise<Resolution> {
  const encoding = new Encoding(problem);
  try {
    return await answer(encoding, options);
  } catch (error) {
    if (options.signal.aborted) return { kind: "stopped", statistics: statisticsOf(encoding) };
    throw error;
  }
}

async function answer(encoding: Encoding, { assumptions = [], signal }: ResolveOptions): Promise<Resolution> {
  await encoding.encodeRoot(signal);
  const pins = await encoding.encodePins(assumptions, signal);
  const lines = [...encoding.requirements, ...encoding.constraints].map(({ literal }) => literal);
  const search = new Search(encoding, signal);
  const outcome = await search.run([...pins, ...lines]);
  if (outcome.kind === "found") return solved(encoding, outcome.founded, [...pins, ...lines]);
  const conflict = outcome.kind === "none" ? await explain(encoding, search, pins, outcome.core) : undefined;
  const statistics = statisticsOf(encoding);
  return conflict === undefined ? { kind: "stopped", statistics } : { kind: "unsolvable", conflict, statistics };
}

function solved(encoding: Encoding, founded: Founded, assumptions: readonly Literal[]): Resolution {
  const { tiers } = encoding.problem;
  const cost = costOf(founded, tiers);
  const bound = lowerBound(founded, encoding.solver, assumptions.length, tiers);
  const proved = compareCosts(cost, bound) === 0;
  return { kind: "solved", stack: toStack(founded), cost, proved, statistics: statisticsOf(encoding) };
}

function statisticsOf(encoding: Encoding): Statistics {
  const { solver, packages, metadataRead } = encoding;
  return { packages: packages.size, metadataRead, decisions: solver.decisions, conflicts: solver.conflicts };
}
