/** A YAML text whose offsets can be told as lines and columns. */

import type { LineCounter } from "yaml";

import { InvalidYaml } from "./yaml-errors.ts";

/** A place in a text: line and column, both from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A text with a name, whose offsets can be told as lines and columns. */
export class YamlSource {
  readonly place: string;
  readonly text: string;
  readonly lines: LineCounter;

  constructor(place: string, text: string, lines: LineCounter) {
    this.place = place;
    this.text = text;
    this.lines = lines;
  }

  position(offset: number): Position {
    const { line, col } = this.lines.linePos(offset);
    return { line, column: col };
  }

  /** `file:line:column`, as editors understand it. */
  at(offset: number): string {
    const { line, column } = this.position(offset);
    return `${this.place}:${line}:${column}`;
  }

  /** What is wrong at `offset`, with the line it is on. */
  invalid(offset: number, problem: string): InvalidYaml {
    return new InvalidYaml(this.at(offset), problem, this.#lineOf(offset));
  }

  #lineOf(offset: number): string {
    const start = this.text.slice(0, offset).lastIndexOf("\n") + 1;
    const end = this.text.indexOf("\n", start);
    return this.text.slice(start, end === -1 ? undefined : end);
  }
}
