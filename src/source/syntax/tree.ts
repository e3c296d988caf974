/**
 * The tree of a file as columns of plain values: asking the parser's WebAssembly for every property of a node again and
 * again would cost more than parsing, so that one walk writes down what is needed, and lets the parser's tree go.
 *
 * Nodes are numbered in the order of their text, parents first. Children of `i` begin at `i + 1` and follow each other by
 * `next`; the tree of `i` ends before `next[i]`. Comments and tokens are left out; operators stand in `operators`.
 */

import type { TreeCursor } from "web-tree-sitter";

import type { Grammar } from "./grammar.ts";

/** The index of a node. */
export type Node = number;

/** Thrown where the time of a file, or of all files, is over. */
export class OutOfTime extends Error {}

/** Whether the time is over; asked every few thousand steps. */
export type IsOver = () => boolean;

/** Nodes whose operators are worth keeping. */
const operations = new Set([
  "binary_operator",
  "boolean_operator",
  "comparison_operator",
  "augmented_assignment",
  "unary_operator",
]);

/** Tokens that stand between operands and are none of their operators. */
const punctuation = new Set(["(", ")", ","]);

const extras = new Set(["comment", "line_continuation"]);

/** Nodes between two looks at the clock. */
const stride = 4_096;

export class SyntaxTree {
  readonly source: string;
  readonly kind: string[] = [];
  /** In UTF-16 units of the source, as `end`. */
  readonly start: number[] = [];
  readonly end: number[] = [];
  readonly next: Node[] = [];
  /** -1 of the root. */
  readonly parent: Node[] = [];
  readonly operators = new Map<Node, string[]>();

  constructor(source: string) {
    this.source = source;
  }

  get length(): number {
    return this.kind.length;
  }

  text(node: Node): string {
    return this.source.slice(this.start[node], this.end[node]);
  }

  children(node: Node): Node[] {
    const found: Node[] = [];
    const end = this.next[node]!;
    for (let child = node + 1; child < end; child = this.next[child]!) found.push(child);
    return found;
  }

  /** Undefined where it has none. */
  firstChild(node: Node): Node | undefined {
    return node + 1 < this.next[node]! ? node + 1 : undefined;
  }

  lastChild(node: Node): Node | undefined {
    let last: Node | undefined;
    const end = this.next[node]!;
    for (let child = node + 1; child < end; child = this.next[child]!) last = child;
    return last;
  }

  childOfKind(node: Node, kind: string): Node | undefined {
    const end = this.next[node]!;
    for (let child = node + 1; child < end; child = this.next[child]!) if (this.kind[child] === kind) return child;
    return undefined;
  }

  isKind(node: Node, kind: string): boolean {
    return this.kind[node] === kind;
  }
}

/** @throws {OutOfTime} */
export function parsePython(source: string, { parser, kinds, tokens }: Grammar, isOver: IsOver): SyntaxTree {
  const parsed = parser.parse(source, null, { progressCallback: isOver });
  if (parsed === null) {
    parser.reset();
    throw new OutOfTime();
  }
  const cursor = parsed.walk();
  try {
    const tree = new SyntaxTree(source);
    copy(cursor, tree, kinds, tokens, isOver);
    return tree;
  } finally {
    cursor.delete();
    parsed.delete();
  }
}

function copy(
  cursor: TreeCursor,
  { kind, start, end, next, parent, operators }: SyntaxTree,
  kinds: Grammar["kinds"],
  tokens: Grammar["tokens"],
  isOver: IsOver,
): void {
  const open: Node[] = [];
  let above: Node = -1;
  for (let steps = 0; ; steps++) {
    if (steps % stride === stride - 1 && isOver()) throw new OutOfTime();
    const id = cursor.nodeTypeId;
    // What the grammar could not read has an id of its own.
    const named = id < kinds.length ? kinds[id] : "ERROR";
    if (named === undefined) {
      if (above >= 0 && operations.has(kind[above]!) && !punctuation.has(tokens[id]!))
        addTo(operators, above, tokens[id]!);
    } else if (!extras.has(named)) {
      const node = kind.length;
      kind.push(named);
      start.push(cursor.startIndex);
      end.push(cursor.endIndex);
      parent.push(above);
      next.push(node + 1);
      if (cursor.gotoFirstChild()) {
        open.push(node);
        above = node;
        continue;
      }
    }
    while (!cursor.gotoNextSibling()) {
      const closed = open.pop();
      if (closed === undefined) return;
      next[closed] = kind.length;
      above = open.at(-1) ?? -1;
      cursor.gotoParent();
    }
  }
}

function addTo(operators: Map<Node, string[]>, node: Node, token: string): void {
  const known = operators.get(node);
  if (known === undefined) operators.set(node, [token]);
  else known.push(token);
}
