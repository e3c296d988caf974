import assert from "node:assert/strict";
import { stripVTControlCharacters } from "node:util";
import { test } from "node:test";
import { code, marked, prose, text } from "../../src/advise/encode.ts";
import { planChange } from "../../src/advise/plan.ts";
import { renderTerminal } from "../../src/cli/terminal-markdown.ts";
import { assertFixture } from "../support/fixture.ts";
import { hostileStrings } from "../support/hostile-strings.ts";
import { stories } from "../support/made-up-advice.ts";

function plainly(markdown: string, width = 80): string {
  return renderTerminal(markdown, { width, colours: false });
}

for (const [name, input] of Object.entries(stories))
  test(`the story "${name}" reads on a terminal as it stands`, () => {
    const plan = planChange(input);
    const comment = plan.kind === "change" ? `\n${plainly(plan.comment, 100)}` : "";
    assertFixture(`pull-request/${name}/terminal.txt`, `${plainly(plan.body, 100)}${comment}`);
  });

for (const [markdown, expected] of [
  ["one\n\ntwo", "one\n\ntwo\n"],
  ["## Title `x`", "Title `x`\n---------\n"],
  ["**bold** and `code`", "bold and `code`\n"],
  ["[words](https://osv.dev/x)", "words <https://osv.dev/x>\n"],
  ["- a\n- b\n  - c\n    d", "- a\n- b\n  - c d\n"],
  ["- a\n\n  b", "- a\n  b\n"],
  ["a\\*b &lt;c&gt; @&#8203;d", "a*b <c> @d\n"],
  ["| a | bb |\n| --- | --- |\n| `c` | |", "a  bb\n-  --\nc\n"],
  ["| a | b |\n| --- | --- |\n| [x](https://osv.dev/x) | |", "a  b\n-  -\nx\n"],
  ["<details>\n<summary>3 more</summary>\n\n- a\n\n</details>\n\nafter", "3 more:\n\n  - a\n\nafter\n"],
] as const)
  test(`shows ${JSON.stringify(markdown)}`, () => assert.equal(plainly(markdown), expected));

test("paragraphs and items wrap at the width, and hang under their first word", () => {
  assert.equal(plainly("one two three four", 9), "one two\nthree\nfour\n");
  assert.equal(plainly("`a>=1.0,<2.0,!=1.5`", 12), "`a>=1.0,\n<2.0,!=1.5`\n");
  assert.equal(plainly("- one two three", 9), "- one two\n  three\n");
});

test("no line of a story is wider than the terminal", () => {
  const plan = planChange(stories["changed"]!);
  for (const width of [80, 100, 140])
    for (const line of plainly(plan.body, width).split("\n")) assert.ok(Array.from(line).length <= width, line);
});

test("a table breaks lines at blanks before it divides words", () => {
  const table = "| name | because |\n| --- | --- |\n| tensorflow-estimator | one two three four five six |";
  assert.equal(
    plainly(table, 36),
    [
      "name                  because",
      "--------------------  --------------",
      "tensorflow-estimator  one two three",
      "                      four five six",
      "",
    ].join("\n"),
  );
  assert.ok(
    plainly(table, 24)
      .split("\n")
      .every((line) => line.length <= 24),
  );
});

test("colours add escape sequences and change no other character", () => {
  const markdown = "## Title\n\n**bold** `code` [x](https://osv.dev/x)\n\n| a |\n| --- |\n| `c` |";
  const coloured = renderTerminal(markdown, { width: 80, colours: true });
  assert.ok(coloured.includes("\u001b["));
  assert.equal(stripVTControlCharacters(coloured), plainly(markdown));
});

test("hostile text comes back as words, and never as an escape sequence", () => {
  for (const value of hostileStrings) {
    for (const encoded of [code(value), text(value), prose(value)]) {
      const shown = plainly(marked`- a ${encoded}\n\n| x |\n| --- |\n| ${encoded} |`, Infinity);
      // oxlint-disable-next-line no-control-regex -- what a terminal would obey
      assert.doesNotMatch(shown, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u202a-\u202e\u2066-\u2069]/);
    }
  }
});

test("a page that is not ours is refused", () => {
  assert.throws(() => plainly("> quote"), /no block of the type blockquote/);
});
