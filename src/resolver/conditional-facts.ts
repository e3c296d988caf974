/**
 * Facts that hang on a situation: pins that may not occur together, what pins cost together, what they make needless and
 * what they need. Such a fact is stated for any of its packages and can be told to the solver only when all of them are
 * known: until then no stack can be in its situation.
 *
 * What pins alone decide is told at once. Who brought a package in depends on the rest of the stack, and on releases that
 * nobody has read; and a requirement may be left out only for what the stack really holds. Few models are wrong there, so
 * that is told where one is (`enforce`).
 */

import type { PackageName } from "../python/index.ts";
import type { Causes } from "./cause.ts";
import { isFalse, isTrue, negate, type Literal, type Variable } from "./core/literal.ts";
import { DEFINITION } from "./core/proof.ts";
import type { Solver } from "./core/solver.ts";
import type { Fact, FactOf, Situation } from "./fact.ts";
import type { Foundations } from "./foundations.ts";
import { isTrueIn, type Founded } from "./founded.ts";
import type { Addition, KnownPackage } from "./known-package.ts";
import { holdsIn, pinOf, pinsIn, Situations } from "./situations.ts";
import { isUnconditional, type Skipping } from "./skipping.ts";

export type ConditionalFact = FactOf<"forbid"> | FactOf<"score"> | FactOf<"add">;

/** A score and the variable that is true where it costs its weight. */
export interface ToldScore {
  readonly fact: FactOf<"score">;
  readonly variable: Variable;
}

type Known = ReadonlyMap<PackageName, KnownPackage>;

/** What a model breaks. Its clause may need new variables, which end the model. */
interface Breach {
  readonly source: number;
  readonly clause: () => readonly Literal[];
}

/** What is told when a model breaks it. */
type Watched =
  | { readonly kind: "forbid"; readonly fact: FactOf<"forbid">; readonly source: number }
  | { readonly kind: "penalty"; readonly fact: FactOf<"score">; readonly variable: Variable }
  | {
      readonly kind: "bonus";
      readonly fact: FactOf<"score">;
      readonly variable: Variable;
      /** One of them is true where not all of the packages are there. */
      readonly absent: readonly Literal[];
    }
  | { readonly kind: "add"; readonly addition: Addition };

/** Waits for all of its packages to be known. */
type Pending =
  | { readonly kind: "fact"; readonly fact: ConditionalFact }
  | { readonly kind: "skip"; readonly skip: Skipping };

export class ConditionalFacts {
  readonly #solver: Solver;
  readonly #causes: Causes;
  readonly #foundations: Foundations;
  readonly #known: Known;
  readonly #situations: Situations;
  readonly #stated = new Set<Fact>();
  /** By each package that is not known yet. */
  readonly #waiting = new Map<PackageName, Pending[]>();
  readonly #scores: ToldScore[] = [];
  readonly #additions: Addition[] = [];
  readonly #watched: Watched[] = [];
  /** Clauses told of models that broke them. */
  readonly #told = new Set<string>();

  constructor(solver: Solver, causes: Causes, foundations: Foundations, known: Known) {
    this.#solver = solver;
    this.#causes = causes;
    this.#foundations = foundations;
    this.#known = known;
    this.#situations = new Situations(known, foundations);
  }

  /** The scores all of whose packages are known, in the order of becoming so. */
  get scores(): readonly ToldScore[] {
    return this.#scores;
  }

  /** The additions all of whose pins are known, in the order of becoming so. What they require is the caller's to tell. */
  get additions(): readonly Addition[] {
    return this.#additions;
  }

  /** Tells the solver of `fact` now, or when `tellWaiting` is called for the last of its packages. */
  add(fact: ConditionalFact): void {
    if (this.#stated.has(fact)) return;
    this.#stated.add(fact);
    this.#tellOrWait({ kind: "fact", fact });
  }

  /** The same for a skip whose package is known. */
  addSkip(skip: Skipping): void {
    if (!isUnconditional(skip.fact)) this.#tellOrWait({ kind: "skip", skip });
  }

  /** Looks again at the facts that waited for `name`. */
  tellWaiting(name: PackageName): void {
    const waiting = this.#waiting.get(name) ?? [];
    this.#waiting.delete(name);
    for (const pending of waiting) this.#tellOrWait(pending);
  }

  /** Tells what a model breaks whose stack is all read. @returns false if it breaks nothing. */
  enforce(founded: Founded): boolean {
    const broken = [
      ...this.#watched.flatMap((watched) => this.#brokenBy(watched, founded)),
      ...this.#brokenSkips(founded),
    ];
    if (broken.length === 0) return false;
    const baseless = this.#foundations.baseless(founded);
    let isRepeated = false;
    for (const { clause, source } of broken) {
      const literals = clause();
      const key = literals.join();
      if (this.#told.has(key)) isRepeated = true;
      else this.#solver.addDemand(literals, source);
      this.#told.add(key);
    }
    // What meets the clause is chosen for that alone: nobody requires it.
    if (isRepeated) this.#foundations.require(baseless);
    return true;
  }

  #tellOrWait(pending: Pending): void {
    const situation = pending.kind === "skip" ? pending.skip.fact : pending.fact;
    const missing = pinsIn(situation).find(({ name }) => !this.#known.has(name))?.name;
    if (missing !== undefined) {
      const waiting = this.#waiting.get(missing);
      if (waiting === undefined) this.#waiting.set(missing, [pending]);
      else waiting.push(pending);
    } else if (pending.kind === "skip") this.#skip(pending.skip);
    else if (pending.fact.kind === "forbid") this.#forbid(pending.fact);
    else if (pending.fact.kind === "add") this.#addTo(pending.fact);
    else if (pending.fact.weight > 0) this.#penalise(pending.fact);
    else this.#reward(pending.fact);
  }

  #forbid(fact: FactOf<"forbid">): void {
    const pins = this.#pinsOf(fact);
    if (pins === undefined) return;
    const source = this.#forbidden(fact, namesIn(pinsIn(fact)));
    if (fact.introduced === undefined) this.#solver.addClause(pins.map(isFalse), source);
    else this.#watched.push({ kind: "forbid", fact, source });
  }

  #forbidden({ reason }: Fact, names: readonly PackageName[]): number {
    return this.#causes.add({ kind: "forbidden", names, reason });
  }

  #penalise(fact: FactOf<"score">): void {
    const pins = this.#pinsOf(fact);
    if (pins === undefined) return;
    const variable = this.#score(fact);
    if (fact.introduced === undefined) this.#solver.addClause([...pins.map(isFalse), isTrue(variable)], DEFINITION);
    else this.#watched.push({ kind: "penalty", fact, variable });
  }

  /** Costs where all packages are there and the situation is another one. */
  #reward(fact: FactOf<"score">): void {
    const pins = pinsIn(fact);
    const owners = pins.map((condition) => this.#known.get(condition.name)!);
    if (owners.some((owner) => owner.facts.candidates.length === 0)) return;
    const absent = [...new Set(owners.map((owner) => isFalse(owner.anyOf())))];
    const variable = this.#score(fact);
    for (const condition of pins) {
      const pin = pinOf(condition, this.#known);
      const unless: Literal[] = pin === undefined ? [] : [isTrue(pin)];
      this.#solver.addClause([...absent, ...unless, isTrue(variable)], DEFINITION);
    }
    if (fact.introduced !== undefined) this.#watched.push({ kind: "bonus", fact, variable, absent });
  }

  #score(fact: FactOf<"score">): Variable {
    const variable = this.#solver.addVariable();
    this.#scores.push({ fact, variable });
    return variable;
  }

  #addTo(fact: FactOf<"add">): void {
    const pins = this.#pinsOf(fact);
    if (pins === undefined) return;
    const fires = isTrue(this.#solver.addVariable());
    this.#implies(fires, pins);
    const owners = [...new Set(pinsIn(fact).map(({ name }) => this.#known.get(name)!))];
    const addition: Addition = { fact, owners, fires, requirement: fact.requirement };
    this.#additions.push(addition);
    if (fact.introduced === undefined) this.#solver.addClause([...pins.map(isFalse), fires], DEFINITION);
    else this.#watched.push({ kind: "add", addition });
  }

  #skip({ fact, variable, matched, target }: Skipping): void {
    const pins = this.#pinsOf(fact);
    if (pins === undefined) {
      this.#solver.addClause([isFalse(variable)], DEFINITION);
      return;
    }
    this.#implies(isTrue(variable), pins);
    if (fact.introduced !== undefined) return;
    const source = this.#forbidden(fact, namesIn([...fact.when, fact.pin]));
    this.#solver.addClause([...pins.map(isFalse), isTrue(variable)], source);
    if (matched !== undefined && matched.length > 0)
      this.#solver.addClause([...pins.map(isFalse), isFalse(target.selector(matched))], source);
  }

  #implies(literal: Literal, pins: readonly Variable[]): void {
    for (const pin of pins) this.#solver.addClause([negate(literal), isTrue(pin)], DEFINITION);
  }

  #brokenBy(watched: Watched, founded: Founded): Breach[] {
    const fact = watched.kind === "add" ? watched.addition.fact : watched.fact;
    const holds = holdsIn(fact, founded);
    switch (watched.kind) {
      case "forbid":
        return holds ? [this.#unless(fact, founded, [], watched.source)] : [];
      case "penalty":
        return holds && !this.#solver.isTrue(watched.variable)
          ? [this.#unless(fact, founded, [isTrue(watched.variable)])]
          : [];
      case "bonus": {
        const { variable, absent } = watched;
        if (lossOf(watched.fact, founded) === 0 || this.#solver.isTrue(variable)) return [];
        return [this.#requires(fact, founded, [...absent, isTrue(variable)])];
      }
      case "add": {
        const { fires } = watched.addition;
        if (holds && !isTrueIn(this.#solver, fires)) return [this.#unless(fact, founded, [fires])];
        return !holds && founded.fired.has(watched.addition) ? [this.#requires(fact, founded, [negate(fires)])] : [];
      }
    }
  }

  #brokenSkips(founded: Founded): Breach[] {
    const broken = new Map<Skipping, Breach>();
    for (const { skips, isTaken } of founded.leaves)
      for (const skip of skips) {
        const { fact, variable } = skip;
        if (isUnconditional(fact) || broken.has(skip)) continue;
        const isClaimed = this.#solver.isTrue(variable);
        // A skip that is claimed for nothing does no harm.
        if (isClaimed === isTaken || holdsIn(fact, founded) === isClaimed) continue;
        const breach = isClaimed
          ? this.#requires(fact, founded, [isFalse(variable)])
          : this.#unless(fact, founded, [isTrue(variable)]);
        broken.set(skip, breach);
      }
    return [...broken.values()];
  }

  /** The situation of `founded`, or one of `effect`. */
  #unless(situation: Situation, founded: Founded, effect: readonly Literal[], source = DEFINITION): Breach {
    return { source, clause: () => [...this.#situations.unless(situation, founded), ...effect] };
  }

  /** Where none of `otherwise` is true there has to be what the situation lacks in `founded`. */
  #requires(situation: Situation, founded: Founded, otherwise: readonly Literal[]): Breach {
    return { source: DEFINITION, clause: () => [...otherwise, ...this.#situations.requires(situation, founded)] };
  }

  /** The variables of the pins, each once; undefined where one of them is none of the candidates. */
  #pinsOf(fact: ConditionalFact | Skipping["fact"]): readonly Variable[] | undefined {
    const pins = new Set<Variable>();
    for (const condition of pinsIn(fact)) {
      const pin = pinOf(condition, this.#known);
      if (pin === undefined) return undefined;
      pins.add(pin);
    }
    return [...pins];
  }
}

function namesIn(pins: readonly { readonly name: PackageName }[]): PackageName[] {
  return [...new Set(pins.map(({ name }) => name))].sort();
}

/** What a stack loses by a score. */
export function lossOf(fact: FactOf<"score">, founded: Founded): number {
  const isThere = (name: PackageName): boolean => {
    const found = founded.packages.get(name);
    return found !== undefined && !found.known.isStandIn(found.ordinal);
  };
  if (!pinsIn(fact).every(({ name }) => isThere(name))) return 0;
  return fact.weight > 0 === holdsIn(fact, founded) ? Math.abs(fact.weight) : 0;
}
