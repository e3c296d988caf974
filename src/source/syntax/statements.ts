/** The second walk over a tree: each node that states something becomes a fact, in the order of the text. */

import { AssignmentFact } from "./assignment.ts";
import { type CallFact, type Code, placeOf } from "./call.ts";
import type {
  Assertion,
  BuiltText,
  Comparison,
  Default,
  FileFacts,
  Handler,
  Import,
  Literal,
  Place,
  Reference,
} from "./facts.ts";
import { importedNames } from "./imports.ts";
import { isRead } from "./reads.ts";
import { partOf } from "./fold.ts";
import { targetsOf } from "./targets.ts";
import type { Node } from "./tree.ts";
import type { Value } from "./value.ts";
import { parameterName } from "./written.ts";

type Facts = Omit<FileFacts, "path" | "part" | "source" | "lineText" | "placeAt">;
type Lists = { readonly [K in keyof Facts]: Facts[K] extends readonly (infer T)[] ? T[] : never };

export class StatementReader {
  readonly #code: Code;
  readonly #callAt: (node: Node) => CallFact;
  readonly #facts: Lists = {
    imports: [],
    calls: [],
    references: [],
    assignments: [],
    comparisons: [],
    assertions: [],
    handlers: [],
    defaults: [],
    literals: [],
    texts: [],
    mistakes: [],
  };
  /** Texts up to here are parts of one that is told. */
  #textsEnd: Node = 0;

  constructor(code: Code, callAt: (node: Node) => CallFact) {
    this.#code = code;
    this.#callAt = callAt;
  }

  get facts(): Facts {
    return this.#facts;
  }

  look(node: Node): void {
    const { tree } = this.#code;
    switch (tree.kind[node]!) {
      case "identifier":
      case "attribute":
        return this.#reference(node);
      case "call":
        return this.#call(node);
      case "exec_statement":
        return this.#exec(node);
      case "import_statement":
      case "import_from_statement":
        return this.#import(node);
      case "assignment":
        return this.#assignment(node);
      case "augmented_assignment":
        return this.#augmented(node);
      case "named_expression":
        return this.#assign(node + 1, () => this.#code.values.of(tree.lastChild(node)!), node);
      case "comparison_operator":
        return this.#comparison(node);
      case "assert_statement":
        return this.#assertion(node);
      case "except_clause":
        return this.#handler(node);
      case "default_parameter":
      case "typed_default_parameter":
        return this.#default(node);
      case "string":
      case "concatenated_string":
        return this.#string(node);
      case "binary_operator":
        return this.#builtText(node);
      case "ERROR":
        this.#facts.mistakes.push(placeOf(this.#code, node));
    }
  }

  /** Where a node is, and in which scope. */
  #at(node: Node): { readonly place: Place; readonly scope: string } {
    return { place: placeOf(this.#code, node), scope: this.#code.scopes[node]!.path };
  }

  /** A variable that holds what a call gave says nothing that the call did not. */
  #reference(node: Node): void {
    if (!isRead(this.#code.tree, node)) return;
    const names = this.#code.names.of(node).filter((name) => !name.endsWith(")"));
    if (names.length === 0) return;
    const fact: Reference = { ...this.#at(node), names };
    this.#facts.references.push(fact);
  }

  /** `exec code` of Python 2 is the call that it has become. */
  #exec(node: Node): void {
    const { tree, values } = this.#code;
    const given = tree.children(node).map((child) => ({ value: values.of(child), place: placeOf(this.#code, child) }));
    const callee = { callees: ["builtins.exec"], method: "exec", text: "exec", receiver: undefined };
    this.#facts.calls.push({ ...this.#at(node), ...callee, arguments: given, decorator: false });
  }

  #call(node: Node): void {
    const call = this.#callAt(node);
    this.#facts.calls.push(call);
    if (call.method === "format" || call.method === "join") this.#builtText(node);
  }

  #import(node: Node): void {
    const conditional = this.#isUnder(node, ["try_statement", "if_statement", "except_clause"]);
    const typing = this.#isForTyping(node);
    for (const { node: at, module, name, qualified } of importedNames(this.#code.tree, node)) {
      const fact: Import = { ...this.#at(at), module, name, qualified, conditional, typing };
      this.#facts.imports.push(fact);
    }
  }

  /** Whether it stands in one of these, within its function. */
  #isUnder(node: Node, kinds: readonly string[]): boolean {
    const { tree } = this.#code;
    for (let at = tree.parent[node]!; at >= 0; at = tree.parent[at]!) {
      if (kinds.includes(tree.kind[at]!)) return true;
      if (tree.isKind(at, "function_definition")) return false;
    }
    return false;
  }

  #isForTyping(node: Node): boolean {
    const { tree } = this.#code;
    for (let at = tree.parent[node]!; at >= 0; at = tree.parent[at]!) {
      const above = tree.parent[at]!;
      const isFirstBranch = above >= 0 && tree.isKind(above, "if_statement") && tree.isKind(at, "block");
      if (isFirstBranch && /(^|\.)TYPE_CHECKING$/.test(tree.text(above + 1))) return true;
    }
    return false;
  }

  #assignment(node: Node): void {
    const { tree, values } = this.#code;
    let value = tree.lastChild(node)!;
    if (value === node + 1 || tree.isKind(value, "type")) return;
    while (tree.isKind(value, "assignment")) value = tree.lastChild(value)!;
    this.#assign(node + 1, () => values.of(value), node);
  }

  #augmented(node: Node): void {
    this.#assign(node + 1, () => this.#code.values.ofAugmented(node), node);
  }

  #assign(target: Node, value: () => Value, statement: Node): void {
    for (const { node, path } of targetsOf(this.#code.tree, target)) {
      const own = path.length === 0 ? value : () => partOf(value(), path);
      this.#facts.assignments.push(new AssignmentFact(this.#code, node, own, this.#at(statement)));
    }
  }

  #comparison(node: Node): void {
    const { tree, values } = this.#code;
    const operands = tree.children(node);
    for (const [index, operator] of (tree.operators.get(node) ?? []).entries()) {
      const [left, right] = [operands[index], operands[index + 1]];
      if (left === undefined || right === undefined) continue;
      const fact: Comparison = {
        ...this.#at(node),
        operator: operator.replace(/\s+/g, " "),
        get left() {
          return values.of(left);
        },
        get right() {
          return values.of(right);
        },
      };
      this.#facts.comparisons.push(fact);
    }
  }

  #assertion(node: Node): void {
    const condition = this.#code.tree.firstChild(node);
    const fact: Assertion = { ...this.#at(node), text: condition === undefined ? "" : this.#code.tree.text(condition) };
    this.#facts.assertions.push(fact);
  }

  #handler(node: Node): void {
    const { tree } = this.#code;
    const [first] = tree.children(node);
    const block = tree.childOfKind(node, "block");
    const caught =
      first === undefined || first === block ? undefined : tree.isKind(first, "as_pattern") ? first + 1 : first;
    const types = caught === undefined ? [] : tree.isKind(caught, "tuple") ? tree.children(caught) : [caught];
    const body = block === undefined ? [] : tree.children(block).map((child) => tree.kind[child]);
    const only = body.length === 1 ? body[0] : undefined;
    const fact: Handler = {
      ...this.#at(node),
      types: types.map((type) => tree.text(type)),
      body: only === "pass_statement" ? "pass" : only === "continue_statement" ? "continue" : "other",
    };
    this.#facts.handlers.push(fact);
  }

  #default(node: Node): void {
    const { tree, values, scopes } = this.#code;
    const value = tree.lastChild(node)!;
    const owner = tree.parent[tree.parent[node]!]!;
    const name = tree.isKind(owner, "function_definition") ? tree.childOfKind(owner, "identifier") : undefined;
    const path = scopes[owner]!.path;
    const fact: Default = {
      ...this.#at(node),
      function: name === undefined ? "" : path === "" ? tree.text(name) : `${path}.${tree.text(name)}`,
      parameter: parameterName(tree, node) ?? "",
      get value() {
        return values.of(value);
      },
    };
    this.#facts.defaults.push(fact);
  }

  #string(node: Node): void {
    const { tree, values } = this.#code;
    const parent = tree.parent[node]!;
    if (tree.isKind(parent, "concatenated_string") || tree.isKind(parent, "expression_statement")) return;
    const value = values.of(node);
    if (value.kind === "text") return this.#builtText(node);
    if (value.kind !== "string" && value.kind !== "bytes") return;
    const fact: Literal = { ...this.#at(node), value: value.value, bytes: value.kind === "bytes" };
    this.#facts.literals.push(fact);
  }

  #builtText(node: Node): void {
    if (node < this.#textsEnd) return;
    const value = this.#code.values.of(node);
    if (value.kind !== "text" && value.kind !== "string") return;
    this.#textsEnd = this.#code.tree.next[node]!;
    const fact: BuiltText = { ...this.#at(node), value };
    this.#facts.texts.push(fact);
  }
}
