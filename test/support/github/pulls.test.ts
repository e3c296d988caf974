import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import type { ProbotOctokit } from "probot";

import { clientOf, refused } from "./app-client.ts";
import { GitHubStandIn } from "./client.ts";

const app = { owner: "acme", repo: "app" };

let standIn: GitHubStandIn;
let rest: ProbotOctokit["rest"];
before(async () => {
  standIn = await GitHubStandIn.start({ now: "2026-03-04T05:06:07Z" });
  await standIn.createRepository({ fullName: "acme/app", files: { Pipfile: "[packages]\n" } });
  const client = await clientOf(standIn, await standIn.install({ account: "acme" }));
  rest = client.rest;
});
after(async () => await standIn[Symbol.asyncDispose]());

/** A branch with one file of its own. */
async function branch(name: string): Promise<string> {
  return await standIn.push("acme/app", { branch: name, files: { [`${name}.lock`]: "{}\n" } });
}

test("a pull request is opened once for a branch, edited in place, and found by its branch", async () => {
  const head = await branch("once");
  const draft = { ...app, title: "Lock", head: "once", base: "main", body: "Why" };
  const { data: opened } = await rest.pulls.create(draft);
  assert.deepEqual([opened.user?.login, opened.head.sha, opened.state], ["thoth[bot]", head, "open"]);
  await assert.rejects(rest.pulls.create(draft), refused(422, /A pull request already exists for acme:once/));
  await rest.pulls.update({ ...app, pull_number: opened.number, title: "Lock anew", body: "Because" });
  const { data: found } = await rest.pulls.list({ ...app, state: "all", head: "acme:once" });
  assert.deepEqual(
    found.map(({ number, title, body }) => ({ number, title, body })),
    [{ number: opened.number, title: "Lock anew", body: "Because" }],
  );
  assert.equal((await rest.pulls.get({ ...app, pull_number: opened.number })).data.changed_files, 1);
});

test("a pull request needs a branch, a base and something to merge", async () => {
  const open = async (head: string, base: string) => await rest.pulls.create({ ...app, title: "No", head, base });
  await standIn.push("acme/app", { branch: "same", files: {} });
  await assert.rejects(open("absent", "main"), refused(422, /"field":"head"/));
  await assert.rejects(open("main", "absent"), refused(422, /"field":"base"/));
  await assert.rejects(open("main", "main"), refused(422, /No commits between main and main/));
});

test("a pull request follows its branch and closes when the branch goes", async () => {
  await branch("follows");
  const { data } = await rest.pulls.create({ ...app, title: "Follow", head: "follows", base: "main" });
  const head = await standIn.push("acme/app", { branch: "follows", files: { more: "1" }, by: "alice" });
  const read = async () => (await rest.pulls.get({ ...app, pull_number: data.number })).data;
  assert.equal((await read()).head.sha, head);
  await rest.git.deleteRef({ ...app, ref: "heads/follows" });
  assert.equal((await read()).state, "closed");
  await assert.rejects(
    rest.pulls.update({ ...app, pull_number: data.number, state: "open" }),
    refused(422, /follows branch has been deleted/),
  );
});

test("it is seen who closed a pull request, and it can be opened again", async () => {
  await branch("closed");
  const { data } = await rest.pulls.create({ ...app, title: "Close", head: "closed", base: "main" });
  const issue = async () => (await rest.issues.get({ ...app, issue_number: data.number })).data;
  await standIn.close("acme/app", data.number, "alice");
  assert.equal((await issue()).closed_by?.login, "alice");
  await rest.pulls.update({ ...app, pull_number: data.number, state: "open" });
  assert.deepEqual([(await issue()).state, (await issue()).closed_by], ["open", null]);
  await rest.pulls.update({ ...app, pull_number: data.number, state: "closed" });
  assert.equal((await issue()).closed_by?.login, "thoth[bot]");
});

test("a merged pull request says so, and its base has its files", async () => {
  await branch("merged");
  const { data } = await rest.pulls.create({ ...app, title: "Merge", head: "merged", base: "main" });
  const sha = await standIn.merge("acme/app", data.number, "alice");
  const { data: after } = await rest.pulls.get({ ...app, pull_number: data.number });
  assert.deepEqual([after.state, after.merged, after.merge_commit_sha], ["closed", true, sha]);
  assert.equal(await standIn.file("acme/app", "main", "merged.lock"), "{}\n");
  assert.equal((await standIn.repository("acme/app")).branches["main"]?.head, sha);
});

test("labels come without being made first, and reviewers and assignees must be collaborators", async () => {
  await branch("people");
  await standIn.setPermission("acme/app", "alice", "write");
  await standIn.createAccount("mallory");
  const { data } = await rest.pulls.create({ ...app, title: "Ask", head: "people", base: "main" });
  const issue = { ...app, issue_number: data.number };
  await rest.issues.addLabels({ ...issue, labels: ["thoth", "a/b c"] });
  await rest.issues.removeLabel({ ...issue, name: "a/b c" });
  await rest.issues.addAssignees({ ...issue, assignees: ["alice"] });
  await rest.pulls.requestReviewers({ ...app, pull_number: data.number, reviewers: ["alice"] });
  const ask = rest.pulls.requestReviewers({ ...app, pull_number: data.number, reviewers: ["mallory"] });
  await assert.rejects(ask, refused(422, /not a collaborator/));
  const report = (await standIn.repository("acme/app")).pulls.find((pull) => pull.number === data.number);
  assert.deepEqual([report?.labels, report?.assignees, report?.reviewers], [["thoth"], ["alice"], ["alice"]]);
});

test("nothing was asked that GitHub would not understand", async () => {
  assert.deepEqual(await standIn.misfits(), []);
});
