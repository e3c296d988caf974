/** Text from outside in a sentence of ours. */

const longest = 80;

/** `text` in backticks, short enough for an error's sentence; an ellipsis says where it was cut. */
export function quoted(text: string): string {
  return `\`${text.length > longest ? `${text.slice(0, longest)}…` : text}\``;
}
