import assert from "node:assert/strict";
import { test } from "node:test";
import {
  fixSections,
  roomForDetails,
  sections,
  writeBody,
  writeCheckPage,
  writeDetailsPage,
} from "../../../src/advise/pull-request/body.ts";
import { commentBudgets, writeComment } from "../../../src/advise/pull-request/comment.ts";
import { summarise } from "../../../src/advise/pull-request/summary.ts";
import { bulk, hostile, hostileFailures, hostileFix } from "../../support/hostile-advice.ts";
import { planInput, planned, stories, unsolvable } from "../../support/made-up-advice.ts";
import { findings } from "../../support/markdown-tree.ts";

/** UTF-16 units of a body or comment, of the 65,536 characters that GitHub takes. */
const pageBudget = 60_000;

const fixAll = { kind: "fix", advisories: "all" } as const;
const many = Array.from({ length: 48 }, (_, i) => planned(bulk(`environment-${i}`, i === 0 ? 3_000 : 40)));
const long = "x`|@#<".repeat(200);
const inputs = {
  "3,000 packages and 50 environments": planInput([...many, planned(unsolvable()), planned(bulk("last", 3_000))]),
  "long texts everywhere": planInput(
    [hostile(long), ...hostileFailures(long)].map((advice) => planned(advice)),
    { command: long },
  ),
  "failures everywhere": planInput(Array.from({ length: 50 }, () => planned(unsolvable()))),
  "a fix of 3,000 advisories": planInput([...many, planned(bulk("last", 3_000))], { goal: fixAll }),
  "a fix with long texts": planInput(
    [hostileFix(long), ...hostileFailures(long)].map((advice) => planned(advice)),
    { command: long, goal: fixAll },
  ),
};

test("the budgets of the sections leave room for the blank lines between them", () => {
  for (const rows of [sections, fixSections]) {
    const sum = rows.reduce((total, { budget }) => total + budget + 2, 0);
    assert.ok(sum <= pageBudget, String(sum));
    const onCheck = rows.flatMap((row) => (row.onCheck === false ? [] : [row.onCheck ?? row]));
    const check = onCheck.reduce((total, { budget }) => total + budget + 2, roomForDetails);
    assert.ok(check <= pageBudget, String(check));
  }
  assert.ok(Object.values(commentBudgets).reduce((total, budget) => total + budget + 2, 0) <= pageBudget);
});

for (const [name, input] of Object.entries(inputs)) {
  const summary = summarise(input);

  test(`every section keeps its budget for ${name}`, () => {
    const rows = input.goal === undefined ? sections : fixSections;
    for (const { budget, write } of rows.flatMap((row) => [row, ...(row.onCheck ? [row.onCheck] : [])])) {
      const { length } = write(summary, budget);
      assert.ok(length <= budget, `${write.name}: ${length} > ${budget}`);
    }
  });

  const pages = [writeBody(summary), writeComment(summary), writeCheckPage(summary), writeDetailsPage(summary)];

  test(`body, comment, check and details keep the limits of a page for ${name}`, () => {
    for (const page of pages) {
      assert.ok(page.length <= pageBudget, String(page.length));
      assert.ok(Buffer.byteLength(page) <= 240_000);
    }
  });

  test(`what is left out is cut at the border of a block for ${name}`, () => {
    for (const page of pages) assert.deepEqual(findings(page), []);
  });
}

test("a page that is cut says how much is missing", () => {
  const body = writeBody(summarise(inputs["3,000 packages and 50 environments"]));
  assert.match(body, /^and 10 more$/m);
  assert.match(body, /Fixed: `PYSEC-2024-0`.* and \d+ more/);
});

test("a fix says first what it fixes, and nothing of what is best", () => {
  const input = { ...stories["changed"]!, goal: fixAll };
  assert.deepEqual(writeBody(summarise(input)).match(/^## .*/gm), [
    "## What it fixes",
    "## Changes",
    "## Notes",
    "## Reproduce",
    "## Decline",
  ]);
});

test("sections come in one order", () => {
  const body = writeBody(summarise(stories["changed"]!));
  assert.deepEqual(body.match(/^## .*/gm), [
    "## Changes",
    "## Why not newer",
    "## Security",
    "## Not changed",
    "## Notes",
    "## Reproduce",
    "## Decline",
  ]);
});
