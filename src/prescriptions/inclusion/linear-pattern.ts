/**
 * Regular expressions of strangers, matched in time that grows with the product of pattern and text and no faster.
 *
 * The engine of JavaScript tries one way after the other, and `(a+)+b` keeps it busy for years. Here all ways are walked
 * side by side, one character at a time, as Ken Thompson described it in 1968; so what needs a memory of how it came
 * there is refused: references to groups, and conditions on what is around. Of Python's grammar there are literals, `.`,
 * classes, groups, `|`, `*`, `+`, `?`, `^`, `$` and the escapes of punctuation and of `d`, `s`, `w`.
 */

/** A text that is no such pattern; the message completes "`text` …". */
export class PatternMistake extends Error {}

/** Patterns longer than this are refused. */
const longest = 500;

/** Whether one character will do. */
type CharacterTest = (character: string) => boolean;

/** One step of a program. Steps follow each other; `fork` and `jump` count from where they stand. */
type Instruction =
  | { readonly kind: "take"; readonly test: CharacterTest }
  /** Goes on both here and there. */
  | { readonly kind: "fork"; readonly by: number }
  | { readonly kind: "jump"; readonly by: number }
  | { readonly kind: "edge"; readonly of: "start" | "end" };

type Program = readonly Instruction[];

export class LinearPattern {
  readonly #program: Program;

  private constructor(program: Program) {
    this.#program = program;
  }

  /** @throws {PatternMistake} */
  static parse(text: string): LinearPattern {
    if (text.length > longest)
      throw new PatternMistake(`has ${text.length} characters, and at most ${longest} are read`);
    return new LinearPattern(new Parser(text).parse());
  }

  /** Whether the pattern matches `text` from its first character to its last. */
  matches(text: string): boolean {
    const characters = Array.from(text);
    let places = this.#reach([0], 0, characters.length);
    for (const [index, character] of characters.entries()) {
      const next = [...places].filter((place) => takes(this.#program[place], character)).map((place) => place + 1);
      places = this.#reach(next, index + 1, characters.length);
    }
    return places.has(this.#program.length);
  }

  /** `starts` and all that is reached from there without a character, at `position` in a text of `length`. */
  #reach(starts: readonly number[], position: number, length: number): ReadonlySet<number> {
    const reached = new Set(starts);
    // A set that grows while it is walked is walked to its new end.
    for (const place of reached) {
      const step = this.#program[place];
      if (step?.kind === "fork") reached.add(place + 1);
      if (step?.kind === "fork" || step?.kind === "jump") reached.add(place + step.by);
      if (step?.kind === "edge" && position === (step.of === "start" ? 0 : length)) reached.add(place + 1);
    }
    return reached;
  }
}

function takes(step: Instruction | undefined, character: string): boolean {
  return step?.kind === "take" && step.test(character);
}

const repetitions: ReadonlyMap<string, (program: Program) => Program> = new Map([
  [
    "*",
    (once: Program): Program => [
      { kind: "fork", by: once.length + 2 },
      ...once,
      { kind: "jump", by: -once.length - 1 },
    ],
  ],
  ["+", (once: Program): Program => [...once, { kind: "fork", by: -once.length }]],
  ["?", (once: Program): Program => [{ kind: "fork", by: once.length + 1 }, ...once]],
]);

/** What a backslash and a letter stand for. Python's `\w` knows all letters. */
const escapes: ReadonlyMap<string, RegExp> = new Map([
  ["d", /^\p{Nd}$/u],
  ["D", /^\P{Nd}$/u],
  ["s", /^\s$/u],
  ["S", /^\S$/u],
  ["w", /^[\p{L}\p{N}_]$/u],
  ["W", /^[^\p{L}\p{N}_]$/u],
]);

class Parser {
  readonly #characters: readonly string[];
  #at = 0;

  constructor(text: string) {
    this.#characters = Array.from(text);
  }

  parse(): Program {
    const program = this.#alternatives();
    if (this.#next !== undefined) throw new PatternMistake("closes a group that is not open");
    return program;
  }

  get #next(): string | undefined {
    return this.#characters[this.#at];
  }

  #skip(text: string): boolean {
    const isThere = this.#characters.slice(this.#at, this.#at + text.length).join("") === text;
    if (isThere) this.#at += text.length;
    return isThere;
  }

  #alternatives(): Program {
    let program = this.#sequence();
    while (this.#skip("|")) {
      const other = this.#sequence();
      program = [
        { kind: "fork", by: program.length + 2 },
        ...program,
        { kind: "jump", by: other.length + 1 },
        ...other,
      ];
    }
    return program;
  }

  #sequence(): Program {
    const program: Instruction[] = [];
    while (this.#next !== undefined && this.#next !== "|" && this.#next !== ")") program.push(...this.#repeated());
    return program;
  }

  #repeated(): Program {
    const once = this.#atom();
    const repeat = repetitions.get(this.#next ?? "");
    if (repeat === undefined) return once;
    this.#at++;
    // Lazy or not, a match of the whole text is the same.
    this.#skip("?");
    if (this.#next !== undefined && "*+?{".includes(this.#next)) throw new PatternMistake("repeats a repetition");
    return repeat(once);
  }

  #atom(): Program {
    const character = this.#take();
    switch (character) {
      case "(":
        return this.#group();
      case "[":
        return [{ kind: "take", test: this.#class() }];
      case ".":
        return [{ kind: "take", test: (other) => other !== "\n" }];
      case "^":
        return [{ kind: "edge", of: "start" }];
      case "$":
        return [{ kind: "edge", of: "end" }];
      case "\\":
        return [{ kind: "take", test: this.#escape() }];
      case "*":
      case "+":
      case "?":
        throw new PatternMistake("repeats nothing");
      case "{":
        throw new PatternMistake("counts repetitions, which is not read; write `*`, `+` or `?`");
      default:
        return [{ kind: "take", test: (other) => other === character }];
    }
  }

  #take(): string {
    const character = this.#next;
    if (character === undefined) throw new PatternMistake("ends too early");
    this.#at++;
    return character;
  }

  #group(): Program {
    if (!this.#skip("?:") && this.#next === "?") throw new PatternMistake("has a group of a kind that is not read");
    const inner = this.#alternatives();
    if (!this.#skip(")")) throw new PatternMistake("opens a group that is never closed");
    return inner;
  }

  #escape(): CharacterTest {
    const character = this.#take();
    const named = escapes.get(character);
    if (named !== undefined) return (other) => named.test(other);
    if (/^[\p{L}\p{N}]$/u.test(character)) throw new PatternMistake(`has \`\\${character}\`, which is not read`);
    return (other) => other === character;
  }

  #class(): CharacterTest {
    const isWanted = !this.#skip("^");
    const tests = [this.#member()];
    while (!this.#skip("]")) tests.push(this.#member());
    return (character) => tests.some((test) => test(character)) === isWanted;
  }

  /** One character, one escape, or a range of characters. */
  #member(): CharacterTest {
    const first = this.#take();
    if (first === "\\") return this.#escape();
    const isRange = this.#next === "-" && this.#characters[this.#at + 1] !== "]";
    if (!isRange) return (character) => character === first;
    this.#at++;
    const last = this.#take();
    const [low = 0, high = 0] = [first, last].map((character) => character.codePointAt(0));
    if (last === "\\" || low > high) throw new PatternMistake("has a range that is none");
    return (character) => {
      const code = character.codePointAt(0) ?? 0;
      return low <= code && code <= high;
    };
  }
}
