import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { code, marked } from "../../../src/advise/encode.ts";
import { plain } from "../../../src/advise/plain.ts";
import { details, list, nested, section, table, underHeading } from "../../../src/advise/pull-request/blocks.ts";

const rows = ["a", "b", "c", "d", "e"].map((name) => [code(name), marked``]);

test("a table keeps the place of an empty cell", () => {
  assert.equal(table([marked`x`, marked`y`], rows.slice(0, 1), 1_000), "| x | y |\n| --- | --- |\n| `a` |  |");
});

test("a table over its budget loses whole rows and says how many", () => {
  assert.equal(table([marked`x`, marked`y`], rows, 60), "| x | y |\n| --- | --- |\n| `a` |  |\n\nand 4 more");
  assert.equal(
    table([marked`x`, marked`y`], rows, 1_000, 2)
      .split("\n")
      .at(-1),
    "and 3 more",
  );
  assert.equal(table([marked`x`, marked`y`], rows, 0), "and 5 more");
});

test("a list over its budget loses whole items with what is nested in them", () => {
  const items = ["a", "b"].map((name) => nested(code(name), [marked`below`]));
  assert.equal(list(items, 1_000), "- `a`\n  - below\n- `b`\n  - below");
  assert.equal(list(items, 30), "- and 2 more");
});

test("blocks without content are nothing", () => {
  assert.equal(table([marked`x`], [], 100), "");
  assert.equal(list([], 100), "");
  assert.equal(section(marked`Title`, [marked``]), "");
  assert.equal(details(plain`more`, marked``), "");
});

test("no block passes a budget that holds its last line", () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ maxLength: 80 }), { maxLength: 40 }),
      fc.integer({ min: 60, max: 2_000 }),
      (names, budget) => {
        const cells = names.map(code);
        const blocks = [
          list(cells, budget),
          table(
            [marked`x`],
            cells.map((cell) => [cell]),
            budget,
          ),
        ];
        for (const block of blocks) assert.ok(block.length <= budget, `${block.length} > ${budget}`);
      },
    ),
  );
});

test("a section is as long as its heading says", () => {
  const title = marked`Changes`;
  assert.equal(section(title, [marked`x`]).length, 1 + 1_000 - underHeading(title, 1_000));
});
