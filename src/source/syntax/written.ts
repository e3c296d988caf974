/** Names as they are written in imports, parameters and paths. */

import type { Node, SyntaxTree } from "./tree.ts";

/** @returns undefined for a separator such as `/`. */
export function parameterName(tree: SyntaxTree, parameter: Node): string | undefined {
  let at = parameter;
  while (!tree.isKind(at, "identifier")) {
    const first = tree.firstChild(at);
    if (first === undefined) return undefined;
    at = first;
  }
  return tree.text(at);
}

/** `from .models import User` is `.models.User`, and `from . import models` is `.models`. */
export function joinModule(module: string, name: string): string {
  return module.endsWith(".") ? module + name : `${module}.${name}`;
}

/** The path of a scope in another. */
export function joinPath(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}

/** A dotted name without the space and the line ends in it. */
export function dottedName(tree: SyntaxTree, node: Node): string {
  return tree.text(node).replaceAll(/[\s\\]+/g, "");
}

/** How an expression is written: names and attributes; parts without a name are left out. */
export function writtenName(tree: SyntaxTree, node: Node): string {
  const ends: string[] = [];
  for (let at: Node | undefined = node; at !== undefined; at = tree.firstChild(at)) {
    const kind = tree.kind[at];
    if (kind === "identifier") return [tree.text(at), ...ends.toReversed()].join("");
    if (kind === "attribute") ends.push(`.${tree.text(tree.lastChild(at)!)}`);
    else if (kind === "call") ends.push("()");
    else if (kind === "subscript") ends.push("[]");
    else if (kind !== "await" && kind !== "parenthesized_expression") break;
  }
  return ends.toReversed().join("");
}

/** What a function in a class calls its instance. */
export function instanceName(tree: SyntaxTree, node: Node, parameters: Node | undefined): string | undefined {
  const above = tree.parent[node]!;
  const decorators = tree.isKind(above, "decorated_definition") ? tree.children(above) : [];
  if (decorators.some((each) => tree.text(each) === "@staticmethod")) return undefined;
  const first = parameters === undefined ? undefined : tree.firstChild(parameters);
  return first !== undefined && tree.isKind(first, "identifier") ? tree.text(first) : undefined;
}
