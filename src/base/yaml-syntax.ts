/**
 * The concrete syntax of a YAML text, read with the `yaml` library's own lexer and parser and watched while it grows.
 *
 * Only composing recurses in that library; its lexer keeps a state and its parser a stack of open collections. So the
 * stack bounds the depth, for malformed text too, and it is known before anything recurses. A count from outside the
 * library could be fooled: what a quote means in YAML depends on everything before it. The stack does not hold the
 * mapping that a pair in a flow sequence implies, `[a: b]`, nor the one that makes a closed collection its key,
 * `[a]: b`; so a text may be composed up to twice as deep, and one level more.
 */

import { type CST, Lexer, Parser } from "yaml";

/** Either all of the text, or the offset of the first token that nests too deep. */
export type YamlSyntax =
  | { readonly kind: "whole"; readonly tokens: readonly CST.Token[] }
  | { readonly kind: "too-deep"; readonly offset: number };

/**
 * Reads `text` until its collections nest more than `depth` levels; the outermost is level 1.
 *
 * @param onLine called with the offset of the start of each line, as far as it was read.
 */
export function readYamlSyntax(text: string, depth: number, onLine: (offset: number) => void): YamlSyntax {
  const tokens: CST.Token[] = [];
  const parser = new Parser(onLine);
  onLine(0);
  for (const lexeme of blankCommentLines(new Lexer().lex(text))) {
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (parser.stack.length > depth && openCollections(parser.stack) > depth)
      return { kind: "too-deep", offset: parser.offset - lexeme.length };
  }
  for (const token of parser.end()) tokens.push(token);
  return { kind: "whole", tokens };
}

/** Offset where `text` first nests more than `depth` levels, or undefined. */
export function findTooDeepYaml(text: string, depth: number): number | undefined {
  const syntax = readYamlSyntax(text, depth, () => {});
  return syntax.kind === "too-deep" ? syntax.offset : undefined;
}

/**
 * The lexemes, with spaces in place of each line that holds only a comment. For every such comment the parser looks
 * through all blank lines before it: 128 KB of blank lines and comments took it 1.6 s, twice as much 6 s.
 */
function* blankCommentLines(lexemes: Iterable<string>): Generator<string> {
  let indentation: string[] | undefined;
  for (const lexeme of lexemes) {
    if (indentation !== undefined && isSpace(lexeme)) {
      indentation.push(lexeme);
      continue;
    }
    const isComment = indentation !== undefined && lexeme.startsWith("#");
    for (const space of indentation ?? []) yield isComment ? blank(space) : space;
    yield isComment ? blank(lexeme) : lexeme;
    indentation = lexeme === "\n" || lexeme === "\r\n" ? [] : undefined;
  }
  yield* indentation ?? [];
}

function isSpace(lexeme: string): boolean {
  return lexeme.startsWith(" ") || lexeme.startsWith("\t");
}

function blank(lexeme: string): string {
  return " ".repeat(lexeme.length);
}

const collections: ReadonlySet<string> = new Set(["block-map", "block-seq", "flow-collection"]);

/** The stack also holds the document itself and the scalar that is being read. */
function openCollections(stack: readonly CST.Token[]): number {
  let open = 0;
  for (const token of stack) if (collections.has(token.type)) open++;
  return open;
}
