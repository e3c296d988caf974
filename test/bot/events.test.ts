import assert from "node:assert/strict";
import { test } from "node:test";

import examples from "@octokit/webhooks-examples" with { type: "json" };

import { eventRows } from "../../src/bot/events.ts";
import type { StoreChange } from "../../src/bot/store-change.ts";

interface Example {
  readonly name: string;
  readonly payload: unknown;
}

/** GitHub's own examples of every event that there is. */
const all: readonly Example[] = (
  examples as unknown as readonly { name: string; examples: readonly unknown[] }[]
).flatMap(({ name, examples: payloads }) => payloads.map((payload) => ({ name, payload })));

function actionOf(payload: unknown): string | undefined {
  return (payload as { readonly action?: string }).action;
}

function rowsOf(event: string, action: string | undefined) {
  return eventRows.filter((row) => row.event === event && (row.actions.length === 0 || row.actions.includes(action!)));
}

const repository = {
  id: 7,
  full_name: "acme/app",
  default_branch: "main",
  archived: false,
  owner: { login: "acme" },
};
const person = { login: "octocat", type: "User" };
const bot = { login: "renovate[bot]", type: "Bot" };
const common = { installation: { id: 1 }, repository, sender: person };
const after = "a".repeat(40);

function push(facts: object = {}, ...paths: readonly string[]): object {
  const commits = paths.map((path) => ({ added: [], modified: [path], removed: [] }));
  return { ...common, ref: "refs/heads/main", after, deleted: false, forced: false, commits, ...facts };
}

function pullRequest(action: string, ref: string, facts: object = {}): object {
  return { ...common, action, pull_request: { head: { ref, repo: { id: 7 } } }, ...facts };
}

function comment(body: string, facts: object = {}): object {
  return { ...common, action: "created", issue: { number: 3 }, comment: { id: 9, user: person, body }, ...facts };
}

function issue(title: string, body: string | null, facts: object = {}): object {
  return { ...common, action: "opened", issue: { number: 3, title, body, user: person }, ...facts };
}

/** What an event comes to, a word for each change. */
function read(event: string, payload: object): string {
  const changes = rowsOf(event, actionOf(payload)).flatMap((row): readonly StoreChange[] => {
    const reading = row.read(payload);
    if (reading.kind === "misfit") assert.fail(reading.mistake);
    return reading.changes;
  });
  return changes.map((change) => (change.kind === "wish-asked" ? change.slot : change.kind)).join(", ");
}

test("GitHub's own examples of our events fit them", () => {
  const ours = all.flatMap(({ name, payload }) => rowsOf(name, actionOf(payload)).map((row) => ({ row, payload })));
  // An example from outside any installation is none that we are sent.
  const sent = ours.filter(({ payload }) => "installation" in (payload as object));
  assert.ok(sent.length > 10, `${sent.length} examples`);
  for (const { row, payload } of sent) assert.equal(row.read(payload).kind, "changes", row.event);
});

test("what is no such event is a misfit, whatever it is", () => {
  for (const row of eventRows)
    for (const payload of [...all.map((example) => example.payload), null, 1, "push", [], {}]) row.read(payload);
  for (const row of eventRows) assert.equal(row.read({}).kind, "misfit", row.event);
});

for (const [sentence, event, payload, expected] of [
  ["a push that changes a manifest asks", "push", push({}, "Pipfile"), "push"],
  ["so does one that changes a lock in some folder", "push", push({}, "a.md", "services/x/Pipfile.lock"), "push"],
  ["and one that changes the configuration", "push", push({}, ".thoth.yaml"), "push"],
  ["a push that touches nothing of ours is nothing", "push", push({}, "README.md", "my-Pipfile", "a/.thoth.yaml"), ""],
  ["a push to another branch is nothing", "push", push({ ref: "refs/heads/dev" }, "Pipfile"), ""],
  ["nor is a tag of the branch's name", "push", push({ ref: "refs/tags/main" }, "Pipfile"), ""],
  ["a forced push may have touched anything", "push", push({ forced: true }, "README.md"), "push"],
  ["so may one without commits", "push", push(), "push"],
  ["a branch that goes is nothing", "push", push({ deleted: true }), ""],
  ["what a bot pushes is nothing", "push", push({ sender: bot }, "Pipfile"), ""],

  ["our pull request was closed", "pull_request", pullRequest("closed", "thoth/advise"), "refresh"],
  ["be it by a bot", "pull_request", pullRequest("closed", "thoth/advise", { sender: bot }), "refresh"],
  ["somebody pushed to our branch", "pull_request", pullRequest("synchronize", "thoth/advise"), "refresh"],
  ["our own push is no news", "pull_request", pullRequest("synchronize", "thoth/advise", { sender: bot }), ""],
  ["another branch is not ours", "pull_request", pullRequest("closed", "feature"), ""],
  [
    "nor is one of our name in a fork",
    "pull_request",
    { ...pullRequest("closed", "x"), pull_request: { head: { ref: "thoth/advise", repo: { id: 8 } } } },
    "",
  ],
  [
    "nor in a fork that is gone",
    "pull_request",
    { ...pullRequest("closed", "x"), pull_request: { head: { ref: "thoth/advise", repo: null } } },
    "",
  ],

  ["a comment with a command asks", "issue_comment", comment("/thoth advise"), "command-9"],
  ["a comment without one is nothing", "issue_comment", comment("use /thoth advise"), ""],
  ["a bot's comment is nothing", "issue_comment", comment("/thoth advise", { sender: bot }), ""],
  [
    "nor is one whose author is gone",
    "issue_comment",
    { ...comment("x"), comment: { id: 9, user: null, body: "/thoth advise" } },
    "",
  ],
  ["an edited comment is nothing", "issue_comment", { ...comment("/thoth advise"), action: "edited" }, ""],
  ["a new issue with a command asks", "issues", issue("Locks", "/thoth advise"), "command-issue-3"],
  ["so does one whose title is a command", "issues", issue("/thoth help", null), "command-issue-3"],
  ["and one with an older bot's title", "issues", issue("Kebechet Advise", null), "command-issue-3"],
  ["an issue without one is nothing", "issues", issue("Help", "please"), ""],

  ["a check that is asked for again", "check_run", { ...common, action: "rerequested" }, "refresh"],
  ["all checks asked for again", "check_suite", { ...common, action: "rerequested" }, "refresh"],
  ["a suite that begins is nothing", "check_suite", { ...common, action: "requested" }, ""],
  ["a repository gets another name", "repository", { ...common, action: "renamed" }, "repository-changed"],
  ["a repository is deleted", "repository", { ...common, action: "deleted" }, "repositories-removed"],
  ["a repository is starred", "repository", { ...common, action: "edited" }, ""],
] as const)
  test(`${sentence}`, () => assert.equal(read(event, payload), expected));
