/**
 * Where the keys of a TOML document stand. The parser gives values without places, so this scan goes over the text once
 * more and notes the line of every header and every `key = value`; keys inside an inline table are found at its line.
 *
 * The text must have been accepted by the parser: of a malformed one the scan makes something, but nothing useful.
 */

import { parse } from "smol-toml";
import { itemSpans } from "./toml-items.ts";
import { stringEnd } from "./toml-strings.ts";

/** A statement in a text. */
export interface Statement {
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
  /** The statement on one line, without its comment. */
  readonly text: string;
}

/** A path of keys; elements of an array of tables are numbered from 0, as in `["source", "0", "url"]`. */
export type KeyPath = readonly string[];

/** The statements of one document, by path. */
export class TomlLines {
  readonly #text: string;
  /** Where each line starts, ascending. */
  readonly #starts: number[] = [0];
  /** By path as JSON: where the statement starts and ends. The first statement that names a path counts. */
  readonly #spans = new Map<string, readonly [start: number, end: number]>();

  private constructor(text: string) {
    this.#text = text;
    for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) this.#starts.push(at + 1);
  }

  static of(text: string): TomlLines {
    const lines = new TomlLines(text);
    new StatementScan(text, (path, start, end) => lines.#note(path, start, end)).run();
    return lines;
  }

  /** The statement that sets `path`, or else the nearest enclosing one; the first line when there is none. */
  at(path: KeyPath): Statement {
    for (let length = path.length; length > 0; length--) {
      const span = this.#spans.get(JSON.stringify(path.slice(0, length)));
      if (span !== undefined) return this.#statement(span[0], span[1]);
    }
    return this.#statement(0, 0);
  }

  /** The elements of the array that a statement sets `path` to; none where it is set in another way. */
  items(path: KeyPath): readonly Statement[] {
    const span = this.#spans.get(JSON.stringify(path));
    return span === undefined ? [] : itemSpans(this.#text, ...span).map(([start, end]) => this.#statement(start, end));
  }

  #note(path: KeyPath, start: number, end: number): void {
    for (let length = path.length; length > 0; length--) {
      const key = JSON.stringify(path.slice(0, length));
      if (this.#spans.has(key)) return;
      this.#spans.set(key, [start, end]);
    }
  }

  #statement(start: number, end: number): Statement {
    const index = this.#lineIndex(start);
    const text = this.#text.slice(start, end).trim().replace(/\s+/g, " ");
    return { line: index + 1, column: start - (this.#starts[index] ?? 0) + 1, text };
  }

  /** Index of the last line that starts at or before `offset`. */
  #lineIndex(offset: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

/** Goes over a document statement by statement. Linear: every character is looked at a bounded number of times. */
class StatementScan {
  readonly #text: string;
  readonly #report: (path: KeyPath, start: number, end: number) => void;
  #at = 0;
  #table: readonly string[] = [];
  /** By path as JSON: how many elements an array of tables has so far. */
  readonly #counts = new Map<string, number>();

  constructor(text: string, report: (path: KeyPath, start: number, end: number) => void) {
    this.#text = text;
    this.#report = report;
  }

  run(): void {
    while (this.#skipBlank()) {
      if (this.#text[this.#at] === "[") this.#readHeader();
      else this.#readPair();
    }
  }

  /** Moves past white space and comments; false at the end. */
  #skipBlank(): boolean {
    for (; this.#at < this.#text.length; this.#at++) {
      const character = this.#text[this.#at] ?? "";
      if (character === "#") this.#skipLine();
      else if (!/\s/.test(character)) return true;
    }
    return false;
  }

  #skipLine(): void {
    const end = this.#text.indexOf("\n", this.#at);
    this.#at = end === -1 ? this.#text.length : end;
  }

  #readHeader(): void {
    const start = this.#at;
    const isArray = this.#text[start + 1] === "[";
    this.#at += isArray ? 2 : 1;
    const path = this.#resolve(this.#readKey());
    if (isArray) path.push(this.#countElement(path));
    this.#table = path;
    while (this.#text[this.#at] === "]") this.#at++;
    this.#report(path, start, this.#at);
    this.#skipLine();
  }

  #readPair(): void {
    const start = this.#at;
    const path = [...this.#table, ...this.#readKey()];
    const end = this.#valueEnd();
    this.#report(path, start, end);
    this.#at = end;
    this.#skipLine();
  }

  /** A header's path with the number of the current element after each array of tables. */
  #resolve(parts: readonly string[]): string[] {
    const path: string[] = [];
    for (const [index, part] of parts.entries()) {
      path.push(part);
      const count = this.#counts.get(JSON.stringify(path));
      if (count !== undefined && index < parts.length - 1) path.push(String(count - 1));
    }
    return path;
  }

  #countElement(path: KeyPath): string {
    const key = JSON.stringify(path);
    const count = this.#counts.get(key) ?? 0;
    this.#counts.set(key, count + 1);
    return String(count);
  }

  /** The parts of a dotted key, up to `=`, `]` or the end of the line. */
  #readKey(): string[] {
    const parts: string[] = [];
    let bare = "";
    for (; this.#at < this.#text.length; this.#at++) {
      const character = this.#text[this.#at] ?? "";
      if (character === '"' || character === "'") {
        const end = stringEnd(this.#text, this.#at);
        bare = readQuotedKey(this.#text.slice(this.#at, end));
        this.#at = end - 1;
      } else if (character === ".") {
        parts.push(bare);
        bare = "";
      } else if (character === "=" || character === "]" || character === "\n") break;
      else if (!/\s/.test(character)) bare += character;
    }
    return [...parts, bare];
  }

  /** Where the value that starts at or after the current place ends: before its comment or line break. */
  #valueEnd(): number {
    let depth = 0;
    let at = this.#at;
    for (; at < this.#text.length; at++) {
      const character = this.#text[at] ?? "";
      if (character === '"' || character === "'") at = stringEnd(this.#text, at) - 1;
      else if (character === "[" || character === "{") depth++;
      else if (character === "]" || character === "}") depth--;
      else if (depth <= 0 && (character === "\n" || character === "#")) break;
      else if (character === "#") at = this.#lineEnd(at) - 1;
    }
    return at;
  }

  #lineEnd(at: number): number {
    const end = this.#text.indexOf("\n", at);
    return end === -1 ? this.#text.length : end;
  }
}

/** What a quoted key says, escapes and all. */
function readQuotedKey(quoted: string): string {
  if (quoted.startsWith("'") || !quoted.includes("\\")) return quoted.slice(1, -1);
  return Object.keys(parse(`${quoted} = 0`))[0] ?? "";
}
