/** A string as its parts: text as it is meant, and the places for expressions. */

import { decodeEscapes, readPrefix } from "./strings.ts";
import type { Node, SyntaxTree } from "./tree.ts";

export interface StringParts {
  readonly isBytes: boolean;
  /** A node is an interpolation. */
  readonly parts: readonly (string | Node)[];
}

export function stringParts(tree: SyntaxTree, node: Node): StringParts {
  const { isRaw, isBytes, isTemplate } = readPrefix(tree.text(node + 1));
  const parts: (string | Node)[] = [];
  for (const child of tree.children(node)) {
    if (tree.isKind(child, "interpolation")) parts.push(child);
    if (!tree.isKind(child, "string_content")) continue;
    const body = tree.text(child);
    const text = isRaw ? body : decodeEscapes(body, isBytes);
    parts.push(isTemplate ? text.replaceAll("{{", "{").replaceAll("}}", "}") : text);
  }
  return { isBytes, parts };
}
