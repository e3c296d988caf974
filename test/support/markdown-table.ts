/** Tables of our own pages, for tests that hold them against the code. */

import assert from "node:assert/strict";

/** The cells of the one table whose first column has this head, row by row. */
export function tableOf(page: string, head: string): readonly (readonly string[])[] {
  const blocks = page.split(/\n{2,}/).map((block) => block.trim().split("\n"));
  const tables = blocks.filter((lines) => lines[0]?.startsWith(`| ${head} |`));
  assert.equal(tables.length, 1, `tables of \`${head}\``);
  const rows = tables[0]!.slice(2).map((line) =>
    line
      .replace(/^\| | \|$/g, "")
      .split(" | ")
      .map((cell) => cell.trim()),
  );
  assert.ok(rows.length > 0);
  return rows;
}
