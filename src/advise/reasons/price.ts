/**
 * What the user's own bounds cost: for each line, the best stack without its bounds, compared with the best one that
 * keeps them. So a reader sees what a bound is worth before touching it.
 */

import type { Candidate } from "../../ports/index.ts";
import type { PackageName } from "../../python/index.ts";
import {
  type Answer,
  type Problem,
  type RootRequirement,
  type Stack,
  compareCosts,
  isProved,
  resolve,
  withoutBounds,
} from "../../resolver/index.ts";
import type { UserLine } from "../advice.ts";
import type { Question } from "../question.ts";
import { userLine } from "./demand.ts";

/** One line with bounds. Plain data, in the words of the JSON that is printed. */
export interface LinePrice {
  readonly name: string;
  readonly line: UserLine;
  /** Such as `<2`. */
  readonly bounds: string;
  /** What would be better without them, by tier in the order of the objective; empty where nothing would. */
  readonly better: readonly BetterTier[];
  /** Whether both stacks are known to be best; else more may be gained, or the same with less. */
  readonly proved: boolean;
}

export interface BetterTier {
  /** Such as `freshness`. */
  readonly tier: string;
  /** Packages that cost less in the tier, by name; `to` is null where the package is not needed any more. */
  readonly packages: readonly { readonly name: string; readonly from: string; readonly to: string | null }[];
}

/**
 * Each of the user's lines with bounds on a package, requirements before constraints.
 *
 * @param searchWithin how long each search may take, in milliseconds.
 * @throws the reason of `signal` when it fires.
 */
export async function priceLines(
  { problem, objective, judge }: Question,
  answer: Answer,
  { name, searchWithin }: { readonly name: PackageName; readonly searchWithin: number },
  signal: AbortSignal,
): Promise<LinePrice[]> {
  const lines = [...problem.requirements, ...problem.constraints].filter((root) => isPriced(root, name));
  const prices: LinePrice[] = [];
  for (const root of lines) {
    const other = await bestWithout(problem, root, searchWithin, signal);
    const isBetter = compareCosts(other.cost, answer.cost) < 0;
    const better = objective.flatMap(({ name: tier }, i) => {
      if (!isBetter || other.cost[i]! >= answer.cost[i]!) return [];
      return [{ tier, packages: gains(answer.stack, other.stack, (candidate) => judge.costOf(candidate, i)) }];
    });
    const { requirement, origin } = root;
    const bounds = requirement.specifier.toString();
    const proved = isProved(answer) && isProved(other);
    prices.push({ name: requirement.name, line: userLine(origin), bounds, better, proved });
  }
  return prices;
}

function isPriced({ requirement, isImplied }: RootRequirement, name: PackageName): boolean {
  return requirement.name === name && isImplied === undefined && requirement.specifier.clauses.length > 0;
}

async function bestWithout(
  problem: Problem,
  root: RootRequirement,
  searchWithin: number,
  signal: AbortSignal,
): Promise<Answer> {
  const requirements = problem.requirements.map((other) => (other === root ? withoutBounds(root) : other));
  const constraints = problem.constraints.filter((other) => other !== root);
  const settle = AbortSignal.timeout(searchWithin);
  const other = await resolve({ ...problem, requirements, constraints }, { signal, settle });
  if (other.kind === "unsolvable") throw new Error(`no stack without the bounds of ${root.origin.text}`);
  const best = other.kind === "solved" ? other : other.best;
  if (best === undefined) throw signal.reason;
  return best;
}

/** Packages that cost less after than before. */
function gains(before: Stack, after: Stack, costOf: (candidate: Candidate) => number): BetterTier["packages"] {
  return [...before].flatMap(([name, { candidate }]) => {
    const own = after.get(name)?.candidate;
    if ((own === undefined ? 0 : costOf(own)) >= costOf(candidate)) return [];
    return [{ name, from: candidate.version.toString(), to: own?.version.toString() ?? null }];
  });
}
