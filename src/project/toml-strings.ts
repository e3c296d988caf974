/** Where the strings of a TOML document end. The text must have been accepted by the parser. */

/** Offset after the string that starts at `start`, of either kind of quote, on one line or on many. */
export function stringEnd(text: string, start: number): number {
  const quote = text[start] ?? "";
  const fence = text.startsWith(quote.repeat(3), start) ? quote.repeat(3) : quote;
  for (let at = start + fence.length; at < text.length; at++) {
    if (quote === '"' && text[at] === "\\") at++;
    else if (text.startsWith(fence, at)) return closingQuotesEnd(text, at + fence.length, fence);
  }
  return text.length;
}

/** A multi-line string may end in one or two quotes of its own, right before the three that close it. */
function closingQuotesEnd(text: string, at: number, fence: string): number {
  if (fence.length === 1) return at;
  let end = at;
  while (end < at + 2 && text[end] === fence[0]) end++;
  return end;
}
