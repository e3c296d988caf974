/**
 * Which package is decided next, and with which of its members. Groups are tried by rank, lower first; a group that
 * loses its decisions again and again moves to the front, so that its culprits are tried around it. Without that a
 * search walks one package down to an ancient release because another, decided earlier, was never put in question.
 */

import { isTrue, type Literal, type Variable } from "./literal.ts";
import type { Assignment } from "./assignment.ts";
import type { Group, Groups } from "./groups.ts";

/** Lost decisions before a group moves up for the first time; each further time takes twice as many. */
const FIRST_PATIENCE = 5;

/** What a part in a conflict counts after each further one. */
const DECAY = 0.95;
const TOO_LARGE = 1e100;

export const NO_LITERAL = -1;

export class Order {
  readonly #groups: Groups;
  readonly #assignment: Assignment;
  /** Groups, those to decide first in front. */
  readonly #sequence: Group[] = [];
  /** By group: its place in the sequence. */
  readonly #places: number[] = [];
  /** Groups before this place need no decision, as long as nothing is forgotten. */
  #cursor = 0;
  #backtracks = 0;
  /** By group: its members in the order in which they are tried. */
  readonly #members: Int32Array[] = [];
  /** By group: the member that was seen to be true last, looked at first the next time. */
  readonly #lastChoice: Variable[] = [];
  /** By group: how often it had a part in a conflict, later ones counting for more. */
  readonly #activity: number[] = [];
  #bump = 1;
  /** By group: lost decisions since it last moved up, and how many it takes to move again. */
  readonly #lost: number[] = [];
  readonly #patience: number[] = [];

  constructor(groups: Groups, assignment: Assignment) {
    this.#groups = groups;
    this.#assignment = assignment;
  }

  /** Puts a group behind all others. @param ordinals its members, first to try first. */
  append(group: Group, ordinals: readonly number[]): void {
    this.reorder(group, ordinals);
    this.#lastChoice[group] = this.#groups.first.at(group);
    this.#activity[group] = 0;
    this.#lost[group] = 0;
    this.#patience[group] = FIRST_PATIENCE;
    this.#places[group] = this.#sequence.push(group) - 1;
  }

  /** @param ordinals all members of the group, first to try first from now on. */
  reorder(group: Group, ordinals: readonly number[]): void {
    const first = this.#groups.first.at(group);
    this.#members[group] = Int32Array.from(ordinals, (ordinal) => first + ordinal);
  }

  /** Puts the given groups before all others, in their order. */
  advance(groups: readonly Group[]): void {
    if (groups.length === 0) return;
    const isAhead = new Set(groups);
    const sequence = [...groups, ...this.#sequence.filter((group) => !isAhead.has(group))];
    for (const [place, group] of sequence.entries()) {
      this.#sequence[place] = group;
      this.#places[group] = place;
    }
    this.#cursor = 0;
  }

  /** A selector of the group has become true. */
  want(group: Group): void {
    const place = this.#places[group]!;
    if (place < this.#cursor) this.#cursor = place;
  }

  /** The group had a part in a conflict. */
  bump(group: Group): void {
    this.#activity[group]! += this.#bump;
    if (this.#activity[group]! < TOO_LARGE) return;
    for (let other = 0; other < this.#activity.length; other++) this.#activity[other]! /= TOO_LARGE;
    this.#bump /= TOO_LARGE;
  }

  /** A conflict is over: what had a part in later ones counts for more. */
  decay(): void {
    this.#bump /= DECAY;
  }

  /** Puts the groups that had a part in the latest conflicts in front. Call it when nothing is decided. */
  sort(): void {
    const activity = this.#activity;
    this.#sequence.sort((a, b) => activity[b]! - activity[a]! || this.#places[a]! - this.#places[b]!);
    for (const [place, group] of this.#sequence.entries()) this.#places[group] = place;
    this.#cursor = 0;
  }

  /** The next decision, or `NO_LITERAL` when every group that must have a member has one. */
  next(): Literal {
    if (this.#backtracks !== this.#assignment.backtracks) {
      this.#backtracks = this.#assignment.backtracks;
      this.#cursor = 0;
    }
    for (; this.#cursor < this.#sequence.length; this.#cursor++) {
      const group = this.#sequence[this.#cursor]!;
      if (!this.#isWanted(group)) continue;
      for (const member of this.#members[group]!) if (this.#assignment.isOpen(member)) return isTrue(member);
    }
    return NO_LITERAL;
  }

  /** Notes that a decision on `group` did not hold. @returns true when the group has moved to the front for it. */
  lose(group: Group): boolean {
    this.#lost[group]!++;
    if (this.#lost[group]! < this.#patience[group]!) return false;
    this.#lost[group] = 0;
    this.#patience[group]! *= 2;
    const at = this.#places[group]!;
    if (at === 0) return false;
    this.#sequence.copyWithin(1, 0, at);
    this.#sequence[0] = group;
    for (let place = 0; place <= at; place++) this.#places[this.#sequence[place]!] = place;
    this.#cursor = 0;
    return true;
  }

  /** True while some selector of the group is true and none of its members is. */
  #isWanted(group: Group): boolean {
    const { values } = this.#assignment;
    const selectors = this.#groups.selectors[group]!;
    for (let i = 0; i < selectors.length; i++)
      if (values[isTrue(selectors.at(i))] === 1) return !this.#hasChoice(group);
    return false;
  }

  #hasChoice(group: Group): boolean {
    const last = this.#lastChoice[group]!;
    if (this.#members[group]!.length > 0 && this.#assignment.isTrue(last)) return true;
    for (const member of this.#members[group]!) {
      if (!this.#assignment.isTrue(member)) continue;
      this.#lastChoice[group] = member;
      return true;
    }
    return false;
  }
}
