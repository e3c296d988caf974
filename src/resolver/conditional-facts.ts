/**
 * Facts that speak of several packages: pins that may not occur together, and what pins cost together. Such a fact is
 * stated for any of its packages and can be told to the solver only when all of them are known: until then no stack can
 * hold its pins.
 */

import type { PackageName } from "../python/index.ts";
import type { Causes } from "./cause.ts";
import { isFalse, isTrue, type Literal, type Variable } from "./core/literal.ts";
import { DEFINITION } from "./core/proof.ts";
import type { Solver } from "./core/solver.ts";
import { type FactOf, pinMatches } from "./fact.ts";
import type { FoundedPackage } from "./founded.ts";
import type { KnownPackage } from "./known-package.ts";

export type ConditionalFact = FactOf<"forbid"> | FactOf<"score">;

/** A score and the variable that is true where it costs its weight. */
export interface ToldScore {
  readonly fact: FactOf<"score">;
  readonly variable: Variable;
}

type Known = ReadonlyMap<PackageName, KnownPackage>;

export class ConditionalFacts {
  readonly #solver: Solver;
  readonly #causes: Causes;
  readonly #stated = new Set<ConditionalFact>();
  /** By each package that is not known yet. */
  readonly #waiting = new Map<PackageName, ConditionalFact[]>();
  readonly #scores: ToldScore[] = [];

  constructor(solver: Solver, causes: Causes) {
    this.#solver = solver;
    this.#causes = causes;
  }

  /** The scores all of whose packages are known, in the order of becoming so. */
  get scores(): readonly ToldScore[] {
    return this.#scores;
  }

  /** Tells the solver of `fact` now, or when `tellWaiting` is called for the last of its packages. */
  add(fact: ConditionalFact, known: Known): void {
    if (this.#stated.has(fact)) return;
    this.#stated.add(fact);
    this.#tellOrWait(fact, known);
  }

  /** Looks again at the facts that waited for `name`. */
  tellWaiting(name: PackageName, known: Known): void {
    const waiting = this.#waiting.get(name) ?? [];
    this.#waiting.delete(name);
    for (const fact of waiting) this.#tellOrWait(fact, known);
  }

  #tellOrWait(fact: ConditionalFact, known: Known): void {
    const missing = fact.when.find((condition) => !known.has(condition.name));
    if (missing !== undefined) {
      const waiting = this.#waiting.get(missing.name);
      if (waiting === undefined) this.#waiting.set(missing.name, [fact]);
      else waiting.push(fact);
    } else if (fact.kind === "forbid") this.#forbid(fact, known);
    else if (fact.weight > 0) this.#penalise(fact, known);
    else this.#reward(fact, known);
  }

  #forbid(fact: FactOf<"forbid">, known: Known): void {
    const pins = pinsOf(fact, known);
    if (pins === undefined) return;
    const names = [...new Set(fact.when.map((condition) => condition.name))].sort();
    const cause = this.#causes.add({ kind: "forbidden", names, reason: fact.reason });
    this.#solver.addClause(pins.map(isFalse), cause);
  }

  #penalise(fact: FactOf<"score">, known: Known): void {
    const pins = pinsOf(fact, known);
    if (pins === undefined) return;
    const variable = this.#add(fact);
    this.#solver.addClause([...pins.map(isFalse), isTrue(variable)], DEFINITION);
  }

  /** Costs where all packages are there and one of the pins is not. */
  #reward(fact: FactOf<"score">, known: Known): void {
    const owners = fact.when.map((condition) => known.get(condition.name)!);
    if (owners.some((owner) => owner.facts.candidates.length === 0)) return;
    const allThere = [...new Set(owners.map((owner) => isFalse(owner.anyOf())))];
    const variable = this.#add(fact);
    for (const condition of fact.when) {
      const pin = pinOf(condition, known);
      const unless: Literal[] = pin === undefined ? [] : [isTrue(pin)];
      this.#solver.addClause([...allThere, ...unless, isTrue(variable)], DEFINITION);
    }
  }

  #add(fact: FactOf<"score">): Variable {
    const variable = this.#solver.addVariable();
    this.#scores.push({ fact, variable });
    return variable;
  }
}

/** What a stack loses by a score. */
export function lossOf({ weight, when }: FactOf<"score">, stack: ReadonlyMap<PackageName, FoundedPackage>): number {
  if (!when.every(({ name }) => stack.has(name))) return 0;
  const holds = when.every((condition) => {
    const { known, ordinal } = stack.get(condition.name)!;
    return pinMatches(condition, known.candidate(ordinal));
  });
  return weight > 0 === holds ? Math.abs(weight) : 0;
}

/** The variables of the pins, each once; undefined where one of them is none of the candidates. */
function pinsOf({ when }: ConditionalFact, known: Known): readonly Variable[] | undefined {
  const pins = new Set<Variable>();
  for (const condition of when) {
    const pin = pinOf(condition, known);
    if (pin === undefined) return undefined;
    pins.add(pin);
  }
  return [...pins];
}

function pinOf(condition: ConditionalFact["when"][number], known: Known): Variable | undefined {
  const owner = known.get(condition.name)!;
  const ordinals = owner.ordinals((candidate) => pinMatches(condition, candidate));
  return ordinals.length === 0 ? undefined : owner.selector(ordinals);
}
