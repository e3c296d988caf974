/**
 * One habit of the marker printer inside Pipenv: a doubled pair of parentheses, `((A or B)) and C`, is printed as no
 * pair at all, `A or B and C`, which means something else. Locks are written with it, so we do as it does.
 */

/** `text` without the parentheses that directly enclose, or are directly enclosed by, another pair. */
export function dropDoubledParentheses(text: string): string {
  const dropped = new Set<number>();
  const pairs = matchParentheses(text);
  for (const [open, close] of pairs) {
    const inner = skipBlanks(text, open + 1, 1);
    const innerClose = pairs.get(inner);
    if (innerClose === undefined || innerClose !== skipBlanks(text, close - 1, -1)) continue;
    for (const offset of [open, close, inner, innerClose]) dropped.add(offset);
  }
  return dropped.size === 0 ? text : without(text, dropped);
}

/** Closing offset by opening offset, outside quotes. */
function matchParentheses(text: string): ReadonlyMap<number, number> {
  const pairs = new Map<number, number>();
  const open: number[] = [];
  let quote = "";
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? "";
    if (quote !== "") quote = character === quote ? "" : quote;
    else if (character === "'" || character === '"') quote = character;
    else if (character === "(") open.push(at);
    else if (character === ")") {
      const start = open.pop();
      if (start !== undefined) pairs.set(start, at);
    }
  }
  return pairs;
}

function skipBlanks(text: string, start: number, step: 1 | -1): number {
  let at = start;
  while (text[at] === " " || text[at] === "\t") at += step;
  return at;
}

function without(text: string, offsets: ReadonlySet<number>): string {
  let kept = "";
  for (let at = 0; at < text.length; at++) if (!offsets.has(at)) kept += text[at] ?? "";
  return kept;
}
