/** Values that are changed in place: what a name was given first says then only a part of it. */

import type { Node, SyntaxTree } from "./tree.ts";

const methods = new Set(
  "append extend insert add update setdefault remove pop clear sort reverse appendleft extendleft".split(" "),
);

/** The name in `name.append(…)` and the like. */
export function changedByCall(tree: SyntaxTree, call: Node): string | undefined {
  const callee = call + 1;
  if (!tree.isKind(callee, "attribute") || !tree.isKind(callee + 1, "identifier")) return undefined;
  return methods.has(tree.text(callee + 2)) ? tree.text(callee + 1) : undefined;
}
