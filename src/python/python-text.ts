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
