/**
 * What is true for now: a value, a decision level and a reason for each variable, and the trail of literals in the
 * order in which they became true. Hot: read at every step of propagation; nothing here allocates between two calls of
 * `grow`.
 */

import { grown } from "./int-list.ts";
import type { Literal, Variable } from "./literal.ts";

/** The reason of a decision, an assumption or a variable without value. */
export const NO_REASON = -1;

/**
 * A reason is one integer. From 0: the offset of a clause whose other literals are all false. -1: none. Below: the
 * literal `-2 - reason` is true, and the rules of groups derive this one from it.
 */
export type ReasonCode = number;

/** The reason "this follows from `literal` by the rules of groups". */
export function followsFrom(literal: Literal): ReasonCode {
  return -2 - literal;
}

/** The inverse of `followsFrom`. */
export function antecedentOf(reason: ReasonCode): Literal {
  return -2 - reason;
}

export class Assignment {
  /** By literal: 1 true, -1 false, 0 open. */
  values: Int8Array = new Int8Array(64);
  /** A bit a variable, 32 to a word: set while it is false. */
  falseBits: Int32Array = new Int32Array(2);
  /** By variable, valid while it has a value. Level 0 holds what follows from the clauses alone. */
  levels: Int32Array = new Int32Array(32);
  /** By variable, valid while it has a value. */
  reasons: Int32Array = new Int32Array(32);
  /** The literals that are true, oldest first. */
  trail: Int32Array = new Int32Array(32);
  trailLength = 0;
  /** Trail entries before this one have been propagated. */
  head = 0;
  /** By level from 1, at `level - 1`: the length of the trail when the level began. */
  #levelStarts: Int32Array = new Int32Array(32);
  #level = 0;
  /** How often values were forgotten. */
  backtracks = 0;

  get level(): number {
    return this.#level;
  }

  /** Makes room for `variables` variables; the new ones are open. */
  grow(variables: number): void {
    if (variables * 2 > this.values.length) {
      const values = new Int8Array(Math.max(variables * 2, this.values.length * 2));
      values.set(this.values);
      this.values = values;
    }
    // One more, so that a word that begins inside of another can be put together.
    this.falseBits = grown(this.falseBits, (variables >> 5) + 2);
    this.levels = grown(this.levels, variables);
    this.reasons = grown(this.reasons, variables);
    this.trail = grown(this.trail, variables);
  }

  /** Makes an open literal true. */
  set(literal: Literal, reason: ReasonCode): void {
    const variable = literal >> 1;
    this.values[literal] = 1;
    this.values[literal ^ 1] = -1;
    if ((literal & 1) === 1) this.falseBits[variable >> 5]! |= 1 << (variable & 31);
    this.levels[variable] = this.#level;
    this.reasons[variable] = reason;
    this.trail[this.trailLength++] = literal;
  }

  beginLevel(): void {
    this.#levelStarts = grown(this.#levelStarts, this.#level + 1);
    this.#levelStarts[this.#level++] = this.trailLength;
  }

  /** Where the trail of `level` (from 1) begins; its first literal is the decision, if the level has any literal. */
  startOf(level: number): number {
    return this.#levelStarts[level - 1]!;
  }

  /** Forgets every value of the levels above `level`. */
  backTo(level: number): void {
    if (level >= this.#level) return;
    this.backtracks++;
    const start = this.startOf(level + 1);
    for (let i = start; i < this.trailLength; i++) {
      const literal = this.trail[i]!;
      this.values[literal] = 0;
      this.values[literal ^ 1] = 0;
      if ((literal & 1) === 1) this.falseBits[literal >> 6]! &= ~(1 << ((literal >> 1) & 31));
    }
    this.trailLength = start;
    this.head = start;
    this.#level = level;
  }

  isTrue(variable: Variable): boolean {
    return this.values[variable << 1] === 1;
  }

  isOpen(variable: Variable): boolean {
    return this.values[variable << 1] === 0;
  }
}
