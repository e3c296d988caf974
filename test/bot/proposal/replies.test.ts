/** What the bot says, and that nobody else speaks through it. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { marked, type Markdown } from "../../../src/advise/index.ts";
import { plain } from "../../../src/advise/plain.ts";
import type { PlanInput } from "../../../src/advise/plan-input.ts";
import { planChange } from "../../../src/advise/plan.ts";
import { UserError } from "../../../src/base/index.ts";
import { parseCommand, tryFindCommand } from "../../../src/bot/intake/command.ts";
import type { Rest } from "../../../src/bot/proposal/decide.ts";
import type { Deed, VisitOutcome } from "../../../src/bot/proposal/outcome.ts";
import * as replies from "../../../src/bot/proposal/replies.ts";
import { recommendationTypes } from "../../../src/environments/index.ts";
import type { PullRequest } from "../../../src/ports/index.ts";
import { hostileStrings } from "../../support/hostile-strings.ts";
import { planInput, planned, stories, unsolvable } from "../../support/made-up-advice.ts";
import { findings } from "../../support/markdown-tree.ts";

const pullRequest: PullRequest = {
  number: 7,
  url: "https://host.example/pull/7",
  state: "open",
  head: "a".repeat(40),
  base: "main",
  title: "title",
  body: "body",
  closedByUs: undefined,
};

class Mistake extends UserError {
  readonly code = "MISTAKE";
}

/** Where everything changes, and where an environment has no answer. */
const { changed, unanswered } = stories;

function advised(deed: Deed, input: PlanInput = changed!): VisitOutcome {
  return {
    kind: "advised",
    head: pullRequest.head,
    advice: { environments: input.environments, plan: planChange(input) },
    deed,
  };
}

const mistakes: readonly (readonly [message: string, hint: string | undefined, words: string])[] = [
  ["there is no `Pipfile`", undefined, "there is no `Pipfile`."],
  ["there is no `Pipfile`", "commit one", "there is no `Pipfile`; commit one."],
  ["`hots` is no key", "did you mean `host`?", "`hots` is no key; did you mean `host`?"],
  [
    ".thoth.yaml:2:11: `hots` is no key",
    "did you mean `host`?",
    "`.thoth.yaml:2`: `hots` is no key; did you mean `host`?",
  ],
  ["a/Pipfile:4: not TOML", undefined, "`a/Pipfile:4`: not TOML."],
];
for (const [message, hint, words] of mistakes)
  test(`a mistake is told as ${words}`, () => assert.equal(replies.sayMistake({ message, hint }), words));

const rests: readonly (readonly [rest: Rest, words: string])[] = [
  [{ kind: "settled" }, "The locks are as they should be"],
  [{ kind: "unanswered" }, "Nothing can be proposed"],
  [{ kind: "declined", pullRequest: 7, until: undefined }, "A change is known, and pull request 7 with it was closed"],
  [
    { kind: "declined", pullRequest: 7, until: new Date("2026-03-30T23:59:59Z") },
    "A change is known; pull request 7 was closed, so nothing is proposed before 2026-03-30",
  ],
  [{ kind: "not-now", pullRequest: undefined }, "A change is known and comes with the next schedule"],
  [{ kind: "not-now", pullRequest }, "Pull request 7 gets a newer proposal with the next schedule"],
  [{ kind: "switched-off" }, "A change is known; unasked proposals are switched off"],
];
for (const [rest, words] of rests) test(`rests with: ${words}`, () => assert.equal(replies.sayRest(rest), words));

const branch = "thoth/advise";
const deeds: readonly (readonly [deed: Deed, start: string])[] = [
  [{ kind: "proposed", pullRequest, isNew: true }, "**Proposed in #7.** "],
  [{ kind: "proposed", pullRequest, isNew: false }, "**#7 is what Thoth proposes.** "],
  [{ kind: "withdrawn", pullRequest }, "**Nothing is left to propose**, so #7 was closed.\n\n"],
  [
    { kind: "kept-out", branch, pullRequest },
    "**Nothing was written:** the branch of #7 has commits that are not Thoth's.\n\n",
  ],
  [
    { kind: "kept-out", branch, pullRequest: undefined },
    "**Nothing was written:** branch `thoth/advise` has commits that are not Thoth's. Delete it and ask again.\n\n",
  ],
  [{ kind: "rested", because: { kind: "settled" } }, "**The locks are as they should be.**\n\n"],
];
const { body } = planChange(changed!);
const titleOnly =
  "security: fix 12 advisories in 2 environments \\(flask, certifi, idna and 5 more\\). The reasons stand there.";
for (const [deed, start] of deeds)
  test(`a command is answered: ${start.trim()}`, () => {
    assert.equal(replies.sayAnswer(advised(deed)), `${start}${deed.kind === "proposed" ? titleOnly : body}`);
  });

test("where an environment has no answer the reply tells everything", () => {
  const input = planInput([...changed!.environments, planned(unsolvable())]);
  const proposed = { kind: "proposed", pullRequest, isNew: true } as const;
  assert.equal(replies.sayAnswer(advised(proposed, input)), `**Proposed in #7.**\n\n${planChange(input).body}`);
  const rested = { kind: "rested", because: { kind: "unanswered" } } as const;
  assert.equal(
    replies.sayAnswer(advised(rested, unanswered)),
    `**Nothing can be proposed.**\n\n${planChange(unanswered!).body}`,
  );
});

test("where nothing could be read the reply says why", () => {
  const error = new Mistake(".thoth.yaml:2:11: `hots` is no key", { hint: "did you mean `host`?" });
  assert.equal(
    replies.sayAnswer({ kind: "impossible", head: pullRequest.head, error }),
    "**Nothing could be advised.** `.thoth.yaml:2`: `hots` is no key; did you mean `host`?",
  );
});

const misread: readonly (readonly [
  word: string,
  expected: "verb" | "argument" | "type" | "advisory",
  words: string,
])[] = [
  ["dance", "verb", "Thoth does not know this command: `dance`."],
  ["now", "argument", "Thoth does not know what to do with this word: `now`."],
  ["fastest", "type", "This is no recommendation type: `fastest`."],
  ["", "type", "This is no recommendation type."],
  ["urllib3", "advisory", "This is no id of an advisory: `urllib3`."],
];
for (const [word, expected, words] of misread)
  test(`what is misread is told above the help: ${words}`, () => {
    assert.equal(replies.sayMisread({ kind: "misread", word, expected }), `${words}\n\n${replies.sayHelp()}`);
  });

test("the help names every command with every type, and each is understood", () => {
  const help = replies.sayHelp();
  for (const type of recommendationTypes) assert.ok(help.includes(`\`${type}\``));
  const lines = [...help.matchAll(/^- `(\/thoth [^`]+)`:/gm)].map(([, line]) => line!.replace("TYPE", "latest"));
  assert.deepEqual(
    lines.map((line) => parseCommand(line).kind),
    ["advise", "advise", "advise", "fix", "fix", "rebase", "help"],
  );
});

const fixed = {
  "an invitation": replies.sayInvitation(),
  "a withdrawal": replies.sayWithdrawn(),
  "what keeps out": replies.sayKeepOut(),
  "a wait": replies.sayWorking(),
  "a refusal": replies.sayNotAllowed(),
  "a fault": replies.sayFault(),
  "the help": replies.sayHelp(),
};
for (const [name, words] of Object.entries(fixed))
  test(`${name} is plain Markdown, and no command to anybody`, () => {
    assert.deepEqual(findings(words), []);
    assert.equal(tryFindCommand(words), undefined);
  });

const placeOf = (folder: string) => ({ folder, notebook: undefined, hasOverlays: false });

test("a reply about several projects has a line for each, and what the pull requests do not tell", () => {
  const proposed = { kind: "proposed", pullRequest, isNew: true } as const;
  const rested = { kind: "rested", because: { kind: "unanswered" } } as const;
  const error = new Mistake("no room");
  const [first, second] = [advised(proposed), advised(rested, unanswered)];
  if (first.kind !== "advised" || second.kind !== "advised") assert.fail();
  const answer = replies.sayAnswer({
    kind: "several",
    head: pullRequest.head,
    projects: [
      { place: placeOf(""), outcome: first },
      { place: placeOf("a"), outcome: second },
      { place: placeOf("b"), outcome: { kind: "impossible", head: pullRequest.head, error } },
    ],
    choice: { leftOut: [], notes: [] },
  });
  const lines = [
    `- \`.\`: **Proposed in #7.** ${titleOnly.replace(" The reasons stand there.", "")}`,
    "- `a`: **Nothing can be proposed.**",
    "- `b`: **Nothing could be advised.** no room.",
  ];
  assert.equal(answer, `${lines.join("\n")}\n\n# \`a\`\n\n${planChange(unanswered!).body}`);
});

/** Every reply that takes words from outside, with `text` in each of their places. The plan's own page is another test's. */
function repliesWith(text: string): Markdown[] {
  const plan = {
    kind: "nothing",
    branch,
    reason: plain`nothing`,
    body: marked`page`,
    checkPage: marked`page`,
    details: marked``,
  } as const;
  const deed = { kind: "kept-out", branch: text, pullRequest: undefined } as const;
  return [
    replies.sayMistake({ message: text, hint: text }),
    replies.sayMistake({ message: `${text}:3:1: ${text}`, hint: undefined }),
    replies.sayAnswer({ kind: "impossible", head: "", error: new Mistake(text, { hint: text }) }),
    replies.sayAnswer({ kind: "advised", head: "", advice: { environments: [], plan }, deed }),
    replies.sayMisread({ kind: "misread", word: text, expected: "verb" }),
    replies.sayInvitation(text),
    replies.sayAnswer({
      kind: "several",
      head: "",
      projects: [
        { place: placeOf(text), outcome: { kind: "impossible", head: "", error: new Mistake(text) } },
        { place: placeOf(text), outcome: { kind: "advised", head: "", advice: { environments: [], plan }, deed } },
      ],
      choice: { leftOut: [], notes: [] },
    }),
  ];
}

test("no hostile string is more than words in any reply", () => {
  for (const text of hostileStrings)
    for (const words of repliesWith(text)) {
      assert.deepEqual(findings(words), [], words);
      assert.equal(tryFindCommand(words), undefined, words);
    }
});
