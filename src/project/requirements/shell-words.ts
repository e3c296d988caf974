/**
 * Words as a POSIX shell splits them, which is how pip reads the options of a line: quotes keep blanks, and a backslash
 * keeps the next character. No variables, no comments, no operators.
 */

/** A word and where it starts in the text. */
export interface ShellWord {
  readonly text: string;
  readonly index: number;
  /** Just after its last character, quotes included. */
  readonly end: number;
}

/** A quote that is not closed, or a backslash with nothing behind it. */
export class UnfinishedWord extends Error {
  readonly index: number;
  constructor(index: number, problem: string) {
    super(problem);
    this.index = index;
  }
}

/** @throws {UnfinishedWord} */
export function splitShellWords(text: string): readonly ShellWord[] {
  const words: ShellWord[] = [];
  let at = 0;
  while (at < text.length) {
    if (isBlank(text[at])) at++;
    else {
      const word = readWord(text, at);
      words.push(word);
      at = word.end;
    }
  }
  return words;
}

function readWord(text: string, index: number): ShellWord {
  let word = "";
  let at = index;
  while (at < text.length && !isBlank(text[at])) {
    const character = text[at]!;
    if (character === "'" || character === '"') {
      const end = closingQuote(text, at);
      word += character === "'" ? text.slice(at + 1, end) : unescaped(text.slice(at + 1, end));
      at = end + 1;
    } else if (character === "\\") {
      if (at + 1 === text.length) throw new UnfinishedWord(at, "nothing follows the backslash");
      word += text[at + 1];
      at += 2;
    } else {
      word += character;
      at++;
    }
  }
  return { text: word, index, end: at };
}

function isBlank(character: string | undefined): boolean {
  return character === " " || character === "\t" || character === "\r" || character === "\n";
}

function closingQuote(text: string, start: number): number {
  const quote = text[start];
  for (let at = start + 1; at < text.length; at++) {
    if (quote === '"' && text[at] === "\\") at++;
    else if (text[at] === quote) return at;
  }
  throw new UnfinishedWord(start, `the quote \`${quote}\` is not closed`);
}

/** Within double quotes only quotes and backslashes can be kept by a backslash. */
function unescaped(text: string): string {
  return text.replace(/\\(["\\])/g, "$1");
}
