/**
 * Which pre-releases may be chosen. PEP 440, "Handling of pre-releases", read for a whole stack: a pre-release counts
 * where the user's policy allows it, where a requirement that is met names a pre-release and takes this one, or where
 * no stack can do without.
 *
 * A pre-release that is not open implies its package's *permit*, a variable that is assumed false. A requirement that
 * opens some of them retires the permit and a new one guards the rest. When the permit is among the reasons why there is
 * no stack, it is no longer assumed: that is the third case. A search may open a pre-release for a requirement that is
 * not in its final stack; then `revoke` closes it again and the search goes on.
 */

import type { Requirement } from "../python/index.ts";
import { isFalse, isTrue, variableOf, type Literal, type Variable } from "./core/literal.ts";
import { DEFINITION } from "./core/proof.ts";
import type { Solver } from "./core/solver.ts";
import type { KnownPackage } from "./known-package.ts";

/** The pre-releases of one package. */
interface Guarded {
  /** Ordinals that are chosen only where a requirement names them. */
  readonly openable: ReadonlySet<number>;
  /** Those of them that only a permit can choose now. */
  readonly closed: Set<number>;
  /** Permits that are assumed false. */
  readonly permits: Set<Variable>;
  /** Nothing is closed any more: no stack can do without. */
  released: boolean;
}

/** A candidate in a stack and the requirements there that it meets. */
export interface RequiredChoice {
  readonly known: KnownPackage;
  readonly ordinal: number;
  readonly requiredBy: readonly { readonly requirement: Requirement }[];
}

export class Prereleases {
  readonly #solver: Solver;
  readonly #packages = new Map<KnownPackage, Guarded>();
  readonly #owners = new Map<Variable, Guarded>();
  #openings = 0;

  constructor(solver: Solver) {
    this.#solver = solver;
  }

  /** How often a pre-release was opened that had been closed. */
  get openings(): number {
    return this.#openings;
  }

  /** Closes the given pre-releases of a package, if any. */
  guard(owner: KnownPackage, ordinals: readonly number[]): void {
    if (ordinals.length === 0) return;
    const guarded: Guarded = {
      openable: new Set(ordinals),
      closed: new Set(ordinals),
      permits: new Set(),
      released: false,
    };
    this.#packages.set(owner, guarded);
    this.#close(owner, guarded, ordinals);
  }

  /** Opens the pre-releases that `requirement` names. */
  openFor(target: KnownPackage, requirement: Requirement): void {
    const guarded = this.#packages.get(target);
    if (guarded === undefined || guarded.released || !requirement.specifier.namesPrerelease) return;
    const opened = target.admitted(requirement, undefined).filter((ordinal) => guarded.closed.has(ordinal));
    if (opened.length === 0) return;
    this.#openings++;
    for (const ordinal of opened) guarded.closed.delete(ordinal);
    for (const permit of guarded.permits) this.#owners.delete(permit);
    guarded.permits.clear();
    this.#close(target, guarded, [...guarded.closed]);
  }

  /** What to assume besides the user's requirements: nothing closed is chosen. */
  assumptions(): Literal[] {
    return [...this.#owners.keys()].map(isFalse);
  }

  /** Gives up the permits among the literals of a core. @returns false when there is none. */
  release(core: readonly Literal[]): boolean {
    const found = core
      .map((literal) => this.#owners.get(variableOf(literal)))
      .filter((guarded) => guarded !== undefined);
    for (const guarded of found) {
      guarded.released = true;
      for (const permit of guarded.permits) this.#owners.delete(permit);
      guarded.permits.clear();
    }
    return found.length > 0;
  }

  /** Closes the pre-releases of a stack that no requirement in it names. @returns false when there is none. */
  revoke(stack: Iterable<RequiredChoice>): boolean {
    let revoked = false;
    for (const { known, ordinal, requiredBy } of stack) {
      const guarded = this.#packages.get(known);
      if (guarded === undefined || guarded.released || !guarded.openable.has(ordinal)) continue;
      const { version } = known.candidate(ordinal);
      const isNamed = requiredBy.some(
        ({ requirement: { specifier } }) => specifier.namesPrerelease && specifier.admits(version),
      );
      if (isNamed) continue;
      guarded.closed.add(ordinal);
      this.#close(known, guarded, [ordinal]);
      revoked = true;
    }
    return revoked;
  }

  #close(owner: KnownPackage, guarded: Guarded, ordinals: readonly number[]): void {
    if (ordinals.length === 0) return;
    const permit = this.#solver.addVariable();
    guarded.permits.add(permit);
    this.#owners.set(permit, guarded);
    for (const ordinal of ordinals)
      this.#solver.addClause([isFalse(owner.variable(ordinal)), isTrue(permit)], DEFINITION);
  }
}
