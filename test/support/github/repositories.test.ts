import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import type { ProbotOctokit } from "probot";

import { clientOf, refused } from "./app-client.ts";
import { GitHubStandIn } from "./client.ts";

let standIn: GitHubStandIn;
let client: ProbotOctokit;
before(async () => {
  standIn = await GitHubStandIn.start();
  client = await clientOf(standIn, await standIn.install({ account: "acme" }));
});
after(async () => await standIn[Symbol.asyncDispose]());

/** One of acme's with a file. */
async function make(name: string): Promise<{ id: number; owner: string; repo: string }> {
  const id = await standIn.createRepository({ fullName: `acme/${name}`, files: { Pipfile: "" } });
  return { id, owner: "acme", repo: name };
}

async function nameOf(id: number): Promise<unknown> {
  return (await client.request("GET /repositories/{id}", { id })).data.full_name;
}

test("a renamed repository is found under its id, and its old name leads there", async () => {
  const { id, ...old } = await make("old");
  await standIn.rename("acme/old", "new");
  assert.equal(await nameOf(id), "acme/new");
  assert.equal((await client.rest.repos.get(old)).data.full_name, "acme/new");
  const { data } = await client.rest.git.createBlob({ ...old, content: "through the redirect" });
  assert.match(data.sha, /^[0-9a-f]{40}$/);
  const { data: ref } = await client.request("GET /repositories/{id}/git/ref/heads/main", { id });
  assert.match(ref.object.sha, /^[0-9a-f]{40}$/);
});

test("an archived repository is read and never written", async () => {
  const { id: _, ...dusty } = await make("dusty");
  await standIn.archive("acme/dusty");
  assert.equal((await client.rest.repos.get(dusty)).data.archived, true);
  const write = async () => await client.rest.git.createBlob({ ...dusty, content: "" });
  await assert.rejects(write(), refused(403, /archived so is read-only/));
  await assert.rejects(standIn.pushFiles("acme/dusty", { a: "1" }), /acme\/dusty is archived/);
  await standIn.unarchive("acme/dusty");
  assert.equal((await write()).status, 201);
});

test("a repository transferred to where the App is not is out of reach", async () => {
  const { id, ...gone } = await make("gone");
  await standIn.createAccount("elsewhere", "Organization");
  await standIn.transfer("acme/gone", "elsewhere");
  await assert.rejects(nameOf(id), refused(404));
  await assert.rejects(client.rest.repos.get(gone), refused(404));
  const other = await clientOf(standIn, await standIn.install({ account: "elsewhere" }));
  assert.equal((await other.request("GET /repositories/{id}", { id })).data.full_name, "elsewhere/gone");
});

test("a deleted repository is nowhere", async () => {
  const { id } = await make("deleted");
  await standIn.deleteRepository("acme/deleted");
  await assert.rejects(nameOf(id), refused(404));
});

test("an installation on selected repositories reaches those that it is given", async () => {
  await standIn.createRepository({ fullName: "picky/one" });
  await standIn.createRepository({ fullName: "picky/two" });
  const installation = await standIn.install({ account: "picky", repositories: ["one"] });
  const reached = async () => {
    const { rest } = await clientOf(standIn, installation);
    return (await rest.apps.listReposAccessibleToInstallation()).data.repositories.map(({ name }) => name);
  };
  assert.deepEqual(await reached(), ["one"]);
  await standIn.changeRepositories(installation, { add: ["two"], remove: ["one"] });
  assert.deepEqual(await reached(), ["two"]);
});

test("what kind of repository it is stands in its facts", async () => {
  const kinds = { isFork: true, isPrivate: true, isTemplate: true, defaultBranch: "trunk" };
  await standIn.createRepository({ fullName: "acme/kinds", files: { a: "1" }, ...kinds });
  const { data } = await client.rest.repos.get({ owner: "acme", repo: "kinds" });
  assert.deepEqual([data.fork, data.private, data.is_template, data.default_branch], [true, true, true, "trunk"]);
  assert.deepEqual(Object.keys((await standIn.repository("acme/kinds")).branches), ["trunk"]);
});

test("a person amends a branch, makes one and deletes it", async () => {
  await make("hands");
  const first = await standIn.push("acme/hands", { branch: "work", files: { a: "1" }, by: "alice", message: "Try" });
  const second = await standIn.push("acme/hands", { branch: "work", files: { a: "2" }, amend: true });
  assert.notEqual(first, second);
  const { branches } = await standIn.repository("acme/hands");
  assert.equal(branches["work"]?.head, second);
  assert.equal(branches["work"]?.commits.length, 2);
  assert.equal(await standIn.file("acme/hands", "work", "a"), "2");
  assert.equal(await standIn.file("acme/hands", "work", "Pipfile"), "");
  await standIn.deleteBranch("acme/hands", "work");
  assert.deepEqual(Object.keys((await standIn.repository("acme/hands")).branches), ["main"]);
});

test("an empty repository begins with its first push", async () => {
  await standIn.createRepository({ fullName: "acme/empty" });
  assert.deepEqual((await standIn.repository("acme/empty")).branches, {});
  const head = await standIn.pushFiles("acme/empty", { Pipfile: "[packages]\n" });
  const { data } = await client.rest.git.getRef({ owner: "acme", repo: "empty", ref: "heads/main" });
  assert.equal(data.object.sha, head);
  const { payload } = (await standIn.deliveries()).findLast(({ event }) => event === "push")!;
  const { before, created, commits } = payload as { before: string; created: boolean; commits: { added: string[] }[] };
  assert.deepEqual([before, created, commits.map(({ added }) => added)], ["0".repeat(40), true, [["Pipfile"]]]);
});
