/** A file of Python to its facts: parsed, its names bound, and then one walk that writes down what it states. */

import { bindNames } from "./bind.ts";
import { CallFact, type Code } from "./call.ts";
import type { FileFacts, Part } from "./facts.ts";
import type { Grammar } from "./grammar.ts";
import { type LineOrigin, Lines } from "./lines.ts";
import { Names } from "./names.ts";
import { StatementReader } from "./statements.ts";
import { type IsOver, type Node, OutOfTime, parsePython } from "./tree.ts";
import { stringsOf } from "./value.ts";
import { Values } from "./values.ts";

export interface SourceText {
  readonly path: string;
  readonly part: Part;
  readonly text: string;
  /** Of each line, where it was taken out of another file. */
  readonly origins?: readonly LineOrigin[] | undefined;
}

/** Nodes between two looks at the clock. */
const stride = 512;

/** @throws {OutOfTime} */
export function readFacts({ path, part, text, origins }: SourceText, grammar: Grammar, isOver: IsOver): FileFacts {
  const tree = parsePython(text, grammar, isOver);
  const scoped = bindNames(tree);
  const lines = new Lines(text, origins);
  const calls = new Map<Node, CallFact>();
  const callAt = (node: Node): CallFact => {
    const known = calls.get(node) ?? new CallFact(code, node);
    calls.set(node, known);
    return known;
  };
  const names: Names = new Names(tree, scoped, (node) => stringsOf(values.of(node)));
  const values: Values = new Values(tree, names, callAt);
  const code: Code = { tree, lines, scopes: scoped.scopes, names, values };
  const reader = new StatementReader(code, callAt);
  for (let node = 0; node < tree.length; node++) {
    if (node % stride === 0 && isOver()) throw new OutOfTime();
    reader.look(node);
  }
  const lineText = (line: number) => lines.text(line);
  const placeAt = (start: number, end: number) => lines.place(start, end);
  return { path, part, source: text, lineText, placeAt, ...reader.facts };
}
