/**
 * Quoted strings as Python evaluates them. PEP 508 gives its strings no escapes; the reference implementation evaluates
 * them as Python literals all the same, so a backslash means what it means in Python. `\N{NAME}` is refused: it needs
 * the names of Unicode, and no marker has a use for it.
 */

/** What the letter behind a backslash stands for. Python's lexical analysis, "Escape sequences". */
export const simpleEscapes: Readonly<Record<string, string>> = {
  "\n": "",
  "\\": "\\",
  "'": "'",
  '"': '"',
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};
const hexadecimalLengths: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** What stands between a literal's quotes as the string it means; undefined where Python has a syntax error. */
export function evaluatePythonString(body: string): string | undefined {
  if (!body.includes("\\")) return isLiteralText(body) ? body : undefined;
  let value = "";
  for (let at = 0; at < body.length;) {
    const backslash = body.indexOf("\\", at);
    const end = backslash < 0 ? body.length : backslash;
    const literal = body.slice(at, end);
    if (!isLiteralText(literal)) return undefined;
    value += literal;
    if (backslash < 0) return value;
    const escape = readEscape(body, backslash + 1);
    if (escape === undefined) return undefined;
    value += escape.value;
    at = escape.end;
  }
  return value;
}

/** A line end and NUL may not stand in a literal, nor half of a surrogate pair, which has no UTF-8. */
function isLiteralText(text: string): boolean {
  return !/[\n\r\0]/.test(text) && text.isWellFormed();
}

interface Escape {
  readonly value: string;
  readonly end: number;
}

/** The escape whose backslash stands before `start`. */
function readEscape(body: string, start: number): Escape | undefined {
  const letter = body[start];
  if (letter === undefined || letter === "N") return undefined;
  if (letter === "\r") return { value: "", end: body[start + 1] === "\n" ? start + 2 : start + 1 };
  const known = simpleEscapes[letter];
  if (known !== undefined) return { value: known, end: start + 1 };
  const length = hexadecimalLengths[letter];
  if (length !== undefined)
    return readHexadecimal(body.slice(start + 1, start + 1 + length), length, start + 1 + length);
  const octal = /^[0-7]{1,3}/.exec(body.slice(start, start + 3))?.[0];
  if (octal !== undefined) return { value: String.fromCodePoint(Number.parseInt(octal, 8)), end: start + octal.length };
  // An escape that Python does not know keeps its backslash.
  return { value: "\\", end: start };
}

function readHexadecimal(digits: string, length: number, end: number): Escape | undefined {
  if (digits.length !== length || !/^[0-9a-f]+$/i.test(digits)) return undefined;
  const code = Number.parseInt(digits, 16);
  return code <= 0x10ffff ? { value: String.fromCodePoint(code), end } : undefined;
}
