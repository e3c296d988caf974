/**
 * From a problem to its resolution. `README.md` tells how the search goes, with an example.
 */

import type { PackageName, Version } from "../python/index.ts";
import type { Literal } from "./core/literal.ts";
import { Encoding } from "./encoding.ts";
import { Encodings } from "./encodings.ts";
import { explain } from "./explain.ts";
import { toSkipped, toStack } from "./founded.ts";
import { type Best, Optimiser, type Optimum } from "./optimiser/optimiser.ts";
import { Steering } from "./predictors/steering.ts";
import { chooseGuide, type PredictorOptions } from "./predictors/table.ts";
import type { Assumption, Problem } from "./problem.ts";
import { Relaxing, relaxed, toRelaxation } from "./relax.ts";
import type { Relaxation, Resolution, Statistics } from "./resolution.ts";
import type { RootLine } from "./root-line.ts";
import { Search } from "./search.ts";

export interface ResolveOptions {
  /** Pins to take for granted. A package that nothing requires is not in the stack, pinned or not. */
  readonly assumptions?: readonly Assumption[];
  /** Looked at between decisions; once it has fired the answer is `stopped`. */
  readonly signal: AbortSignal;
  /** Fires when the best stack so far will do; while there is none the search goes on. Then the answer is `stopped` too. */
  readonly settle?: AbortSignal;
  /**
   * Where given, the cheapest relaxations of what has no stack are looked for. It is called when they are, and they are
   * looked for until its answer fires.
   */
  readonly relax?: () => AbortSignal;
  /** Releases that no relaxation goes below: of these packages it takes nothing older that the user's lines do not take now. */
  readonly floor?: ReadonlyMap<PackageName, Version>;
  /** Who says where to look first: it changes how soon the best stack is found, never which it is. Absent: `latest`. */
  readonly predictor?: PredictorOptions;
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

async function answer(encoding: Encoding, options: ResolveOptions): Promise<Resolution> {
  const { assumptions = [], signal, settle, relax } = options;
  await encoding.encodeRoot(signal);
  const pins = await encoding.encodePins(assumptions, signal);
  const lines = [...encoding.requirements, ...encoding.constraints].map(({ literal }) => literal);
  const encodings = new Encodings([encoding]);
  const steering = steeringOf(encodings, options);
  const search = new Search(encodings, signal, steering);
  const improving = settle === undefined ? signal : AbortSignal.any([signal, settle]);
  const optimum = await new Optimiser(encodings, search, [...pins, ...lines], steering).run(improving);
  steering?.end();
  if (optimum.kind === "best") return told(encoding, optimum, steering);
  // Of several conflicts, or pre-releases that no stack can do without, the way there decides: all go the same one.
  if (optimum.kind === "none" && steering !== undefined)
    return await answer(new Encoding(encoding.problem), { ...options, predictor: { name: "latest", seed: 0 } });
  const explanation = optimum.kind === "none" ? await explain(encoding, search, pins, optimum.core) : undefined;
  const statistics = statisticsOf(encoding);
  if (explanation === undefined) return { kind: "stopped", best: undefined, statistics };
  const { minimal, lines: proof } = explanation;
  const relaxations = relax === undefined ? [] : await findRelaxations(encoding, pins, minimal, options, relax());
  const conflict = { requirements: minimal.map(({ root }) => root.origin), lines: proof, relaxations };
  return { kind: "unsolvable", conflict, statistics };
}

/** Without tiers no stack is better than another, and the answer is the first one in the order of `latest`. */
function steeringOf(encodings: Encodings, { predictor }: ResolveOptions): Steering | undefined {
  const guide = predictor === undefined || encodings.rows === 0 ? undefined : chooseGuide(predictor);
  return guide && new Steering(encodings, guide);
}

/** Each with the stack that it gives, as far as there is time. */
async function findRelaxations(
  encoding: Encoding,
  pins: readonly Literal[],
  conflict: readonly RootLine[],
  { assumptions = [], signal, floor = new Map() }: ResolveOptions,
  time: AbortSignal,
): Promise<readonly Relaxation[]> {
  const stop = AbortSignal.any([signal, time]);
  const found: Relaxation[] = [];
  try {
    const relaxing = new Relaxing(encoding, new Search(new Encodings([encoding]), stop), pins, floor);
    for await (const way of relaxing.ways(conflict)) {
      const other = await answer(new Encoding(relaxed(encoding.problem, way, floor)), { assumptions, signal: stop });
      if (other.kind === "unsolvable") throw new Error("a relaxation that gives no stack");
      const best = other.kind === "solved" ? other : other.best;
      if (best === undefined) break;
      found.push(toRelaxation(way, best.stack));
    }
  } catch (error) {
    // What was found in time stands, and so does the conflict.
    if (!stop.aborted) throw error;
  }
  return found;
}

type Found = Extract<Optimum, { readonly kind: "best" }>;

function told(encoding: Encoding, { best, bound, stopped }: Found, steering: Steering | undefined): Resolution {
  const cost = best.cost.slice(0, encoding.problem.tiers);
  const founded = best.founded[0]!;
  const found = { stack: toStack(founded), skipped: toSkipped(founded), cost, bound };
  const statistics = statisticsOf(encoding, best);
  const learned = steering === undefined ? {} : { learned: steering.knowledge(best.founded) };
  return stopped
    ? { kind: "stopped", best: found, statistics, ...learned }
    : { kind: "solved", ...found, statistics, ...learned };
}

function statisticsOf(encoding: Encoding, best?: Best): Statistics {
  const { solver, packages, metadataRead } = encoding;
  const { decisions, conflicts, work } = solver;
  return { packages: packages.size, metadataRead, decisions, conflicts, work, workToBest: best?.work };
}
