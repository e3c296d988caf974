/** Where a name stands to be read, and where it is bound or is a label. */

import type { Node, SyntaxTree } from "./tree.ts";

/** Parents whose first child is a name that is bound or labelled, not read. */
const naming = new Set([
  "keyword_argument",
  "function_definition",
  "class_definition",
  "default_parameter",
  "typed_default_parameter",
  "typed_parameter",
  "named_expression",
  "for_statement",
  "for_in_clause",
  "keyword_pattern",
]);

/** Parents all of whose names are bound or labelled. */
const binding = new Set([
  "dotted_name",
  "aliased_import",
  "parameters",
  "lambda_parameters",
  "list_splat_pattern",
  "dictionary_splat_pattern",
  "pattern_list",
  "tuple_pattern",
  "list_pattern",
  "as_pattern_target",
  "global_statement",
  "nonlocal_statement",
  "delete_statement",
  "splat_pattern",
  "case_pattern",
]);

/** The whole of a chain of attributes stands for its beginning, and the end of one is no name of its own. */
export function isRead(tree: SyntaxTree, node: Node): boolean {
  const parent = tree.parent[node]!;
  const kind = tree.kind[parent]!;
  if (kind === "attribute" || binding.has(kind)) return false;
  if (node !== parent + 1) return true;
  return kind !== "call" && kind !== "assignment" && !naming.has(kind);
}
