/** Lists for sentences. */

/** More are counted. */
const most = 20;

/** The items as code, with commas: "`a`, `b` and 3 more". */
export function listed(items: readonly string[]): string {
  const shown = items.slice(0, most).map((item) => `\`${item}\``);
  return items.length <= most ? shown.join(", ") : `${shown.join(", ")} and ${items.length - most} more`;
}
