/**
 * Text as Python reads it. The standards are written against Python's `str` and `re`, whose ideas of white space and of
 * a word differ from JavaScript's: U+001C to U+001F and U+0085 are white space there and U+FEFF is not, and `\b` knows
 * every letter of Unicode.
 */

/** Whether `str.isspace` of Python holds for a UTF-16 code unit; every white space of Python is one unit. */
export function isWhiteSpace(code: number): boolean {
  if (code < 0x80) return code === 0x20 || (code >= 0x09 && code <= 0x0d) || (code >= 0x1c && code <= 0x1f);
  return code === 0x85 || (code !== 0xfeff && /\s/.test(String.fromCharCode(code)));
}

/** Where the run of Python's white space that starts at `start` ends; `start` itself when there is none. */
export function skipWhiteSpace(text: string, start: number): number {
  let at = start;
  while (at < text.length && isWhiteSpace(text.charCodeAt(at))) at += 1;
  return at;
}

/** `str.strip` of Python. */
export function strip(text: string): string {
  const start = skipWhiteSpace(text, 0);
  let end = text.length;
  while (end > start && isWhiteSpace(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

/** Whether `\b` of Python's `re` holds between the characters before and after `at`. */
export function isWordBoundary(text: string, at: number): boolean {
  return isWordCharacter(codePointBefore(text, at)) !== isWordCharacter(text.codePointAt(at));
}

function codePointBefore(text: string, at: number): number | undefined {
  const isPair =
    at > 1 && (text.charCodeAt(at - 1) & 0xfc00) === 0xdc00 && (text.charCodeAt(at - 2) & 0xfc00) === 0xd800;
  return at > 0 ? text.codePointAt(isPair ? at - 2 : at - 1) : undefined;
}

function isWordCharacter(code: number | undefined): boolean {
  return code !== undefined && /[\p{L}\p{N}_]/u.test(String.fromCodePoint(code));
}

/** Orders as Python orders strings, by code point. */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    const order = codePointRank(a.charCodeAt(at)) - codePointRank(b.charCodeAt(at));
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** Surrogates stand for what lies beyond U+FFFF, so they come after U+E000 to U+FFFF; as units they come before. */
function codePointRank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

const EXCERPT = 80;

/** `text` short enough to stand in an error's sentence, in backticks; an ellipsis says where it was cut. */
export function quote(text: string): string {
  return `\`${text.length > EXCERPT ? `${text.slice(0, EXCERPT)}…` : text}\``;
}
