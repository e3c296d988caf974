/**
 * The one reader for YAML that people write: YAML 1.2 in its core schema, one document, strict, with the place of every
 * key and value, so that an error can point at it.
 *
 * Surprises of the format that end here: `python_version: 3.10` is the number 3.1, so the text of each scalar is kept;
 * an alias can make a small file enormous, so aliases are refused; a key that stands twice is a mistake, not an update.
 */

import { Composer, type Document, LineCounter } from "yaml";

import { InputTooDeep } from "./input-too-deep.ts";
import { checkBytes, type NestedLimit } from "./limits.ts";
import { YamlConversion, type YamlEntry } from "./yaml-conversion.ts";
import { type Position, YamlSource } from "./yaml-source.ts";
import { readYamlSyntax } from "./yaml-syntax.ts";

/** `keys` bounds the mapping keys of the whole document, those that merge keys bring in included. */
export interface YamlLimit extends NestedLimit {
  readonly keys: number;
}

export interface YamlOptions {
  /** Reads `<<: *anchor` as YAML 1.1's merge key; the key's own entries win. Any other alias is refused all the same. */
  readonly merge?: boolean;
}

/** Keys and indexes from the outermost collection inward. */
export type YamlPath = readonly (string | number)[];

/**
 * Reads `text`, which is the content of `place`.
 *
 * @throws {InputTooLarge | InputTooDeep} past a limit.
 * @throws {InvalidYaml | DuplicateKey | AliasRefused} naming line and column.
 */
export function readYaml(place: string, text: string, limit: YamlLimit, options: YamlOptions = {}): YamlFile {
  checkBytes(place, Buffer.byteLength(text), limit);
  const lines = new LineCounter();
  const source = new YamlSource(place, text, lines);
  const document = composeDocument(source, limit.depth);
  const conversion = new YamlConversion(source, limit.keys, options.merge ?? false);
  return new YamlFile(source, conversion.convert(document.contents));
}

/** A document as plain values (objects, arrays, strings, numbers, booleans, null) that knows where each of them stands. */
export class YamlFile {
  readonly #source: YamlSource;
  readonly #root: YamlEntry;

  constructor(source: YamlSource, root: YamlEntry) {
    this.#source = source;
    this.#root = root;
  }

  /** Never undefined; an empty document is null. */
  get value(): unknown {
    return this.#root.value;
  }

  /** Where the value at `path` starts, or its key; where there is no such value, the innermost collection on the way. */
  positionOf(path: YamlPath, part: "key" | "value" = "value"): Position {
    const entry = this.#find(path);
    return this.#source.position(part === "key" ? entry.keyOffset : entry.offset);
  }

  /** The scalar at `path` as written, such as `3.10` for the number 3.1; undefined for a collection or where there is nothing. */
  textOf(path: YamlPath): string | undefined {
    const entry = this.#find(path);
    return entry.depth === path.length ? entry.text : undefined;
  }

  /** The entry at `path`, or the last one on the way to it. */
  #find(path: YamlPath): YamlEntry & { readonly depth: number } {
    let entry = this.#root;
    for (const [depth, step] of path.entries()) {
      const inner = entry.entries?.get(step);
      if (inner === undefined) return { ...entry, depth };
      entry = inner;
    }
    return { ...entry, depth: path.length };
  }
}

/** Keys are compared by ourselves, in `yaml-conversion.ts`: the library compares each with all before it. */
const composerOptions = {
  version: "1.2",
  schema: "core",
  merge: false,
  strict: true,
  uniqueKeys: false,
  stringKeys: false,
} as const;

function composeDocument(source: YamlSource, depth: number): Document.Parsed {
  const { text, lines } = source;
  const syntax = readYamlSyntax(text, depth, lines.addNewLine);
  if (syntax.kind === "too-deep") throw new InputTooDeep(source.place, source.position(syntax.offset).line, depth);
  const composer = new Composer(composerOptions);
  const [document, second] = withoutStackTraces(() => [...composer.compose(syntax.tokens, true, text.length)]);
  if (document === undefined) throw new Error(`the YAML composer made no document of ${source.place}`);
  const problem = document.errors[0] ?? document.warnings.find((warning) => warning.code === "TAG_RESOLVE_FAILED");
  if (problem !== undefined) throw source.invalid(problem.pos[0], problem.message);
  if (second !== undefined) throw source.invalid(second.range[0], "a second document starts here");
  return document;
}

/** The library makes an `Error` of each mistake: 1 MB of `]` took 5.8 s with their stacks and takes 1.5 s without. */
function withoutStackTraces<T>(compose: () => T): T {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return compose();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}
