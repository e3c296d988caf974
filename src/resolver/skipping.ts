/**
 * Requirements that a rule may let vanish. What a requirement needs is then told under a variable of its own, `taken`:
 * the requirement is taken, or one of the rules that speak of it holds.
 */

import { isFalse, isTrue, negate, type Literal, type Variable } from "./core/literal.ts";
import { DEFINITION } from "./core/proof.ts";
import type { Solver } from "./core/solver.ts";
import { type FactOf, hasBounds, pinMatches } from "./fact.ts";
import type { Edge, KnownPackage } from "./known-package.ts";

/** A `skip` and what it is to the solver. */
export interface Skipping {
  readonly fact: FactOf<"skip">;
  readonly target: KnownPackage;
  /** Ordinals that the pin matches, where it has bounds. */
  readonly matched: readonly number[] | undefined;
  /** True only where the situation is one of the stack; `ConditionalFacts` sees to that. */
  readonly variable: Variable;
}

/** How a requirement may be left out. */
export interface Leave {
  /** Those that speak of it, in a fixed order. */
  readonly skips: readonly Skipping[];
  /** True where the requirement is met. Undefined where it never is. */
  readonly taken: Literal | undefined;
}

/** Who has a requirement: a candidate, a rule, or a line of the user's. */
export type Claimant = Pick<Edge, "owner" | "ordinal"> | "rule" | "line";

/** The skips that speak of a requirement. @param admitted what it takes of the package, by ordinal. */
export function skipsOf(claimant: Claimant, admitted: readonly number[], target: KnownPackage): Skipping[] {
  return target.skips.filter(
    ({ fact, matched }) =>
      isMeant(fact, claimant) && (matched === undefined || matched.some((ordinal) => admitted.includes(ordinal))),
  );
}

function isMeant(fact: FactOf<"skip">, claimant: Claimant): boolean {
  if (claimant === "line") return isUnconditional(fact);
  if (fact.introduced === undefined) return true;
  if (claimant === "rule" || claimant.owner.isStandIn(claimant.ordinal)) return false;
  const candidate = claimant.owner.candidate(claimant.ordinal);
  return fact.introduced.by.some((condition) => pinMatches(condition, candidate));
}

export function isUnconditional({ when, introduced }: FactOf<"skip">): boolean {
  return when.length === 0 && introduced === undefined;
}

/**
 * Makes the variable of a requirement that may be left out.
 *
 * @param holds literals all of which are true where there is the requirement.
 */
export function leave(skips: readonly Skipping[], holds: readonly Literal[], solver: Solver, source: number): Leave {
  if (skips.some(({ fact }) => isUnconditional(fact) && !hasBounds(fact.pin))) return { skips, taken: undefined };
  const taken = isTrue(solver.addVariable());
  for (const literal of holds) solver.addClause([negate(taken), literal], DEFINITION);
  for (const { fact, variable, matched, target } of skips) {
    const unless = [negate(taken), isFalse(variable)];
    if (matched === undefined) solver.addClause(unless, DEFINITION);
    // Others may have brought in such a release, and then it is not this requirement that it is there for.
    else if (fact.introduced !== undefined && matched.length > 0)
      solver.addClause([...unless, isFalse(target.selector(matched))], DEFINITION);
  }
  solver.addDemand([...holds.map(negate), ...skips.map(({ variable }) => isTrue(variable)), taken], source);
  return { skips, taken };
}
