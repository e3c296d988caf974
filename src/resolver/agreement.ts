/**
 * How far several stacks agree: each package that two of them hold at different releases counts once for the two. Told to
 * the solver a package is a chain over its versions, the newest first: `a` chooses this one or a newer one, and so on.
 * Who chooses an older release than that differs. Only choices make a difference, never their absence, so a package that
 * one of the environments does without costs nothing.
 */

import { Version, type PackageName } from "../python/index.ts";
import { isFalse, isTrue, type Variable } from "./core/literal.ts";
import { DEFINITION } from "./core/proof.ts";
import type { Solver } from "./core/solver.ts";
import type { KnownPackage } from "./known-package.ts";

/** The pins of a stack, by name. */
export type Pins = ReadonlyMap<PackageName, Version>;

/** Builds of one release for different hardware differ in their local versions only, and are one release. */
export function isSameRelease(a: Version, b: Version): boolean {
  return Version.equal(withoutLocal(a), withoutLocal(b));
}

function withoutLocal(version: Version): Version {
  return version.local === undefined ? version : Version.parse(version.public);
}

/** Names that both stacks hold, at different releases. */
export function differing(a: Pins, b: Pins): PackageName[] {
  return [...a].flatMap(([name, version]) => {
    const other = b.get(name);
    return other === undefined || isSameRelease(version, other) ? [] : [name];
  });
}

/** How often a package differs between two of the stacks. */
export function disagreement(stacks: readonly Pins[]): number {
  return stacks.reduce((sum, a, i) => stacks.slice(i + 1).reduce((more, b) => more + differing(a, b).length, sum), 0);
}

export class Agreement {
  readonly #solver: Solver;
  /** By name: the packages of that name that were met so far, one for each environment. */
  readonly #met = new Map<PackageName, KnownPackage[]>();

  constructor(solver: Solver) {
    this.#solver = solver;
  }

  /** @returns for each environment that has met the package before, a variable that is true where the two differ. */
  meet(known: KnownPackage): Variable[] {
    const others = this.#met.get(known.name) ?? [];
    this.#met.set(known.name, [...others, known]);
    return others.map((other) => this.#compare(other, known));
  }

  #compare(a: KnownPackage, b: KnownPackage): Variable {
    const differ = this.#solver.addVariable();
    /** True where a newer release than the one at hand is chosen. */
    let newer: Variable | undefined;
    for (const chosen of chosenByRelease(a, b)) {
      const before = newer;
      newer = this.#solver.addVariable();
      if (before !== undefined) this.#tell([before], newer);
      for (const choice of chosen) {
        this.#tell([choice], newer);
        if (before !== undefined) this.#tell([choice, before], differ);
      }
    }
    return differ;
  }

  #tell(causes: readonly Variable[], effect: Variable): void {
    this.#solver.addClause([...causes.map(isFalse), isTrue(effect)], DEFINITION);
  }
}

/** Newest release first: the variables that say one of the two packages is at it. */
function chosenByRelease(a: KnownPackage, b: KnownPackage): Variable[][] {
  const versions = [a, b].flatMap(({ facts }) => facts.candidates.map(({ version }) => version));
  const releases = versions
    .toSorted((x, y) => Version.compare(y, x))
    .filter((version, i, all) => i === 0 || !isSameRelease(version, all[i - 1]!));
  return releases.map((release) =>
    [a, b].flatMap((known) => {
      const ordinals = known.ordinals(({ version }) => isSameRelease(version, release));
      return ordinals.length === 0 ? [] : [known.selector(ordinals)];
    }),
  );
}
