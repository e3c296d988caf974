/** A call as a fact, whose arguments and names are worked out when they are asked for. */

import type { Argument, Call, Place } from "./facts.ts";
import type { Lines } from "./lines.ts";
import type { Names } from "./names.ts";
import type { Scope } from "./scope.ts";
import type { Node, SyntaxTree } from "./tree.ts";
import type { Value } from "./value.ts";
import type { Values } from "./values.ts";
import { writtenName } from "./written.ts";

/** What a file is read with. */
export interface Code {
  readonly tree: SyntaxTree;
  readonly lines: Lines;
  /** By node. */
  readonly scopes: readonly Scope[];
  readonly names: Names;
  readonly values: Values;
}

export class CallFact implements Call {
  readonly #code: Code;
  readonly #node: Node;
  #arguments: readonly Argument[] | undefined;

  constructor(code: Code, node: Node) {
    this.#code = code;
    this.#node = node;
  }

  get place(): Place {
    return placeOf(this.#code, this.#node);
  }

  get scope(): string {
    return this.#code.scopes[this.#node]!.path;
  }

  get callees(): readonly string[] {
    return this.#code.names.of(this.#node + 1);
  }

  get method(): string {
    const { tree } = this.#code;
    const callee = this.#node + 1;
    if (tree.isKind(callee, "identifier")) return tree.text(callee);
    return tree.isKind(callee, "attribute") ? tree.text(tree.lastChild(callee)!) : "";
  }

  get text(): string {
    return writtenName(this.#code.tree, this.#node + 1);
  }

  get receiver(): Value | undefined {
    const callee = this.#node + 1;
    return this.#code.tree.isKind(callee, "attribute") ? this.#code.values.of(callee + 1) : undefined;
  }

  get arguments(): readonly Argument[] {
    return (this.#arguments ??= this.#readArguments());
  }

  get decorator(): boolean {
    const { tree } = this.#code;
    return tree.isKind(tree.parent[this.#node]!, "decorator");
  }

  #readArguments(): readonly Argument[] {
    const { tree, values } = this.#code;
    const list = tree.lastChild(this.#node)!;
    // `f(x for x in y)`
    if (!tree.isKind(list, "argument_list")) return [{ value: values.of(list), place: placeOf(this.#code, list) }];
    return tree.children(list).map((child) => {
      const place = placeOf(this.#code, child);
      if (!tree.isKind(child, "keyword_argument")) return { value: values.of(child), place };
      return { keyword: tree.text(child + 1), value: values.of(tree.lastChild(child)!), place };
    });
  }
}

export function placeOf({ tree, lines }: Pick<Code, "tree" | "lines">, node: Node): Place {
  return lines.place(tree.start[node]!, tree.end[node]!);
}
