/**
 * Pins that may not occur together. A rule is stated for any of its packages and can be told to the solver only when all
 * of them are known: until then no stack can hold its pins.
 */

import type { PackageName } from "../python/index.ts";
import type { Causes } from "./cause.ts";
import { isFalse } from "./core/literal.ts";
import type { Solver } from "./core/solver.ts";
import { type Fact, pinMatches } from "./fact.ts";
import type { KnownPackage } from "./known-package.ts";

type Forbid = Extract<Fact, { readonly kind: "forbid" }>;

export class Forbids {
  readonly #solver: Solver;
  readonly #causes: Causes;
  /** By each package that is not known yet. */
  readonly #waiting = new Map<PackageName, Forbid[]>();

  constructor(solver: Solver, causes: Causes) {
    this.#solver = solver;
    this.#causes = causes;
  }

  /** Tells the solver of `fact` now, or when `tellWaiting` is called for the last of its packages. */
  add(fact: Forbid, known: ReadonlyMap<PackageName, KnownPackage>): void {
    const missing = fact.when.find((condition) => !known.has(condition.name));
    if (missing === undefined) return this.#tell(fact, known);
    const waiting = this.#waiting.get(missing.name);
    if (waiting === undefined) this.#waiting.set(missing.name, [fact]);
    else waiting.push(fact);
  }

  /** Looks again at the rules that waited for `name`. */
  tellWaiting(name: PackageName, known: ReadonlyMap<PackageName, KnownPackage>): void {
    const waiting = this.#waiting.get(name) ?? [];
    this.#waiting.delete(name);
    for (const fact of waiting) this.add(fact, known);
  }

  #tell(fact: Forbid, known: ReadonlyMap<PackageName, KnownPackage>): void {
    const selected = fact.when.map((condition) => {
      const owner = known.get(condition.name)!;
      return { owner, ordinals: owner.ordinals((candidate) => pinMatches(condition, candidate)) };
    });
    // A condition that no candidate meets never holds, and neither does the rule.
    if (selected.some(({ ordinals }) => ordinals.length === 0)) return;
    const literals = selected.map(({ owner, ordinals }) => isFalse(owner.selector(ordinals)));
    const names = [...new Set(fact.when.map((condition) => condition.name))].sort();
    const cause = this.#causes.add({ kind: "forbidden", names, reason: fact.reason });
    this.#solver.addClause([...new Set(literals)], cause);
  }
}
