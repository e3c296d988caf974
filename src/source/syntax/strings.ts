/** Strings of Python as they are written: what stands between the quotes, and the templates of `%` and `.format`. */

import { simpleEscapes } from "../../python/index.ts";

const escape =
  /\\(?:(\r\n|\r|\n)|([\\'"abfnrtv])|([0-7]{1,3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|N\{[^}]*\})/g;

/** What a body means. Names of Unicode are not known: `\N{…}` becomes U+FFFD. An unknown escape keeps its backslash. */
export function decodeEscapes(body: string, isBytes: boolean): string {
  if (!body.includes("\\")) return body;
  return body.replace(escape, (whole, end, simple, octal, byte, short, long) => {
    if (end !== undefined) return "";
    if (simple !== undefined) return simpleEscapes[simple]!;
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
    if (byte !== undefined) return String.fromCharCode(Number.parseInt(byte, 16));
    if (isBytes) return whole;
    const code = Number.parseInt(short ?? long ?? "fffd", 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd";
  });
}

export interface Prefix {
  readonly isRaw: boolean;
  readonly isBytes: boolean;
  /** It has places for expressions: `f` and `t`. */
  readonly isTemplate: boolean;
}

/** @param start such as `rb'` or `f"""`. */
export function readPrefix(start: string): Prefix {
  return { isRaw: /r/i.test(start), isBytes: /b/i.test(start), isTemplate: /[ft]/i.test(start) };
}

/** A piece of text, or a place for something. */
export type Piece = string | Field;

export interface Field {
  /** Which argument: an index, or a name; undefined where it is worked out, such as `{0.name}`. */
  readonly argument: number | string | undefined;
  /** It goes in as it is: no width, no conversion. */
  readonly isPlain: boolean;
}

/** The pieces of a template of `str.format`. */
export function formatPieces(template: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let text = "";
  let count = 0;
  for (const { 0: whole, 1: field } of template.matchAll(/\{\{|\}\}|\{((?:[^{}]|\{[^{}]*\})*)\}|[^{}]+|[{}]/g)) {
    if (field === undefined) {
      text += whole === "{{" || whole === "}}" ? whole[0]! : whole;
      continue;
    }
    if (text !== "") pieces.push(text);
    text = "";
    const name = /^[^!:]*/.exec(field)![0];
    const argument = name === "" ? count++ : /^\d+$/.test(name) ? Number(name) : /^\w+$/.test(name) ? name : undefined;
    pieces.push({ argument, isPlain: name === field });
  }
  if (text !== "") pieces.push(text);
  return pieces;
}

/** The pieces of a template of `%`. */
export function percentPieces(template: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  let count = 0;
  for (const match of template.matchAll(/%(?:\(([^)]*)\))?([-+ #0]*(?:\*|\d+)?(?:\.(?:\*|\d+))?)[hlL]?([a-zA-Z%])/g)) {
    const [whole, name, width, letter] = match;
    if (match.index > at) pieces.push(template.slice(at, match.index));
    at = match.index + whole.length;
    if (letter === "%") pieces.push("%");
    else pieces.push({ argument: name ?? count++, isPlain: width === "" && "sdi".includes(letter!) });
  }
  if (at < template.length) pieces.push(template.slice(at));
  return pieces;
}
