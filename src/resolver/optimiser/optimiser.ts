/**
 * From a first stack to the best one, tier by tier. In each tier the search is asked for a stack that loses nothing of
 * what is still assumed; a core raises the lower bound, a stack is the new best or lets lighter things be assumed too
 * (strata). Where bound and best meet the tier is sealed, and the next one begins. So there is a best stack so far and a
 * true bound at any moment. `../README.md`, section 6.
 */

import { compareText } from "../../base/index.ts";
import { isFalse, isTrue, variableOf, type Literal, type Variable } from "../core/literal.ts";
import type { Encodings, Priced } from "../encodings.ts";
import type { Founded } from "../founded.ts";
import type { KnownPackage } from "../known-package.ts";
import type { Steering } from "../predictors/steering.ts";
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
  /** Its row of the objective. */
  readonly row: number;
  readonly tier: Tier;
  readonly staircases: Staircase[];
}

export interface Best {
  /** One an encoding. */
  readonly founded: readonly Founded[];
  /** Tier by tier, and then the number of packages. */
  readonly cost: CostVector;
  /** What the solver had worked when the first stack of this cost was found. */
  readonly work: number;
}

export type Optimum =
  /** `bound` is by tier, as far as tiers were looked at; where it equals the cost, nothing is better. */
  | { readonly kind: "best"; readonly best: Best; readonly bound: CostVector; readonly stopped: boolean }
  /** `core` holds those of the assumptions that cannot hold together. */
  | { readonly kind: "none"; readonly core: readonly Literal[] }
  | { readonly kind: "stopped" };

export class Optimiser {
  readonly #encodings: Encodings;
  readonly #given: readonly Literal[];
  readonly #steering: Steering | undefined;
  #search: Search;
  /** Those begun: all but the last are sealed. */
  #tiers: BegunTier[] = [];
  #seals: Literal[] = [];
  /** How much of what may cost has been told to the tiers begun. */
  #told = 0;
  #best: Best | undefined;

  /** @param given what holds in any case: the user's lines, and pins to take for granted. */
  constructor(encodings: Encodings, search: Search, given: readonly Literal[], steering?: Steering) {
    this.#encodings = encodings;
    this.#search = search;
    this.#given = given;
    this.#steering = steering;
  }

  /**
   * @param improving fires when a stack that is not yet the best will do; without a stack the search goes on.
   * @param pins of a stack that is good already, to begin with.
   */
  async run(improving: AbortSignal, pins: readonly Literal[] = []): Promise<Optimum> {
    const first = await this.#search.run(this.#given);
    if (first.kind !== "found") return first;
    this.#consider(first.founded);
    const good = pins.length === 0 ? first : await this.#search.run([...this.#given, ...pins]);
    if (good.kind === "found") this.#consider(good.founded);
    this.#search = new Search(this.#encodings, improving, this.#steering);
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
    const { rows } = this.#encodings;
    if (rows === 0) return true;
    for (let row = 0; row <= rows; row++) if (!(await this.#descend(row))) return false;
    return await this.#breakTies();
  }

  #bound(): CostVector {
    return Array.from({ length: this.#encodings.rows }, (_, row) => this.#tiers[row]?.tier.lower ?? 0);
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
    const seal = isTrue(this.#encodings.solver.addVariable());
    tier.seal(seal);
    this.#seals.push(seal);
    return true;
  }

  #begin(row: number): BegunTier {
    this.#tellTiers();
    const begun: BegunTier = { row, tier: new Tier(this.#encodings.solver), staircases: [] };
    for (const priced of this.#encodings.priced()) this.#tell(priced, begun);
    this.#tiers.push(begun);
    return begun;
  }

  /** Tells the tiers begun of what the encodings have come to know since. */
  #tellTiers(): void {
    const all = this.#encodings.priced();
    for (const priced of all.slice(this.#told)) for (const begun of this.#tiers) this.#tell(priced, begun);
    this.#told = all.length;
  }

  #tell(priced: Priced, { row, tier, staircases }: BegunTier): void {
    if (priced.kind === "package")
      staircases.push(new Staircase(tier, priced.known, this.#encodings.costsIn(priced.known, row)));
    else if (priced.row === row) tier.add(priced.variable, priced.weight);
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
    const permits = this.#encodings.all.flatMap(({ prereleases }) => prereleases.permits());
    return [...this.#given, ...this.#seals, ...permits];
  }

  /** What the user's lines and the sealed tiers alone make true is lost without a search. */
  async #loseForced({ tier, staircases }: BegunTier): Promise<boolean> {
    const { solver } = this.#encodings;
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
    const { solver } = this.#encodings;
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

  #consider(founded: readonly Founded[]): void {
    const found = this.#weighed(founded);
    if (this.#best === undefined || compareCosts(found.cost, this.#best.cost) < 0) this.#best = found;
    this.#steering?.found(founded, found.cost, this.#best.cost, this.#bound());
  }

  #weighed(founded: readonly Founded[]): Best {
    return { founded, cost: this.#encodings.costOf(founded), work: this.#encodings.solver.work };
  }

  /** Of stacks that cost the same, the one with the newer release of the first package by name that differs. */
  async #breakTies(): Promise<boolean> {
    const fixed: Literal[] = [];
    const { all } = this.#encodings;
    // What is met from here on is in no stack that is as good: with it there would be a package more than the bound.
    const places = all.flatMap(({ met }, part) => met.map((known): Place => ({ part, known })));
    const open = this.#openIn(places);
    for (const place of places.toSorted((a, b) => compareText(a.known.name, b.known.name))) {
      const { known } = place;
      const newer = (): number[] => open.get(known)!.filter((ordinal) => ordinal < (this.#chosen(place) ?? Infinity));
      for (let better = newer(); better.length > 0; better = newer()) {
        const outcome = await this.#ask([...fixed, isTrue(known.selector(better))]);
        if (outcome.kind === "stopped") return false;
        if (outcome.kind === "none") break;
        if (!better.includes(ordinalIn(outcome.founded, place) ?? -1))
          throw new Error(`a newer \`${known.name}\` that nobody requires`);
        this.#best = { ...this.#weighed(outcome.founded), work: this.#best!.work };
      }
      const chosen = this.#chosen(place);
      if (chosen !== undefined) fixed.push(isTrue(known.variable(chosen)));
    }
    return true;
  }

  /** By package: ordinals that the user's lines and the sealed tiers alone do not rule out, ascending. */
  #openIn(places: readonly Place[]): ReadonlyMap<KnownPackage, readonly number[]> {
    const { solver } = this.#encodings;
    const hard = this.#assumed();
    solver.reset();
    solver.solve(hard, 0);
    const isOut = (known: KnownPackage, ordinal: number): boolean =>
      solver.holdsAt(isFalse(known.variable(ordinal)), hard.length);
    return new Map(
      places.map(({ known }) => [
        known,
        [...known.facts.candidates.keys()].filter((ordinal) => !isOut(known, ordinal)),
      ]),
    );
  }

  #chosen(place: Place): number | undefined {
    return ordinalIn(this.#best!.founded, place);
  }
}

/** A package of the encoding with the number `part`. */
interface Place {
  readonly part: number;
  readonly known: KnownPackage;
}

function ordinalIn(founded: readonly Founded[], { part, known }: Place): number | undefined {
  const ordinal = founded[part]!.packages.get(known.name)?.ordinal;
  // Where another package stands in this one is not there.
  return ordinal === undefined || known.isStandIn(ordinal) ? undefined : ordinal;
}
