/**
 * One tier of the objective as variables that cost something while they are true. The search assumes them false. When
 * that cannot be, the core says that at least one of some variables is true: their least weight is certainly lost, the
 * lower bound rises by it, and from there on only the rest of each weight counts, and every further one of the core that
 * is true (algorithm OLL: Andres, Kaufmann, Matheis, Schaub, "Unsatisfiability-based optimization in clasp", ICLP 2012).
 * What a stack costs in the tier is always `lower` and the weights of those that are true in it.
 */

import { isFalse, negate, type Literal, type Variable } from "../core/literal.ts";
import { DEFINITION } from "../core/proof.ts";
import type { Solver } from "../core/solver.ts";
import { Totalizer } from "./totalizer.ts";

/** A variable that costs `weight` while it is true. */
interface Soft {
  weight: number;
  /** What counts once all of the weight is lost. */
  readonly next: (() => void)[];
}

export class Tier {
  readonly #solver: Solver;
  readonly #softs = new Map<Variable, Soft>();
  #lower = 0;
  /** While it is assumed no stack costs more than the least. */
  #seal: Literal | undefined;

  constructor(solver: Solver) {
    this.#solver = solver;
  }

  /** No stack costs less in this tier, given what the search assumes besides. */
  get lower(): number {
    return this.#lower;
  }

  /** `variable` costs `weight` more while it is true. @param next called when that is certainly lost. */
  add(variable: Variable, weight: number, next?: () => void): void {
    if (this.#seal !== undefined) {
      this.#solver.addClause([negate(this.#seal), isFalse(variable)], DEFINITION);
      return;
    }
    const soft = this.#softs.get(variable) ?? { weight: 0, next: [] };
    soft.weight += weight;
    if (next !== undefined) soft.next.push(next);
    this.#softs.set(variable, soft);
  }

  /** The greatest weight below `limit`, or 0. */
  weightBelow(limit: number): number {
    let most = 0;
    for (const { weight } of this.#softs.values()) if (weight < limit && weight > most) most = weight;
    return most;
  }

  /** That nothing of at least `weight` is lost, the heaviest first. */
  assumptions(weight: number): Literal[] {
    const chosen = [...this.#softs].filter(([, soft]) => soft.weight >= weight);
    return chosen.sort(([, a], [, b]) => b.weight - a.weight).map(([variable]) => isFalse(variable));
  }

  weightOf(variable: Variable): number {
    return this.#softs.get(variable)?.weight ?? 0;
  }

  /** The variables that may be lost, each with what that costs. */
  variables(): IterableIterator<Variable> {
    return this.#softs.keys();
  }

  /** At least one of `variables`, which are of this tier, is true in every stack. */
  lose(variables: readonly Variable[]): void {
    const weight = Math.min(...variables.map((variable) => this.#softs.get(variable)!.weight));
    this.#lower += weight;
    for (const variable of variables) this.#pay(variable, weight);
    if (variables.length > 1) this.#count(new Totalizer(this.#solver, variables), 2, variables.length, weight);
  }

  /** Every stack costs so much more than what the variables say. */
  raise(cost: number): void {
    this.#lower += cost;
  }

  /** From here on a stack that costs more than `lower` is no answer while the returned literal is assumed. */
  seal(literal: Literal): void {
    this.#seal = literal;
    for (const variable of this.#softs.keys()) this.#solver.addClause([negate(literal), isFalse(variable)], DEFINITION);
    this.#softs.clear();
  }

  #pay(variable: Variable, weight: number): void {
    const soft = this.#softs.get(variable)!;
    soft.weight -= weight;
    if (soft.weight > 0) return;
    this.#softs.delete(variable);
    for (const next of soft.next) next();
  }

  /** Every one of a core beyond the first costs its weight again. */
  #count(totalizer: Totalizer, count: number, most: number, weight: number): void {
    if (count > most) return;
    this.add(totalizer.atLeast(count), weight, () => this.#count(totalizer, count + 1, most, weight));
  }
}
