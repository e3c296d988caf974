/** The rules of politeness, a row each. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { marked, type Plan } from "../../../src/advise/index.ts";
import { plain } from "../../../src/advise/plain.ts";
import { type Decision, decide, type Reason, type Rest, type Situation } from "../../../src/bot/proposal/decide.ts";
import type { PastProposal } from "../../../src/bot/proposal/history.ts";
import { digestOf } from "../../../src/bot/proposal/proposed.ts";

const files = [{ path: "Pipfile.lock", text: "new" }];
const page = { branch: "thoth/advise", body: marked`body`, checkPage: marked`page`, details: marked`` };
const change: Plan = {
  ...page,
  kind: "change",
  title: plain`title`,
  commitMessage: plain`message`,
  files,
  comment: marked`reasons`,
};
const nothing: Plan = { ...page, kind: "nothing", reason: plain`No lock changes` };

/** What the plan proposes, and anything else. */
const same = { digest: digestOf(files) };
const other = { digest: digestOf([{ path: "Pipfile.lock", text: "other" }]) };
const ours = "a".repeat(40);
const theirs = "b".repeat(40);

function past(number: number, state: PastProposal["state"], facts: Partial<PastProposal> = {}): PastProposal {
  const pullRequest = {
    number,
    url: `https://host.example/pull/${number}`,
    state: state === "declined" ? ("closed" as const) : state,
    head: ours,
    base: "main",
    title: "title",
    body: "body",
    closedByUs: state === "open" ? undefined : state === "closed",
  };
  return {
    pullRequest,
    state,
    isReopened: false,
    head: ours,
    digest: other.digest,
    severe: [],
    asked: {},
    declinedAt: state === "declined" ? now : undefined,
    ...facts,
  };
}

const now = new Date("2026-03-30T04:00:00Z");
const daysAgo = (days: number) => ({ declinedAt: new Date(now.getTime() - days * 24 * 3_600_000) });

/** A situation as a row has it: the history newest first, and the reasons in words. */
interface Row extends Partial<Omit<Situation, "history" | "reasons">> {
  readonly history?: readonly PastProposal[];
}

function outcome(why: string, { history = [], ...facts }: Row): string {
  const reasons = new Set(why.split(" ") as Reason[]);
  const calm = {
    isComplete: true,
    isInterrupted: false,
    severe: [],
    gain: 1,
    minGain: 1,
    isEnabled: true,
    opened: 0,
    kind: "advise",
    isRepair: false,
    beside: [],
  } as const;
  return say(decide({ plan: change, stage: "active", now, ...calm, ...facts, history, reasons }));
}

function say(decision: Decision): string {
  switch (decision.kind) {
    case "propose": {
      if (decision.pullRequest === undefined) return decision.writesBranch ? "opens" : "opens without a branch";
      return `edits #${decision.pullRequest.number}${decision.writesBranch ? " and its branch" : ""}`;
    }
    case "withdraw":
      return `withdraws #${decision.pullRequest.number}`;
    case "rest":
      return sayRest(decision.because);
  }
}

function sayRest(rest: Rest): string {
  switch (rest.kind) {
    case "declined":
      return `#${rest.pullRequest} was declined${rest.until === undefined ? "" : ` until ${rest.until.toISOString()}`}`;
    case "not-now":
      return `waits${rest.pullRequest === undefined ? "" : ` with #${rest.pullRequest.number}`}`;
    case "settled":
    case "valid":
    case "unfixable":
    case "unanswered":
    case "small":
    case "switched-off":
      return rest.kind;
  }
}

const security = { kind: "security" } as const;

const rules: readonly (readonly [rule: string, why: string, situation: Row, outcome: string])[] = [
  // With nothing open and nothing declined.
  ["a push proposes", "push", {}, "opens"],
  ["the schedule proposes", "schedule", {}, "opens"],
  ["an invitation proposes", "onboard", { stage: "surveyed" }, "opens"],
  ["a command proposes", "command", {}, "opens"],
  ["a change on our branch proposes nothing", "refresh", {}, "waits"],
  ["a severe advisory is proposed at once", "refresh", { ...security, severe: ["A"] }, "opens"],
  ["and not by the whole of what is best", "refresh", { severe: ["A"] }, "waits"],
  ["there is nothing to make anew where nothing is open", "rebase", {}, "waits"],
  ["one reason among several is enough", "refresh push", {}, "opens"],
  ["what ships does not wait for an environment without an answer", "push", { isComplete: false }, "opens"],
  ["what is small opens nothing by schedule", "schedule", { gain: 2, minGain: 3 }, "small"],
  ["but a push is worth mending", "push", { gain: 0 }, "opens"],
  ["and so is what a person asks for", "command", { gain: 0 }, "opens"],
  ["of many projects some are proposed at once", "schedule", { opened: 4 }, "opens"],
  ["the others wait for the next look", "schedule push onboard", { opened: 5 }, "waits"],
  ["a severe advisory does not wait for it", "schedule", { ...security, opened: 5, severe: ["A"] }, "opens"],
  ["nor does a person who asks", "command", { opened: 50 }, "opens"],
  ["a severe advisory is never small", "schedule", { ...security, gain: 0, severe: ["A"] }, "opens"],
  ["what was merged may be proposed again", "push", { history: [past(7, "merged", same)] }, "opens"],
  ["what we closed ourselves may be proposed again", "push", { history: [past(7, "closed", same)] }, "opens"],

  // Switched off.
  ["switched off: a push proposes nothing", "push", { isEnabled: false }, "switched-off"],
  ["switched off: nor does the schedule", "schedule", { isEnabled: false }, "switched-off"],
  [
    "switched off: nor does a severe advisory",
    "schedule",
    { ...security, isEnabled: false, severe: ["A"] },
    "switched-off",
  ],
  ["switched off: a command still does", "command", { isEnabled: false }, "opens"],
  ["switched off: an open branch rests", "push", { isEnabled: false, history: [past(7, "open")] }, "switched-off"],
  [
    "switched off: not even for a severe advisory is a branch rewritten",
    "schedule",
    { isEnabled: false, severe: ["A"], history: [past(7, "open")] },
    "switched-off",
  ],
  [
    "switched off: the base moves on without the branch",
    "push",
    { isEnabled: false, history: [past(7, "open", same)] },
    "edits #7",
  ],
  [
    "switched off: a command rewrites it",
    "command",
    { isEnabled: false, history: [past(7, "open")] },
    "edits #7 and its branch",
  ],
  [
    "switched off: what is moot goes",
    "push",
    { isEnabled: false, plan: nothing, history: [past(7, "open")] },
    "withdraws #7",
  ],

  // A person closed one.
  [
    "the same proposal never comes back",
    "push schedule",
    { history: [past(7, "declined", { ...same, ...daysAgo(1_000) })] },
    "#7 was declined",
  ],
  [
    "not even when others were merged since",
    "push",
    { history: [past(9, "merged"), past(7, "declined", { ...same, ...daysAgo(1_000) })] },
    "#7 was declined",
  ],
  [
    "another proposal does not come for 28 days",
    "push",
    { history: [past(7, "declined", daysAgo(27.999))] },
    "#7 was declined until 2026-03-30T04:01:26.400Z",
  ],
  ["and then it does", "push", { history: [past(7, "declined", daysAgo(28))] }, "opens"],
  [
    "an older no that still counts counts",
    "push",
    { history: [past(9, "declined", daysAgo(30)), past(7, "declined", daysAgo(1))] },
    "#7 was declined until 2026-04-26T04:00:00.000Z",
  ],
  [
    "the one who closed it is told of the no, not of the next schedule",
    "refresh",
    { history: [past(7, "declined", same)] },
    "#7 was declined",
  ],
  ["a command overrides the no", "command", { history: [past(7, "declined", same)] }, "opens"],
  ["making anew does not", "rebase", { history: [past(7, "declined", same)] }, "#7 was declined"],
  [
    "a severe advisory overrides the no",
    "push",
    { ...security, severe: ["A", "B"], history: [past(8, "declined", { severe: ["A"] }), past(7, "declined")] },
    "opens",
  ],
  [
    "a severe advisory that was declined does not",
    "push",
    {
      ...security,
      severe: ["A", "B"],
      history: [past(8, "declined", { severe: ["A"] }), past(7, "declined", { ...same, severe: ["B"] })],
    },
    "#7 was declined",
  ],
  [
    "nor one that was perhaps declined, where nobody remembers",
    "push",
    { ...security, severe: ["A"], history: [past(7, "declined", { severe: undefined, digest: undefined })] },
    "#7 was declined until 2026-04-27T04:00:00.000Z",
  ],
  [
    "a severe advisory whose fix was merged counts anew",
    "push",
    { ...security, severe: ["A"], history: [past(8, "merged", { severe: ["A"] }), past(7, "declined")] },
    "opens",
  ],
  [
    "where the first one ever was declined there is no second",
    "schedule",
    { stage: "onboarding", history: [past(7, "declined", daysAgo(1_000))] },
    "#7 was declined",
  ],
  [
    "but for a severe advisory",
    "schedule",
    { ...security, stage: "onboarding", severe: ["A"], history: [past(7, "declined", daysAgo(1_000))] },
    "opens",
  ],
  ["or a command", "command", { stage: "onboarding", history: [past(7, "declined", daysAgo(1_000))] }, "opens"],
  ["what is as it should be needs no no", "push", { plan: nothing, history: [past(7, "declined")] }, "settled"],

  // The pull request for advisories, beside the other one.
  [
    "what the other one was opened with is no news",
    "push",
    { ...security, severe: ["A"], beside: [past(9, "open", { severe: ["A"] })] },
    "waits",
  ],
  [
    "nor what was declined there",
    "push",
    { ...security, severe: ["A"], beside: [past(9, "declined", { severe: ["A"] })] },
    "waits",
  ],
  [
    "what was declined there without it is no no",
    "push",
    { ...security, severe: ["A"], beside: [past(9, "declined")] },
    "opens",
  ],
  ["nothing that is not severe opens it, however due", "schedule push", security, "waits"],
  ["but a person who asks", "command", security, "opens"],
  ["even after a no", "command", { ...security, history: [past(7, "declined", same)] }, "opens"],
  [
    "a declined one does not come back by itself",
    "schedule",
    { ...security, severe: ["A"], history: [past(7, "declined", { ...same, severe: ["A"] })] },
    "#7 was declined",
  ],
  [
    "it is withdrawn when nothing is left of it",
    "push",
    { ...security, plan: nothing, history: [past(7, "open")] },
    "withdraws #7",
  ],
  ["where nothing could go, nothing is said", "push", { ...security, plan: nothing }, "unfixable"],
  ["a repair that finds nothing amiss says no more than that", "push", { isRepair: true, plan: nothing }, "valid"],

  // One is open.
  ["in between the same files keep their branch", "refresh", { history: [past(7, "open", same)] }, "edits #7"],
  [
    "after a push the forge looks for a conflict",
    "push",
    { history: [past(7, "open", same)] },
    "edits #7 and its branch",
  ],
  ["in the window it does, too", "schedule", { history: [past(7, "open", same)] }, "edits #7 and its branch"],
  ["or someone asks for advice", "command", { history: [past(7, "open", same)] }, "edits #7 and its branch"],
  ["or asks to make it anew", "rebase", { history: [past(7, "open", same)] }, "edits #7 and its branch"],
  ["other files come with a push", "push", { history: [past(7, "open")] }, "edits #7 and its branch"],
  ["other files come with the schedule", "schedule", { history: [past(7, "open")] }, "edits #7 and its branch"],
  ["other files come with a command", "command", { history: [past(7, "open")] }, "edits #7 and its branch"],
  ["other files come when made anew", "rebase", { history: [past(7, "open")] }, "edits #7 and its branch"],
  ["in between they wait", "refresh", { history: [past(7, "open")] }, "waits with #7"],
  [
    "but not with a severe advisory that is news",
    "refresh",
    { severe: ["A", "B"], history: [past(7, "open", { severe: ["A"] })] },
    "edits #7 and its branch",
  ],
  [
    "one that the open pull request fixes is none",
    "refresh",
    { severe: ["A"], history: [past(7, "open", { severe: ["A", "B"] })] },
    "waits with #7",
  ],
  [
    "nor is one that was declined",
    "refresh",
    { severe: ["A"], history: [past(7, "open"), past(6, "declined", { severe: ["A"] })] },
    "waits with #7",
  ],
  [
    "nor one of which nobody remembers",
    "refresh",
    { severe: ["A"], history: [past(7, "open", { severe: undefined })] },
    "waits with #7",
  ],
  [
    "where nobody remembers what it proposes, it is written anew when due",
    "schedule",
    { history: [past(7, "open", { digest: undefined, head: undefined })] },
    "edits #7 and its branch",
  ],
  [
    "an older no does not touch what is open",
    "schedule",
    { history: [past(7, "open"), past(6, "declined", same)] },
    "edits #7 and its branch",
  ],

  // Somebody else pushed to the branch, as far as it looks so: the forge has the last word on who it was.
  [
    "a branch that stands elsewhere is tried, and the forge judges",
    "refresh",
    { history: [past(7, "open", { ...same, head: theirs })] },
    "edits #7 and its branch",
  ],

  // Nothing to propose.
  ["all is well", "push", { plan: nothing }, "settled"],
  ["an environment has no answer", "push", { plan: nothing, isComplete: false }, "unanswered"],
  ["what is moot is withdrawn", "push", { plan: nothing, history: [past(7, "open")] }, "withdraws #7"],
  ["also in between", "refresh", { plan: nothing, history: [past(7, "open")] }, "withdraws #7"],
  [
    "an environment without an answer may need what is open",
    "push",
    { plan: nothing, isComplete: false, history: [past(7, "open")] },
    "unanswered",
  ],
  [
    "while an index is down, what is open keeps the locks that it has",
    "push",
    { isInterrupted: true, isComplete: false, history: [past(7, "open")] },
    "unanswered",
  ],
  [
    "unless a person asks",
    "command",
    { isInterrupted: true, isComplete: false, history: [past(7, "open")] },
    "edits #7 and its branch",
  ],
  [
    "what was just opened again is left to whoever did it",
    "refresh",
    { plan: nothing, history: [past(7, "open", { isReopened: true })] },
    "settled",
  ],
  [
    "until the next window",
    "refresh schedule",
    { plan: nothing, history: [past(7, "open", { isReopened: true })] },
    "withdraws #7",
  ],
  ["or a command", "command", { plan: nothing, history: [past(7, "open", { isReopened: true })] }, "withdraws #7"],
  ["what is closed is not closed again", "push", { plan: nothing, history: [past(7, "closed")] }, "settled"],
];

for (const [rule, why, situation, expected] of rules)
  test(`${why}: ${rule}`, () => assert.equal(outcome(why, situation), expected));

test("whatever happens, no second one is opened beside an open pull request", () => {
  for (const [rule, why, situation] of rules) {
    const history = [past(99, "open"), ...(situation.history ?? []).filter(({ state }) => state !== "open")];
    assert.doesNotMatch(outcome(why, { ...situation, history }), /^opens/, rule);
  }
});
