/**
 * Scopes and what binds names in them. A name may be bound many times; which of them a use can see follows from where
 * they stand: a binding in the block of a use hides earlier ones, one in a branch is an alternative to them, and one in
 * the other branch is out of sight. Loops bring later bindings back, and functions see what is left at the end.
 */

import type { Node } from "./tree.ts";

export type ScopeKind = "module" | "function" | "class" | "lambda" | "comprehension";

/** What a name is bound to. */
export type Source =
  | { readonly kind: "import"; readonly qualified: string }
  /** `path`: which item of it, where it is unpacked; an index from the end is negative, undefined is any. */
  | {
      readonly kind: "assignment" | "with" | "loop";
      readonly value: Node;
      readonly path: readonly (number | undefined)[];
    }
  | { readonly kind: "augmented"; readonly statement: Node }
  | { readonly kind: "parameter"; readonly annotation: Node | undefined }
  /** A name of which only the type is told. */
  | { readonly kind: "annotation"; readonly annotation: Node }
  | { readonly kind: "function" | "class"; readonly scope: Scope }
  /** Something that nobody can tell: an exception, a pattern. */
  | { readonly kind: "other" };

export interface Binding {
  readonly source: Source;
  /** Uses from this node on can see it. */
  readonly at: Node;
  /** Where its block ends. */
  readonly blockEnd: Node;
  /** Where the statement ends of which its block is one branch; `blockEnd` where it is none. */
  readonly branchEnd: Node;
  /** Where the outermost loop around it in its scope begins; -1 where there is none. */
  readonly loop: Node;
  /** It may happen at any time: made by `global` from another scope. */
  readonly anyTime: boolean;
}

export class Scope {
  readonly kind: ScopeKind;
  readonly parent: Scope | undefined;
  /** Such as `Loader.read`; "" for the module. */
  readonly path: string;
  /** The node whose body it is. */
  readonly owner: Node;
  readonly bindings = new Map<string, Binding[]>();
  /** Names that `global` and `nonlocal` take from elsewhere. */
  readonly elsewhere = new Map<string, Scope>();
  /** Names whose value is changed in place, such as by `x.append(…)` or `x[0] = …`. */
  readonly changed = new Set<string>();
  /** Modules of `from module import *`. */
  readonly stars: string[] = [];
  /** Of a class: what `self.x = …` and the like bind. */
  readonly attributes = new Map<string, Binding[]>();
  /** Of a class: the expressions that it inherits from. */
  bases: readonly Node[] = [];
  /** Of a function in a class: what it calls its instance, or its class. */
  self: string | undefined;

  constructor(kind: ScopeKind, parent: Scope | undefined, path: string, owner: Node) {
    this.kind = kind;
    this.parent = parent;
    this.path = path;
    this.owner = owner;
  }

  get module(): Scope {
    return this.parent?.module ?? this;
  }

  /** Where a name that is used here is bound. A class is not seen from the functions in it. */
  lookUp(name: string): Scope | undefined {
    const stated = this.elsewhere.get(name);
    if (stated !== undefined) return stated;
    if (this.bindings.has(name)) return this;
    let isInside = this.kind === "function" || this.kind === "lambda";
    for (let scope = this.parent; scope !== undefined; scope = scope.parent) {
      if (scope.bindings.has(name) && !(scope.kind === "class" && isInside)) return scope;
      const further = scope.kind === "class" ? undefined : scope.elsewhere.get(name);
      if (further !== undefined) return further;
      isInside ||= scope.kind === "function" || scope.kind === "lambda";
    }
    return undefined;
  }

  /** The class whose function this is, or is in, by the name of its instance. */
  classOf(name: string): Scope | undefined {
    if (this.self === name) return this.parent;
    return this.bindings.has(name) ? undefined : this.parent?.classOf(name);
  }
}

/** Those that a use at `node` can see, when it is run in the order of the text. */
export function visibleAt(bindings: readonly Binding[], node: Node): readonly Binding[] {
  let seen: Binding[] = [];
  for (const binding of bindings) {
    const { at, blockEnd, branchEnd, loop, anyTime } = binding;
    if (anyTime) seen.push(binding);
    else if (at > node) {
      if (loop >= 0 && loop <= node) seen.push(binding);
    } else if (node < blockEnd) seen = [...seen.filter((other) => other.anyTime), binding];
    else if (node >= branchEnd) seen.push(binding);
  }
  return seen;
}

/** Those that a function inside can see, which is made at `made` and may run then or after everything. */
export function visibleLater(bindings: readonly Binding[], made: Node): readonly Binding[] {
  return bindings.length < 2
    ? bindings
    : [...new Set([...visibleAt(bindings, made), ...visibleAt(bindings, Infinity)])];
}

export function addTo(bindings: Map<string, Binding[]>, name: string, binding: Binding): void {
  const known = bindings.get(name);
  if (known === undefined) bindings.set(name, [binding]);
  else known.push(binding);
}

/** What an unpacking takes out of it. */
export function partOfSource(source: Source, path: readonly (number | undefined)[]): Source {
  const isPart = source.kind === "assignment" || source.kind === "with" || source.kind === "loop";
  return isPart ? { ...source, path: [...source.path, ...path] } : { kind: "other" };
}
