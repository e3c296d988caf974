import assert from "node:assert/strict";
import { test } from "node:test";

import { GitHubWorld, signal } from "./github-world.ts";

const world = await GitHubWorld.start();

test("reads files at one commit, also after the branch moved on", async () => {
  const place = await world.place({ Pipfile: "[packages]\n", "overlays/a/Pipfile": "é\r\n" });
  const repository = await place.open();
  const head = await repository.head(signal);
  await place.standIn.pushFiles(place.fullName, { Pipfile: "changed\n", "new.txt": "new" });
  assert.deepEqual(await repository.listFiles(head, signal), ["Pipfile", "overlays/a/Pipfile"]);
  assert.equal(await repository.readFile(head, "Pipfile", 100, signal), "[packages]\n");
  assert.equal(await repository.readFile(head, "overlays/a/Pipfile", 100, signal), "é\r\n");
  assert.equal(await repository.readFile(head, "new.txt", 100, signal), undefined);
  const next = await (await place.open()).head(signal);
  assert.equal(await repository.readFile(next, "new.txt", 100, signal), "new");
});

test("a look at a repository costs few requests", async () => {
  const place = await world.place({ Pipfile: "a", "Pipfile.lock": "b", ".thoth.yaml": "c" });
  const repository = await place.open();
  const head = await repository.head(signal);
  for (const path of ["Pipfile", "Pipfile.lock", ".thoth.yaml", "setup.cfg"])
    await repository.readFile(head, path, 100, signal);
  const paths = (await place.requests()).map(({ path }) => place.short(path).split("/").slice(0, 2).join("/"));
  assert.deepEqual(paths, ["git/ref", "git/trees", "git/blobs", "git/blobs", "git/blobs"]);
});

test("a file past its limit is refused by name before it is asked for", async () => {
  const place = await world.place({ Pipfile: "1234567890" });
  const repository = await place.open();
  const head = await repository.head(signal);
  assert.equal(await repository.readFile(head, "Pipfile", 10, signal), "1234567890");
  const before = (await place.requests()).length;
  await assert.rejects(repository.readFile(head, "Pipfile", 9, signal), {
    code: "INPUT_TOO_LARGE",
    message: "Pipfile: 10 bytes, and at most 9 are read",
  });
  assert.equal((await place.requests()).length, before);
});

const answer = (body: object) => ({ kind: "answer", status: 200, body: JSON.stringify(body) }) as const;

test("a file that is not UTF-8 is refused by name", async () => {
  const place = await world.place();
  const repository = await place.open();
  const content = Buffer.from([0xff, 0xfd]).toString("base64");
  await place.standIn.fault({
    path: `/repos/${place.fullName}/git/blobs/*`,
    does: answer({ content, encoding: "base64" }),
  });
  await assert.rejects(repository.readFile(await repository.head(signal), "Pipfile", 100, signal), {
    code: "NOT_UTF8",
    message: "Pipfile: not UTF-8 text",
  });
});

test("links, submodules and folders are no files", async () => {
  const place = await world.place();
  const repository = await place.open();
  const sha = "1".repeat(40);
  const tree = [
    { path: "link", mode: "120000", type: "blob", sha, size: 4 },
    { path: "module", mode: "160000", type: "commit", sha },
    { path: "folder", mode: "040000", type: "tree", sha },
    { path: "folder/run.sh", mode: "100755", type: "blob", sha, size: 4 },
  ];
  await place.standIn.fault({
    path: `/repos/${place.fullName}/git/trees/*`,
    does: answer({ sha, tree, truncated: false }),
  });
  const head = await repository.head(signal);
  assert.deepEqual(await repository.listFiles(head, signal), ["folder/run.sh"]);
  assert.equal(await repository.readFile(head, "link", 100, signal), undefined);
});

test("a tree too large for one answer is read folder by folder", async () => {
  const place = await world.place({ "a/b/one": "1", "a/two": "2", three: "3" });
  const repository = await place.open();
  await place.standIn.fault({
    path: `/repos/${place.fullName}/git/trees/*`,
    does: answer({ sha: "1".repeat(40), tree: [], truncated: true }),
  });
  const head = await repository.head(signal);
  assert.deepEqual(await repository.listFiles(head, signal), ["a/b/one", "a/two", "three"]);
  assert.equal(await repository.readFile(head, "a/b/one", 1, signal), "1");
});

test("an empty repository says so, and has no head", async () => {
  const place = await world.emptyPlace();
  const repository = await place.open();
  assert.equal(repository.facts.isEmpty, true);
  await assert.rejects(repository.head(signal), { code: "EMPTY_REPOSITORY", message: new RegExp(place.fullName) });
});

test("a repository whose default branch was deleted has no head either", async () => {
  const place = await world.place();
  await place.standIn.push(place.fullName, { branch: "other", files: { a: "b" } });
  await place.standIn.deleteBranch(place.fullName, "main");
  const repository = await place.open();
  await assert.rejects(repository.head(signal), { code: "EMPTY_REPOSITORY" });
});
