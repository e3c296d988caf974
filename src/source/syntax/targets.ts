/** What an assignment, a loop or `with … as` binds: names, attributes and items, with what falls to each of an unpacking. */

import type { Node, SyntaxTree } from "./tree.ts";

export interface Target {
  /** An identifier, an attribute or a subscript. */
  readonly node: Node;
  /** Which item of the value; an index from the end is negative, undefined is any. Empty for the whole of it. */
  readonly path: readonly (number | undefined)[];
}

const lists = new Set(["pattern_list", "tuple_pattern", "list_pattern", "expression_list", "tuple", "list"]);

/** In the order of the text. */
export function* targetsOf(tree: SyntaxTree, target: Node, path: Target["path"] = []): Generator<Target> {
  const kind = tree.kind[target]!;
  if (kind === "identifier" || kind === "attribute" || kind === "subscript") return yield { node: target, path };
  const children = tree.children(target);
  if (kind === "parenthesized_expression") {
    for (const child of children) yield* targetsOf(tree, child, path);
  } else if (kind.includes("splat")) {
    for (const child of children) yield* targetsOf(tree, child, [...path.slice(0, -1), undefined]);
  } else if (lists.has(kind)) {
    const spread = children.findIndex((child) => tree.kind[child]!.includes("splat"));
    for (const [index, child] of children.entries()) {
      const isAfter = spread >= 0 && index > spread;
      yield* targetsOf(tree, child, [...path, isAfter ? index - children.length : index]);
    }
  }
}
