/**
 * Which pre-releases a stack may hold: by PEP 440's rule a pre-release counts only where the policy or a line of the
 * user's allows it, where a requirement of the stack names a pre-release and takes this one, or where there is no stack
 * without. The second counts for what first choices require of each other (`first-choices.ts`): nobody gives up a release
 * to be allowed a pre-release of something else, and what may name one is known before all of the world is read.
 *
 * A pre-release that nothing is known to name is *closed*: it implies the guess of its package, which the first search
 * assumes false. That is no more than a guess. What counts is the *rule*: a pre-release implies that a release which names
 * it is chosen, or the package's permit. Few models break it, so it is told for a pre-release when one does. Permits are
 * assumed false, and given up when they are among the reasons why there is no stack.
 */

import { isFalse, isTrue, variableOf, type Literal, type Variable } from "./core/literal.ts";
import { DEFINITION } from "./core/proof.ts";
import type { Solver } from "./core/solver.ts";
import type { Baseless, Foundations } from "./foundations.ts";
import type { Founded } from "./founded.ts";
import type { Edge, KnownPackage } from "./known-package.ts";

/** The pre-releases of one package that not everyone may choose. */
interface Guarded {
  readonly owner: KnownPackage;
  /** Ordinals that only a requirement which names them, or the permit, can choose. */
  readonly held: ReadonlySet<number>;
  /** Those of them that no requirement read so far names. */
  readonly closed: Set<number>;
  /** True if one of the closed is chosen. */
  guess: Variable;
  readonly permit: Variable;
  /** No stack can do without. */
  released: boolean;
  /** The ordinals that the rule was told of. */
  readonly ruled: Set<number>;
}

/** A pre-release in a stack that not everyone may choose. */
export interface Held {
  readonly guarded: Guarded;
  readonly ordinal: number;
}

export class Prereleases {
  readonly #solver: Solver;
  readonly #foundations: Foundations;
  readonly #packages = new Map<KnownPackage, Guarded>();
  readonly #guesses = new Map<Variable, Guarded>();
  readonly #permits = new Map<Variable, Guarded>();

  constructor(solver: Solver, foundations: Foundations) {
    this.#solver = solver;
    this.#foundations = foundations;
  }

  /** Holds back the given pre-releases of a package, if any. */
  guard(owner: KnownPackage, ordinals: readonly number[]): void {
    if (ordinals.length === 0) return;
    const permit = this.#solver.addVariable();
    const guarded: Guarded = {
      owner,
      held: new Set(ordinals),
      closed: new Set(ordinals),
      guess: this.#close(owner, ordinals),
      permit,
      released: false,
      ruled: new Set(),
    };
    this.#packages.set(owner, guarded);
    this.#guesses.set(guarded.guess, guarded);
    this.#permits.set(permit, guarded);
  }

  /** A requirement was read that may name pre-releases. */
  openFor(target: KnownPackage, { owner, ordinal, requirement }: Edge): void {
    const guarded = this.#packages.get(target);
    if (guarded === undefined || owner.facts.firstChoice !== ordinal || !requirement.specifier.namesPrerelease) return;
    const opened = target.admitted(requirement, undefined).filter((ordinal) => guarded.closed.has(ordinal));
    if (opened.length === 0) return;
    for (const ordinal of opened) guarded.closed.delete(ordinal);
    this.#guesses.delete(guarded.guess);
    guarded.guess = this.#close(target, [...guarded.closed]);
    this.#guesses.set(guarded.guess, guarded);
  }

  /** To assume for a first stack: nothing closed is chosen. */
  guesses(): Literal[] {
    return [...this.#guesses.keys()].map(isFalse);
  }

  /** To assume in any case: a pre-release needs a requirement that names it. */
  permits(): Literal[] {
    return [...this.#permits.keys()].map(isFalse);
  }

  isGuess(literal: Literal): boolean {
    return this.#guesses.has(variableOf(literal));
  }

  isPermit(literal: Literal): boolean {
    return this.#permits.has(variableOf(literal));
  }

  /** Gives up the permits among the literals of a core. @returns false when there is none. */
  release(core: readonly Literal[]): boolean {
    const found = core.flatMap((literal) => this.#permits.get(variableOf(literal)) ?? []);
    for (const guarded of found) {
      guarded.released = true;
      this.#permits.delete(guarded.permit);
    }
    return found.length > 0;
  }

  /** The pre-releases of a stack that something has to name. */
  heldIn({ packages }: Founded): readonly Held[] {
    return [...packages.values()].flatMap(({ known, ordinal }) => {
      const guarded = this.#packages.get(known);
      return guarded === undefined || guarded.released || !guarded.held.has(ordinal) ? [] : [{ guarded, ordinal }];
    });
  }

  /**
   * Tells the rule for those pre-releases of a stack that break it. All of the stack has been read.
   *
   * @param held by `heldIn`.
   * @param first what may name one, by `findFirstChoices`.
   * @returns false where none does.
   */
  enforce(held: readonly Held[], founded: Founded, first: ReadonlySet<Edge>): boolean {
    const broken = held
      .map((each) => ({ ...each, naming: namingEdges(each).filter((edge) => first.has(edge)) }))
      .filter(({ naming }) => !naming.some((edge) => appliesIn(edge, founded)));
    if (broken.length === 0) return false;
    // Before the first clause is told, which ends the model.
    const baseless = this.#foundations.baseless(founded);
    for (const each of broken) this.#tellRule(each, each.naming, baseless);
    return true;
  }

  #tellRule({ guarded, ordinal }: Held, naming: readonly Edge[], baseless: Baseless): void {
    const { owner, permit, ruled } = guarded;
    // What names the pre-release has been chosen for that alone: nobody requires it.
    if (ruled.has(ordinal)) return this.#foundations.require(baseless);
    ruled.add(ordinal);
    const possible = naming.map((edge) => this.#foundations.applies(edge));
    this.#solver.addDemand([isFalse(owner.variable(ordinal)), isTrue(permit), ...possible]);
  }

  #close(owner: KnownPackage, ordinals: readonly number[]): Variable {
    const guess = this.#solver.addVariable();
    for (const ordinal of ordinals)
      this.#solver.addClause([isFalse(owner.variable(ordinal)), isTrue(guess)], DEFINITION);
    return guess;
  }
}

/** What lets the package be a pre-release, and be this one. No package speaks for itself. */
function namingEdges({ guarded, ordinal }: Held): readonly Edge[] {
  const { owner: target } = guarded;
  const { version } = target.candidate(ordinal);
  return target.requiredBy.filter(
    ({ owner, requirement: { specifier } }) =>
      owner !== target && specifier.namesPrerelease && specifier.admits(version),
  );
}

function appliesIn({ owner, ordinal, extra }: Edge, { packages }: Founded): boolean {
  const found = packages.get(owner.name);
  return found?.ordinal === ordinal && (extra === undefined || found.extras.has(extra));
}
