/** An assignment as a fact, whose value is worked out when it is asked for. */

import type { Code } from "./call.ts";
import type { Assignment, Place } from "./facts.ts";
import type { Node } from "./tree.ts";
import type { Value } from "./value.ts";

export class AssignmentFact implements Assignment {
  readonly place: Place;
  readonly scope: string;
  readonly target: string;
  readonly name: string;
  readonly #code: Code;
  readonly #node: Node;
  readonly #value: () => Value;

  constructor(
    code: Code,
    target: Node,
    value: () => Value,
    { place, scope }: { readonly place: Place; readonly scope: string },
  ) {
    const { tree } = code;
    this.place = place;
    this.scope = scope;
    this.target = tree.text(target);
    this.name = lastName(code, target);
    this.#code = code;
    this.#node = target;
    this.#value = value;
  }

  get names(): readonly string[] {
    return this.#code.tree.isKind(this.#node, "attribute") ? this.#code.names.of(this.#node) : [];
  }

  get value(): Value {
    return this.#value();
  }
}

function lastName({ tree, values }: Code, target: Node): string {
  if (tree.isKind(target, "identifier")) return tree.text(target);
  const last = tree.lastChild(target)!;
  if (tree.isKind(target, "attribute")) return tree.text(last);
  const key = values.of(last);
  return key.kind === "string" ? key.value : "";
}
