/**
 * Unit propagation: what follows from the literals on the trail, through the rules of groups and through clauses with
 * two watched literals. Hot: nothing here allocates, apart from watch lists that grow.
 */

import { followsFrom, type Assignment } from "./assignment.ts";
import { HEADER, MOMENTARY, type Clauses } from "./clauses.ts";
import type { Groups } from "./groups.ts";
import type { Literal } from "./literal.ts";
import type { Order } from "./order.ts";

export const NO_CONFLICT = -1;

export class Propagation {
  readonly #groups: Groups;
  readonly #clauses: Clauses;
  readonly #assignment: Assignment;
  readonly #order: Order;
  /** Literals whose consequences were drawn, over the life of the solver: a measure of work that is no clock. */
  work = 0;

  constructor(groups: Groups, clauses: Clauses, assignment: Assignment, order: Order) {
    this.#groups = groups;
    this.#clauses = clauses;
    this.#assignment = assignment;
    this.#order = order;
  }

  /** Goes on until nothing more follows. @returns `NO_CONFLICT`, or the offset of a clause whose literals are all false. */
  run(): number {
    const assignment = this.#assignment;
    while (assignment.head < assignment.trailLength) {
      const literal = assignment.trail[assignment.head++]!;
      this.work++;
      if (this.#groups.groupOf[literal >> 1]! >= 0 && !this.#applyGroupRules(literal)) return MOMENTARY;
      const conflict = this.#visitWatchers(literal ^ 1);
      if (conflict !== NO_CONFLICT) return conflict;
    }
    return NO_CONFLICT;
  }

  /** What the rules of groups derive from `literal`; false when that contradicts the assignment. */
  #applyGroupRules(literal: Literal): boolean {
    const variable = literal >> 1;
    const positive = (literal & 1) === 0;
    const mask = this.#groups.maskOf[variable]!;
    if (mask >= 0) {
      if (positive) this.#order.want(this.#groups.groupOf[variable]!);
      return this.#applySelector(literal, mask, positive);
    }
    return !positive || this.#applyChoice(literal);
  }

  /** The members outside a true selector are false, and those inside a false one. */
  #applySelector(literal: Literal, mask: number, positive: boolean): boolean {
    const groups = this.#groups;
    const bits = groups.bits.data;
    const group = groups.groupOf[literal >> 1]!;
    const first = groups.first.data[group]!;
    const size = groups.size.data[group]!;
    for (let at = 0; at < size; at += 32) {
      const inside = bits[mask + (at >> 5)]!;
      if (!this.#exclude(positive ? ~inside : inside, first, at, size, literal)) return false;
    }
    return true;
  }

  /**
   * Makes members false because `literal` is true, as far as they are not.
   *
   * @param excluded bits of the 32 members from the ordinal `at` on.
   */
  #exclude(excluded: number, first: number, at: number, size: number, literal: Literal): boolean {
    const { falseBits } = this.#assignment;
    const variable = first + at;
    const shift = variable & 31;
    const word = variable >> 5;
    // Shifting by 32 shifts by nothing, so the next word comes in two steps.
    const already = (falseBits[word]! >>> shift) | ((falseBits[word + 1]! << 1) << (31 - shift));
    let open = excluded & ~already;
    if (size - at < 32) open &= (1 << (size - at)) - 1;
    while (open !== 0) {
      const bit = 31 - Math.clz32(open & -open);
      if (!this.#derive(((variable + bit) << 1) | 1, literal)) return false;
      open &= open - 1;
    }
    return true;
  }

  #applyChoice(literal: Literal): boolean {
    const groups = this.#groups;
    const values = this.#assignment.values;
    const bits = groups.bits.data;
    const chosen = literal >> 1;
    const group = groups.groupOf[chosen]!;
    const first = groups.first.data[group]!;
    const size = groups.size.data[group]!;
    for (let at = 0; at < size; at += 32) {
      const own = chosen - first - at;
      const siblings = own >= 0 && own < 32 ? ~(1 << own) : -1;
      if (!this.#exclude(siblings, first, at, size, literal)) return false;
    }
    const ordinal = chosen - first;
    const selectors = groups.selectors[group]!;
    for (let i = 0; i < selectors.length; i++) {
      const selector = selectors.data[i]!;
      const outside = ((bits[groups.maskOf[selector]! + (ordinal >> 5)]! >>> (ordinal & 31)) & 1) ^ 1;
      const implied = (selector << 1) | outside;
      if (values[implied] !== 1 && !this.#derive(implied, literal)) return false;
    }
    return true;
  }

  /** Makes `implied` true because `literal` is; on contradiction writes the momentary clause and answers false. */
  #derive(implied: Literal, literal: Literal): boolean {
    if (this.#assignment.values[implied] === 0) {
      this.#assignment.set(implied, followsFrom(literal));
      return true;
    }
    const arena = this.#clauses.arena.data;
    arena[MOMENTARY + HEADER] = implied;
    arena[MOMENTARY + HEADER + 1] = literal ^ 1;
    return false;
  }

  /** Looks at the clauses that watch `falsified`, which has just become false. */
  #visitWatchers(falsified: Literal): number {
    const values = this.#assignment.values;
    const arena = this.#clauses.arena.data;
    const watchers = this.#clauses.watchers[falsified]!;
    const { data } = watchers;
    const end = watchers.length;
    let kept = 0;
    let at = 0;
    let conflict = NO_CONFLICT;
    while (at < end && conflict === NO_CONFLICT) {
      const offset = data[at++]!;
      const blocker = data[at++]!;
      if (values[blocker] === 1) {
        data[kept++] = offset;
        data[kept++] = blocker;
        continue;
      }
      const start = offset + HEADER;
      // The falsified literal moves to the second place, so that the first is the one that may be implied.
      if (arena[start] === falsified) {
        arena[start] = arena[start + 1]!;
        arena[start + 1] = falsified;
      }
      const other = arena[start]!;
      if (values[other] !== 1 && this.#moveWatch(offset, start)) continue;
      data[kept++] = offset;
      data[kept++] = other;
      if (values[other] === 0) this.#assignment.set(other, offset);
      else if (values[other] === -1) conflict = offset;
    }
    while (at < end) data[kept++] = data[at++]!;
    watchers.length = kept;
    return conflict;
  }

  /** Finds a literal that is not false to watch instead of the second; false when there is none. */
  #moveWatch(offset: number, start: number): boolean {
    const values = this.#assignment.values;
    const arena = this.#clauses.arena.data;
    const end = start + arena[offset]!;
    for (let at = start + 2; at < end; at++) {
      const candidate = arena[at]!;
      if (values[candidate] === -1) continue;
      arena[at] = arena[start + 1]!;
      arena[start + 1] = candidate;
      this.#clauses.watchers[candidate]!.push(offset);
      this.#clauses.watchers[candidate]!.push(arena[start]!);
      return true;
    }
    return false;
  }
}
