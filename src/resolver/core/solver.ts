/**
 * A solver that learns from conflicts, for clauses over packages. It is incremental: variables, groups and clauses may
 * be added between calls, and a question is asked under assumptions. Deterministic: the same calls give the same answers.
 * `../README.md` explains the search with an example.
 */

import { Analysis } from "./analysis.ts";
import { Assignment, followsFrom, NO_REASON } from "./assignment.ts";
import { Clauses, MOMENTARY } from "./clauses.ts";
import { Groups, type Group } from "./groups.ts";
import { isFalse, isTrue, negate, type Literal, type Variable } from "./literal.ts";
import { luby } from "./luby.ts";
import { NO_LITERAL, Order } from "./order.ts";
import { DEFINITION, Proof, type Step } from "./proof.ts";
import { NO_CONFLICT, Propagation } from "./propagation.ts";

/** Conflicts in the shortest run between two restarts. */
const RESTART_UNIT = 100;
/** Restarts before the order of packages follows their part in conflicts. */
const CALM_RESTARTS = 2;
/** Learned clauses kept before the worst half goes, and by how much more each time after. */
const LEARNED_LIMIT = 4000;
const LEARNED_GROWTH = 1.2;

/** `paused` when the budget is used up: the next call with the same assumptions goes on where this one stopped. */
export type SolverVerdict = "satisfiable" | "unsatisfiable" | "paused";

/** Who follows what the search does, and may reorder groups on hearing of it. */
export interface Watcher {
  /** A member that was decided led to a conflict. @returns true to begin again from the top. */
  lost(member: Variable): boolean;
  /** The search begins again from the top, of its own accord or because `lost` wanted it. */
  restarted(): void;
}

export class Solver {
  /** One for all solvers that speak of the same variables. */
  readonly groups: Groups;
  readonly #clauses = new Clauses();
  readonly #assignment = new Assignment();
  readonly #proof = new Proof();
  readonly #propagation: Propagation;
  readonly #analysis: Analysis;
  readonly #order: Order;

  readonly #demands: (readonly Literal[])[] = [];
  #watcher: Watcher | undefined;
  #decisions = 0;
  #conflicts = 0;
  #restarts = 0;
  #conflictsLeft = RESTART_UNIT;
  #learnedLimit = LEARNED_LIMIT;
  /** The derivation of a contradiction from the clauses alone, once there is one. */
  #contradiction: Step[] | undefined;
  #core: readonly Literal[] = [];
  #refutation: readonly Step[] = [];

  /** @param groups those of another solver, to speak of its variables; more may be added only through one of the two. */
  constructor(groups: Groups = new Groups()) {
    this.groups = groups;
    this.#order = new Order(groups, this.#assignment);
    this.#propagation = new Propagation(groups, this.#clauses, this.#assignment, this.#order);
    this.#analysis = new Analysis(this.#clauses, this.#assignment);
    for (let group = 0; group < groups.selectors.length; group++)
      this.#order.append(group, [...Array(groups.size.at(group)).keys()]);
    this.#grow();
  }

  get decisions(): number {
    return this.#decisions;
  }

  get conflicts(): number {
    return this.#conflicts;
  }

  /** Grows by one for each literal whose consequences are drawn: what work costs, whatever the machine. */
  get work(): number {
    return this.#propagation.work;
  }

  addVariable(): Variable {
    const variable = this.groups.addVariable();
    this.#grow();
    return variable;
  }

  /**
   * A group of `ordinals.length` members of which at most one is true.
   *
   * @param ordinals the members from 0, in the order in which they are tried.
   */
  addGroup(ordinals: readonly number[]): Group {
    const group = this.groups.addGroup(ordinals.length);
    this.#grow();
    this.#order.append(group, ordinals);
    return group;
  }

  /**
   * A variable that is true exactly when one of the given members is. While a selector of a group is true, the group is
   * decided; a group without a true selector stays empty unless a clause fills it.
   *
   * @param source of the clause that makes an empty selection false.
   */
  addSelector(group: Group, ordinals: readonly number[], source = DEFINITION): Variable {
    this.#assignment.backTo(0);
    const selector = this.groups.addSelector(group, ordinals);
    this.#grow();
    const first = this.groups.first.at(group);
    this.addClause([isFalse(selector), ...ordinals.map((ordinal) => isTrue(first + ordinal))], source);
    this.#followChoice(selector, group);
    return selector;
  }

  /** @param source a number of the caller's from 0 that `refutation` answers, or `DEFINITION`. */
  addClause(literals: readonly Literal[], source: number): void {
    this.#assignment.backTo(0);
    const { values } = this.#assignment;
    // A clause may watch only literals that are not false already.
    const open = literals.filter((literal) => values[literal] !== -1);
    const closed = literals.filter((literal) => values[literal] === -1);
    const offset = this.#clauses.add([...open, ...closed], 0);
    this.#proof.given(this.#clauses.idAt(offset), source);
    if (open.length > 1) this.#clauses.watch(offset);
    else if (open.length === 0) this.#contradict(offset);
    else if (values[open[0]!] === 0) this.#assignment.set(open[0]!, offset);
  }

  /**
   * Adds a clause that is true by what is chosen elsewhere. In other clauses a literal that nobody had to decide counts as
   * false only if that makes none of them false; this one is looked at before a model is one.
   */
  addDemand(literals: readonly Literal[], source = DEFINITION): void {
    this.addClause(literals, source);
    this.#demands.push(literals);
  }

  /** @param budget decisions and conflicts after which to pause. */
  solve(assumptions: readonly Literal[], budget: number): SolverVerdict {
    const end = this.#decisions + this.#conflicts + budget;
    while (this.#contradiction === undefined) {
      const conflict = this.#propagation.run();
      if (conflict !== NO_CONFLICT) {
        if (this.#assignment.level === 0) this.#contradict(conflict);
        else this.#learnFrom(conflict);
      } else if (this.#assignment.level < assumptions.length) {
        if (!this.#assume(assumptions[this.#assignment.level]!)) return "unsatisfiable";
      } else {
        if (this.#decisions + this.#conflicts >= end) return "paused";
        if (!this.#decide()) return "satisfiable";
      }
    }
    this.#core = [];
    this.#refutation = this.#contradiction;
    return "unsatisfiable";
  }

  /** Ends a question: the next one may have other assumptions. */
  reset(): void {
    this.#assignment.backTo(0);
  }

  /** After `satisfiable`. Variables that no one had to decide count as false. */
  isTrue(variable: Variable): boolean {
    return this.#assignment.isTrue(variable);
  }

  /** True for a literal that the first `level` assumptions make true, after any verdict but before `reset`. */
  holdsAt(literal: Literal, level: number): boolean {
    return this.#assignment.values[literal] === 1 && this.#assignment.levels[literal >> 1]! <= level;
  }

  /** After `unsatisfiable`: assumptions that cannot hold together, in no particular order; empty if nothing can hold. */
  core(): readonly Literal[] {
    return this.#core;
  }

  /** After `unsatisfiable`: the ids of given clauses that rule out the core, ascending. */
  refutation(): number[] {
    return this.#proof.trace(this.#refutation, (variable) => this.#analysis.stepsOfValue(variable));
  }

  /** The source that a given clause was added with. */
  sourceOf(clause: number): number {
    return this.#proof.originOf(clause);
  }

  literalsOf(clause: number): number[] {
    return this.#clauses.literals(clause);
  }

  /** Tells the order that the choice of a group did not hold although no conflict showed it. */
  lose(group: Group): void {
    this.#order.lose(group);
  }

  /** One at a time; undefined for none. */
  watch(watcher: Watcher | undefined): void {
    this.#watcher = watcher;
  }

  /** @param ordinals all members of the group, first to try first from now on. */
  reorder(group: Group, ordinals: readonly number[]): void {
    this.#order.reorder(group, ordinals);
  }

  /** Has the given groups decided before all others, in their order. */
  advance(groups: readonly Group[]): void {
    this.#order.advance(groups);
  }

  /** A choice made at level 0 has told the selectors of its group before this one was there. */
  #followChoice(selector: Variable, group: Group): void {
    const first = this.groups.first.at(group);
    for (let member = first; member < first + this.groups.size.at(group); member++) {
      if (!this.#assignment.isTrue(member) || !this.#assignment.isOpen(selector)) continue;
      const literal = this.groups.selects(selector, member - first) ? isTrue(selector) : isFalse(selector);
      this.#assignment.set(literal, followsFrom(isTrue(member)));
    }
  }

  #grow(): void {
    this.#assignment.grow(this.groups.variables);
    this.#analysis.grow(this.groups.variables);
    this.#clauses.grow(this.groups.variables);
  }

  #contradict(conflict: number): void {
    this.#analysis.explain(this.#clauses.literalsAt(conflict));
    this.#contradiction = this.#analysis.steps.toArray();
    // The momentary clause is a rule of groups and needs no telling.
    if (conflict !== MOMENTARY) this.#contradiction.push(this.#clauses.idAt(conflict));
  }

  #assume(literal: Literal): boolean {
    if (this.#assignment.values[literal] === -1) {
      this.#core = [literal, ...this.#analysis.explain([literal])];
      this.#refutation = this.#analysis.steps.toArray();
      return false;
    }
    this.#assignment.beginLevel();
    if (this.#assignment.values[literal] === 0) this.#assignment.set(literal, NO_REASON);
    return true;
  }

  #decide(): boolean {
    let literal = this.#order.next();
    if (literal === NO_LITERAL) literal = this.#denyDemand();
    if (literal === NO_LITERAL) return false;
    this.#decisions++;
    this.#assignment.beginLevel();
    this.#assignment.set(literal, NO_REASON);
    return true;
  }

  /** A demand that nothing meets yet loses one of the literals that might. */
  #denyDemand(): Literal {
    const { values } = this.#assignment;
    for (const literals of this.#demands) {
      if (literals.some((literal) => values[literal] === 1)) continue;
      return negate(literals.find((literal) => values[literal] === 0)!);
    }
    return NO_LITERAL;
  }

  #learnFrom(conflict: number): void {
    this.#conflicts++;
    const isLeft = this.#chargeDecision();
    this.#analysis.learn(conflict);
    const { learned, steps, lbd, backLevel } = this.#analysis;
    for (let i = 0; i < learned.length; i++) {
      const group = this.groups.groupOf[learned.at(i) >> 1]!;
      if (group >= 0) this.#order.bump(group);
    }
    this.#order.decay();
    const offset = this.#clauses.add(learned.data.subarray(0, learned.length), lbd);
    this.#proof.learned(this.#clauses.idAt(offset), steps);
    if (learned.length > 1) this.#clauses.watch(offset);
    this.#assignment.backTo(backLevel);
    this.#assignment.set(learned.at(0), offset);
    if (--this.#conflictsLeft <= 0 || isLeft) this.#restart();
  }

  /** The decision of the current level has led to a conflict. @returns true when the search is to begin again for it. */
  #chargeDecision(): boolean {
    const start = this.#assignment.startOf(this.#assignment.level);
    const decision = this.#assignment.trail[start]! >> 1;
    if (!this.groups.isMember(decision)) return false;
    const moved = this.#order.lose(this.groups.groupOf[decision]!);
    return this.#watcher === undefined ? moved : this.#watcher.lost(decision) || moved;
  }

  #restart(): void {
    // Learned literals of level 0 stay; the assumptions are made again by `solve`.
    this.#assignment.backTo(0);
    if (this.#conflictsLeft <= 0) {
      this.#conflictsLeft = RESTART_UNIT * luby(++this.#restarts + 1);
      if (this.#restarts > CALM_RESTARTS) this.#order.sort();
    }
    if (this.#clauses.learned > this.#learnedLimit) {
      this.#learnedLimit *= LEARNED_GROWTH;
      this.#forget();
    }
    this.#watcher?.restarted();
  }

  #forget(): void {
    const { trail, trailLength, reasons } = this.#assignment;
    const locked = new Set<number>();
    for (let i = 0; i < trailLength; i++) if (reasons[trail[i]! >> 1]! > 0) locked.add(reasons[trail[i]! >> 1]!);
    const moved = this.#clauses.reduce(locked);
    for (let i = 0; i < trailLength; i++) {
      const variable = trail[i]! >> 1;
      if (reasons[variable]! > 0) reasons[variable] = moved.get(reasons[variable]!)!;
    }
  }
}
