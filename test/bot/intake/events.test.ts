import assert from "node:assert/strict";
import { test } from "node:test";

import examples from "@octokit/webhooks-examples" with { type: "json" };

import { eventRows } from "../../../src/bot/intake/events.ts";
import type { StoreChange } from "../../../src/bot/intake/store-change.ts";

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
const installation = { id: 1, account: { login: "acme" } };
const after = "a".repeat(40);
const before = "b".repeat(40);

function checkSuite(facts: object = {}): object {
  const suite = { head_branch: "main", head_sha: after, before: null, pull_requests: [], ...facts };
  return { ...common, action: "rerequested", check_suite: suite };
}

function checkRun(facts: object = {}): object {
  const { check_suite } = checkSuite(facts) as { readonly check_suite: object };
  return { ...common, action: "rerequested", check_run: { check_suite } };
}

function listed(from: string, to: string): object {
  return { number: 5, head: { ref: from, sha: after }, base: { ref: to } };
}

function push(facts: object = {}, ...paths: readonly string[]): object {
  const commits = paths.map((path) => ({ added: [], modified: [path], removed: [] }));
  return { ...common, ref: "refs/heads/main", before, after, deleted: false, forced: false, commits, ...facts };
}

/** Commits that together are more than GitHub lists. */
const manyCommits = Array.from({ length: 2048 }, () => ({ added: ["a.md"], modified: [], removed: [] }));
const manyFiles = Array.from({ length: 1_500 }, (_, index) => `${index}.md`);

function pullRequest(action: string, ref: string, facts: object = {}): object {
  return { ...common, action, ...pull(ref, 7), ...facts };
}

/** @param from the repository of its branch; null where that is gone. */
function pull(ref: string, from: number | null, base = "main"): object {
  const head = { ref, sha: after, repo: from === null ? null : { id: from } };
  return { pull_request: { number: 5, head, base: { ref: base } } };
}

function comment(body: string, facts: object = {}): object {
  return { ...common, action: "created", issue: { number: 3 }, comment: { id: 9, user: person, body }, ...facts };
}

function issue(title: string, body: string | null, facts: object = {}): object {
  return { ...common, action: "opened", issue: { number: 3, title, body, user: person }, ...facts };
}

function changesOf(event: string, payload: object): readonly StoreChange[] {
  return rowsOf(event, actionOf(payload)).flatMap((row) => {
    const reading = row.read(payload);
    if (reading.kind === "misfit") assert.fail(reading.mistake);
    return reading.changes;
  });
}

/** What an event comes to, a word for each change. */
function read(event: string, payload: object): string {
  const words = changesOf(event, payload).map((change) => (change.kind === "wish-asked" ? change.slot : change.kind));
  return words.join(", ");
}

test("GitHub's own examples of our events fit them", () => {
  const seen = new Set<string>();
  for (const { name, payload } of all)
    for (const row of rowsOf(name, actionOf(payload))) {
      seen.add(name);
      // Some are from webhooks of a repository, which name no installation.
      const reading = row.read({ installation: { id: 1 }, ...(payload as object) });
      assert.equal(reading.kind, "changes", `${name} ${reading.kind === "misfit" ? reading.mistake : ""}`);
    }
  assert.deepEqual(seen, new Set(eventRows.map(({ event }) => event)));
});

test("no row throws, whatever it gets", () => {
  const payloads = [...all.map(({ payload }) => payload), null, 1, "push", [], {}, { installation: null }];
  for (const row of eventRows) for (const payload of payloads) row.read(payload);
  for (const row of eventRows) assert.equal(row.read({}).kind, "misfit", row.event);
});

test("a payload that is replayed as another event does not fit there", () => {
  const replayed: readonly (readonly [event: string, payload: object])[] = [
    ["push", comment("/thoth advise")],
    ["issues", push({}, "Pipfile")],
    ["issue_comment", { ...issue("/thoth advise", ""), action: "created" }],
    ["repository", { ...comment("/thoth advise"), action: "deleted" }],
    ["repository", { ...issue("/thoth advise", ""), action: "transferred" }],
    ["pull_request", { ...common, action: "closed" }],
    ["installation", { ...common, action: "deleted" }],
  ];
  for (const [event, payload] of replayed)
    for (const row of rowsOf(event, actionOf(payload)))
      assert.equal(row.read(payload).kind, "misfit", `${event} ${JSON.stringify(payload)}`);
});

for (const [sentence, event, payload, expected] of [
  ["a push that changes a manifest asks", "push", push({}, "Pipfile"), "push"],
  ["so does one that changes a lock in some folder", "push", push({}, "a.md", "services/x/Pipfile.lock"), "push"],
  ["and one that changes the configuration", "push", push({}, ".thoth.yaml"), "push"],
  ["so do requirements, whatever they are called", "push", push({}, "requirements/dev.txt"), "push"],
  ["and the Python of a Dockerfile", "push", push({}, "api/Dockerfile"), "push"],
  ["a push that touches nothing of ours is nothing", "push", push({}, "README.md", "my-Pipfile", "a/.thoth.yaml"), ""],
  ["a push that changes Python brings source", "push", push({}, "src/app.py"), "source"],
  ["a notebook is both", "push", push({}, "a.ipynb"), "push, source"],
  [
    "what a new branch brings has nothing to be compared with",
    "push",
    push({ before: "0".repeat(40) }, "Pipfile", "app.py"),
    "push",
  ],
  ["a push to another branch is nothing", "push", push({ ref: "refs/heads/dev" }, "Pipfile"), ""],
  ["nor is a tag of the branch's name", "push", push({ ref: "refs/tags/main" }, "Pipfile"), ""],
  ["a forced push may have touched anything", "push", push({ forced: true }, "README.md"), "push, source"],
  ["so may one without commits", "push", push(), "push, source"],
  ["so may one of more commits than are listed", "push", push({ commits: manyCommits }), "push, source"],
  ["but not one of a commit less", "push", push({ commits: manyCommits.slice(1) }), ""],
  [
    "so may one of a commit with more files than are listed",
    "push",
    push({ commits: [{ added: manyFiles, modified: [], removed: manyFiles }] }),
    "push, source",
  ],
  ["but not one of fewer", "push", push({}, ...manyFiles), ""],
  ["a push that nobody is named for counts", "push", push({ sender: undefined }, "Pipfile"), "push"],
  ["a branch that goes is nothing", "push", push({ deleted: true }), ""],
  ["what a bot pushes counts, as when it merges", "push", push({ sender: bot }, "Pipfile"), "push"],

  ["our pull request was closed", "pull_request", pullRequest("closed", "thoth/advise"), "refresh"],
  ["be it by a bot", "pull_request", pullRequest("closed", "thoth/advise", { sender: bot }), "refresh"],
  ["somebody pushed to our branch", "pull_request", pullRequest("synchronize", "thoth/advise"), "refresh"],
  ["our own push is no news", "pull_request", pullRequest("synchronize", "thoth/advise", { sender: bot }), ""],
  ["another branch is not ours", "pull_request", pullRequest("closed", "feature"), ""],
  ["nor is one of our name in a fork", "pull_request", pullRequest("closed", "x", pull("thoth/advise", 8)), ""],
  ["nor in a fork that is gone", "pull_request", pullRequest("closed", "x", pull("thoth/advise", null)), ""],
  ["our own pull request is no news", "pull_request", pullRequest("opened", "thoth/advise"), ""],
  ["somebody else's is looked at", "pull_request", pullRequest("opened", "feature"), "pull-request-5"],
  ["be it a bot's", "pull_request", pullRequest("synchronize", "feature", { sender: bot }), "pull-request-5"],
  ["or from a fork", "pull_request", pullRequest("reopened", "x", pull("thoth/advise", 8)), "pull-request-5"],
  ["or from one that is gone", "pull_request", pullRequest("opened", "x", pull("feature", null)), "pull-request-5"],
  ["but not one into another branch", "pull_request", pullRequest("opened", "x", pull("feature", 7, "next")), ""],

  ["a comment with a command asks", "issue_comment", comment("/thoth advise"), "command-9"],
  ["a comment without one is nothing", "issue_comment", comment("use /thoth advise"), ""],
  ["a bot's comment is nothing", "issue_comment", comment("/thoth advise", { sender: bot }), ""],
  [
    "nor is one whose author is gone",
    "issue_comment",
    { ...comment("x"), comment: { id: 9, user: null, body: "/thoth advise" } },
    "",
  ],
  [
    "nor is one that a bot wrote, whoever sends it",
    "issue_comment",
    { ...comment("x"), comment: { id: 9, user: bot, body: "/thoth advise" } },
    "",
  ],
  ["a quoted command is nothing", "issue_comment", comment("> /thoth advise\n\nDoes this work?"), ""],
  ["an edited comment is nothing", "issue_comment", { ...comment("/thoth advise"), action: "edited" }, ""],
  ["a deleted one is nothing", "issue_comment", { ...comment("/thoth advise"), action: "deleted" }, ""],
  ["a new issue with a command asks", "issues", issue("Locks", "/thoth advise"), "command-issue-3"],
  ["so does one whose title is a command", "issues", issue("/thoth help", null), "command-issue-3"],
  ["and one with an older bot's title", "issues", issue("Kebechet Advise", null), "command-issue-3"],
  ["an issue without one is nothing", "issues", issue("Help", "please"), ""],
  ["an edited issue is nothing", "issues", { ...issue("/thoth help", null), action: "edited" }, ""],
  ["a bot's issue is nothing", "issues", issue("/thoth help", null, { sender: bot }), ""],

  ["a check that is asked for again", "check_run", checkRun(), "refresh"],
  ["all checks asked for again", "check_suite", checkSuite(), "refresh"],
  [
    "those of a push to the default branch are of its source too",
    "check_suite",
    checkSuite({ before }),
    "refresh, source",
  ],
  ["also where one of them is asked for", "check_run", checkRun({ before }), "refresh, source"],
  [
    "what a new branch brought has nothing to be compared with",
    "check_run",
    checkRun({ before: "0".repeat(40) }),
    "refresh",
  ],
  ["nor is another branch looked at", "check_run", checkRun({ before, head_branch: "dev" }), "refresh"],
  [
    "those of somebody's pull request are of that",
    "check_run",
    checkRun({ head_branch: "dev", pull_requests: [listed("dev", "main")] }),
    "refresh, pull-request-5",
  ],
  [
    "unless it is ours, or changes another branch",
    "check_suite",
    checkSuite({ head_branch: "dev", pull_requests: [listed("thoth/advise", "main"), listed("dev", "next")] }),
    "refresh",
  ],
  ["a suite that begins is nothing", "check_suite", { ...checkSuite(), action: "requested" }, ""],
  ["a repository gets another name", "repository", { ...common, action: "renamed" }, "repository-changed"],
  ["a repository is deleted", "repository", { ...common, action: "deleted" }, "repositories-removed"],
  ["a repository gets another description", "repository", { ...common, action: "edited" }, ""],
  ["an installation begins", "installation", { action: "created", installation }, "installation-saved"],
  ["an installation ends", "installation", { action: "deleted", installation }, "installation-removed"],
] as const)
  test(`${sentence}`, () => assert.equal(read(event, payload), expected));

const seen = { id: 7, installation: 1, account: "acme", fullName: "acme/app", isArchived: false };

test("a wish says of which repository, and what was asked where by whom", () => {
  const asked = { kind: "wish-asked", repository: seen };
  assert.deepEqual(changesOf("push", push({}, "Pipfile")), [
    { ...asked, slot: "push", cause: { kind: "push", head: after } },
  ]);
  const author = "octocat";
  const text = "/thoth advise a";
  assert.deepEqual(changesOf("issue_comment", comment(text)), [
    {
      ...asked,
      slot: "command-9",
      cause: { kind: "command", place: { kind: "comment", issue: 3, comment: 9 }, author, text },
    },
  ]);
  for (const [title, isWhole] of [
    [text, true],
    ["Locks", false],
  ] as const) {
    const place = { kind: "issue", issue: 3, isWhole };
    assert.deepEqual(changesOf("issues", issue(title, isWhole ? null : text)), [
      { ...asked, slot: "command-issue-3", cause: { kind: "command", place, author, text } },
    ]);
  }
});

test("repositories come to an installation and go from it", () => {
  const payload = {
    action: "added",
    installation,
    repositories_added: [repository],
    repositories_removed: [{ id: 8 }],
  };
  assert.deepEqual(changesOf("installation_repositories", payload), [
    {
      kind: "repositories-added",
      installation: { id: 1, account: "acme", isSuspended: false },
      repositories: [{ id: 7, fullName: "acme/app" }],
    },
    { kind: "repositories-removed", installation: 1, repositories: [8] },
  ]);
  assert.deepEqual(changesOf("repository", { ...common, action: "deleted" }), [
    { kind: "repositories-removed", installation: 1, repositories: [7] },
  ]);
});

test("a repository is seen with the name and the state that it has now", () => {
  const payload = {
    ...common,
    action: "archived",
    repository: { ...repository, full_name: "acme/new", archived: true },
  };
  assert.deepEqual(changesOf("repository", payload), [
    { kind: "repository-changed", repository: { ...seen, fullName: "acme/new", isArchived: true } },
  ]);
});

for (const [who, facts, account, isSuspended] of [
  ["a person's", { account: { login: "octocat" } }, "octocat", false],
  ["an enterprise's", { account: { slug: "big" } }, "big", false],
  ["nobody's", { account: null }, "", false],
  ["a suspended one's", { account: { login: "acme" }, suspended_at: "2026-11-26T00:00:00Z" }, "acme", true],
  ["one's that is suspended no more", { account: { login: "acme" }, suspended_at: null }, "acme", false],
] as const)
  test(`an installation is known by its account: ${who}`, () => {
    assert.deepEqual(changesOf("installation", { action: "suspend", installation: { id: 1, ...facts } }), [
      { kind: "installation-saved", installation: { id: 1, account, isSuspended } },
    ]);
  });
