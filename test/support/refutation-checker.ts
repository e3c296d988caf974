/**
 * Checks a refutation of the solver step by step, by reverse unit propagation: whoever takes a learned clause for false
 * must run into a contradiction by following single literals alone, through the clauses that were there before it. The
 * rules of groups are told as the plain clauses that they stand for. It shares no code with the solver but its literals.
 */

import { isFalse, isTrue, negate, type Literal } from "../../src/resolver/core/literal.ts";
import type { Groups } from "../../src/resolver/core/groups.ts";
import type { Solver } from "../../src/resolver/core/solver.ts";

/** One clause of a refutation, in the order of the solver. */
export interface RefutationStep {
  readonly literals: readonly Literal[];
  readonly learned: boolean;
}

/** After `unsatisfiable`, and before the solver forgets any clause, which it does after 4,000 conflicts. */
export function refutationOf(solver: Solver): RefutationStep[] {
  const last = Math.max(0, ...solver.refutation());
  const steps: RefutationStep[] = [];
  let learned = 0;
  for (let id = 1; id <= last || learned < solver.conflicts; id++) {
    const isLearned = solver.sourceOf(id) < -1;
    if (isLearned) learned++;
    steps.push({ literals: solver.literalsOf(id), learned: isLearned });
  }
  return steps;
}

/**
 * @param core assumptions that the refutation says cannot hold together.
 * @returns the first step that does not follow, or what else is missing; undefined if all is proved.
 */
export function complaintAboutRefutation(
  groups: Groups,
  steps: readonly RefutationStep[],
  core: readonly Literal[],
): string | undefined {
  const clauses = new UnitPropagation(groups.variables);
  for (const rule of groupRules(groups)) clauses.add(rule);
  for (const { literals, learned } of steps) {
    if (learned && !clauses.contradicts(literals.map(negate))) return `${literals.join(" or ")} does not follow`;
    clauses.add(literals);
  }
  return clauses.contradicts(core) ? undefined : `${core.join(" and ")} may hold together`;
}

/** "At most one member is true", and "a selector is true exactly when a member of its set is". */
function* groupRules(groups: Groups): Iterable<readonly Literal[]> {
  for (const [group, selectors] of groups.selectors.entries()) {
    const first = groups.first.at(group);
    for (let ordinal = 0; ordinal < groups.size.at(group); ordinal++) {
      const member = isFalse(first + ordinal);
      for (let other = 0; other < ordinal; other++) yield [member, isFalse(first + other)];
      for (let i = 0; i < selectors.length; i++) {
        const selector = selectors.at(i);
        yield [member, groups.selects(selector, ordinal) ? isTrue(selector) : isFalse(selector)];
      }
    }
  }
}

/** Clauses, two literals of each watched, and what follows from them by single literals. */
class UnitPropagation {
  readonly #watchers: Literal[][][];
  /** By literal: 1 true, -1 false, 0 open. */
  readonly #values: Int8Array;
  readonly #trail: Literal[] = [];
  #isContradictory = false;

  constructor(variables: number) {
    this.#watchers = Array.from({ length: variables * 2 }, () => []);
    this.#values = new Int8Array(variables * 2);
  }

  add(literals: readonly Literal[]): void {
    const clause = [...literals].sort((a, b) => this.#values[b]! - this.#values[a]!);
    const [one, two] = clause;
    if (one === undefined || this.#values[one] === -1) this.#isContradictory = true;
    else if (two === undefined || this.#values[two] === -1) this.#isContradictory ||= !this.#follow([one]);
    if (two === undefined) return;
    this.#watchers[one!]!.push(clause);
    this.#watchers[two]!.push(clause);
  }

  /** Whether `literals` cannot all be true. What follows from them is forgotten again. */
  contradicts(literals: readonly Literal[]): boolean {
    if (this.#isContradictory) return true;
    const before = this.#trail.length;
    const holds = this.#follow(literals);
    for (const literal of this.#trail.splice(before)) this.#values[literal] = this.#values[negate(literal)] = 0;
    return !holds;
  }

  /** Makes literals true, and what follows. @returns false at a contradiction. */
  #follow(literals: readonly Literal[]): boolean {
    let at = this.#trail.length;
    for (const literal of literals) if (!this.#set(literal)) return false;
    for (; at < this.#trail.length; at++) if (!this.#visit(negate(this.#trail[at]!))) return false;
    return true;
  }

  #set(literal: Literal): boolean {
    if (this.#values[literal] !== 0) return this.#values[literal] === 1;
    this.#values[literal] = 1;
    this.#values[negate(literal)] = -1;
    this.#trail.push(literal);
    return true;
  }

  /** Looks at the clauses that watch a literal that is false now. */
  #visit(literal: Literal): boolean {
    const watching = this.#watchers[literal]!;
    const kept: Literal[][] = [];
    this.#watchers[literal] = kept;
    for (const [i, clause] of watching.entries()) {
      const other = clause[0] === literal ? clause[1]! : clause[0]!;
      const next = clause.findIndex((candidate, place) => place > 1 && this.#values[candidate] !== -1);
      if (this.#values[other] !== 1 && next > 1) {
        const found = clause[next]!;
        clause[next] = literal;
        clause[0] = other;
        clause[1] = found;
        this.#watchers[found]!.push(clause);
        continue;
      }
      kept.push(clause);
      if (this.#set(other)) continue;
      kept.push(...watching.slice(i + 1));
      return false;
    }
    return true;
  }
}
