/**
 * Blocks of a page: sections, tables, lists, details. A block that would pass its budget loses whole rows or items at
 * its end and says how many, so that nothing is ever cut inside a row, a fence or a tag. Budgets are in UTF-16 units.
 */

import { type Markdown, join, marked } from "../encode.ts";
import type { Plain } from "../plain.ts";

/** Room for the sentence about what was left out, with the blank line before it. */
const roomForRest = 24;

/** A heading of the second level and what stands under it; empty where nothing does. */
export function section(title: Markdown, parts: readonly Markdown[]): Markdown {
  const content = paragraphs(parts);
  return content === "" ? marked`` : marked`## ${title}\n\n${content}`;
}

/** How much of a section's budget is left under its heading. */
export function underHeading(title: Markdown, budget: number): number {
  return budget - title.length - "## \n\n".length;
}

/** Blocks with a blank line between them; empty ones are left out. */
export function paragraphs(parts: readonly Markdown[]): Markdown {
  return join(parts, "\n\n");
}

/** A GFM table of as many rows as fit, at most `most`. Empty without rows. */
export function table(
  header: readonly Markdown[],
  rows: readonly (readonly Markdown[])[],
  budget: number,
  most: number = Infinity,
): Markdown {
  if (rows.length === 0) return marked``;
  const head = join([header, header.map(() => marked`---`)].map(tableRow), "\n");
  const { kept, left } = fit(rows.map(tableRow), budget - head.length, most);
  const shown = kept.length === 0 ? marked`` : join([head, ...kept], "\n");
  return left === 0 ? shown : paragraphs([shown, marked`and ${left} more`]);
}

function tableRow(cells: readonly Markdown[]): Markdown {
  // Not `join`: an empty cell keeps its place.
  return `| ${cells.join(" | ")} |` as Markdown;
}

/** A list of as many items as fit. Empty without items. An item may hold lines of a nested list, indented by two. */
export function list(items: readonly Markdown[], budget: number): Markdown {
  const { kept, left } = fit(
    items.map((item) => marked`- ${item}`),
    budget,
    Infinity,
  );
  return join(left > 0 ? [...kept, marked`- and ${left} more`] : kept, "\n");
}

/** An item with a list below it. */
export function nested(item: Markdown, below: readonly Markdown[]): Markdown {
  return join([item, ...below.map((line) => marked`  - ${line}`)], "\n");
}

/** A collapsible part. GitHub reads Markdown again after the blank line; the summary is HTML and takes plain words only. */
export function details(summary: Plain, content: Markdown): Markdown {
  if (content === "") return marked``;
  // Plain words have no character that means anything to HTML.
  const words = summary as string as Markdown;
  return marked`<details>\n<summary>${words}</summary>\n\n${content}\n\n</details>`;
}

/** Length of a `details` without its content. */
export function detailsLength(summary: Plain): number {
  return details(summary, marked`x`).length - 1;
}

/** How many of `items`, from the first, fit into `budget` with a separator of two after each. */
export function countFitting(items: readonly Markdown[], budget: number): number {
  let room = budget;
  const over = items.findIndex((item) => (room -= item.length + 2) < 0);
  return over === -1 ? items.length : over;
}

function fit(lines: readonly Markdown[], budget: number, most: number): { kept: readonly Markdown[]; left: number } {
  if (lines.length <= most && countFitting(lines, budget) === lines.length) return { kept: lines, left: 0 };
  const kept = lines.slice(0, Math.min(most, countFitting(lines, budget - roomForRest)));
  return { kept, left: lines.length - kept.length };
}
