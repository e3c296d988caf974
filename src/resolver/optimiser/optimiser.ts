/**
 * From a first stack to the best one, tier by tier. In each tier the search is asked for a stack that loses nothing of
 * what is still assumed; a core raises the lower bound, a stack is the new best or lets lighter things be assumed too
 * (strata). Where bound and best meet the tier is sealed, and the next one begins. So there is a best stack so far and a
 * true bound at any moment. `../README.md`, section 6.
 */

import { isFalse, isTrue, variableOf, type Literal, type Variable } from "../core/literal.ts";
import type { Encoding } from "../encoding.ts";
import type { Founded } from "../founded.ts";
import type { KnownPackage } from "../known-package.ts";
import { compareCosts, type CostVector } from "../ranking.ts";
import { Search, type SearchOutcome } from "../search.ts";
import { Staircase } from "./staircase.ts";
import { Tier } from "./tier.ts";

/** Decisions and conflicts spent on finding out whether a core can do without one of its variables. */
const CORE_BUDGET = 300;
/** Cores of more variables stay as they were found. */
const LARGE_CORE = 64;
/** A stratum takes in all weights down to this part of its greatest. */
const STRATUM = 0.5;
/** Steps of one staircase lost one by one before whole flights are tried. */
const FEW_STEPS = 3;

/** A tier that has begun. */
interface BegunTier {
  readonly tier: Tier;
  readonly staircases: Staircase[];
}

export interface Best {
  readonly founded: Founded;
  /** Tier by tier, and then the number of packages. */
  readonly cost: CostVector;
}

export type Optimum =
  /** `bound` is by tier, as far as tiers were looked at; where it equals the cost, nothing is better. */
  | { readonly kind: "best"; readonly best: Best; readonly bound: CostVector; readonly stopped: boolean }
  /** `core` holds those of the assumptions that cannot hold together. */
  | { readonly kind: "none"; readonly core: readonly Literal[] }
  | { readonly kind: "stopped" };

export class Optimiser {
  readonly #encoding: Encoding;
  readonly #given: readonly Literal[];
  #search: Search;
  /** Those begun: all but the last are sealed. */
  #tiers: BegunTier[] = [];
  #seals: Literal[] = [];
  /** How many of the packages and scores that the encoding knows have been told to the tiers begun. */
  #told = { packages: 0, scores: 0 };
  #best: Best | undefined;

  /** @param given what holds in any case: the user's lines, and pins to take for granted. */
  constructor(encoding: Encoding, search: Search, given: readonly Literal[]) {
    this.#encoding = encoding;
    this.#search = search;
    this.#given = given;
  }

  /** @param improving fires when a stack that is not yet the best will do; without a stack the search goes on. */
  async run(improving: AbortSignal): Promise<Optimum> {
    const first = await this.#search.run(this.#given);
    if (first.kind !== "found") return first;
    this.#consider(first.founded);
    this.#search = new Search(this.#encoding, improving);
    const stopped = !(await this.#improveWhile(improving));
    return { kind: "best", best: this.#best!, bound: this.#bound(), stopped };
  }

  async #improveWhile(improving: AbortSignal): Promise<boolean> {
    try {
      return await this.#improve();
    } catch (error) {
      // Reading that was cut short costs nothing of what was found.
      if (improving.aborted) return false;
      throw error;
    }
  }

  /** @returns false when the signal has fired. */
  async #improve(): Promise<boolean> {
    const { tiers } = this.#encoding.problem;
    if (tiers === 0) return true;
    for (let tier = 0; tier <= tiers; tier++) if (!(await this.#descend(tier))) return false;
    return await this.#breakTies();
  }

  #bound(): CostVector {
    return Array.from({ length: this.#encoding.problem.tiers }, (_, tier) => this.#tiers[tier]?.tier.lower ?? 0);
  }

  /** Finds the least cost in the next tier and seals it. @returns false when the signal has fired. */
  async #descend(number: number): Promise<boolean> {
    const begun = this.#begin(number);
    const { tier } = begun;
    if (tier.lower < this.#best!.cost[number]! && !(await this.#loseForced(begun))) return false;
    let least = tier.weightBelow(Infinity) * STRATUM;
    while (tier.lower < this.#best!.cost[number]!) {
      const outcome = await this.#ask([], () => tier.assumptions(least));
      if (outcome.kind === "stopped") return false;
      if (outcome.kind === "none") {
        if (!(await this.#lose(begun, outcome.core, number))) return false;
      } else {
        this.#consider(outcome.founded);
        const next = tier.weightBelow(least);
        if (next === 0 && tier.lower < this.#best!.cost[number]!)
          throw new Error(`tier ${number} is bounded by ${tier.lower}, but costs ${this.#best!.cost[number]}`);
        least = next * STRATUM;
      }
    }
    const seal = isTrue(this.#encoding.solver.addVariable());
    tier.seal(seal);
    this.#seals.push(seal);
    return true;
  }

  #begin(number: number): BegunTier {
    this.#tellTiers();
    const { solver, met, conditional, problem } = this.#encoding;
    const tier = new Tier(solver);
    const staircases = met.map((known) => new Staircase(tier, known, costsIn(known, number, problem.tiers)));
    for (const { fact, variable } of conditional.scores)
      if (fact.tier === number) tier.add(variable, Math.abs(fact.weight));
    const begun = { tier, staircases };
    this.#tiers.push(begun);
    return begun;
  }

  /** Tells the tiers begun of packages and scores that the encoding has come to know since. */
  #tellTiers(): void {
    const { met, conditional, problem } = this.#encoding;
    for (const known of met.slice(this.#told.packages))
      for (const [number, { tier, staircases }] of this.#tiers.entries())
        staircases.push(new Staircase(tier, known, costsIn(known, number, problem.tiers)));
    for (const { fact, variable } of conditional.scores.slice(this.#told.scores))
      this.#tiers[fact.tier]?.tier.add(variable, Math.abs(fact.weight));
    this.#told = { packages: met.length, scores: conditional.scores.length };
  }

  /** A search for a stack that is as good as the best in all tiers before. @param more and besides */
  #ask(more: readonly Literal[], wishes: () => readonly Literal[] = () => []): Promise<SearchOutcome> {
    return this.#search.run([...this.#given, ...this.#seals, ...more], {
      isFirst: false,
      wishes: () => {
        this.#tellTiers();
        return wishes();
      },
    });
  }

  /** All that holds in a stack that is as good as the best in all tiers before. */
  #assumed(): Literal[] {
    return [...this.#given, ...this.#seals, ...this.#encoding.prereleases.permits()];
  }

  /** What the user's lines and the sealed tiers alone make true is lost without a search. */
  async #loseForced({ tier, staircases }: BegunTier): Promise<boolean> {
    const { solver } = this.#encoding;
    const hard = this.#assumed();
    for (;;) {
      if (!(await this.#search.rest())) return false;
      solver.reset();
      solver.solve(hard, 0);
      const isLost = (variable: Variable): boolean => solver.holdsAt(isTrue(variable), hard.length);
      const forced = [...tier.variables()].filter(isLost);
      if (forced.length === 0) return true;
      const flights = staircases
        .filter(({ told }) => told !== undefined && isLost(told))
        .map((staircase) => staircase.flightTo((variable) => !solver.holdsAt(isFalse(variable), hard.length)));
      const steps = new Set(flights.map(({ staircase }) => staircase.told));
      for (const { staircase, count } of flights) staircase.lose(count);
      for (const variable of forced) if (!steps.has(variable)) tier.lose([variable]);
    }
  }

  /** A core of the tier: one of its variables is true in every stack that is better than the best so far. */
  async #lose(begun: BegunTier, core: readonly Literal[], number: number): Promise<boolean> {
    const { tier } = begun;
    const gap = this.#best!.cost[number]! - tier.lower;
    const [hard, soft]: [Literal[], Variable[]] = [this.#assumed(), []];
    for (const literal of core) {
      const weight = tier.weightOf(variableOf(literal));
      // What weighs more than the gap is true in no better stack.
      if (weight > gap) hard.push(literal);
      else if (weight > 0) soft.push(variableOf(literal));
    }
    if (soft.length === 0) throw new Error(`a stack of cost ${this.#best!.cost.join()} contradicts itself`);
    const least = await this.#minimise(tier, soft, hard);
    const staircase = least.length > 1 ? undefined : begun.staircases.find(({ told }) => told === least[0]);
    if (staircase !== undefined) return await this.#climb(staircase);
    tier.lose(least);
    return true;
  }

  /**
   * The told step of a staircase is lost for certain. Where that has happened before, flights of twice as many steps each
   * are tried at once, and then halved, so that a walk down hundreds of releases takes few questions.
   */
  async #climb(staircase: Staircase): Promise<boolean> {
    let lost = 0;
    let reach = 1;
    let isHalving = staircase.timesLost < FEW_STEPS;
    while (isHalving ? reach - lost > 1 : staircase.has(reach)) {
      const step = isHalving ? (lost + reach) >> 1 : reach;
      const outcome = await this.#ask([isFalse(staircase.above(step))]);
      if (outcome.kind === "stopped") return false;
      if (outcome.kind === "found") {
        this.#consider(outcome.founded);
        reach = step;
        isHalving = true;
      } else {
        lost = step;
        if (!isHalving) reach *= 2;
      }
    }
    staircase.lose(lost);
    return true;
  }

  /** Leaves out variables that the core can do without, light ones first, so that the bound rises by more. */
  async #minimise(tier: Tier, core: readonly Variable[], hard: readonly Literal[]): Promise<readonly Variable[]> {
    if (core.length === 1 || core.length > LARGE_CORE) return core;
    const { solver } = this.#encoding;
    let left = core.toSorted((a, b) => tier.weightOf(a) - tier.weightOf(b));
    for (const variable of left) {
      if (left.length === 1 || !left.includes(variable)) continue;
      if (!(await this.#search.rest())) break;
      const rest = left.filter((other) => other !== variable);
      solver.reset();
      if (solver.solve([...hard, ...rest.map(isFalse)], CORE_BUDGET) !== "unsatisfiable") continue;
      const needed = new Set(solver.core());
      left = rest.filter((other) => needed.has(isFalse(other)));
    }
    return left;
  }

  #consider(founded: Founded): void {
    const cost = this.#encoding.costOf(founded);
    if (this.#best === undefined || compareCosts(cost, this.#best.cost) < 0) this.#best = { founded, cost };
  }

  /** Of stacks that cost the same, the one with the newer release of the first package by name that differs. */
  async #breakTies(): Promise<boolean> {
    const fixed: Literal[] = [];
    const open = this.#undecided();
    for (const known of this.#encoding.met.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      if (open.has(known)) {
        const newer = this.#newerThanBest(known);
        for (let better = newer; better.length > 0; better = this.#newerThanBest(known)) {
          const outcome = await this.#ask([...fixed, isTrue(known.selector(better))]);
          if (outcome.kind === "stopped") return false;
          if (outcome.kind === "none") break;
          if (!better.includes(outcome.founded.packages.get(known.name)?.ordinal ?? -1))
            throw new Error(`a newer \`${known.name}\` that nobody requires`);
          this.#best = { founded: outcome.founded, cost: this.#encoding.costOf(outcome.founded) };
        }
      }
      const chosen = this.#best!.founded.packages.get(known.name);
      if (chosen !== undefined) fixed.push(isTrue(known.variable(chosen.ordinal)));
    }
    return true;
  }

  /** Packages of which the user's lines and the sealed tiers alone do not rule out a newer release than the best stack's. */
  #undecided(): Set<KnownPackage> {
    const { solver, met } = this.#encoding;
    const hard = this.#assumed();
    solver.reset();
    solver.solve(hard, 0);
    const isOut = (known: KnownPackage, ordinal: number): boolean =>
      solver.holdsAt(isFalse(known.variable(ordinal)), hard.length);
    return new Set(met.filter((known) => !this.#newerThanBest(known).every((ordinal) => isOut(known, ordinal))));
  }

  /** Ordinals of releases newer than the best stack's; all of them where it has none. */
  #newerThanBest(known: KnownPackage): number[] {
    const chosen = this.#best!.founded.packages.get(known.name)?.ordinal ?? known.facts.candidates.length;
    return Array.from({ length: chosen }, (_, ordinal) => ordinal);
  }
}

/** By ordinal: what a candidate costs in a tier; in the last tier every package costs 1. */
function costsIn({ facts }: KnownPackage, tier: number, tiers: number): readonly number[] {
  return tier === tiers ? facts.costs.map(() => 1) : facts.costs.map((cost) => cost[tier]!);
}
