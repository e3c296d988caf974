/**
 * What is solved as one: a problem, or several whose stacks have nothing in common but the objective. Those share a
 * solver. Their costs add up tier by tier, and how far they agree is a tier of its own between two of theirs.
 */

import { Agreement, disagreement } from "./agreement.ts";
import type { Variable } from "./core/literal.ts";
import type { Solver } from "./core/solver.ts";
import type { Encoding } from "./encoding.ts";
import { pinsOf, type Founded } from "./founded.ts";
import type { KnownPackage } from "./known-package.ts";
import type { CostVector } from "./ranking.ts";

/** Something that may cost. */
export type Priced =
  /** What its releases cost stands in their facts. */
  | { readonly kind: "package"; readonly known: KnownPackage }
  /** Costs `weight` in `row` while `variable` is true. */
  | { readonly kind: "variable"; readonly variable: Variable; readonly row: number; readonly weight: number };

export class Encodings {
  readonly solver: Solver;
  /** One a problem, in their order. */
  readonly all: readonly Encoding[];
  /** Tiers of the objective, agreement included; the row after them counts packages. */
  readonly rows: number;
  readonly #agreementAt: number | undefined;
  readonly #agreement: Agreement;
  readonly #priced: Priced[] = [];
  /** By encoding: how many of its packages and scores are among the priced. */
  readonly #seen: { packages: number; scores: number }[];

  /**
   * @param all over one solver, with as many tiers each; at least one.
   * @param agreementBefore the tier before which agreement counts; not at all without it.
   */
  constructor(all: readonly Encoding[], agreementBefore?: number) {
    const [first] = all;
    if (first === undefined) throw new Error("nothing is to be solved");
    this.all = all;
    this.solver = first.solver;
    const { tiers } = first.problem;
    if (all.some(({ problem, solver }) => problem.tiers !== tiers || solver !== this.solver))
      throw new Error("what is solved as one has one solver and one objective");
    this.rows = tiers + (agreementBefore === undefined ? 0 : 1);
    this.#agreementAt = agreementBefore;
    this.#agreement = new Agreement(this.solver);
    this.#seen = all.map(() => ({ packages: 0, scores: 0 }));
  }

  /** All that may cost, as far as it has been met: the list only grows. Packages are new variables of the solver's. */
  priced(): readonly Priced[] {
    for (const [i, { met, conditional }] of this.all.entries()) {
      const seen = this.#seen[i]!;
      for (const known of met.slice(seen.packages)) this.#price(known);
      for (const { fact, variable } of conditional.scores.slice(seen.scores))
        this.#priced.push({ kind: "variable", variable, row: this.#rowOf(fact.tier), weight: Math.abs(fact.weight) });
      this.#seen[i] = { packages: met.length, scores: conditional.scores.length };
    }
    return this.#priced;
  }

  /** What the releases of a package cost in a row, by ordinal; each costs 1 in the last, but for stand-ins. */
  costsIn({ facts }: KnownPackage, row: number): readonly number[] {
    if (row === this.rows) return facts.costs.map((_, ordinal) => Number(ordinal < facts.candidates.length));
    if (row === this.#agreementAt) return [];
    const tier = this.#agreementAt === undefined || row < this.#agreementAt ? row : row - 1;
    return facts.costs.map((cost) => cost[tier]!);
  }

  /** By row. @param founded one an encoding. */
  costOf(founded: readonly Founded[]): CostVector {
    const costs = this.all.map((encoding, i) => encoding.costOf(founded[i]!));
    return this.#agreementAt === undefined
      ? sumOf(costs)
      : jointCost(costs, disagreement(founded.map(pinsOf)), this.#agreementAt);
  }

  #price(known: KnownPackage): void {
    this.#priced.push({ kind: "package", known });
    const row = this.#agreementAt;
    if (row === undefined) return;
    for (const variable of this.#agreement.meet(known))
      this.#priced.push({ kind: "variable", variable, row, weight: 1 });
  }

  #rowOf(tier: number): number {
    return this.#agreementAt === undefined || tier < this.#agreementAt ? tier : tier + 1;
  }
}

/** The costs of several stacks as one, with what they disagree in put before the tier `before`. */
export function jointCost(costs: readonly CostVector[], disagree: number, before: number): CostVector {
  return sumOf(costs).toSpliced(before, 0, disagree);
}

function sumOf(costs: readonly CostVector[]): number[] {
  return costs[0]!.map((_, tier) => costs.reduce((sum, cost) => sum + cost[tier]!, 0));
}
