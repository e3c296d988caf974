/**
 * A requirements file cut into what pip takes for its lines: continued lines joined, comments gone, nothing empty.
 *
 * Surprises: Python knows more line breaks than others; a `\` continues a line only at its very end, and not that of a
 * comment; joining loses all backslashes at either end of a part; a comment starts at a `#` that stands first or after
 * white space, so `#` in an address is none.
 */

/** Where a piece of a logical line stands in the file. */
interface Piece {
  /** Of its first character in the logical line. */
  readonly index: number;
  /** Of the same character in the file. */
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

/** One line as pip sees it, which remembers where its characters come from. */
export class LogicalLine {
  /** Neither empty nor with white space at its ends. */
  readonly text: string;
  readonly #pieces: readonly Piece[];

  constructor(text: string, pieces: readonly Piece[]) {
    this.text = text;
    this.#pieces = pieces;
  }

  /** Line and column in the file, both from 1, of the character at `index`. */
  position(index: number): { readonly line: number; readonly column: number } {
    const piece = this.#pieceOf(index);
    return { line: piece.line, column: piece.column + index - piece.index };
  }

  /** Where the character at `index` stands in the file. */
  offset(index: number): number {
    const piece = this.#pieceOf(index);
    return piece.offset + index - piece.index;
  }

  #pieceOf(index: number): Piece {
    let low = 0;
    let high = this.#pieces.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.#pieces[middle]!.index <= index) low = middle;
      else high = middle - 1;
    }
    return this.#pieces[low]!;
  }
}

/** A line of the file without its line break. */
interface PhysicalLine {
  readonly text: string;
  readonly offset: number;
  readonly number: number;
}

/** Pure; a byte order mark must be gone. */
export function readLogicalLines(text: string): readonly LogicalLine[] {
  const lines: LogicalLine[] = [];
  let parts: PhysicalLine[] = [];
  const finish = () => {
    const line = joinParts(parts);
    if (line !== undefined) lines.push(line);
    parts = [];
  };
  for (const line of readPhysicalLines(text)) {
    parts.push(line);
    if (!line.text.endsWith("\\") || isComment(line.text)) finish();
  }
  finish();
  return lines;
}

// What `str.splitlines` of Python takes for the end of a line: the usual ones, three control characters, and Unicode's.
const controls = String.fromCharCode(0x1c, 0x1d, 0x1e);
const lineBreak = new RegExp(`\\r\\n|[\\n\\r\\v\\f${controls}\\x85\\u2028\\u2029]`, "g");

function* readPhysicalLines(text: string): Iterable<PhysicalLine> {
  let [offset, number] = [0, 1];
  for (const { 0: end, index } of text.matchAll(lineBreak)) {
    yield { text: text.slice(offset, index), offset, number };
    offset = index + end.length;
    number++;
  }
  if (offset < text.length) yield { text: text.slice(offset), offset, number };
}

function isComment(line: string): boolean {
  return line.trimStart().startsWith("#");
}

function joinParts(parts: readonly PhysicalLine[]): LogicalLine | undefined {
  let joined = "";
  const pieces: Piece[] = [];
  for (const part of parts) {
    if (isComment(part.text)) joined += " "; // so that it is still a comment behind other text
    const isContinued = part.text.endsWith("\\") && !isComment(part.text);
    const from = isContinued ? countBackslashes(part.text) : 0;
    pieces.push({ index: joined.length, offset: part.offset + from, line: part.number, column: from + 1 });
    joined += isContinued ? withoutBackslashes(part.text) : part.text;
  }
  const end = commentStart(joined);
  const start = joined.length - joined.trimStart().length;
  const text = joined.slice(start, end).trimEnd();
  if (start >= end || text === "") return undefined;
  return new LogicalLine(
    text,
    pieces.map((piece) => ({ ...piece, index: piece.index - start })),
  );
}

/** At the start of the line. */
function countBackslashes(line: string): number {
  let count = 0;
  while (line[count] === "\\") count++;
  return count;
}

function withoutBackslashes(line: string): string {
  const start = countBackslashes(line);
  let end = line.length;
  while (end > start && line[end - 1] === "\\") end--;
  return line.slice(start, end);
}

/** Of the first comment, or the end of the line. */
function commentStart(line: string): number {
  for (let at = line.indexOf("#"); at !== -1; at = line.indexOf("#", at + 1))
    if (at === 0 || /\s/.test(line[at - 1]!)) return at;
  return line.length;
}
