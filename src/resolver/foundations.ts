/**
 * What a chosen package rests on. The clauses say what a choice requires, but not that a choice must be required; where
 * something is gained by a choice, that has to be told too. A set of packages that nobody outside of it requires is then
 * ruled out (loop formula: Lin and Zhao, "ASSAT", 2004), unless someone is chosen who has not been read: that one may
 * require anything.
 */

import type { ExtraName, PackageName } from "../python/index.ts";
import { isFalse, isTrue, negate, type Literal } from "./core/literal.ts";
import { DEFINITION } from "./core/proof.ts";
import type { Solver } from "./core/solver.ts";
import type { Founded } from "./founded.ts";
import type { Addition, Edge, KnownPackage } from "./known-package.ts";
import type { RootLine } from "./root-line.ts";

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
  readonly #lines: () => readonly RootLine[];
  readonly #held = new Map<Edge, Literal>();

  /** @param lines all requirements of the user's, whether or not they are assumed. */
  constructor(solver: Solver, met: readonly KnownPackage[], lines: () => readonly RootLine[]) {
    this.#solver = solver;
    this.#met = met;
    this.#lines = lines;
  }

  /** The user's requirements of a package. */
  linesOn(name: PackageName): readonly RootLine[] {
    return this.#lines().filter(({ root }) => root.requirement.name === name);
  }

  /** Literals that are true only while the requirement is met; none where it never is. */
  supports(edge: Edge): Literal[] {
    if (edge.leave === undefined) return [this.applies(edge)];
    return edge.leave.taken === undefined ? [] : [edge.leave.taken];
  }

  /** The same for what a rule adds. */
  supportsOf({ fires, leave }: Addition): Literal[] {
    if (leave === undefined) return [fires];
    return leave.taken === undefined ? [] : [leave.taken];
  }

  #supportsOfLine({ literal, leave }: RootLine): Literal[] {
    if (leave === undefined) return [literal];
    return leave.taken === undefined ? [] : [leave.taken];
  }

  /** A literal that is true only while there is the requirement: its release is chosen, and its extra is asked for. */
  applies(edge: Edge): Literal {
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
    const asksOf = (known: KnownPackage, { requirement }: Pick<Edge, "requirement">): boolean =>
      packages.has(known) || requirement.extras.some((extra) => extras.get(known)?.includes(extra));
    const all = [...new Set([...packages, ...extras.keys()])];
    const edges = all.flatMap((known) => known.requiredBy.filter((edge) => asksOf(known, edge)));
    const additions = all.flatMap((known) => known.addedBy.filter((addition) => asksOf(known, addition)));
    const lines = all.flatMap((known) => this.linesOn(known.name).filter(({ root }) => asksOf(known, root)));
    const supports = new Set([
      ...edges.filter(isOutside).flatMap((edge) => this.supports(edge)),
      ...additions
        .filter(({ owners }) => !owners.some((owner) => packages.has(owner)))
        .flatMap((addition) => this.supportsOf(addition)),
      ...lines.flatMap((line) => this.#supportsOfLine(line)),
      ...this.unread(packages),
    ]);
    for (const known of packages) this.#solver.addDemand([isFalse(known.anyMember()), ...supports]);
    for (const [known, names] of extras)
      for (const extra of names) this.#solver.addDemand([isFalse(known.extras.get(extra)!), ...supports]);
  }
}
