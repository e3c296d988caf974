import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import type { ProbotOctokit } from "probot";

import { clientOf, refused } from "./app-client.ts";
import { GitHubStandIn } from "./client.ts";

const app = { owner: "acme", repo: "app" };
const files = { Pipfile: "[packages]\n", "overlays/test/Pipfile": "[dev-packages]\n", "name with space.txt": "ü\n" };

let standIn: GitHubStandIn;
let git: ProbotOctokit["rest"]["git"];
let client: ProbotOctokit;
before(async () => {
  standIn = await GitHubStandIn.start({ now: "2026-03-04T05:06:07Z" });
  await standIn.createRepository({ fullName: "acme/app", files });
  await standIn.createRepository({ fullName: "acme/empty" });
  client = await clientOf(standIn, await standIn.install({ account: "acme" }));
  git = client.rest.git;
});
after(async () => await standIn[Symbol.asyncDispose]());

async function head(branch = "main"): Promise<string> {
  return (await git.getRef({ ...app, ref: `heads/${branch}` })).data.object.sha;
}

/** A commit of one file on top of `parent`. */
async function commit(parent: string, path: string, content: string): Promise<string> {
  const { data: base } = await git.getCommit({ ...app, commit_sha: parent });
  const tree = [{ path, mode: "100644", type: "blob", content }] as const;
  const { data } = await git.createTree({ ...app, base_tree: base.tree.sha, tree: [...tree] });
  const message = `Write ${path}`;
  return (await git.createCommit({ ...app, message, tree: data.sha, parents: [parent] })).data.sha;
}

test("a tree lists every file below it, and a blob gives its bytes", async () => {
  const { data } = await git.getTree({ ...app, tree_sha: await head(), recursive: "1" });
  assert.deepEqual(
    data.tree.map((entry) => [entry.path, entry.type, entry.size]),
    [
      ["Pipfile", "blob", 11],
      ["name with space.txt", "blob", 3],
      ["overlays", "tree", undefined],
      ["overlays/test", "tree", undefined],
      ["overlays/test/Pipfile", "blob", 15],
    ],
  );
  const blob = await git.getBlob({ ...app, file_sha: data.tree[1]!.sha });
  assert.equal(Buffer.from(blob.data.content, "base64").toString(), "ü\n");
  const { data: top } = await git.getTree({ ...app, tree_sha: data.sha });
  assert.deepEqual(
    top.tree.map((entry) => entry.path),
    ["Pipfile", "name with space.txt", "overlays"],
  );
});

test("blobs, a tree on a base, a commit and a ref make a branch", async () => {
  const parent = await head();
  const { data: blob } = await git.createBlob({
    ...app,
    content: Buffer.from("{}\n").toString("base64"),
    encoding: "base64",
  });
  const { data: base } = await git.getCommit({ ...app, commit_sha: parent });
  const { data: tree } = await git.createTree({
    ...app,
    base_tree: base.tree.sha,
    tree: [
      { path: "Pipfile.lock", mode: "100644", type: "blob", sha: blob.sha },
      { path: "overlays/test/Pipfile.lock", mode: "100644", type: "blob", content: "{}\n" },
      { path: "name with space.txt", mode: "100644", type: "blob", sha: null },
    ],
  });
  const { data: made } = await git.createCommit({ ...app, message: "Lock", tree: tree.sha, parents: [parent] });
  await git.createRef({ ...app, ref: "refs/heads/thoth/advise", sha: made.sha });
  assert.deepEqual(made.verification.verified, true);
  assert.deepEqual(made.author, {
    name: "thoth[bot]",
    email: `${botId(made.author.email)}+thoth[bot]@users.noreply.github.com`,
    date: "2026-03-04T05:06:07Z",
  });
  const report = (await standIn.repository("acme/app")).branches["thoth/advise"]!;
  assert.equal(report.head, made.sha);
  assert.deepEqual(report.commits[0]?.changed, ["Pipfile.lock", "name with space.txt", "overlays/test/Pipfile.lock"]);
  assert.equal(await standIn.file("acme/app", "thoth/advise", "Pipfile.lock"), "{}\n");
  assert.equal(await standIn.file("acme/app", "thoth/advise", "name with space.txt"), undefined);
  assert.equal(await standIn.file("acme/app", "thoth/advise", "Pipfile"), "[packages]\n");
});

function botId(email: string): string {
  return email.split("+")[0]!;
}

test("a commit that names an author is not signed by GitHub", async () => {
  const { data: base } = await git.getCommit({ ...app, commit_sha: await head() });
  const author = { name: "Somebody", email: "somebody@example.com" };
  const { data } = await git.createCommit({ ...app, message: "Say", tree: base.tree.sha, parents: [base.sha], author });
  assert.equal(data.verification.verified, false);
});

test("a ref moves forward, and back only by force", async () => {
  const first = await head();
  const [left, right] = [await commit(first, "left", "1"), await commit(first, "right", "2")];
  await git.createRef({ ...app, ref: "refs/heads/moves", sha: left });
  const move = async (sha: string, force = false) => await git.updateRef({ ...app, ref: "heads/moves", sha, force });
  await assert.rejects(move(right), refused(422, /Update is not a fast forward/));
  assert.equal(await head("moves"), left);
  await move(right, true);
  assert.equal(await head("moves"), right);
  await move(await commit(right, "right", "3"));
  await assert.rejects(move("0".repeat(40)), refused(422, /Object does not exist/));
});

test("a ref is made once and deleted once", async () => {
  const sha = await head();
  const ref = "refs/heads/once";
  await git.createRef({ ...app, ref, sha });
  await assert.rejects(git.createRef({ ...app, ref, sha }), refused(422, /Reference already exists/));
  await assert.rejects(git.createRef({ ...app, ref: `${ref}/deeper`, sha }), refused(422));
  await assert.rejects(
    git.createRef({ ...app, ref: "refs/heads/two..dots", sha }),
    refused(422, /not a valid ref name/),
  );
  const { data } = await git.listMatchingRefs({ ...app, ref: "heads/on" });
  assert.deepEqual(
    data.map((found) => found.ref),
    [ref],
  );
  await git.deleteRef({ ...app, ref: "heads/once" });
  await assert.rejects(git.deleteRef({ ...app, ref: "heads/once" }), refused(422, /Reference does not exist/));
  await assert.rejects(git.getRef({ ...app, ref: "heads/once" }), refused(404));
});

test("what does not exist is refused before anything is written", async () => {
  const [parent, absent] = [await head(), "1".repeat(40)];
  await assert.rejects(git.getBlob({ ...app, file_sha: absent }), refused(404));
  await assert.rejects(git.getCommit({ ...app, commit_sha: absent }), refused(404));
  await assert.rejects(git.getTree({ ...app, tree_sha: absent }), refused(404));
  const tree = [{ path: "a", mode: "100644", type: "blob", sha: absent }] as const;
  await assert.rejects(
    git.createTree({ ...app, base_tree: parent, tree: [...tree] }),
    refused(422, /not a valid blob/),
  );
  await assert.rejects(git.createCommit({ ...app, message: "No tree", tree: absent }), refused(422, /Tree SHA/));
});

test("an empty repository has no git data yet", async () => {
  const empty = { owner: "acme", repo: "empty" };
  await assert.rejects(git.getRef({ ...empty, ref: "heads/main" }), refused(409, /Git Repository is empty/));
  await assert.rejects(git.getTree({ ...empty, tree_sha: "main" }), refused(409));
  await assert.rejects(git.createBlob({ ...empty, content: "" }), refused(409));
});

test("workflows are written only by those who were allowed to", async () => {
  const tree = [{ path: ".github/workflows/a.yml", mode: "100644", type: "blob", content: "" }] as const;
  await assert.rejects(git.createTree({ ...app, tree: [...tree] }), refused(403));
});

test("a commit names its files, and a comparison the way between two commits", async () => {
  const parent = await head();
  const sha = await standIn.push("acme/app", {
    branch: "work",
    files: { Pipfile: "[packages]\nflask = '*'\n", more: "1" },
  });
  const { data } = await client.rest.repos.getCommit({ ...app, ref: "work" });
  assert.equal(data.sha, sha);
  assert.equal(data.author?.login, "octocat");
  assert.deepEqual(
    data.files?.map((file) => `${file.status} ${file.filename}`),
    ["modified Pipfile", "added more"],
  );
  const { data: way } = await client.rest.repos.compareCommitsWithBasehead({ ...app, basehead: `${parent}...work` });
  assert.deepEqual([way.status, way.ahead_by, way.behind_by], ["ahead", 1, 0]);
  assert.deepEqual(
    way.files?.map((file) => file.filename),
    ["Pipfile", "more"],
  );
});

test("GraphQL moves a ref only from where it is believed to be", async () => {
  const { data: repository } = await client.rest.repos.get(app);
  const [first, second] = [await head(), await commit(await head(), "graph", "1")];
  const update = async (beforeOid: string, afterOid: string) =>
    await client.graphql("mutation ($input: UpdateRefsInput!) { updateRefs(input: $input) { clientMutationId } }", {
      input: { repositoryId: repository.node_id, refUpdates: [{ name: "refs/heads/graph", beforeOid, afterOid }] },
    });
  await update("0".repeat(40), second);
  assert.equal(await head("graph"), second);
  await assert.rejects(update(first, first), /expected/);
  await update(second, "0".repeat(40));
  await assert.rejects(git.getRef({ ...app, ref: "heads/graph" }), refused(404));
});

test("nothing was asked that GitHub would not understand", async () => {
  assert.deepEqual(await standIn.misfits(), []);
});
