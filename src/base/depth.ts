/**
 * A bound on nesting that holds before any parser runs. Parsers recurse: a few kilobytes of brackets overflow their
 * stack, and one overflow inside the YAML parser ends the whole process, past every `try`.
 *
 * JSON and TOML quote in a way that a scanner can follow exactly up to the first mistake, where a parser stops anyway.
 * What a quote means in YAML depends on everything before it, so there the `yaml` library's own machine counts.
 */

import { InputTooDeep } from "./input-too-deep.ts";
import type { NestedLimit } from "./limits.ts";
import { findTooDeepToml } from "./toml-depth.ts";
import { findTooDeepYaml } from "./yaml-syntax.ts";

/** Formats that nest. */
export type Syntax = "json" | "toml" | "yaml";

/** Where `text` first nests more than `depth` levels: an offset, or undefined. The outermost collection is level 1. */
type DepthScanner = (text: string, depth: number) => number | undefined;

const scanners: { readonly [S in Syntax]: DepthScanner } = {
  json: findTooDeepJson,
  toml: findTooDeepToml,
  yaml: findTooDeepYaml,
};

/**
 * Refuses `text` if its collections nest more than `limit.depth` levels; the outermost is level 1. A dotted key or
 * header of TOML nests by its parts. Linear in the length of `text`, which may be malformed: that is for the parser to
 * say.
 *
 * @throws {InputTooDeep}
 */
export function checkDepth(place: string, text: string, syntax: Syntax, limit: NestedLimit): void {
  const offset = scanners[syntax](text, limit.depth);
  if (offset !== undefined) throw new InputTooDeep(place, lineAt(text, offset), limit.depth);
}

const quote = 0x22;
const backslash = 0x5c;

function findTooDeepJson(text: string, depth: number): number | undefined {
  let level = 0;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case quote:
        at = jsonStringEnd(text, at);
        break;
      case 0x5b: // [
      case 0x7b: // {
        if (++level > depth) return at;
        break;
      case 0x5d: // ]
      case 0x7d: // }
        level--;
        break;
    }
  }
  return undefined;
}

/** Offset of the quote that ends the string starting at `start`, or the end of `text`. */
function jsonStringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) return at;
    if (code === backslash) at++;
  }
  return text.length;
}

function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at !== -1 && at < offset; at = text.indexOf("\n", at + 1)) line++;
  return line;
}
