/**
 * From a problem to its resolution. `README.md` tells how the search goes, with an example.
 */

import { Encoding } from "./encoding.ts";
import { explain } from "./explain.ts";
import { toStack } from "./founded.ts";
import { Optimiser, type Optimum } from "./optimiser/optimiser.ts";
import type { Assumption, Problem } from "./problem.ts";
import type { Resolution, Statistics } from "./resolution.ts";
import { Search } from "./search.ts";

export interface ResolveOptions {
  /** Pins to take for granted. A package that nothing requires is not in the stack, pinned or not. */
  readonly assumptions?: readonly Assumption[];
  /** Looked at between decisions; once it has fired the answer is `stopped`. */
  readonly signal: AbortSignal;
  /** Fires when the best stack so far will do; while there is none the search goes on. Then the answer is `stopped` too. */
  readonly settle?: AbortSignal;
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
    if (options.signal.aborted) return { kind: "stopped", best: undefined, statistics: statisticsOf(encoding) };
    throw error;
  }
}

async function answer(encoding: Encoding, { assumptions = [], signal, settle }: ResolveOptions): Promise<Resolution> {
  await encoding.encodeRoot(signal);
  const pins = await encoding.encodePins(assumptions, signal);
  const lines = [...encoding.requirements, ...encoding.constraints].map(({ literal }) => literal);
  const search = new Search(encoding, signal);
  const improving = settle === undefined ? signal : AbortSignal.any([signal, settle]);
  const optimum = await new Optimiser(encoding, search, [...pins, ...lines]).run(improving);
  if (optimum.kind === "best") return told(encoding, optimum);
  const conflict = optimum.kind === "none" ? await explain(encoding, search, pins, optimum.core) : undefined;
  const statistics = statisticsOf(encoding);
  if (conflict === undefined) return { kind: "stopped", best: undefined, statistics };
  return { kind: "unsolvable", conflict, statistics };
}

function told(encoding: Encoding, { best, bound, stopped }: Extract<Optimum, { readonly kind: "best" }>): Resolution {
  const cost = best.cost.slice(0, encoding.problem.tiers);
  const found = { stack: toStack(best.founded), cost, bound };
  const statistics = statisticsOf(encoding);
  return stopped ? { kind: "stopped", best: found, statistics } : { kind: "solved", ...found, statistics };
}

function statisticsOf(encoding: Encoding): Statistics {
  const { solver, packages, metadataRead } = encoding;
  return { packages: packages.size, metadataRead, decisions: solver.decisions, conflicts: solver.conflicts };
}
