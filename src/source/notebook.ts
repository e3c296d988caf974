/**
 * The Python of a notebook: its code cells, one after the other, and where each line stands in the file. An annotation
 * points to a line of the JSON text, which is what a code host shows; tools write each line of code on a line of its own
 * there. Columns are those of the code.
 *
 * Surprises: `source` is a text or a list of them; format 3 calls it `input` and keeps cells in worksheets; magics and
 * shell lines are no Python, and a cell that begins with `%%html` or `%%bash` has none at all.
 */

import { LeftUnread } from "./decode.ts";
import type { LineOrigin } from "./syntax/lines.ts";

export interface NotebookCode {
  readonly text: string;
  /** Of each line. */
  readonly origins: readonly LineOrigin[];
}

/** Cell magics after which a cell is still Python. */
const pythonMagics = new Set(["time", "timeit", "capture", "prun", "python", "python3", "memit", "mprun", "lprun"]);

/** @throws {LeftUnread} for what is no notebook of Python. */
export function readNotebook(json: string): NotebookCode {
  checkLanguage(json);
  const lines: string[] = [];
  const origins: LineOrigin[] = [];
  for (const { number, source } of new CellReader(json).cells()) {
    const code = source.flatMap(({ text, line }) =>
      text.split(/(?<=\n)/).map((part) => ({ text: part.replace(/\r?\n$/, ""), line })),
    );
    const isPython = isPythonCell(code.find(({ text }) => text.trim() !== "")?.text ?? "");
    for (const [index, { text, line }] of code.entries()) {
      lines.push(isPython ? withoutMagic(text) : "");
      origins.push({ line, cell: { number, line: index + 1 } });
    }
  }
  const last = origins.at(-1) ?? { line: 1, cell: { number: 1, line: 1 } };
  return { text: `${lines.join("\n")}\n`, origins: [...origins, last] };
}

function checkLanguage(json: string): void {
  let notebook: { readonly metadata?: { readonly language_info?: unknown; readonly kernelspec?: unknown } } | null;
  try {
    notebook = JSON.parse(json) as typeof notebook;
  } catch {
    throw new LeftUnread("not JSON");
  }
  const { language_info: info, kernelspec } = notebook?.metadata ?? {};
  const language =
    (info as { readonly name?: unknown } | undefined)?.name ??
    (kernelspec as { readonly language?: unknown } | undefined)?.language;
  if (typeof language === "string" && !/^i?python/i.test(language))
    throw new LeftUnread("a notebook of another language");
}

function isPythonCell(first: string): boolean {
  const magic = /^\s*%%(\w+)/.exec(first)?.[1];
  return magic === undefined || pythonMagics.has(magic);
}

/** A line of IPython's own becomes one that does nothing. */
function withoutMagic(line: string): string {
  const isMagic =
    /^\s*(?:[%!]|\?{1,2}\w)/.test(line) || /^\s*[\w.]+\?{1,2}\s*$/.test(line) || /^[\s\w.,]+=\s*[%!]/.test(line);
  return isMagic ? `${/^\s*/.exec(line)![0]}pass` : line;
}

interface Cell {
  readonly number: number;
  /** Texts of its source, with the line of the JSON text that each stands in. */
  readonly source: readonly { readonly text: string; readonly line: number }[];
}

interface Level {
  readonly isList: boolean;
  /** The key that holds it. */
  readonly heldBy: string;
  key: string;
}

/** Walks over JSON that has been accepted by the parser, for the places that the parser does not tell. */
class CellReader {
  readonly #json: string;
  readonly #levels: Level[] = [];
  #at = 0;
  #line = 1;
  #number = 0;
  #type = "";
  #source: { text: string; line: number }[] = [];

  constructor(json: string) {
    this.#json = json;
  }

  *cells(): Generator<Cell> {
    let isKey = false;
    for (; this.#at < this.#json.length; this.#at++) {
      const level = this.#levels.at(-1);
      switch (this.#json.charAt(this.#at)) {
        case "\n":
          this.#line++;
          break;
        case "{":
        case "[":
          this.#open(this.#json[this.#at] === "[");
          isKey = this.#json[this.#at] === "{";
          break;
        case "}":
        case "]": {
          const wasCell = this.#isCell(level);
          this.#levels.pop();
          if (wasCell && this.#type === "code") yield { number: this.#number, source: this.#source };
          break;
        }
        case ",":
          isKey = level?.isList === false;
          break;
        case '"': {
          const text = this.#string();
          if (isKey && level !== undefined) level.key = text;
          else this.#value(text);
          isKey = false;
        }
      }
    }
  }

  #open(isList: boolean): void {
    const around = this.#levels.at(-1);
    const level = { isList, heldBy: around?.isList === true ? around.heldBy : (around?.key ?? ""), key: "" };
    this.#levels.push(level);
    if (!this.#isCell(level)) return;
    this.#number++;
    this.#type = "";
    this.#source = [];
  }

  /** An object in the list of cells. */
  #isCell(level: Level | undefined): boolean {
    return level !== undefined && !level.isList && level.heldBy === "cells" && this.#levels.length <= 6;
  }

  #value(text: string): void {
    const level = this.#levels.at(-1);
    const cell = level?.isList === true ? this.#levels.at(-2) : level;
    if (!this.#isCell(cell)) return;
    if (cell!.key === "cell_type" && level === cell) this.#type = text;
    else if (cell!.key === "source" || cell!.key === "input") this.#source.push({ text, line: this.#line });
  }

  /** The string that begins here; afterwards the place is its end. */
  #string(): string {
    const start = this.#at;
    for (this.#at++; this.#json[this.#at] !== '"'; this.#at++) if (this.#json[this.#at] === "\\") this.#at++;
    const raw = this.#json.slice(start, this.#at + 1);
    return raw.length > longestString ? "" : (JSON.parse(raw) as string);
  }
}

/** Outputs may hold pictures; nobody writes a line of code as long. */
const longestString = 1_000_000;
