/**
 * What a chosen package rests on. The clauses say what a choice requires, but not that a choice must be required; where
 * something is gained by a choice, that has to be told too. A set of packages that nobody outside of it requires is then
 * ruled out (loop formula: Lin and Zhao, "ASSAT", 2004), unless someone is chosen who has not been read: that one may
 * require anything.
 */

import type { ExtraName } from "../python/index.ts";
import { isFalse, isTrue, negate, type Literal } from "./core/literal.ts";
import { DEFINITION } from "./core/proof.ts";
import type { Solver } from "./core/solver.ts";
import type { Founded } from "./founded.ts";
import type { Edge, KnownPackage } from "./known-package.ts";

/** Packages and extras that a model holds although nothing which is reached asks for them. */
export interface Baseless {
  readonly packages: ReadonlySet<KnownPackage>;
  /** By package: its extras. */
  readonly extras: ReadonlyMap<KnownPackage, readonly ExtraName[]>;
}

export class Foundations {
  readonly #solver: Solver;
  /** Packages in the order of first sight. */
  readonly #met: readonly KnownPackage[];
  readonly #held = new Map<Edge, Literal>();

  constructor(solver: Solver, met: readonly KnownPackage[]) {
    this.#solver = solver;
    this.#met = met;
  }

  /** A literal that is true only while the requirement applies: its release is chosen, and its extra is asked for. */
  holds(edge: Edge): Literal {
    const { owner, ordinal, extra } = edge;
    const chosen = isTrue(owner.variable(ordinal));
    if (extra === undefined) return chosen;
    let both = this.#held.get(edge);
    if (both === undefined) {
      both = isTrue(this.#solver.addVariable());
      this.#held.set(edge, both);
      this.#solver.addClause([negate(both), chosen], DEFINITION);
      this.#solver.addClause([negate(both), isTrue(owner.extras.get(extra)!)], DEFINITION);
    }
    return both;
  }

  /** One literal a package, true if a release of it is chosen that has not been read. @param except packages to leave out */
  unread(except: ReadonlySet<KnownPackage>): Literal[] {
    return this.#met.flatMap((known) => {
      if (except.has(known)) return [];
      const unread = [...known.facts.candidates.keys()].filter(
        (ordinal) => known.read[ordinal] === undefined && !known.ruledOut.has(ordinal),
      );
      return unread.length === 0 ? [] : [isTrue(known.selector(unread))];
    });
  }

  /** What the present model of the solver holds beyond `founded`. */
  baseless(founded: Founded): Baseless {
    const packages = new Set<KnownPackage>();
    const extras = new Map<KnownPackage, readonly ExtraName[]>();
    for (const known of this.#met) {
      const found = founded.packages.get(known.name);
      if (found === undefined && known.choice() !== undefined) packages.add(known);
      const asked = [...known.extras].filter(([, variable]) => this.#solver.isTrue(variable)).map(([extra]) => extra);
      const more = asked.filter((extra) => found?.extras.has(extra) !== true);
      if (more.length > 0) extras.set(known, more);
    }
    return { packages, extras };
  }

  /** Rules out that these are there without anyone else who asks for one of them. @throws when there are none */
  require({ packages, extras }: Baseless): void {
    if (packages.size === 0 && extras.size === 0) throw new Error("nothing is baseless in the model");
    const isOutside = ({ owner, extra }: Edge): boolean =>
      !packages.has(owner) && (extra === undefined || extras.get(owner)?.includes(extra) !== true);
    const edges = [
      ...[...packages].flatMap((known) => known.requiredBy),
      ...[...extras].flatMap(([known, names]) =>
        known.requiredBy.filter(({ requirement }) => requirement.extras.some((extra) => names.includes(extra))),
      ),
    ];
    const supports = new Set([...edges.filter(isOutside).map((edge) => this.holds(edge)), ...this.unread(packages)]);
    for (const known of packages) this.#solver.addDemand([isFalse(known.anyOf()), ...supports]);
    for (const [known, names] of extras)
      for (const extra of names) this.#solver.addClause([isFalse(known.extras.get(extra)!), ...supports], DEFINITION);
  }
}
