/**
 * The grammar of Python, loaded once for the process. It stands in the installed package `tree-sitter-python`, whose
 * native half is never built: only its WebAssembly is read.
 */

import { fileURLToPath } from "node:url";

import type { Parser } from "web-tree-sitter";

export interface Grammar {
  readonly parser: Parser;
  /** By id: the kind of a node that is named in the grammar, undefined for a token such as `(`. */
  readonly kinds: readonly (string | undefined)[];
  /** By id: what a token is, such as `not in`. */
  readonly tokens: readonly string[];
}

let loaded: Promise<Grammar> | undefined;

export function loadGrammar(): Promise<Grammar> {
  return (loaded ??= load());
}

async function load(): Promise<Grammar> {
  // Who looks at no source does not load it.
  const { Language, Parser } = await import("web-tree-sitter");
  await Parser.init();
  const language = await Language.load(
    fileURLToPath(import.meta.resolve("tree-sitter-python/tree-sitter-python.wasm")),
  );
  const parser = new Parser();
  parser.setLanguage(language);
  const tokens = Array.from({ length: language.nodeTypeCount }, (_, id) => language.nodeTypeForId(id) ?? "");
  const kinds = tokens.map((token, id) => (language.nodeTypeIsNamed(id) ? token : undefined));
  return { parser, kinds, tokens };
}
