/** Words of a paragraph or cell for a terminal: pieces that stay together, each with its style, and lines made of them. */

import { styleText } from "node:util";

/** How a piece is shown where colours are on. */
export type Style = "plain" | "strong" | "code" | "link";

/** Text without a blank, perhaps of several styles, that no line break divides. */
export type Word = readonly { readonly text: string; readonly style: Style }[];

/** One style of text, with blanks. */
export interface Piece {
  readonly text: string;
  readonly style: Style;
}

/** Words of `pieces`: a blank ends a word, a change of style does not. */
export function splitWords(pieces: readonly Piece[]): Word[] {
  const words: Piece[][] = [[]];
  for (const { text, style } of pieces) {
    for (const [i, part] of text.split(/[ \n]/).entries()) {
      if (i > 0) words.push([]);
      if (part !== "") words.at(-1)!.push({ text: part, style });
    }
  }
  return words.filter((word) => word.length > 0);
}

/** Columns that a word takes; every character counts as one. */
export function wordWidth(word: Word): number {
  return word.reduce((sum, { text }) => sum + Array.from(text).length, 0);
}

/** Columns of the words on one line. */
export function lineWidth(words: readonly Word[]): number {
  return words.reduce((sum, word) => sum + wordWidth(word) + 1, 0) - Math.min(1, words.length);
}

/** Lines of at most `width` columns; a word that is longer by itself is divided. Never empty. */
export function wrap(words: readonly Word[], width: number): Word[][] {
  const lines: Word[][] = [[]];
  let room = width;
  for (const word of words.flatMap((each) => divide(each, width))) {
    const line = lines.at(-1)!;
    const needed = wordWidth(word) + (line.length === 0 ? 0 : 1);
    if (needed <= room || line.length === 0) {
      line.push(word);
      room -= needed;
    } else {
      lines.push([word]);
      room = width - wordWidth(word);
    }
  }
  return lines;
}

function divide(word: Word, width: number): Word[] {
  if (wordWidth(word) <= width) return [word];
  const characters = word.flatMap(({ text, style }) => Array.from(text, (character) => ({ text: character, style })));
  const parts: Word[] = [];
  let left: Word = characters;
  while (left.length > width) {
    const part = left.slice(0, partLength(left.slice(0, width)));
    parts.push(part);
    left = left.slice(part.length);
  }
  return [...parts, left];
}

/** How much of a line to take: up to its last comma or slash, if that is in the second half. */
function partLength(line: Word): number {
  const at = line.findLastIndex(({ text }) => text === "," || text === "/");
  return at >= line.length / 2 ? at + 1 : line.length;
}

const formats = { plain: [], strong: ["bold"], code: ["cyan"], link: ["underline"] } as const;

/** A line as text; escape sequences only with `colours`. */
export function formatLine(words: readonly Word[], colours: boolean): string {
  return words.map((word) => word.map((piece) => format(piece, colours)).join("")).join(" ");
}

function format({ text, style }: Piece, colours: boolean): string {
  return colours && style !== "plain" ? styleText([...formats[style]], text, { validateStream: false }) : text;
}
