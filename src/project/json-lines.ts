/**
 * Where a value stands in a JSON text, asked only when something is wrong with it: the parser gives values without
 * places. The text must have been accepted by the parser, and its depth must be bounded, because this recurses.
 */

/** A place in a text, both from 1; the column counts UTF-16 units. */
export interface JsonPlace {
  readonly line: number;
  readonly column: number;
}

/** The place of the key that `path` ends in, or of the nearest enclosing one that exists. Linear in `text`. */
export function locateJson(text: string, path: readonly string[]): JsonPlace {
  return placeAt(text, new KeySearch(text).find(path));
}

/** Where a value of an object stands: offsets of its key, its first character and the one after its last. */
export interface JsonSpan {
  readonly key: number;
  readonly start: number;
  readonly end: number;
}

/** Where the value at `path` stands; undefined where there is none. Linear in `text`. @param path at least one key. */
export function tryFindJson(text: string, path: readonly string[]): JsonSpan | undefined {
  return new KeySearch(text).tryFind(path);
}

/** The place of an offset. */
export function placeAt(text: string, offset: number): JsonPlace {
  const before = text.slice(0, offset).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

class KeySearch {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Offset of the deepest key of `path` that the text has. When a key occurs twice the last one counts, as in parsing. */
  find(path: readonly string[]): number {
    this.#skipSpace();
    const start = this.#at;
    const [key, ...rest] = path;
    if (key === undefined || this.#text[start] !== "{") return start;
    const found = this.#findKey(key);
    if (found === undefined) return start;
    if (rest.length === 0) return found.key;
    this.#at = found.value;
    const inner = this.find(rest);
    return inner === found.value ? found.key : inner;
  }

  tryFind(path: readonly string[]): JsonSpan | undefined {
    let found: { readonly key: number; readonly value: number } | undefined;
    this.#skipSpace();
    for (const key of path) {
      found = this.#text[this.#at] === "{" ? this.#findKey(key) : undefined;
      if (found === undefined) return undefined;
      this.#at = found.value;
    }
    if (found === undefined) return undefined;
    this.#skipValue();
    const end = found.value + this.#text.slice(found.value, this.#at).trimEnd().length;
    return { key: found.key, start: found.value, end };
  }

  /** Offsets of `key` and its value in the object at the current place. */
  #findKey(key: string): { readonly key: number; readonly value: number } | undefined {
    let found: { readonly key: number; readonly value: number } | undefined;
    this.#at++;
    for (;;) {
      this.#skipSpace();
      if (this.#text[this.#at] !== '"') return found;
      const start = this.#at;
      this.#skipString();
      const name: unknown = JSON.parse(this.#text.slice(start, this.#at));
      this.#skipSpace();
      this.#at++;
      this.#skipSpace();
      if (name === key) found = { key: start, value: this.#at };
      this.#skipValue();
      this.#skipSpace();
      if (this.#text[this.#at] === ",") this.#at++;
    }
  }

  #skipSpace(): void {
    while (/\s/.test(this.#text[this.#at] ?? "")) this.#at++;
  }

  #skipString(): void {
    for (this.#at++; this.#at < this.#text.length && this.#text[this.#at] !== '"'; this.#at++) {
      if (this.#text[this.#at] === "\\") this.#at++;
    }
    this.#at++;
  }

  #skipValue(): void {
    let depth = 0;
    for (; this.#at < this.#text.length; this.#at++) {
      const character = this.#text[this.#at] ?? "";
      if (character === '"') {
        this.#skipString();
        this.#at--;
      } else if (character === "{" || character === "[") depth++;
      else if (character === "}" || character === "]") {
        if (depth === 0) return;
        depth--;
      } else if (character === "," && depth === 0) return;
    }
  }
}

/**
 * Every key down to `depth` levels of objects, with its path and line, in the order of the text; what is inside lists is
 * passed over. One pass, for whoever wants many; the text must have been accepted by the parser.
 */
export function* jsonKeyLines(
  text: string,
  depth: number,
): Iterable<{ readonly path: readonly string[]; readonly line: number }> {
  const path: string[] = [];
  let level = 0;
  let lists = 0;
  let line = 1;
  for (let at = text.startsWith("\uFEFF") ? 1 : 0; at < text.length; at++) {
    const character = text[at];
    if (character === "\n") line++;
    else if (character === "[") lists++;
    else if (character === "]") lists--;
    else if (character === "{") level++;
    else if (character === "}") level--;
    else if (character === '"') {
      const end = endOfString(text, at);
      const isKey = lists === 0 && level <= depth && /^\s*:/.test(text.slice(end, end + 100));
      if (isKey) {
        path.length = level - 1;
        path.push(String(JSON.parse(text.slice(at, end))));
        yield { path: [...path], line };
      }
      at = end - 1;
    }
  }
}

/** Behind its closing quote. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
}
