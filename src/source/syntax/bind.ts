/** The first walk over a tree: its scopes, and what binds names in them. */

import { Blocks } from "./blocks.ts";
import { changedByCall } from "./changes.ts";
import { importedNames } from "./imports.ts";
import { addTo, partOfSource, Scope, type Source } from "./scope.ts";
import { targetsOf } from "./targets.ts";
import type { Node, SyntaxTree } from "./tree.ts";
import { instanceName, joinPath, parameterName } from "./written.ts";

export interface ScopedTree {
  readonly module: Scope;
  /** By node: the scope that an expression there is evaluated in. */
  readonly scopes: readonly Scope[];
}

export function bindNames(tree: SyntaxTree): ScopedTree {
  return new Binder(tree).bind();
}

const comprehensions = new Set([
  "list_comprehension",
  "set_comprehension",
  "dictionary_comprehension",
  "generator_expression",
]);

class Binder {
  readonly #tree: SyntaxTree;
  readonly #scopes: Scope[] = [];
  readonly #module = new Scope("module", undefined, "", 0);
  /** Scopes that begin at a node to come. */
  readonly #coming = new Map<Node, Scope>();
  readonly #blocks: Blocks;
  #scope = this.#module;

  constructor(tree: SyntaxTree) {
    this.#tree = tree;
    this.#blocks = new Blocks(tree);
  }

  bind(): ScopedTree {
    const { kind, next, length } = this.#tree;
    const open: { readonly scope: Scope; readonly end: Node }[] = [];
    for (let node = 0; node < length; node++) {
      while (open.length > 0 && node >= open.at(-1)!.end) this.#scope = open.pop()!.scope;
      this.#blocks.closeBefore(node);
      const opened = this.#coming.get(node) ?? this.#comprehension(node);
      if (opened !== undefined) {
        open.push({ scope: this.#scope, end: next[node]! });
        this.#scope = opened;
        this.#blocks.openScope(node);
      } else if (kind[node] === "block") this.#blocks.open(node);
      this.#scopes.push(this.#scope);
      this.#look(node, kind[node]!);
    }
    return { module: this.#module, scopes: this.#scopes };
  }

  #comprehension(node: Node): Scope | undefined {
    if (!comprehensions.has(this.#tree.kind[node]!)) return undefined;
    return new Scope("comprehension", this.#scope, this.#scope.path, node);
  }

  #look(node: Node, kind: string): void {
    switch (kind) {
      case "import_statement":
      case "import_from_statement":
        return this.#bindImport(node);
      case "function_definition":
        return this.#openFunction(node);
      case "class_definition":
        return this.#openClass(node);
      case "lambda":
        return this.#openLambda(node);
      case "assignment":
        return this.#bindAssignment(node);
      case "augmented_assignment":
        return this.#bindTargets(node + 1, { kind: "augmented", statement: node }, this.#tree.next[node]!);
      case "named_expression":
        return this.#bindWalrus(node);
      case "for_statement":
      case "for_in_clause":
        return this.#bindLoop(node, kind);
      case "as_pattern":
        return this.#bindAs(node);
      case "global_statement":
      case "nonlocal_statement":
        return this.#takeFromElsewhere(node, kind);
      case "case_pattern":
      case "splat_pattern":
      case "keyword_pattern":
        return this.#bindPattern(node);
      case "call":
        return this.#noteChange(node);
    }
  }

  #add(name: string, source: Source, at: Node, scope = this.#scope): void {
    const elsewhere = scope.elsewhere.get(name);
    const { end: blockEnd, branchEnd, loop } = this.#blocks.innermost;
    const binding = { source, at, blockEnd, branchEnd, loop, anyTime: elsewhere !== undefined };
    addTo((elsewhere ?? scope).bindings, name, binding);
  }

  #bindImport(node: Node): void {
    for (const { name, module, as, means } of importedNames(this.#tree, node)) {
      if (name === "*") this.#scope.stars.push(module);
      else this.#add(as, { kind: "import", qualified: means }, this.#tree.next[node]!);
    }
  }

  #openFunction(node: Node): void {
    const tree = this.#tree;
    const name = tree.childOfKind(node, "identifier");
    const parameters = tree.childOfKind(node, "parameters");
    const body = tree.childOfKind(node, "block");
    if (name === undefined) return;
    const text = tree.text(name);
    const scope = new Scope("function", this.#scope, joinPath(this.#scope.path, text), node);
    this.#add(text, { kind: "function", scope }, tree.next[node]!);
    if (parameters !== undefined) this.#bindParameters(parameters, scope);
    if (this.#scope.kind === "class") scope.self = instanceName(tree, node, parameters);
    if (body !== undefined) this.#coming.set(body, scope);
  }

  #openLambda(node: Node): void {
    const scope = new Scope("lambda", this.#scope, this.#scope.path, node);
    const parameters = this.#tree.childOfKind(node, "lambda_parameters");
    if (parameters !== undefined) this.#bindParameters(parameters, scope);
    const body = this.#tree.lastChild(node);
    if (body !== undefined) this.#coming.set(body, scope);
  }

  #bindParameters(parameters: Node, scope: Scope): void {
    const tree = this.#tree;
    for (const child of tree.children(parameters)) {
      const annotation = tree.childOfKind(child, "type");
      const name = parameterName(tree, child);
      if (name === undefined) continue;
      const isSpread = tree.kind[child]!.includes("splat") || tree.kind[child + 1]?.includes("splat") === true;
      const source: Source = { kind: "parameter", annotation: isSpread ? undefined : annotation };
      const around = { blockEnd: Infinity, branchEnd: Infinity, loop: -1, anyTime: false };
      addTo(scope.bindings, name, { source, at: 0, ...around });
    }
  }

  #openClass(node: Node): void {
    const tree = this.#tree;
    const name = tree.childOfKind(node, "identifier");
    const body = tree.childOfKind(node, "block");
    const bases = tree.childOfKind(node, "argument_list");
    if (name === undefined) return;
    const text = tree.text(name);
    const scope = new Scope("class", this.#scope, joinPath(this.#scope.path, text), node);
    if (bases !== undefined) {
      scope.bases = tree.children(bases).filter((base) => !tree.isKind(base, "keyword_argument"));
    }
    this.#add(text, { kind: "class", scope }, tree.next[node]!);
    if (body !== undefined) this.#coming.set(body, scope);
  }

  #bindAssignment(node: Node): void {
    const { kind, next } = this.#tree;
    const children = this.#tree.children(node);
    const annotation = children.find((child, index) => index > 0 && kind[child] === "type");
    let value = children.at(-1)!;
    if (value === annotation || value === node + 1) {
      if (annotation === undefined) return;
      return this.#bindTargets(node + 1, { kind: "annotation", annotation }, next[node]!);
    }
    // Of `a = b = c` both are `c`.
    while (kind[value] === "assignment") value = this.#tree.lastChild(value)!;
    this.#bindTargets(node + 1, { kind: "assignment", value, path: [] }, this.#statementEnd(node));
  }

  /** The end of the statement that an assignment stands in, of which `a = b = c` has several. */
  #statementEnd(node: Node): Node {
    let outer = node;
    while (this.#tree.isKind(this.#tree.parent[outer]!, "assignment")) outer = this.#tree.parent[outer]!;
    return this.#tree.next[outer]!;
  }

  #bindWalrus(node: Node): void {
    let scope = this.#scope;
    while (scope.kind === "comprehension" && scope.parent !== undefined) scope = scope.parent;
    const value = this.#tree.lastChild(node);
    if (value === undefined || value === node + 1) return;
    this.#add(this.#tree.text(node + 1), { kind: "assignment", value, path: [] }, this.#tree.next[node]!, scope);
  }

  #bindLoop(node: Node, kind: string): void {
    const value = this.#tree.children(node)[1];
    if (value === undefined) return;
    // A comprehension says what it does before it says with what.
    const at = kind === "for_in_clause" ? this.#scope.owner : this.#tree.next[value]!;
    this.#bindTargets(node + 1, { kind: "loop", value, path: [] }, at);
  }

  /** `with … as`, `except … as` and the patterns of `match`. */
  #bindAs(node: Node): void {
    const tree = this.#tree;
    const target = tree.childOfKind(node, "as_pattern_target");
    const above = tree.kind[tree.parent[node]!];
    const at = tree.next[node]!;
    if (target === undefined) {
      const last = tree.lastChild(node);
      if (last !== undefined && tree.isKind(last, "identifier")) this.#add(tree.text(last), { kind: "other" }, at);
      return;
    }
    const source: Source = above === "with_item" ? { kind: "with", value: node + 1, path: [] } : { kind: "other" };
    for (const child of tree.children(target)) this.#bindTargets(child, source, at);
  }

  #bindPattern(node: Node): void {
    const tree = this.#tree;
    for (const child of tree.children(node)) {
      const isKeyword = tree.isKind(node, "keyword_pattern") && child === node + 1;
      const isName = !isKeyword && (tree.isKind(child, "identifier") || tree.isKind(child, "dotted_name"));
      const name = isName ? tree.text(child) : "";
      if (name !== "" && !name.includes(".")) this.#add(name, { kind: "other" }, tree.next[node]!);
    }
  }

  #takeFromElsewhere(node: Node, kind: string): void {
    for (const child of this.#tree.children(node)) {
      const name = this.#tree.text(child);
      const scope = kind === "global_statement" ? this.#module : this.#scope.parent?.lookUp(name);
      if (scope !== undefined && scope !== this.#scope) this.#scope.elsewhere.set(name, scope);
    }
  }

  #noteChange(node: Node): void {
    const name = changedByCall(this.#tree, node);
    if (name !== undefined) this.#scope.changed.add(name);
  }

  /** Binds a name, or the names in a list of targets. */
  #bindTargets(target: Node, source: Source, at: Node): void {
    const tree = this.#tree;
    for (const { node, path } of targetsOf(tree, target)) {
      const own = path.length === 0 ? source : partOfSource(source, path);
      if (tree.isKind(node, "identifier")) this.#add(tree.text(node), own, at);
      else if (tree.isKind(node, "attribute")) this.#bindAttribute(node, own, at);
      else if (tree.isKind(node + 1, "identifier")) this.#scope.changed.add(tree.text(node + 1));
    }
  }

  /** `self.x = …` */
  #bindAttribute(target: Node, source: Source, at: Node): void {
    const tree = this.#tree;
    if (!tree.isKind(target + 1, "identifier")) return;
    const owner = this.#scope.classOf(tree.text(target + 1));
    if (owner === undefined) return;
    const around = { blockEnd: at, branchEnd: at, loop: -1, anyTime: true };
    addTo(owner.attributes, tree.text(tree.lastChild(target)!), { source, at, ...around });
  }
}
