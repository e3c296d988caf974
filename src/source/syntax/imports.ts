/** The names that an import statement brings. */

import type { Node, SyntaxTree } from "./tree.ts";
import { dottedName, joinModule } from "./written.ts";

export interface ImportedName {
  readonly node: Node;
  /** Such as `a.b` or `..a`. */
  readonly module: string;
  /** Of `from module import name`; `*` for all of it; undefined of `import module`. */
  readonly name: string | undefined;
  /** `module` or `module.name`. */
  readonly qualified: string;
  /** What it is called from there on, and what that stands for: of `import a.b` it is `a` for `a`. */
  readonly as: string;
  readonly means: string;
}

/** @param statement an `import_statement` or `import_from_statement`. */
export function importedNames(tree: SyntaxTree, statement: Node): readonly ImportedName[] {
  const children = tree.children(statement);
  const from = tree.isKind(statement, "import_from_statement") ? children.shift() : undefined;
  return children.map((node) => {
    const isAliased = tree.isKind(node, "aliased_import");
    const written = dottedName(tree, isAliased ? node + 1 : node);
    const alias = isAliased ? tree.text(tree.lastChild(node)!) : undefined;
    if (from !== undefined) {
      const module = dottedName(tree, from);
      const qualified = written === "*" ? module : joinModule(module, written);
      return { node, module, name: written, qualified, as: alias ?? written, means: qualified };
    }
    const means = alias === undefined ? written.split(".", 1)[0]! : written;
    return { node, module: written, name: undefined, qualified: written, as: alias ?? means, means };
  });
}
