/** Orders of text that are the same on every machine, as no order of a locale is. For `sort`: negative puts `a` first. */

/** By UTF-16 unit, as JavaScript compares. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** By code point, as Python compares: what lies beyond U+FFFF comes last. */
export function compareCodePoints(a: string, b: string): number {
  for (let at = 0; at < a.length && at < b.length; at++) {
    const order = codePointRank(a.charCodeAt(at)) - codePointRank(b.charCodeAt(at));
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** Surrogates stand for what lies beyond U+FFFF, so they come after U+E000 to U+FFFF; as units they come before. */
function codePointRank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
