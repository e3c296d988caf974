/** Which line of a comment is a command, and what it asks for. GitHub's own grammar is the judge of what is quoted or code. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";

import { parseCommand, tryFindCommand, tryFindIssueCommand } from "../../../src/bot/intake/command.ts";
import { cpuTime } from "../../support/cpu-time.ts";
import { parseMarkdown } from "../../support/markdown-tree.ts";

const found: readonly (readonly [name: string, body: string, command?: string])[] = [
  ["a comment that is one", "/thoth advise", "/thoth advise"],
  ["blank lines and blanks around it", "\n \n  /thoth advise  \nplease", "/thoth advise"],
  ["upper case", "/THOTH Advise", "/THOTH Advise"],
  ["the bare name", "/thoth", "/thoth"],
  ["a tab behind the name", "/thoth\tadvise", "/thoth\tadvise"],
  ["CRLF", "\r\n/thoth rebase\r\nthanks", "/thoth rebase"],
  ["CR alone", "\r/thoth rebase\rthanks", "/thoth rebase"],
  ["a byte order mark", "\ufeff/thoth help", "/thoth help"],
  ["below a quote and a blank line", "> /thoth rebase\n\n/thoth advise", "/thoth advise"],
  ["below two quotes", "> one\n\n> two\n\n/thoth advise", "/thoth advise"],
  ["below a fence", "```\n/thoth rebase\n```\n/thoth advise", "/thoth advise"],
  ["below a fence of tildes", "~~~ sh\n/thoth rebase\n~~~~\n/thoth advise", "/thoth advise"],
  ["a fence with other characters in it", "~~~\n```\n~~~\n/thoth advise", "/thoth advise"],
  ["a fence right below a quote", "> quoted\n```\ncode\n```\n/thoth advise", "/thoth advise"],
  ["below indented code", "    /thoth rebase\n/thoth advise", "/thoth advise"],
  ["below code indented by a tab", "  \t/thoth rebase\n\n/thoth advise", "/thoth advise"],
  ["below an HTML comment", "<!-- a template -->\n/thoth advise", "/thoth advise"],
  ["below an HTML comment of many lines", "<!-- /thoth rebase\n\n```\n-->\n/thoth advise", "/thoth advise"],
  ["below the shortest HTML comment", "<!-->\n/thoth advise", "/thoth advise"],
  ["in a line of 500 characters", `/thoth advise ${"a".repeat(486)}`, `/thoth advise ${"a".repeat(486)}`],

  ["nothing", ""],
  ["only blanks", " \n\t\n"],
  ["words first", "Hello\n/thoth advise"],
  ["in mid-line", "please /thoth advise"],
  ["another command", "/thothadvise"],
  ["another bot's", "/rebase"],
  ["quoted", "> /thoth advise"],
  ["quoted without a blank", ">/thoth advise"],
  ["below a quote without a blank line, which belongs to it", "> quoted\n/thoth advise"],
  ["further below it", "> quoted\nand on\n/thoth advise"],
  ["indented below a quote", "> quoted\n    /thoth advise"],
  ["a list below a quote, which ends it", "> quoted\n- item\n\n/thoth advise"],
  ["a heading below a quote, which ends it", "> quoted\n# heading\n\n/thoth advise"],
  ["other HTML below a quote, which ends it", "> quoted\n<pre>\n\n/thoth advise\n</pre>"],
  ["code", "    /thoth advise"],
  ["code by a tab", "\t/thoth advise"],
  ["in a fence", "```\n/thoth advise\n```"],
  ["in a fence that nothing ends", "```\n/thoth advise"],
  ["in a fence that a shorter one does not end", "````\n```\n/thoth advise\n````"],
  ["in a fence that other characters do not end", "```\n~~~\n/thoth advise"],
  ["in a fence that a word behind it keeps open", "```\n``` js\n/thoth advise"],
  ["in a fence that an indented one does not end", "```\n    ```\n/thoth advise"],
  ["below a line that looks like a fence and is words", "``` a`b\n/thoth advise\n```"],
  ["in an HTML comment", "<!-- /thoth advise -->"],
  ["in an HTML comment that nothing ends", "<!--\n/thoth advise"],
  ["behind an HTML comment, which is HTML too", "<!-- a --> /thoth advise"],
  ["inside other HTML", "<details>\n/thoth advise\n</details>"],
  ["as code", "`/thoth advise`"],
  ["in a list", "- /thoth advise"],
  ["in a line of more than 500 characters", `/thoth advise ${"a".repeat(500)}`],
];

for (const [name, body, command] of found)
  test(`${command === undefined ? "no command" : "a command"}: ${name}`, () => {
    assert.equal(tryFindCommand(body), command);
  });

test("a body of any size is read in one go", () => {
  const pieces = ["> \n", "`", "```\n", "~~~`\n", "<!--\n", "-->\n", " ", "\n", "    a\n", "#", "- ", "/thoth "];
  for (const piece of pieces) {
    const body = piece.repeat(1_000_000 / piece.length);
    const time = cpuTime(() => {
      tryFindCommand(body);
      tryFindIssueCommand("/thoth", body);
    });
    assert.ok(time < 1_000, `${piece}: ${time}`);
  }
});

/** The first line of each paragraph that stands in no quote, list or HTML, as GitHub's grammar has it. */
function spokenLines(body: string): (string | undefined)[] {
  const paragraphs = parseMarkdown(body).children.filter(({ type }) => type === "paragraph");
  return paragraphs.map(({ position }) => body.slice(position!.start.offset, position!.end.offset).split("\n")[0]);
}

const words = [
  "",
  "/thoth advise",
  "  /thoth help",
  "    /thoth a",
  "\t/thoth b",
  "words",
  "- item",
  "# heading",
  "<div>",
];
const quotes = ["> q", "> /thoth c", ">", "> ```"];
const fences = ["```", "````", "~~~", "``` sh", "    ```"];
const comments = ["<!--", "-->", "<!-- x -->", "<!-->"];
const lines = fc.constantFrom(...words, ...quotes, ...fences, ...comments);

test("whatever is taken for a command, GitHub shows as its author's own words", () => {
  fc.assert(
    fc.property(fc.array(lines, { maxLength: 7 }), (picked) => {
      const body = picked.join("\n");
      const command = tryFindCommand(body);
      if (command !== undefined) assert.ok(spokenLines(body).includes(command), body);
    }),
    { numRuns: 1_500 },
  );
});

const issues: readonly (readonly [title: string, body: string, line?: string, isWhole?: boolean])[] = [
  ["Kebechet Advise", "whatever", "/thoth advise", false],
  [" kebechet update ", "", "/thoth advise", true],
  ["Kebechet info", " \r\n", "/thoth help", true],
  ["/thoth advise training", "/thoth help", "/thoth advise training", false],
  ["/thoth advise", "<!-- a\ntemplate -->\n\n<!-- of an issue -->", "/thoth advise", true],
  ["/thoth advise", "<!-- nothing ends it", "/thoth advise", true],
  ["/thoth rebase", "<!-- a --> b <!-- c -->", "/thoth rebase", false],
  ["/thoth rebase", "> quoted", "/thoth rebase", false],
  ["It does not work", "/thoth advise", "/thoth advise", false],
  ["Kebechet Advise please", ""],
  ["It does not work", "I wrote\n\n/thoth advise"],
  ["About /thoth advise", ""],
];

for (const [title, body, line, isWhole] of issues)
  test(`a new issue \`${title}\`, ${JSON.stringify(body)}, asks ${line === undefined ? "nothing" : `for \`${line}\``}`, () => {
    assert.deepEqual(tryFindIssueCommand(title, body), line === undefined ? undefined : { line, isWhole });
  });

const parsed: Readonly<Record<string, ReturnType<typeof parseCommand>>> = {
  "/thoth": { kind: "help" },
  "/thoth help": { kind: "help" },
  "/THOTH HELP": { kind: "help" },
  "/thoth rebase": { kind: "rebase" },
  "/thoth advise": { kind: "advise", environment: undefined, type: undefined },
  "/thoth\tADVISE  Training_1": { kind: "advise", environment: "Training_1", type: undefined },
  "/thoth advise type=latest": { kind: "advise", environment: undefined, type: "latest" },
  "/thoth advise --type=Security": { kind: "advise", environment: undefined, type: "security" },
  "/thoth advise --type performance a": { kind: "advise", environment: "a", type: "performance" },
  "/thoth advise a TYPE=stable": { kind: "advise", environment: "a", type: "stable" },
  "/thoth advise type": { kind: "advise", environment: "type", type: undefined },
  "/thoth advise project=services/api": {
    kind: "advise",
    environment: undefined,
    type: undefined,
    project: "services/api",
  },
  "/thoth advise training --project a type=latest": {
    kind: "advise",
    environment: "training",
    type: "latest",
    project: "a",
  },
  "/thoth advise --project": { kind: "misread", word: "--project", expected: "argument" },
  "/thoth advise project=": { kind: "misread", word: "project=", expected: "argument" },
  "/thoth advise project=a project=b": { kind: "misread", word: "project=b", expected: "argument" },
  "/thoth fix all": { kind: "fix", advisories: "all" },
  "/thoth fix ALL CVE-2024-1": { kind: "fix", advisories: "all" },
  "/thoth fix PYSEC-2023-192": { kind: "fix", advisories: ["PYSEC-2023-192"] },
  "/thoth fix CVE-2023-43804, ghsa-v845-jxx5-vc9f project=services/api": {
    kind: "fix",
    advisories: ["CVE-2023-43804", "ghsa-v845-jxx5-vc9f"],
    project: "services/api",
  },
  "/thoth fix --project a SNYK-PYTHON-URLLIB3-5926907": {
    kind: "fix",
    advisories: ["SNYK-PYTHON-URLLIB3-5926907"],
    project: "a",
  },
  "/thoth fix": { kind: "misread", word: "", expected: "advisory" },
  "/thoth fix urllib3": { kind: "misread", word: "urllib3", expected: "advisory" },
  "/thoth fix CVE-2024--1": { kind: "misread", word: "CVE-2024--1", expected: "advisory" },
  [`/thoth fix ${"CVE-2024-1,".repeat(21)}`]: { kind: "misread", word: "", expected: "advisory" },
  "/thoth fix CVE-2024-1 --project": { kind: "misread", word: "--project", expected: "argument" },
  "/thoth rebase now": { kind: "misread", word: "now", expected: "argument" },
  "/thoth help me": { kind: "misread", word: "me", expected: "argument" },
  "/thoth hold flask": { kind: "misread", word: "hold", expected: "verb" },
  "/thoth constructor": { kind: "misread", word: "constructor", expected: "verb" },
  "/thoth advise a b": { kind: "misread", word: "b", expected: "argument" },
  "/thoth advise rhel:8": { kind: "misread", word: "rhel:8", expected: "argument" },
  "/thoth advise --force": { kind: "misread", word: "--force", expected: "argument" },
  "/thoth advise --environment a": { kind: "misread", word: "--environment", expected: "argument" },
  "/thoth advise type=latest type=stable": { kind: "misread", word: "type=stable", expected: "argument" },
  "/thoth advise type=fastest": { kind: "misread", word: "fastest", expected: "type" },
  "/thoth advise --type": { kind: "misread", word: "", expected: "type" },
  "/thoth advise type= latest": { kind: "misread", word: "", expected: "type" },
};

for (const [line, command] of Object.entries(parsed))
  test(`\`${line}\` is read as ${Object.values(command).join(" ")}`, () => {
    assert.deepEqual(parseCommand(line), command);
  });
