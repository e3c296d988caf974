/** Facts and usage of Python that stands in a test. */

import { analyseSources, type FileFacts, type SourceUsage } from "../../src/source/index.ts";
import { loadGrammar } from "../../src/source/syntax/grammar.ts";
import { readFacts } from "../../src/source/syntax/read-facts.ts";
import type { Value } from "../../src/source/syntax/value.ts";

const grammar = await loadGrammar();

export function factsOf(text: string): FileFacts {
  return readFacts({ path: "app.py", part: "code", text }, grammar, () => false);
}

export async function usageOf(texts: Readonly<Record<string, string | Uint8Array>>): Promise<SourceUsage> {
  const readFile = async (path: string) => texts[path];
  return await analyseSources({ files: Object.keys(texts), readFile }, new AbortController().signal);
}

/** A value as one line: `"ls " + arg`, `hashlib.md5()`, `"a" | "b"`; `?` is unknown. */
export function show(value: Value | undefined): string {
  if (value === undefined) return "nothing";
  switch (value.kind) {
    case "string":
    case "bytes":
      return `${value.kind === "bytes" ? "b" : ""}${JSON.stringify(value.value)}`;
    case "number":
    case "boolean":
      return String(value.value);
    case "none":
      return "None";
    case "list":
    case "tuple":
    case "set":
      return `${value.kind}(${value.items.map(show).join(", ")})`;
    case "dict":
      return `{${value.entries.map(([key, of]) => `${show(key)}: ${show(of)}`).join(", ")}}`;
    case "text":
      return value.parts.map((part) => (typeof part === "string" ? JSON.stringify(part) : show(part))).join(" + ");
    case "name":
      return value.names.join(" | ") || value.text;
    case "call":
      return `${value.call.callees.join(" | ") || value.call.text}()`;
    case "item":
      return `${show(value.of)}[${show(value.key)}]`;
    case "operation":
      return `(${value.operands.map(show).join(` ${value.operator} `)})`;
    case "either":
      return value.values.map(show).join(" | ");
    case "spread":
      return `*${show(value.of)}`;
    case "unknown":
      return "?";
  }
}
