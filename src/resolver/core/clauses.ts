/**
 * The clauses, in one array. Layout of a clause at offset `o`:
 *
 *     o      number of literals
 *     o + 1  id, stable for the life of the solver
 *     o + 2  0 for a given clause, else the LBD of a learned one: how many decision levels its literals came from
 *     o + 3  the literals; the first two are watched, and the first is the implied one of a reason
 *
 * Offset 0 is kept for a clause of two literals that exists only for a moment: the conflict that a rule of groups runs
 * into.
 */

import { IntList } from "./int-list.ts";
import type { Literal } from "./literal.ts";

export const HEADER = 3;
/** The offset and the id of the momentary clause. */
export const MOMENTARY = 0;

export class Clauses {
  readonly arena = new IntList(4096);
  /**
   * By literal: the clauses that watch it, which are looked at when it becomes false. Two numbers each: the offset, and
   * another literal of the clause; while that is true the clause itself need not be looked at.
   */
  readonly watchers: IntList[] = [];
  /** Learned clauses that are in the arena. */
  learned = 0;
  /** By id: the offset, or -1 once deleted. */
  readonly #offsets = new IntList(1024);

  constructor() {
    this.add([0, 0], 0);
  }

  /** Makes room for the literals of `variables` variables. */
  grow(variables: number): void {
    while (this.watchers.length < variables * 2) this.watchers.push(new IntList(4));
  }

  /** Stores a clause and watches nothing. @returns its offset. */
  add(literals: ArrayLike<Literal>, lbd: number): number {
    const offset = this.arena.length;
    this.arena.push(literals.length);
    this.arena.push(this.#offsets.length);
    this.arena.push(lbd);
    for (let i = 0; i < literals.length; i++) this.arena.push(literals[i]!);
    this.#offsets.push(offset);
    if (lbd > 0) this.learned++;
    return offset;
  }

  watch(offset: number): void {
    const [first, second] = [this.arena.at(offset + HEADER), this.arena.at(offset + HEADER + 1)];
    this.watchers[first]!.push(offset);
    this.watchers[first]!.push(second);
    this.watchers[second]!.push(offset);
    this.watchers[second]!.push(first);
  }

  idAt(offset: number): number {
    return this.arena.at(offset + 1);
  }

  literalsAt(offset: number): Literal[] {
    const start = offset + HEADER;
    return Array.from(this.arena.data.subarray(start, start + this.arena.at(offset)));
  }

  /** The literals of a clause that has not been deleted. */
  literals(id: number): Literal[] {
    return this.literalsAt(this.#offsets.at(id));
  }

  /**
   * Deletes the learned clauses with the highest LBD, about half of those above 2, except those in `locked` (offsets).
   * Call it at level 0 only. @returns the new offset of each locked clause, by its old one.
   */
  reduce(locked: ReadonlySet<number>): Map<number, number> {
    const limit = this.#medianLbd(locked);
    const moved = new Map<number, number>();
    for (const watchers of this.watchers) watchers.clear();
    const { data, length } = this.arena;
    let to = 0;
    for (let from = 0; from < length;) {
      const size = HEADER + data[from]!;
      const lbd = data[from + 2]!;
      const id = data[from + 1]!;
      if (lbd > limit && !locked.has(from)) {
        this.#offsets.data[id] = -1;
        this.learned--;
      } else {
        data.copyWithin(to, from, from + size);
        this.#offsets.data[id] = to;
        if (locked.has(from)) moved.set(from, to);
        if (to !== MOMENTARY && data[to]! > 1) this.watch(to);
        to += size;
      }
      from += size;
    }
    this.arena.length = to;
    return moved;
  }

  #medianLbd(locked: ReadonlySet<number>): number {
    const found: number[] = [];
    const { data, length } = this.arena;
    for (let at = 0; at < length; at += HEADER + data[at]!)
      if (data[at + 2]! > 2 && !locked.has(at)) found.push(data[at + 2]!);
    found.sort((a, b) => a - b);
    return Math.max(2, found[found.length >> 1] ?? 2);
  }
}
