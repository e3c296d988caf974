/**
 * A place in a text that is being read: what the parsers of requirements and markers share. Tokens are tried where the
 * parser stands, as PEP 508's grammar is context-sensitive (`in` is an operator, a name or part of one).
 */

import { isWordBoundary } from "./python-text.ts";

/** What a parser expected and did not find. Parsers turn it into the error of what they were asked to read. */
export class SyntaxMistake extends Error {
  /**
   * @param expectation completes the sentence "expected …"
   * @param column counts from 1, in UTF-16 units
   */
  constructor(expectation: string, column: number) {
    super(`expected ${expectation} at column ${column}`);
  }
}

/** Reads a text from left to right. Every `take` moves behind what it found, or stays where it is. */
export class Cursor {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  get isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  /** Spaces and tabs, the only white space between tokens; says whether there was any. */
  takeBlanks(): boolean {
    const start = this.at;
    while (this.text[this.at] === " " || this.text[this.at] === "\t") this.at += 1;
    return this.at > start;
  }

  take(token: string): boolean {
    if (!this.text.startsWith(token, this.at)) return false;
    this.at += token.length;
    return true;
  }

  /** `token` as a word of its own: no letter, digit or underscore touches it. */
  takeWord(token: string): boolean {
    if (!this.text.startsWith(token, this.at)) return false;
    const end = this.at + token.length;
    if (!isWordBoundary(this.text, this.at) || !isWordBoundary(this.text, end)) return false;
    this.at = end;
    return true;
  }

  /** Moves to `end`; gives the text passed over. */
  takeTo(end: number): string {
    const taken = this.text.slice(this.at, end);
    this.at = end;
    return taken;
  }

  /** @param expectation completes the sentence "expected …" */
  fail(expectation: string, at = this.at): never {
    throw new SyntaxMistake(expectation, at + 1);
  }
}
