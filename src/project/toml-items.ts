/** Where the elements of a TOML array stand. The text must have been accepted by the parser. */

import { stringEnd } from "./toml-strings.ts";

type Span = readonly [start: number, end: number];

/** The elements of the array in the statement `key = […]` from `start` to `end`; none if its value is no array. */
export function itemSpans(text: string, start: number, end: number): readonly Span[] {
  let at = skipBlank(text, valueStart(text, start, end), end);
  if (text[at] !== "[") return [];
  const spans: Span[] = [];
  for (at = skipBlank(text, at + 1, end); at < end && text[at] !== "]"; at = skipBlank(text, at, end)) {
    const stop = itemEnd(text, at, end);
    spans.push([at, at + text.slice(at, stop).trimEnd().length]);
    at = skipBlank(text, stop, end);
    if (text[at] === ",") at++;
  }
  return spans;
}

/** After the `=` that is not part of a quoted key. */
function valueStart(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && text[at] !== "=") at = text[at] === '"' || text[at] === "'" ? stringEnd(text, at) : at + 1;
  return at + 1;
}

/** White space, line breaks and comments. */
function skipBlank(text: string, start: number, end: number): number {
  let at = start;
  while (at < end) {
    if (text[at] === "#") {
      const line = text.indexOf("\n", at);
      at = line === -1 ? end : line;
    } else if (/\s/.test(text[at]!)) at++;
    else break;
  }
  return at;
}

/** Where the element that starts at `start` ends: before its comma, its comment or the end of the array. */
function itemEnd(text: string, start: number, end: number): number {
  let depth = 0;
  let at = start;
  while (at < end) {
    const character = text[at]!;
    if (depth === 0 && (character === "," || character === "]" || character === "#")) break;
    if (character === '"' || character === "'") at = stringEnd(text, at);
    else {
      if (character === "[" || character === "{") depth++;
      if (character === "]" || character === "}") depth--;
      at++;
    }
  }
  return at;
}
