/**
 * Counts how many of some variables are true, as far as anybody asks: a balanced tree whose nodes say "at least k of the
 * variables below are true". Only the direction that costs are made of is told, from the variables to the counts. Bailleux
 * and Boufkhad's totalizer, its outputs made when they are first wanted.
 */

import { isFalse, isTrue, type Literal, type Variable } from "../core/literal.ts";
import { DEFINITION } from "../core/proof.ts";
import type { Solver } from "../core/solver.ts";

interface Node {
  /** How many variables are below. */
  readonly size: number;
  readonly parts: readonly [Node, Node] | undefined;
  /** At `k - 1`: true if at least `k` of the variables below are. As many as were wanted so far. */
  readonly counts: Variable[];
}

export class Totalizer {
  readonly #solver: Solver;
  readonly #top: Node;

  /** @param variables at least one. */
  constructor(solver: Solver, variables: readonly Variable[]) {
    this.#solver = solver;
    this.#top = treeOf(variables);
  }

  /** The variable that is true if at least `count` are, from 1 to their number. */
  atLeast(count: number): Variable {
    this.#extend(this.#top, count);
    return this.#top.counts[count - 1]!;
  }

  #extend(node: Node, most: number): void {
    const wanted = Math.min(most, node.size);
    if (node.parts === undefined || node.counts.length >= wanted) return;
    for (const part of node.parts) this.#extend(part, wanted);
    while (node.counts.length < wanted) this.#addCount(node, node.parts);
  }

  /** The next count of a node: reached by `i` below on the left and the rest on the right. */
  #addCount(node: Node, [left, right]: readonly [Node, Node]): void {
    const counted = node.counts.length;
    const count = this.#solver.addVariable();
    if (counted > 0) this.#solver.addClause([isFalse(count), isTrue(node.counts[counted - 1]!)], DEFINITION);
    node.counts.push(count);
    for (let i = Math.max(0, counted + 1 - right.size); i <= Math.min(counted + 1, left.size); i++)
      this.#solver.addClause([...below(left, i), ...below(right, counted + 1 - i), isTrue(count)], DEFINITION);
  }
}

/** The literal of a clause that lets it speak only where at least `count` below `node` are true; none where that is sure. */
function below(node: Node, count: number): readonly Literal[] {
  return count === 0 ? [] : [isFalse(node.counts[count - 1]!)];
}

function treeOf(variables: readonly Variable[]): Node {
  if (variables.length === 1) return { size: 1, parts: undefined, counts: [variables[0]!] };
  const half = variables.length >> 1;
  const parts = [treeOf(variables.slice(0, half)), treeOf(variables.slice(half))] as const;
  return { size: variables.length, parts, counts: [] };
}
