/** Tables for a terminal: columns aligned under their titles, cells wrapped so that the whole fits the width. */

import { type Word, formatLine, lineWidth, wordWidth, wrap } from "./terminal-words.ts";

/** A cell's words. */
export type Cell = readonly Word[];

const gap = "  ";
/** No column gets narrower, however many there are. */
const narrowest = 8;

/** @param rows the first is the header; all have as many cells as it. */
export function formatTable(rows: readonly (readonly Cell[])[], width: number, colours: boolean): string[] {
  const columns = rows[0]?.map((_, i) => rows.map((row) => row[i] ?? [])) ?? [];
  const widths = fitWidths(columns.map(columnWidths), width - gap.length * (columns.length - 1));
  const [header = [], ...body] = rows.map((row) => formatRow(row, widths, colours));
  const rule = widths.map((column) => "-".repeat(column)).join(gap);
  return [...header, rule, ...body.flat()];
}

interface ColumnWidths {
  /** With every cell on one line. */
  readonly wanted: number;
  /** With no word divided. */
  readonly whole: number;
}

function columnWidths(cells: readonly Cell[]): ColumnWidths {
  return { wanted: Math.max(...cells.map(lineWidth)), whole: Math.max(0, ...cells.flat().map(wordWidth)) };
}

/** Takes from the widest columns until the sum is at most `width`: first blanks become line breaks, then words are divided. */
function fitWidths(columns: readonly ColumnWidths[], width: number): number[] {
  const widths = columns.map(({ wanted }) => wanted);
  const floors = [columns.map(({ whole }) => Math.max(whole, narrowest)), columns.map(() => narrowest)];
  for (const floor of floors) {
    for (let over = widths.reduce((sum, n) => sum + n, 0) - width; over > 0; over--) {
      const room = widths.map((n, i) => (n > floor[i]! ? n : 0));
      const widest = Math.max(...room);
      if (widest === 0) break;
      widths[room.indexOf(widest)]!--;
    }
  }
  return widths;
}

/** The lines of one row: as many as its highest cell. */
function formatRow(row: readonly Cell[], widths: readonly number[], colours: boolean): string[] {
  const cells = widths.map((column, i) => wrap(row[i] ?? [], Math.max(1, column)));
  const height = Math.max(1, ...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    widths
      .map((column, i) => {
        const words = cells[i]![line] ?? [];
        return formatLine(words, colours) + " ".repeat(Math.max(0, column - lineWidth(words)));
      })
      .join(gap)
      .trimEnd(),
  );
}
