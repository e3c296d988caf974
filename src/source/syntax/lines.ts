/** Lines and columns of offsets, and back to the file where the text was taken out of another, as from a notebook. */

import type { Place } from "./facts.ts";

/** Where a line of the code stands in the file that it is from. */
export interface LineOrigin {
  /** From 1. */
  readonly line: number;
  readonly cell: { readonly number: number; readonly line: number };
}

export class Lines {
  readonly #source: string;
  readonly #starts: number[] = [0];
  readonly #origins: readonly LineOrigin[] | undefined;

  /** @param origins of each line of the source, where it is not a file of its own. */
  constructor(source: string, origins: readonly LineOrigin[] | undefined) {
    this.#source = source;
    this.#origins = origins;
    for (const { index, 0: end } of source.matchAll(/\r\n|\r|\n/g)) this.#starts.push(index + end.length);
  }

  place(start: number, end: number): Place {
    const first = this.#lineOf(start);
    const last = this.#lineOf(end);
    const column = start - this.#starts[first]! + 1;
    const endColumn = end - this.#starts[last]! + 1;
    if (this.#origins === undefined) return { line: first + 1, column, endLine: last + 1, endColumn };
    const { line, cell } = this.#origins[first]!;
    return { line, column, endLine: this.#origins[last]!.line, endColumn, cell };
  }

  /** @param line of the file. */
  text(line: number): string {
    const at = this.#origins === undefined ? line - 1 : this.#origins.findIndex((origin) => origin.line === line);
    const start = this.#starts[at];
    if (start === undefined) return "";
    return this.#source.slice(start, this.#starts[at + 1] ?? this.#source.length).replace(/[\r\n]+$/, "");
  }

  /** The line of an offset, from 0. */
  #lineOf(offset: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
