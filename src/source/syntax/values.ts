/** Values of expressions, worked out when somebody asks, and then kept. What they look like stands in `value.ts`. */

import type { Call } from "./facts.ts";
import { add, either, item, joinText, numberOf, operate, partOf } from "./fold.ts";
import type { Names } from "./names.ts";
import type { Binding, Scope, Source } from "./scope.ts";
import { callOfText, textMethods } from "./text-calls.ts";
import { stringParts } from "./string-parts.ts";
import type { Node, SyntaxTree } from "./tree.ts";
import { unknown, type Value } from "./value.ts";
import { writtenName } from "./written.ts";

/** Expressions in expressions; deeper ones are unknown. */
const deepest = 60;

export class Values {
  readonly #tree: SyntaxTree;
  readonly #names: Names;
  readonly #callAt: (node: Node) => Call;
  readonly #known = new Map<Node, Value>();
  #depth = 0;

  constructor(tree: SyntaxTree, names: Names, callAt: (node: Node) => Call) {
    this.#tree = tree;
    this.#names = names;
    this.#callAt = callAt;
  }

  of(node: Node): Value {
    const known = this.#known.get(node);
    if (known !== undefined) return known;
    if (this.#depth >= deepest) return unknown;
    // Whoever asks for it while it is worked out goes in a circle.
    this.#known.set(node, unknown);
    this.#depth++;
    const value = this.#find(node);
    this.#depth--;
    this.#known.set(node, value);
    return value;
  }

  #find(node: Node): Value {
    const tree = this.#tree;
    switch (tree.kind[node]!) {
      case "string":
        return this.#string(node);
      case "concatenated_string":
        return this.#concatenated(node);
      case "integer":
      case "float":
        return numberOf(tree.text(node));
      case "true":
      case "false":
        return { kind: "boolean", value: tree.isKind(node, "true") };
      case "none":
        return { kind: "none" };
      case "identifier":
        return this.#identifier(node);
      case "attribute":
        return this.#attribute(node);
      case "call":
        return this.#call(node);
      case "list":
      case "set":
        return { kind: tree.kind[node], items: tree.children(node).map((child) => this.of(child)) } as Value;
      case "tuple":
      case "expression_list":
      case "pattern_list":
        return { kind: "tuple", items: tree.children(node).map((child) => this.of(child)) };
      case "dictionary":
        return { kind: "dict", entries: tree.children(node).map((child) => this.#entry(child)) };
      case "list_splat":
      case "dictionary_splat":
      case "parenthesized_list_splat":
        return { kind: "spread", of: this.#inner(node) };
      case "parenthesized_expression":
      case "await":
        return this.#inner(node);
      case "named_expression":
        return this.of(tree.lastChild(node)!);
      case "conditional_expression":
        return this.#conditional(node);
      case "boolean_operator":
        return either(tree.children(node).map((child) => this.of(child)));
      case "binary_operator":
        return this.#binary(node);
      case "unary_operator":
      case "not_operator":
        return this.#unary(node);
      case "comparison_operator":
        return this.#comparison(node);
      case "subscript":
        return this.#subscript(node);
      default:
        return unknown;
    }
  }

  #inner(node: Node): Value {
    const inner = this.#tree.firstChild(node);
    return inner === undefined ? unknown : this.of(inner);
  }

  #comparison(node: Node): Value {
    const operands = this.#tree.children(node).map((each) => this.of(each));
    return { kind: "operation", operator: this.#tree.operators.get(node)?.[0] ?? "", operands };
  }

  #conditional(node: Node): Value {
    const [yes, , no] = this.#tree.children(node);
    return yes === undefined || no === undefined ? unknown : either([this.of(yes), this.of(no)]);
  }

  #string(node: Node): Value {
    const { isBytes, parts } = stringParts(this.#tree, node);
    const text = joinText(
      "f-string",
      parts.map((part) => (typeof part === "string" ? part : this.#inner(part))),
    );
    return isBytes && text.kind === "string" ? { kind: "bytes", value: text.value } : text;
  }

  #concatenated(node: Node): Value {
    const parts = this.#tree.children(node).map((child) => this.of(child));
    return parts.every(({ kind }) => kind === "bytes") ? add(parts) : joinText("f-string", parts);
  }

  #entry(child: Node): readonly [Value, Value] {
    const tree = this.#tree;
    if (!tree.isKind(child, "pair")) return [{ kind: "spread", of: unknown }, this.#inner(child)];
    return [this.of(child + 1), this.of(tree.lastChild(child)!)];
  }

  /** `a + b + c` leans to the left, as deep as it is long. */
  #binary(node: Node): Value {
    const tree = this.#tree;
    const operator = tree.operators.get(node)?.[0] ?? "";
    const [left, right] = tree.children(node);
    if (left === undefined || right === undefined) return unknown;
    if (operator !== "+") return operate(operator, this.of(left), this.of(right));
    const operands = [right];
    let first = left;
    while (tree.isKind(first, "binary_operator") && tree.operators.get(first)?.[0] === "+") {
      const [before, after] = tree.children(first);
      if (before === undefined || after === undefined) return unknown;
      operands.push(after);
      first = before;
    }
    return add([first, ...operands.toReversed()].map((each) => this.of(each)));
  }

  #unary(node: Node): Value {
    const value = this.#inner(node);
    const operator = this.#tree.operators.get(node)?.[0] ?? "not";
    if (operator === "not" && value.kind === "boolean") return { kind: "boolean", value: !value.value };
    if (operator === "-" && value.kind === "number") return { kind: "number", value: -value.value };
    return { kind: "operation", operator, operands: [value] };
  }

  #subscript(node: Node): Value {
    const [of, key, ...more] = this.#tree.children(node);
    if (of === undefined || key === undefined) return unknown;
    return item(this.of(of), more.length > 0 || this.#tree.isKind(key, "slice") ? unknown : this.of(key));
  }

  #identifier(node: Node): Value {
    const bindings = this.#names.bindings(node);
    const value = bindings === undefined ? unknown : this.#ofBindings(bindings, node);
    if (!this.#names.isChanged(node)) return value.kind === "unknown" ? this.#name(node) : value;
    return value.kind === "list"
      ? { ...value, items: [...value.items, { kind: "spread", of: unknown }] }
      : this.#name(node);
  }

  #attribute(node: Node): Value {
    const bindings = this.#names.attributeBindings(node) ?? this.#classAttribute(node);
    const value = bindings === undefined ? unknown : this.#ofBindings(bindings, node);
    return value.kind === "unknown" ? this.#name(node) : value;
  }

  /** Of `Settings.name` what the class says, when this file has it. */
  #classAttribute(node: Node): readonly Binding[] | undefined {
    const owner = this.#classNamed(node + 1);
    return owner?.bindings.get(this.#tree.text(this.#tree.lastChild(node)!));
  }

  #classNamed(object: Node): Scope | undefined {
    if (!this.#tree.isKind(object, "identifier")) return undefined;
    const [binding, ...others] = this.#names.bindings(object) ?? [];
    return binding?.source.kind === "class" && others.length === 0 ? binding.source.scope : undefined;
  }

  #name(node: Node): Value {
    return {
      kind: "name",
      names: this.#names.of(node),
      text: writtenName(this.#tree, node),
      parameter: this.#isParameter(node),
    };
  }

  #isParameter(node: Node): boolean {
    const tree = this.#tree;
    let at: Node | undefined = node;
    while (at !== undefined && !tree.isKind(at, "identifier")) at = tree.firstChild(at);
    return at !== undefined && (this.#names.bindings(at) ?? []).some(({ source }) => source.kind === "parameter");
  }

  #ofBindings(bindings: readonly Binding[], use: Node): Value {
    return either(bindings.map(({ source }) => this.#ofSource(source, use)));
  }

  /** Unknown where the name itself says more. @param use where its name stands. */
  #ofSource(source: Source, use: Node): Value {
    switch (source.kind) {
      case "assignment":
        return partOf(this.of(source.value), source.path);
      case "with":
        return source.path.length === 0 ? this.of(source.value) : unknown;
      case "loop": {
        const items = this.of(source.value);
        if (items.kind !== "list" && items.kind !== "tuple" && items.kind !== "set") return unknown;
        return either(items.items.map((each) => partOf(each, source.path)));
      }
      case "augmented":
        return this.ofAugmented(source.statement);
      case "import":
      case "parameter":
      case "annotation":
      case "function":
      case "class":
      case "other":
        return this.#isOneOfMany(use) ? this.#name(use) : unknown;
    }
  }

  #isOneOfMany(use: Node): boolean {
    return this.#tree.isKind(use, "identifier") && (this.#names.bindings(use)?.length ?? 0) > 1;
  }

  /** What `a += b` makes of `a`. */
  ofAugmented(statement: Node): Value {
    const [target, value] = this.#tree.children(statement);
    if (target === undefined || value === undefined) return unknown;
    const operator = (this.#tree.operators.get(statement)?.[0] ?? "").replace(/=$/, "");
    return operate(operator, this.of(target), this.of(value));
  }

  #call(node: Node): Value {
    const callee = node + 1;
    const call = this.#callAt(node);
    if (!this.#tree.isKind(callee, "attribute") || !textMethods.has(call.method)) return { kind: "call", call };
    return callOfText(call, this.of(callee + 1)) ?? { kind: "call", call };
  }
}
