import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import type { ProbotOctokit } from "probot";

import { clientOf, refused } from "./app-client.ts";
import { GitHubStandIn } from "./client.ts";

const app = { owner: "acme", repo: "app" };

let standIn: GitHubStandIn;
let rest: ProbotOctokit["rest"];
let client: ProbotOctokit;
before(async () => {
  standIn = await GitHubStandIn.start();
  await standIn.createRepository({ fullName: "acme/app", files: { Pipfile: "" } });
  client = await clientOf(standIn, await standIn.install({ account: "acme" }));
  rest = client.rest;
});
after(async () => await standIn[Symbol.asyncDispose]());

test("a comment is written once, edited in place and deleted", async () => {
  const issue = await standIn.openIssue("acme/app", { title: "A question" });
  const asked = await standIn.comment("acme/app", issue, { body: "/thoth advise", by: "alice" });
  const { data } = await rest.issues.createComment({ ...app, issue_number: issue, body: "Working" });
  await rest.issues.updateComment({ ...app, comment_id: data.id, body: "Done" });
  const list = async () => (await rest.issues.listComments({ ...app, issue_number: issue })).data;
  assert.deepEqual(
    (await list()).map(({ id, user, body }) => [id, user?.login, body]),
    [
      [asked, "alice", "/thoth advise"],
      [data.id, "thoth[bot]", "Done"],
    ],
  );
  const [report] = (await standIn.repository("acme/app")).issues;
  assert.deepEqual(
    report?.comments.map(({ edits }) => edits),
    [0, 1],
  );
  await standIn.deleteComment("acme/app", asked, "alice");
  await assert.rejects(rest.issues.getComment({ ...app, comment_id: asked }), refused(404));
});

test("comments come in pages", async () => {
  const issue = await standIn.openIssue("acme/app", { title: "Many words" });
  for (let i = 1; i <= 5; i++) await standIn.comment("acme/app", issue, { body: String(i) });
  const found = await client.paginate(rest.issues.listComments, { ...app, issue_number: issue, per_page: 2 });
  assert.deepEqual(
    found.map(({ body }) => body),
    ["1", "2", "3", "4", "5"],
  );
});

test("a body that GitHub would not store is refused", async () => {
  const issue = await standIn.openIssue("acme/app", { title: "Long" });
  const body = "x".repeat(65_537);
  const comment = rest.issues.createComment({ ...app, issue_number: issue, body });
  await assert.rejects(comment, refused(422, /body is too long/));
  await assert.rejects(rest.issues.update({ ...app, issue_number: issue, title: " " }), refused(422));
  await assert.rejects(rest.issues.createComment({ ...app, issue_number: 999, body: "Hi" }), refused(404));
});

test("one reaction of a kind is given once to a comment and to an issue", async () => {
  const issue_number = await standIn.openIssue("acme/app", { title: "/thoth help" });
  const comment_id = await standIn.comment("acme/app", issue_number, { body: "/thoth help" });
  const onComment = async () => await rest.reactions.createForIssueComment({ ...app, comment_id, content: "eyes" });
  const onIssue = async () => await rest.reactions.createForIssue({ ...app, issue_number, content: "rocket" });
  assert.deepEqual([(await onComment()).status, (await onComment()).status, (await onIssue()).status], [201, 200, 201]);
  assert.equal((await rest.reactions.listForIssueComment({ ...app, comment_id })).data.length, 1);
  const report = (await standIn.repository("acme/app")).issues.find((issue) => issue.number === issue_number);
  assert.deepEqual([report?.reactions, report?.comments[0]?.reactions], [["thoth[bot]: rocket"], ["thoth[bot]: eyes"]]);
});

test("the App closes an issue with a reason", async () => {
  const issue_number = await standIn.openIssue("acme/app", { title: "Kebechet Advise" });
  await rest.issues.update({ ...app, issue_number, state: "closed", state_reason: "completed" });
  const { data } = await rest.issues.get({ ...app, issue_number });
  assert.deepEqual([data.state, data.state_reason, data.closed_by?.login], ["closed", "completed", "thoth[bot]"]);
});

test("a person's role is told in both of GitHub's words", async () => {
  await standIn.createAccount("carol");
  const permission = async (username: string) =>
    (await rest.repos.getCollaboratorPermissionLevel({ ...app, username })).data;
  for (const [role, legacy] of [
    ["none", "none"],
    ["read", "read"],
    ["triage", "read"],
    ["write", "write"],
    ["maintain", "write"],
    ["admin", "admin"],
  ] as const) {
    await standIn.setPermission("acme/app", "bob", role);
    const { permission: word, role_name } = await permission("bob");
    assert.deepEqual([word, role_name], [legacy, role]);
  }
  assert.equal((await permission("carol")).permission, "read", "anybody reads what is public");
  await assert.rejects(permission("nobody-at-all"), refused(404));
});

test("a check run is written, edited and found by commit, branch and name", async () => {
  const head_sha = (await standIn.repository("acme/app")).branches["main"]!.head;
  const output = { title: "One finding", summary: "See `Pipfile`" };
  const { data } = await rest.checks.create({ ...app, name: "thoth", head_sha, status: "in_progress" });
  await rest.checks.update({
    ...app,
    check_run_id: data.id,
    conclusion: "failure",
    external_id: "key",
    output: {
      ...output,
      annotations: [
        { path: "Pipfile", start_line: 2, end_line: 2, annotation_level: "failure", title: "Broken", message: "here" },
      ],
    },
  });
  for (const ref of [head_sha, "main", "heads/main"]) {
    const { data: found } = await rest.checks.listForRef({ ...app, ref, check_name: "thoth" });
    assert.deepEqual(
      found.check_runs.map(({ id, status, conclusion, external_id }) => [id, status, conclusion, external_id]),
      [[data.id, "completed", "failure", "key"]],
    );
  }
  assert.equal((await rest.checks.listForRef({ ...app, ref: "main", check_name: "other" })).data.total_count, 0);
  const [report] = (await standIn.repository("acme/app")).checks;
  assert.deepEqual(report?.annotations, [
    { path: "Pipfile", line: 2, level: "failure", title: "Broken", message: "here" },
  ]);
  assert.equal(report?.edits, 1);
});

test("a new check run of a name hides the older one until all are asked for", async () => {
  const head_sha = await standIn.pushFiles("acme/app", { Pipfile: "[packages]\n" });
  for (const conclusion of ["failure", "success"] as const) {
    await rest.checks.create({ ...app, name: "twice", head_sha, conclusion });
  }
  const conclusions = async (filter: "latest" | "all") =>
    (await rest.checks.listForRef({ ...app, ref: "main", filter })).data.check_runs.map((run) => run.conclusion);
  assert.deepEqual(await conclusions("latest"), ["success"]);
  assert.deepEqual(await conclusions("all"), ["success", "failure"]);
});

test("nothing was asked that GitHub would not understand", async () => {
  assert.deepEqual(await standIn.misfits(), []);
});

test("a check run takes at most fifty annotations and 65,535 characters at once", async () => {
  const head_sha = (await standIn.repository("acme/app")).branches["main"]!.head;
  const annotation = { path: "a", start_line: 1, end_line: 1, annotation_level: "notice", message: "x" } as const;
  const write = async (output: object) =>
    await client.request("POST /repos/{owner}/{repo}/check-runs", { ...app, name: "big", head_sha, output } as never);
  const title = "Big";
  await write({ title, summary: "x".repeat(65_535), annotations: Array(50).fill(annotation) });
  await assert.rejects(write({ title, summary: "", annotations: Array(51).fill(annotation) }), refused(422));
  await assert.rejects(write({ title, summary: "x".repeat(65_536) }), refused(422));
});
