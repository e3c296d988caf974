/**
 * Where a text stops being JSON. The parser knows, but says so in words of its own, often without a place. RFC 8259.
 */

/** A bracket, a mark, a number or a word; strings are scanned by hand, because they can be long. */
const token = /[[\]{},:]|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

const escape = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/** What may stand next. A "first" one may also be the bracket that closes what was just opened. */
type Expected = "value" | "first value" | "key" | "first key" | "colon" | "comma" | "end";

/** Offset of the first token that cannot stand where it does, the end of `text` if it ends too early. Linear. */
export function findJsonMistake(text: string): number {
  const open: string[] = [];
  let expected: Expected = "value";
  for (let at = skipSpace(text, 0); at < text.length;) {
    const found = readToken(text, at);
    const next = follow(expected, found, open);
    if (next === undefined) return at;
    expected = next;
    at = skipSpace(text, at + found.length);
  }
  return text.length;
}

/** The token at `at`, empty when none stands there. */
function readToken(text: string, at: number): string {
  if (text[at] === '"') return text.slice(at, stringEnd(text, at));
  token.lastIndex = at;
  return token.exec(text)?.[0] ?? "";
}

/** Offset after the string that starts at `start`; `start` itself when it does not end as it should. */
function stringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const character = text[at] ?? "";
    if (character === '"') return at + 1;
    if (character < " ") return start;
    if (character !== "\\") continue;
    escape.lastIndex = at;
    const length = escape.exec(text)?.[0].length;
    if (length === undefined) return start;
    at += length - 1;
  }
  return start;
}

/** What is expected after `found`, or undefined if it may not stand here. `open` holds the brackets that are open. */
function follow(expected: Expected, found: string, open: string[]): Expected | undefined {
  const first = found[0] ?? "";
  if (first === "}" || first === "]") return close(expected, first, open);
  if (expected === "comma") return first === "," ? (open.at(-1) === "{" ? "key" : "value") : undefined;
  if (expected === "colon") return first === ":" ? "value" : undefined;
  if (expected === "key" || expected === "first key") return first === '"' ? "colon" : undefined;
  if (expected === "end" || first === "" || first === "," || first === ":") return undefined;
  if (first !== "{" && first !== "[") return open.length === 0 ? "end" : "comma";
  open.push(first);
  return first === "{" ? "first key" : "first value";
}

function close(expected: Expected, bracket: string, open: string[]): Expected | undefined {
  const opened = bracket === "}" ? "{" : "[";
  const isAllowed = expected === "comma" || expected === (bracket === "}" ? "first key" : "first value");
  if (!isAllowed || open.pop() !== opened) return undefined;
  return open.length === 0 ? "end" : "comma";
}

function skipSpace(text: string, start: number): number {
  let at = start;
  while (text[at] === " " || text[at] === "\n" || text[at] === "\r" || text[at] === "\t") at++;
  return at;
}
