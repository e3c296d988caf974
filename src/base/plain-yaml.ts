/**
 * The plain part of YAML, read at a tenth of the price: block mappings and lists, scalars on one line, folded and literal
 * blocks of even indentation. It knows no anchors, tags, flow collections, comments and escapes, and it does not complain:
 * whatever is not plain is left to `readYaml`, which reads everything, knows places, and says what is wrong.
 *
 * So nothing depends on it but time, as long as what it does read means the same to both. `plain-yaml.test.ts` holds them
 * against each other.
 */

import type { YamlLimit } from "./yaml.ts";

/** What a plain document holds. */
export interface PlainYaml {
  readonly value: unknown;
}

/** The value of `text`, or undefined where it is not plain, not within `limit`, or not right. Linear in its length. */
export function tryReadPlainYaml(text: string, limit: YamlLimit): PlainYaml | undefined {
  if (/[\t\r\ufeff]/.test(text)) return undefined;
  try {
    return { value: new PlainReader(text, limit).read() };
  } catch (error) {
    if (error === notPlain) return undefined;
    throw error;
  }
}

/** Thrown from any depth; never seen outside. */
const notPlain = Symbol("not plain");

function giveUp(): never {
  throw notPlain;
}

const space = 0x20;
const dash = 0x2d;
const dot = 0x2e;

/** A key and the blanks behind its colon, or the end of the line. */
const keyPattern = /([A-Za-z_][A-Za-z0-9_.-]*):(?: +|(?=\n)|$)/y;

const decimal = /^[-+]?[0-9]+$|^[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*)$/;
/** Octal, hexadecimal, exponents, infinity and no number at all. */
const oddNumber =
  /^0o[0-7]+$|^0x[0-9a-fA-F]+$|^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)[eE][-+]?[0-9]+$|^[-+]?\.(?:inf|Inf|INF)$|^\.(?:nan|NaN|NAN)$/;

const words: ReadonlyMap<string, boolean | null> = new Map([
  ...["null", "Null", "NULL", "~"].map((word) => [word, null] as const),
  ...["true", "True", "TRUE"].map((word) => [word, true] as const),
  ...["false", "False", "FALSE"].map((word) => [word, false] as const),
]);

/** Reads line by line: where the current one starts to say something, and how far that is indented. */
class PlainReader {
  readonly #text: string;
  readonly #limit: YamlLimit;
  /** Where the content of the current line starts; the length of the text at its end. */
  #at = 0;
  /** Where the current line ends: at its line feed, or with the text. */
  #end = 0;
  /** Columns before the content; -1 at the end of the text. */
  #indent = -1;
  #keys = 0;

  constructor(text: string, limit: YamlLimit) {
    this.#text = text;
    this.#limit = limit;
    this.#enter(0);
  }

  read(): unknown {
    if (this.#indent === -1) return null;
    if (!this.#isItem() && !this.#isKey()) giveUp();
    const value = this.#block(1);
    if (this.#indent !== -1) giveUp();
    return value;
  }

  /** The mapping or list that starts at the current content, whose column is its indentation. */
  #block(depth: number): unknown {
    if (depth > this.#limit.depth) giveUp();
    return this.#isItem() ? this.#list(depth) : this.#mapping(depth);
  }

  #mapping(depth: number): Record<string, unknown> {
    const indent = this.#indent;
    const mapping: Record<string, unknown> = {};
    while (this.#indent === indent && !this.#isItem()) {
      const key = this.#key();
      if (key === "__proto__" || Object.hasOwn(mapping, key) || ++this.#keys > this.#limit.keys) giveUp();
      mapping[key] = this.#at < this.#end ? this.#scalar(indent) : this.#below(indent, true, depth);
    }
    if (this.#indent > indent) giveUp();
    return mapping;
  }

  #list(depth: number): unknown[] {
    const indent = this.#indent;
    const list: unknown[] = [];
    while (this.#indent === indent && this.#isItem()) list.push(this.#item(indent, depth));
    if (this.#indent > indent) giveUp();
    return list;
  }

  #item(indent: number, depth: number): unknown {
    const start = this.#at + 1;
    this.#skipBlanks(start);
    if (this.#at === this.#end) return this.#below(indent, false, depth);
    if (!this.#isItem() && !this.#isKey()) return this.#scalar(indent);
    this.#indent = indent + 1 + this.#at - start;
    return this.#block(depth + 1);
  }

  /** What stands below a key or a dash without a value behind it. @param level whether a list may be as far out as its key. */
  #below(indent: number, level: boolean, depth: number): unknown {
    this.#next();
    if (this.#indent > indent) {
      if (!this.#isItem() && !this.#isKey()) giveUp();
      return this.#block(depth + 1);
    }
    return level && this.#indent === indent && this.#isItem() ? this.#block(depth + 1) : null;
  }

  /** Moves behind the key, its colon and blanks. */
  #key(): string {
    keyPattern.lastIndex = this.#at;
    const found = keyPattern.exec(this.#text) ?? giveUp();
    this.#at = keyPattern.lastIndex;
    return found[1]!;
  }

  #isKey(): boolean {
    keyPattern.lastIndex = this.#at;
    return keyPattern.test(this.#text);
  }

  #isItem(): boolean {
    if (this.#text.charCodeAt(this.#at) !== dash) return false;
    const next = this.#at + 1;
    return next === this.#end || this.#text.charCodeAt(next) === space;
  }

  /** The scalar up to the end of the line, or a block below it. @param indent of the collection it is in. */
  #scalar(indent: number): unknown {
    const text = this.#text.slice(this.#at, this.#end);
    const below = this.#end + 1;
    this.#next();
    switch (text) {
      case ">":
      case ">-":
      case "|":
      case "|-":
        return this.#blockScalar(indent, text, below);
    }
    // The next line would go on with this one.
    if (this.#indent > indent) giveUp();
    return scalarOf(text);
  }

  /** @param below where the line after the header starts. */
  #blockScalar(indent: number, header: string, below: number): string {
    const inner = this.#indent;
    // A blank line before the first is one of the text.
    if (inner <= indent || this.#at - inner !== below) giveUp();
    const lines: string[] = [];
    while (this.#indent === inner) {
      lines.push(this.#text.slice(this.#at, this.#end));
      const start = this.#end + 1;
      this.#next();
      // A blank line between two others is one of the text.
      if (this.#indent >= inner && this.#at - this.#indent !== start) giveUp();
    }
    if (this.#indent > indent) giveUp();
    return lines.join(header.startsWith("|") ? "\n" : " ") + (header.endsWith("-") ? "" : "\n");
  }

  #next(): void {
    this.#enter(this.#end + 1);
  }

  /** The first line from `start` on that says something. */
  #enter(start: number): void {
    for (let line = start; line < this.#text.length; line = this.#end + 1) {
      this.#at = line;
      while (this.#text.charCodeAt(this.#at) === space) this.#at++;
      const end = this.#text.indexOf("\n", this.#at);
      this.#end = end === -1 ? this.#text.length : end;
      if (this.#at === this.#end) {
        // A line of blanks is part of a block scalar or not, by how many they are.
        if (this.#at > line) giveUp();
        continue;
      }
      if (this.#text.charCodeAt(this.#end - 1) === space || this.#isMark(line)) giveUp();
      this.#indent = this.#at - line;
      return;
    }
    this.#at = this.#end = this.#text.length;
    this.#indent = -1;
  }

  /** Whether a document starts or ends here. */
  #isMark(line: number): boolean {
    const first = this.#text.charCodeAt(line);
    if (first !== dash && first !== dot) return false;
    return this.#text.startsWith("---", line) || this.#text.startsWith("...", line);
  }

  #skipBlanks(start: number): void {
    this.#at = start;
    while (this.#at < this.#end && this.#text.charCodeAt(this.#at) === space) this.#at++;
  }
}

function scalarOf(text: string): unknown {
  const [first] = text;
  if (first === '"') return quotedText(text, '"');
  if (first === "'") return quotedText(text, "'");
  if (text === "[]") return [];
  if (text === "{}") return {};
  if (/^[-?:,[\]{}#&*!|>%@`]/.test(text) && !/^-[A-Za-z0-9.]/.test(text)) giveUp();
  if (text.includes(": ") || text.includes(" #") || text.endsWith(":")) giveUp();
  const word = words.get(text);
  if (word !== undefined) return word;
  if (!/^[-+.0-9]/.test(text)) return text;
  if (oddNumber.test(text)) giveUp();
  return decimal.test(text) ? Number(text) : text;
}

/** Without its quotes; an escape is not plain. */
function quotedText(text: string, quote: string): string {
  const inner = text.slice(1, -1);
  if (text.length < 2 || !text.endsWith(quote) || inner.includes(quote) || inner.includes("\\")) giveUp();
  return inner;
}
