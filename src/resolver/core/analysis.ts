/**
 * Conflict analysis: from a clause whose literals are all false to the first unique implication point, the one literal
 * of the current level through which the conflict came about, and to a new clause that would have prevented it.
 */

import { antecedentOf, NO_REASON, type Assignment, type ReasonCode } from "./assignment.ts";
import { HEADER, type Clauses } from "./clauses.ts";
import { grown, IntList } from "./int-list.ts";
import type { Literal, Variable } from "./literal.ts";
import { valueStep } from "./proof.ts";

/** Marks of a variable: it is in the clause or follows from it, or it does not follow. */
const SEEN = 1;
const FAILED = 2;
/** Reasons followed one behind the other. */
const DEEPEST = 500;

export class Analysis {
  /** The learned clause. The first literal is the asserting one, the second has the highest level of the others. */
  readonly learned = new IntList();
  /** The steps that derive it. */
  readonly steps = new IntList();
  /** The level at which the asserting literal follows. */
  backLevel = 0;
  /** How many levels the literals of the learned clause come from, at least 1. */
  lbd = 1;

  readonly #clauses: Clauses;
  readonly #assignment: Assignment;
  #seen: Uint8Array = new Uint8Array(32);
  /** Variables marked in `#seen`. */
  readonly #marked = new IntList();
  /** By level: the number of the last learned clause with a literal of it. Grows only when the search is deeper than ever. */
  #levelStamps: Int32Array = new Int32Array(32);
  /** The number of the learned clause in the making, from 1. */
  #stamp = 0;
  /** Literals of the current level still to be resolved away. */
  #open = 0;

  constructor(clauses: Clauses, assignment: Assignment) {
    this.#clauses = clauses;
    this.#assignment = assignment;
  }

  grow(variables: number): void {
    if (variables <= this.#seen.length) return;
    const seen = new Uint8Array(Math.max(variables, this.#seen.length * 2));
    seen.set(this.#seen);
    this.#seen = seen;
  }

  /** Learns from the conflict at `offset`, on a level above 0. */
  learn(offset: number): void {
    const assignment = this.#assignment;
    this.learned.clear();
    this.steps.clear();
    this.#open = 0;
    this.learned.push(0);
    this.#resolveWith(offset, -1);
    let at = assignment.trailLength;
    for (;;) {
      at--;
      while (this.#seen[assignment.trail[at]! >> 1] === 0) at--;
      const literal = assignment.trail[at]!;
      if (--this.#open === 0) {
        this.learned.data[0] = literal ^ 1;
        break;
      }
      this.#resolveWith(assignment.reasons[literal >> 1]!, literal);
    }
    this.#minimise();
    this.#order();
    this.#unmark();
  }

  /**
   * Why `literals` are all false, down to decisions: all decisions below are assumptions when this is called.
   *
   * @returns the decisions, as the literals that are true; `steps` then holds the derivation.
   */
  explain(literals: ArrayLike<Literal>): Literal[] {
    const assignment = this.#assignment;
    const decisions: Literal[] = [];
    this.steps.clear();
    for (let i = 0; i < literals.length; i++) this.#mark(literals[i]! >> 1);
    for (let at = assignment.trailLength - 1; at >= 0; at--) {
      const literal = assignment.trail[at]!;
      if (this.#seen[literal >> 1] === 0 || assignment.levels[literal >> 1] === 0) continue;
      const reason = assignment.reasons[literal >> 1]!;
      if (reason === NO_REASON) decisions.push(literal);
      else this.#markReason(reason);
    }
    this.#unmark();
    return decisions;
  }

  /** The steps that gave `variable` its value, which must be one of level 0. */
  stepsOfValue(variable: Variable): number[] {
    const steps: number[] = [];
    const reason = this.#assignment.reasons[variable]!;
    if (reason <= -2) return [valueStep(antecedentOf(reason) >> 1)];
    if (reason === NO_REASON) return steps;
    steps.push(this.#clauses.idAt(reason));
    const { data } = this.#clauses.arena;
    for (let at = reason + HEADER; at < reason + HEADER + data[reason]!; at++)
      if (data[at]! >> 1 !== variable) steps.push(valueStep(data[at]! >> 1));
    return steps;
  }

  /** Adds the literals of a reason to the clause in the making, except the `implied` one. */
  #resolveWith(reason: ReasonCode, implied: Literal): void {
    if (reason <= -2) return this.#add(antecedentOf(reason) ^ 1);
    const { data } = this.#clauses.arena;
    if (reason > 0) this.steps.push(data[reason + 1]!);
    for (let at = reason + HEADER; at < reason + HEADER + data[reason]!; at++)
      if (data[at] !== implied) this.#add(data[at]!);
  }

  #add(literal: Literal): void {
    const variable = literal >> 1;
    if (this.#seen[variable] === 1) return;
    const level = this.#mark(variable);
    if (level === this.#assignment.level) this.#open++;
    else if (level > 0) this.learned.push(literal);
  }

  /** Marks a variable and notes the use of a value of level 0. @returns its level. */
  #mark(variable: Variable): number {
    const level = this.#assignment.levels[variable]!;
    if (this.#seen[variable] === 0) {
      this.#seen[variable] = SEEN;
      this.#marked.push(variable);
      if (level === 0) this.steps.push(valueStep(variable));
    }
    return level;
  }

  #markReason(reason: ReasonCode): void {
    if (reason <= -2) {
      this.#mark(antecedentOf(reason) >> 1);
      return;
    }
    const { data } = this.#clauses.arena;
    if (reason > 0) this.steps.push(data[reason + 1]!);
    for (let at = reason + HEADER; at < reason + HEADER + data[reason]!; at++) this.#mark(data[at]! >> 1);
  }

  /** Drops each literal that follows from the other ones, through as many reasons as it takes. */
  #minimise(): void {
    const { learned } = this;
    const { levels } = this.#assignment;
    this.#levelStamps = grown(this.#levelStamps, this.#assignment.level + 1);
    this.#stamp++;
    for (let i = 1; i < learned.length; i++) this.#levelStamps[levels[learned.at(i) >> 1]!] = this.#stamp;
    let kept = 1;
    for (let i = 1; i < learned.length; i++) {
      const literal = learned.at(i);
      const reason = this.#assignment.reasons[literal >> 1]!;
      if (reason === NO_REASON || !this.#isCovered(reason, literal >> 1, 0)) learned.data[kept++] = literal;
    }
    learned.length = kept;
  }

  /** Whether all that `reason` rests on is in the clause or follows from it; then the steps are noted. */
  #isCovered(reason: ReasonCode, implied: Variable, depth: number): boolean {
    if (reason <= -2) return this.#follows(antecedentOf(reason) >> 1, depth);
    const { data } = this.#clauses.arena;
    const end = reason + HEADER + data[reason]!;
    for (let at = reason + HEADER; at < end; at++) {
      const variable = data[at]! >> 1;
      if (variable !== implied && !this.#follows(variable, depth)) return false;
    }
    this.steps.push(data[reason + 1]!);
    return true;
  }

  /** Whether the value of `variable` follows from the clause. */
  #follows(variable: Variable, depth: number): boolean {
    const seen = this.#seen[variable]!;
    if (seen !== 0) return seen !== FAILED;
    const level = this.#assignment.levels[variable]!;
    if (level === 0) {
      this.#mark(variable);
      return true;
    }
    const reason = this.#assignment.reasons[variable]!;
    // No literal of its level is in the clause, so nothing of that level can lead there.
    const isHopeless = reason === NO_REASON || this.#levelStamps[level] !== this.#stamp || depth === DEEPEST;
    this.#marked.push(variable);
    this.#seen[variable] = !isHopeless && this.#isCovered(reason, variable, depth + 1) ? SEEN : FAILED;
    return this.#seen[variable] === SEEN;
  }

  /** Puts a literal of the highest level below the current one in the second place, and counts the levels. */
  #order(): void {
    const { data, length } = this.learned;
    const { levels } = this.#assignment;
    this.#levelStamps = grown(this.#levelStamps, this.#assignment.level + 1);
    this.#stamp++;
    this.lbd = 1;
    this.backLevel = 0;
    let highest = 1;
    for (let i = 1; i < length; i++) {
      const level = levels[data[i]! >> 1]!;
      if (this.#levelStamps[level] !== this.#stamp) this.lbd++;
      this.#levelStamps[level] = this.#stamp;
      if (level <= this.backLevel) continue;
      this.backLevel = level;
      highest = i;
    }
    if (length === 1) return;
    const second = data[1]!;
    data[1] = data[highest]!;
    data[highest] = second;
  }

  #unmark(): void {
    for (let i = 0; i < this.#marked.length; i++) this.#seen[this.#marked.at(i)] = 0;
    this.#marked.clear();
  }
}
