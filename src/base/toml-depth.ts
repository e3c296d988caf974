/**
 * How deep a TOML document nests, without parsing it. TOML 1.0, "Keys", "String", "Table", "Array of Tables".
 *
 * Three things nest: brackets in values, the parts of a header, and the parts of a dotted key. A dot counts only where
 * a key stands, so that `1.5` does not. The scan is exact up to the first mistake in the document, where a parser stops,
 * but for one thing: a header `[a.b]` may pass through an array of tables `a`, which it does not show. So a document may
 * be up to twice as deep as is counted.
 */

/** An array or inline table that is open. */
interface Frame {
  readonly isTable: boolean;
  /** Level of the collection itself, to which every entry returns. */
  readonly level: number;
}

/** Offset where `text` first nests more than `depth` levels, or undefined. The document is level 1, `[a.b]` level 3. */
export function findTooDeepToml(text: string, depth: number): number | undefined {
  const scan = new TomlScan(text);
  while (scan.step()) if (scan.level > depth) return scan.offset;
  return undefined;
}

class TomlScan {
  readonly #text: string;
  readonly #frames: Frame[] = [];
  /** Offset of the next character. */
  #at = 0;
  /** Level of the table that the last header opened. */
  #table = 1;
  /** True where a key or header may stand, or is being read. */
  #inKey = true;
  #inHeader = false;
  /** Offset of the character that was read last. */
  offset = 0;
  /** Level of the innermost collection at `offset`, the parts of a dotted key included. */
  level = 1;

  constructor(text: string) {
    this.#text = text;
  }

  /** Reads one character, string or comment; false at the end. */
  step(): boolean {
    const text = this.#text;
    if (this.#at >= text.length) return false;
    this.offset = this.#at;
    const character = text.charAt(this.#at++);
    switch (character) {
      case '"':
      case "'":
        this.#at = stringEnd(text, this.offset);
        break;
      case "#":
        this.#at = indexOrEnd(text, "\n", this.#at);
        break;
      case "\n":
        if (this.#frames.length === 0) this.#startStatement();
        break;
      case "[":
        if (this.#inKey && this.#frames.length === 0) this.#startHeader();
        else this.#open(false);
        break;
      case "{":
        this.#open(true);
        break;
      case "]":
      case "}":
        this.#close();
        break;
      case ",":
        this.#startEntry();
        break;
      case "=":
        this.#inKey = false;
        break;
      case ".":
        if (this.#inKey) this.#deepenKey();
        break;
    }
    return true;
  }

  #startStatement(): void {
    this.level = this.#table;
    this.#inKey = true;
    this.#inHeader = false;
  }

  /** `[a]` is a table in the document; `[[a]]` a table in an array in the document. */
  #startHeader(): void {
    const isArray = this.#text[this.#at] === "[";
    if (isArray) this.#at++;
    this.#inHeader = true;
    this.level = this.#table = isArray ? 3 : 2;
  }

  #deepenKey(): void {
    this.level++;
    if (this.#inHeader) this.#table = this.level;
  }

  #open(isTable: boolean): void {
    this.level++;
    this.#frames.push({ isTable, level: this.level });
    this.#inKey = isTable;
  }

  #close(): void {
    const closed = this.#frames.pop();
    if (closed === undefined) return;
    this.level = closed.level - 1;
    this.#inKey = false;
  }

  #startEntry(): void {
    const frame = this.#frames.at(-1);
    if (frame === undefined) return;
    this.level = frame.level;
    this.#inKey = frame.isTable;
  }
}

/** Offset after the string that starts at `start`. A string that must end on its line ends there. */
function stringEnd(text: string, start: number): number {
  const quote = text[start] ?? "";
  const isMultiLine = text.startsWith(quote.repeat(3), start);
  let at = start + (isMultiLine ? 3 : 1);
  for (; at < text.length; at++) {
    const character = text[at];
    if (character === "\\" && quote === '"') at++;
    else if (character === "\n" && !isMultiLine) return at;
    else if (character === quote && !isMultiLine) return at + 1;
    else if (character === quote && text.startsWith(quote.repeat(3), at)) return skipQuotes(text, at + 3, quote);
  }
  return text.length;
}

/** A multi-line string may end in one or two quotes of its own, right before the three that close it. */
function skipQuotes(text: string, at: number, quote: string): number {
  let end = at;
  while (end < at + 2 && text[end] === quote) end++;
  return end;
}

function indexOrEnd(text: string, what: string, from: number): number {
  const index = text.indexOf(what, from);
  return index === -1 ? text.length : index;
}
