/**
 * Qualified names of expressions: which import, and what below it, an expression stands for. Several where the program
 * may take several ways; none where nobody can tell. How they are written stands in `facts.ts`.
 */

import { builtinNames } from "./builtin-names.ts";
import type { ScopedTree } from "./bind.ts";
import { type Binding, type Scope, visibleAt, visibleLater } from "./scope.ts";
import type { Node, SyntaxTree } from "./tree.ts";

/** More alternatives than this are cut. */
const mostAlternatives = 8;
/** A chain of calls may make a longer name than anybody looks for. */
const longestName = 256;
/** Names in names in names. */
const deepest = 100;

const nothing: readonly string[] = [];

export class Names {
  readonly #tree: SyntaxTree;
  readonly #scopes: readonly Scope[];
  readonly #known = new Map<Node, readonly string[]>();
  readonly #stringsOf: (node: Node) => readonly string[];
  #depth = 0;

  /** @param stringsOf the literal texts that an expression may be. */
  constructor(tree: SyntaxTree, { scopes }: ScopedTree, stringsOf: (node: Node) => readonly string[]) {
    this.#tree = tree;
    this.#scopes = scopes;
    this.#stringsOf = stringsOf;
  }

  of(node: Node): readonly string[] {
    const known = this.#known.get(node);
    if (known !== undefined) return known;
    // Whoever asks for it while it is worked out goes in a circle.
    this.#known.set(node, nothing);
    if (this.#depth >= deepest) return nothing;
    this.#depth++;
    const names = this.#find(node);
    this.#depth--;
    const kept = names.filter((name) => name.length <= longestName).slice(0, mostAlternatives);
    this.#known.set(node, kept);
    return kept;
  }

  /** What a plain name may be bound to where it stands; undefined when nothing in the file binds it. */
  bindings(identifier: Node): readonly Binding[] | undefined {
    const name = this.#tree.text(identifier);
    const scope = this.#scopes[identifier]!;
    for (let found = scope.lookUp(name); found !== undefined;) {
      const visible = this.#visible(found.bindings.get(name) ?? [], found, identifier);
      if (visible.length > 0) return visible;
      // Before it is bound here, the name is that of the module; before it is bound there, a built-in.
      const isPassed = found.kind === "class" || found.kind === "module";
      if (!isPassed) return [];
      found = found.parent?.lookUp(name);
    }
    return undefined;
  }

  /** The class in this file whose attribute this is: `self.x` in its functions. */
  attributeBindings(attribute: Node): readonly Binding[] | undefined {
    const owner = this.#ownerOf(attribute);
    if (owner === undefined) return undefined;
    const name = this.#tree.text(this.#tree.lastChild(attribute)!);
    return [...(owner.attributes.get(name) ?? []), ...(owner.bindings.get(name) ?? [])];
  }

  /** Whether its value is changed in place somewhere in its scope. */
  isChanged(identifier: Node): boolean {
    const name = this.#tree.text(identifier);
    const scope = this.#scopes[identifier]!;
    return scope.changed.has(name) || (scope.lookUp(name)?.changed.has(name) ?? false);
  }

  #visible(bindings: readonly Binding[], found: Scope, node: Node): readonly Binding[] {
    let made: Node | undefined;
    for (let scope = this.#scopes[node]!; scope !== found && scope.parent !== undefined; scope = scope.parent) {
      if (scope.kind === "function" || scope.kind === "lambda") made = scope.owner;
    }
    return made === undefined ? visibleAt(bindings, node) : visibleLater(bindings, made);
  }

  #ownerOf(attribute: Node): Scope | undefined {
    const object = attribute + 1;
    if (!this.#tree.isKind(object, "identifier")) return undefined;
    return this.#scopes[attribute]!.classOf(this.#tree.text(object));
  }

  #find(node: Node): readonly string[] {
    const tree = this.#tree;
    switch (tree.kind[node]!) {
      case "identifier":
        return this.#ofIdentifier(node);
      case "attribute":
        return this.#ofAttribute(node);
      case "call":
        return this.#ofCall(node);
      case "subscript":
        return this.of(node + 1).map((name) => `${name}[]`);
      case "await":
      case "parenthesized_expression":
      case "as_pattern":
      case "type":
        return tree.next[node]! > node + 1 ? this.of(node + 1) : nothing;
      case "named_expression":
        return this.of(tree.lastChild(node)!);
      case "conditional_expression": {
        const [yes, , no] = tree.children(node);
        return this.#union([yes, no]);
      }
      case "boolean_operator":
      case "binary_operator":
        return this.#union(tree.children(node));
      default:
        return nothing;
    }
  }

  #union(nodes: readonly (Node | undefined)[]): readonly string[] {
    return [...new Set(nodes.flatMap((node) => (node === undefined ? [] : this.of(node))))];
  }

  #ofIdentifier(node: Node): readonly string[] {
    const bindings = this.bindings(node);
    if (bindings !== undefined) return this.#ofBindings(bindings);
    const name = this.#tree.text(node);
    if (name === "__builtins__") return ["builtins"];
    if (builtinNames.has(name)) return [`builtins.${name}`];
    return this.#stars(node).map((module) => (module.endsWith(".") ? module + name : `${module}.${name}`));
  }

  /** Modules that the names of all of which were imported. */
  #stars(node: Node): readonly string[] {
    const found: string[] = [];
    for (let scope: Scope | undefined = this.#scopes[node]; scope !== undefined; scope = scope.parent) {
      found.push(...scope.stars);
    }
    return found;
  }

  #ofBindings(bindings: readonly Binding[]): readonly string[] {
    if (bindings.length === 1) return this.#ofBinding(bindings[0]!);
    return [...new Set(bindings.flatMap((binding) => this.#ofBinding(binding)))];
  }

  #ofBinding({ source }: Binding): readonly string[] {
    switch (source.kind) {
      case "import":
        return [source.qualified.replace(/^__builtin__(?=\.|$)/, "builtins")];
      case "assignment":
      case "with":
        return this.#ofPart(source.value, source.path);
      case "loop":
        return this.#union(this.#items(source.value).map((item) => this.#partOf(item, source.path)));
      case "annotation":
        return this.of(source.annotation).map((name) => `${name}()`);
      case "parameter":
        return source.annotation === undefined ? nothing : this.of(source.annotation).map((name) => `${name}()`);
      case "class":
        return this.#union(source.scope.bases);
      case "augmented":
      case "function":
      case "other":
        return nothing;
    }
  }

  #ofPart(value: Node, path: readonly (number | undefined)[]): readonly string[] {
    const part = this.#partOf(value, path);
    return part === undefined ? nothing : this.of(part);
  }

  /** The expression that an unpacking takes out of a list that is written down. */
  #partOf(value: Node, path: readonly (number | undefined)[]): Node | undefined {
    let part: Node | undefined = value;
    for (const index of path) {
      if (part === undefined || index === undefined) return undefined;
      part = this.#items(part).at(index);
    }
    return part;
  }

  #items(value: Node): readonly Node[] {
    const kind = this.#tree.kind[value]!;
    return kind === "tuple" || kind === "list" || kind === "set" || kind === "expression_list"
      ? this.#tree.children(value)
      : [];
  }

  #ofAttribute(node: Node): readonly string[] {
    const name = this.#tree.text(this.#tree.lastChild(node)!);
    const owner = this.#ownerOf(node);
    if (owner === undefined) return this.of(node + 1).map((object) => `${object}.${name}`);
    const bindings = this.attributeBindings(node) ?? [];
    if (bindings.length > 0) return this.#ofBindings(bindings);
    return this.#union(owner.bases).map((base) => `${base}().${name}`);
  }

  #ofCall(node: Node): readonly string[] {
    return [...new Set(this.of(node + 1).flatMap((callee) => this.#ofResult(callee, node)))];
  }

  /** What a call gives; some built-in functions give what they are told by name. */
  #ofResult(callee: string, node: Node): readonly string[] {
    const list = this.#tree.childOfKind(node, "argument_list");
    const [first, second] = list === undefined ? [] : this.#tree.children(list);
    switch (callee) {
      case "builtins.__import__":
      case "importlib.__import__":
        // Of `a.b` it gives `a`.
        return first === undefined ? nothing : this.#stringsOf(first).map((name) => name.split(".")[0]!);
      case "importlib.import_module":
        return first === undefined ? nothing : this.#stringsOf(first);
      case "builtins.getattr":
        if (first === undefined || second === undefined) return nothing;
        return this.of(first).flatMap((object) => this.#stringsOf(second).map((name) => `${object}.${name}`));
      case "builtins.super":
        return this.#ofSuper(node);
      case "functools.partial":
        return first === undefined ? nothing : this.of(first);
      default:
        return [`${callee}()`];
    }
  }

  #ofSuper(node: Node): readonly string[] {
    for (let scope: Scope | undefined = this.#scopes[node]; scope !== undefined; scope = scope.parent) {
      if (scope.kind === "class") return this.#union(scope.bases).map((base) => `${base}()`);
    }
    return nothing;
  }
}
