/**
 * What the choice of a package costs in one tier, as a staircase: "it costs more than nothing", "more than the next
 * least", and so on, each a selector with the height of its step. Only the lowest step that is not yet lost is told to
 * the tier, because no higher one can be taken without it.
 */

import type { Variable } from "../core/literal.ts";
import type { KnownPackage } from "../known-package.ts";
import type { Tier } from "./tier.ts";

export class Staircase {
  readonly known: KnownPackage;
  readonly #tier: Tier;
  /** By ordinal. */
  readonly #costs: readonly number[];
  /** The costs that a candidate may have, ascending, without 0. */
  readonly #steps: readonly number[];
  /** The step told to the tier; all before it are lost. */
  #at = 0;
  #told: Variable | undefined;
  #timesLost = 0;

  /**
   * Tells `tier` the lowest step.
   *
   * @param costs by ordinal; a candidate that cannot be chosen counts for nothing.
   */
  constructor(tier: Tier, known: KnownPackage, costs: readonly number[]) {
    this.known = known;
    this.#tier = tier;
    this.#costs = costs;
    const steps = new Set<number>();
    for (const [ordinal, cost] of costs.entries()) if (cost > 0 && !known.ruledOut.has(ordinal)) steps.add(cost);
    this.#steps = [...steps].sort((a, b) => a - b);
    this.#tell();
  }

  /** "It costs as much as the lowest step that is not lost, or more"; undefined where all are lost. */
  get told(): Variable | undefined {
    return this.#told;
  }

  /** Whether `count` more steps than the one that is told could be lost. */
  has(count: number): boolean {
    return this.#at + count < this.#steps.length;
  }

  /** The variable of the step `count` above the one that is told. */
  above(count: number): Variable {
    return this.#variable(this.#at + count);
  }

  /** How often steps were lost. */
  get timesLost(): number {
    return this.#timesLost;
  }

  /** The told step is true in every stack, and so are the `count` steps above it. */
  lose(count: number): void {
    const from = this.#steps[this.#at]!;
    this.#timesLost++;
    this.#at += count;
    this.#tier.lose([this.#told!]);
    this.#tier.raise(this.#steps[this.#at - 1]! - from);
  }

  /** How many steps above the told one are lost if every stack has a candidate that is open. */
  flightTo(isOpen: (variable: Variable) => boolean): { readonly staircase: Staircase; readonly count: number } {
    let least = Infinity;
    for (const [ordinal, cost] of this.#costs.entries())
      if (cost < least && isOpen(this.known.variable(ordinal))) least = cost;
    let count = 0;
    while (this.has(count + 1) && this.#steps[this.#at + count + 1]! <= least) count++;
    return { staircase: this, count };
  }

  #tell(): void {
    const cost = this.#steps[this.#at];
    this.#told = undefined;
    if (cost === undefined) return;
    this.#told = this.#variable(this.#at);
    this.#tier.add(this.#told, cost - (this.#steps[this.#at - 1] ?? 0), () => {
      this.#at++;
      this.#tell();
    });
  }

  #variable(step: number): Variable {
    const dearer: number[] = [];
    for (const [ordinal, cost] of this.#costs.entries()) if (cost >= this.#steps[step]!) dearer.push(ordinal);
    return this.known.selector(dearer);
  }
}
