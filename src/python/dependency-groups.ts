/**
 * Groups of requirements that may include each other. PEP 735, "Dependency Groups".
 *
 * Surprises of the standard: names are compared in normal form, and two that are the same then are an error; an include
 * stands for the members of the other group in its place; a group may not reach itself. Members that come in twice count
 * once here, which no reader of requirements can tell from twice, and which keeps hostile includes from growing.
 */

import { quoted } from "../base/index.ts";
import { normalizeName } from "./names.ts";

/** A member of a group, or all members of another one. */
export type GroupElement<Member> =
  | { readonly kind: "member"; readonly member: Member }
  | { readonly kind: "include"; readonly group: string };

/** What is wrong with a group, and with which of its elements, if it is one. */
export class DependencyGroupMistake extends Error {
  /** As written. */
  readonly group: string;
  readonly index: number | undefined;
  constructor(group: string, index: number | undefined, problem: string) {
    super(problem);
    this.group = group;
    this.index = index;
  }
}

interface Group<Member> {
  readonly written: string;
  readonly elements: readonly GroupElement<Member>[];
}

export class DependencyGroups<Member> {
  readonly #groups = new Map<string, Group<Member>>();
  readonly #expanded = new Map<string, ReadonlySet<Member>>();

  /** @param groups by name as written. @throws {DependencyGroupMistake} for a name that stands there twice. */
  constructor(groups: Iterable<readonly [name: string, elements: readonly GroupElement<Member>[]]>) {
    for (const [written, elements] of groups) {
      const name = normalizeName(written);
      const twin = this.#groups.get(name);
      if (twin !== undefined)
        throw new DependencyGroupMistake(written, undefined, `the group is the same as ${quoted(twin.written)}`);
      this.#groups.set(name, { written, elements });
    }
  }

  /** In normal form, in the order of the file. */
  get names(): readonly string[] {
    return [...this.#groups.keys()];
  }

  /** All members in their order. @throws {DependencyGroupMistake} for an include of an unknown group or in a circle. */
  members(name: string): ReadonlySet<Member> {
    return this.#expand(normalizeName(name), []);
  }

  /** @param open groups that are being expanded, outermost first. */
  #expand(name: string, open: readonly string[]): ReadonlySet<Member> {
    const known = this.#expanded.get(name);
    if (known !== undefined) return known;
    const group = this.#groups.get(name);
    if (group === undefined) throw new Error(`there is no dependency group ${name}`);
    const members = new Set<Member>();
    for (const [index, element] of group.elements.entries()) {
      if (element.kind === "member") members.add(element.member);
      else for (const member of this.#include(group, index, element.group, [...open, name])) members.add(member);
    }
    this.#expanded.set(name, members);
    return members;
  }

  #include(group: Group<Member>, index: number, included: string, open: readonly string[]): ReadonlySet<Member> {
    const name = normalizeName(included);
    const fault = (problem: string) => new DependencyGroupMistake(group.written, index, problem);
    if (!this.#groups.has(name)) throw fault(`there is no group ${quoted(included)} to include`);
    if (open.includes(name)) throw fault(`the group includes itself, by way of ${quoted(included)}`);
    if (open.length > deepest) throw fault(`groups are nested more than ${deepest} deep`);
    return this.#expand(name, open);
  }
}

/** Includes that are followed one within the other. */
const deepest = 100;
