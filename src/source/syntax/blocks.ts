/** The blocks that are open while a tree is walked, for whoever asks where a statement can be seen. */

import type { Node, SyntaxTree } from "./tree.ts";

/** Each field as in `Binding`. */
export interface Block {
  readonly end: Node;
  readonly branchEnd: Node;
  readonly loop: Node;
}

export class Blocks {
  readonly #tree: SyntaxTree;
  readonly #open: Block[];

  constructor(tree: SyntaxTree) {
    this.#tree = tree;
    this.#open = [{ end: tree.length, branchEnd: tree.length, loop: -1 }];
  }

  get innermost(): Block {
    return this.#open.at(-1)!;
  }

  /** Closes those that end before `node`. */
  closeBefore(node: Node): void {
    while (node >= this.innermost.end) this.#open.pop();
  }

  /** The body of a scope: no loop around it is its own. */
  openScope(node: Node): void {
    const end = this.#tree.next[node]!;
    this.#open.push({ end, branchEnd: end, loop: -1 });
  }

  open(node: Node): void {
    const { kind, next, parent } = this.#tree;
    const end = next[node]!;
    const owner = parent[node]!;
    const around = this.innermost.loop;
    const isLoop = kind[owner] === "for_statement" || kind[owner] === "while_statement";
    this.#open.push({ end, branchEnd: this.#branchEnd(owner, end), loop: around >= 0 || !isLoop ? around : owner });
  }

  /** The end of the `if` or `match` that `owner` is a branch of. */
  #branchEnd(owner: Node, end: Node): Node {
    const { kind, next, parent } = this.#tree;
    if (kind[owner] === "if_statement") return next[owner]!;
    const above = parent[owner]!;
    const isBranch = kind[owner] === "elif_clause" || (kind[owner] === "else_clause" && kind[above] === "if_statement");
    if (isBranch) return next[above]!;
    return kind[owner] === "case_clause" ? next[above]! : end;
  }
}
