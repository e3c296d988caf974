import assert from "node:assert/strict";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { GitForge } from "../../../src/adapters/git/index.ts";
import type { BranchChange } from "../../../src/ports/index.ts";
import { temporaryFolder, TestRepository } from "../../support/repository.ts";

const clock = { now: () => new Date("2026-11-24T00:00:00Z") };
const signal = new AbortController().signal;
const open = (repository: TestRepository) => GitForge.open(repository.folder, clock, signal);
const change = (base: string, files: Record<string, string>): BranchChange => ({
  branch: "thoth/advise",
  base,
  message: "Update locks\n\nflask 2.0 -> 3.0\n",
  files: Object.entries(files).map(([path, text]) => ({ path, text })),
});

test("reads files at a commit, not in the working tree", async (t) => {
  const repository = new TestRepository(t, { Pipfile: "[packages]\n", "overlays/a/Pipfile": "é\r\n" });
  repository.write({ Pipfile: "changed\n", "new.txt": "new" });
  const forge = await open(repository);
  const head = await forge.head(signal);
  assert.deepEqual(await forge.listFiles(head, signal), ["Pipfile", "overlays/a/Pipfile"]);
  assert.equal(await forge.readFile(head, "Pipfile", 100, signal), "[packages]\n");
  assert.equal(await forge.readFile(head, "overlays/a/Pipfile", 100, signal), "é\r\n");
  assert.equal(await forge.readFile(head, "new.txt", 100, signal), undefined);
});

test("a file past its limit and a file that is not text are refused by name", async (t) => {
  const repository = new TestRepository(t, { Pipfile: "1234567890" });
  writeFileSync(join(repository.folder, "binary"), Buffer.from([0xff, 0xfd]));
  repository.git("add", "--all");
  repository.git("commit", "--quiet", "-m", "Binary");
  const forge = await open(repository);
  const head = await forge.head(signal);
  assert.equal(await forge.readFile(head, "Pipfile", 10, signal), "1234567890");
  await assert.rejects(forge.readFile(head, "Pipfile", 9, signal), {
    message: "Pipfile: 10 bytes, and at most 9 are read",
  });
  await assert.rejects(forge.readFile(head, "binary", 9, signal), { message: "binary: not UTF-8 text" });
});

test("a symbolic link is not a file", async (t) => {
  const repository = new TestRepository(t, {});
  repository.git("config", "core.symlinks", "true");
  const blob = repository.git("hash-object", "-w", "--stdin");
  repository.git("update-index", "--add", "--cacheinfo", `120000,${blob},Pipfile`);
  repository.git("commit", "--quiet", "-m", "Link");
  const forge = await open(repository);
  assert.deepEqual(await forge.listFiles(await forge.head(signal), signal), []);
});

test("a change becomes one commit on its branch and touches nothing else", async (t) => {
  const repository = new TestRepository(t, { Pipfile: "p", "Pipfile.lock": "old", README: "r" });
  repository.write({ README: "edited, not committed" });
  const before = repository.untouchables();
  const forge = await open(repository);
  const head = await forge.head(signal);
  const outcome = await forge.apply(change(head, { "Pipfile.lock": "new" }), signal);
  assert.equal(outcome.kind, "created");
  assert.equal(repository.untouchables(), before);
  assert.equal(repository.git("rev-parse", "thoth/advise^"), head);
  assert.equal(repository.git("diff", "--name-only", head, "thoth/advise"), "Pipfile.lock");
  assert.equal(repository.git("show", "thoth/advise:Pipfile.lock"), "new");
  assert.equal(
    repository.git("log", "-1", "--format=%an <%ae> %aI%n%B", "thoth/advise").replace("+00:00", "Z"),
    "Thoth <thoth@thoth.invalid> 2026-11-24T00:00:00Z\nUpdate locks\n\nflask 2.0 -> 3.0",
  );
});

test("the same change twice writes nothing the second time", async (t) => {
  const repository = new TestRepository(t, { "Pipfile.lock": "old" });
  const forge = await open(repository);
  const head = await forge.head(signal);
  const first = await forge.apply(change(head, { "Pipfile.lock": "new" }), signal);
  assert.deepEqual(await forge.apply(change(head, { "Pipfile.lock": "new" }), signal), {
    kind: "unchanged",
    commit: first.commit,
  });
});

test("the branch stays while its base moves elsewhere, and follows when the same file moves", async (t) => {
  const repository = new TestRepository(t, { "Pipfile.lock": "old", README: "r" });
  const forge = await open(repository);
  const first = await forge.apply(change(await forge.head(signal), { "Pipfile.lock": "new" }), signal);
  repository.write({ README: "r2" });
  repository.git("commit", "--quiet", "-am", "Elsewhere");
  assert.equal(
    (await forge.apply(change(await forge.head(signal), { "Pipfile.lock": "new" }), signal)).kind,
    "unchanged",
  );
  repository.write({ "Pipfile.lock": "by hand" });
  repository.git("commit", "--quiet", "-am", "Same file");
  const second = await forge.apply(change(await forge.head(signal), { "Pipfile.lock": "new" }), signal);
  assert.equal(second.kind, "updated");
  assert.notEqual(second.commit, first.commit);
  assert.equal(repository.git("rev-parse", "thoth/advise^"), repository.git("rev-parse", "HEAD"));
});

test("a new proposal replaces the old one in place", async (t) => {
  const repository = new TestRepository(t, { "Pipfile.lock": "old" });
  const forge = await open(repository);
  const head = await forge.head(signal);
  await forge.apply(change(head, { "Pipfile.lock": "new" }), signal);
  assert.equal((await forge.apply(change(head, { "Pipfile.lock": "newer" }), signal)).kind, "updated");
  assert.equal(repository.git("rev-list", "--count", `${head}..thoth/advise`), "1");
});

test("a branch with somebody else's commit is left alone", async (t) => {
  const repository = new TestRepository(t, { "Pipfile.lock": "old" });
  const forge = await open(repository);
  const head = await forge.head(signal);
  await forge.apply(change(head, { "Pipfile.lock": "new" }), signal);
  const folder = temporaryFolder(t);
  repository.git("worktree", "add", "--quiet", join(folder, "w"), "thoth/advise");
  await assert.rejects(forge.apply(change(head, { "Pipfile.lock": "newer" }), signal), /checked out/);
  repository.git("-C", join(folder, "w"), "commit", "--quiet", "--allow-empty", "-m", "Mine");
  repository.git("worktree", "remove", join(folder, "w"));
  const outcome = await forge.apply(change(head, { "Pipfile.lock": "newer" }), signal);
  assert.deepEqual(outcome, { kind: "foreign", commit: repository.git("rev-parse", "thoth/advise") });
});

test("hooks of the repository never run", async (t) => {
  const repository = new TestRepository(t, { "Pipfile.lock": "old" });
  const hook = join(repository.folder, ".git/hooks/reference-transaction");
  writeFileSync(hook, "#!/bin/sh\ntouch hook-ran\nexit 1\n");
  chmodSync(hook, 0o755);
  const forge = await open(repository);
  const outcome = await forge.apply(change(await forge.head(signal), { "Pipfile.lock": "new" }), signal);
  assert.equal(outcome.kind, "created");
});

test("an executable file stays executable", async (t) => {
  const repository = new TestRepository(t, {});
  repository.write({ "Pipfile.lock": "old" });
  chmodSync(join(repository.folder, "Pipfile.lock"), 0o755);
  repository.git("add", "--all");
  repository.git("commit", "--quiet", "-m", "Executable");
  const forge = await open(repository);
  await forge.apply(change(await forge.head(signal), { "Pipfile.lock": "new" }), signal);
  assert.match(repository.git("ls-tree", "thoth/advise", "Pipfile.lock"), /^100755 /);
});

test("a folder without a repository, and a repository without a commit, are one sentence each", async (t) => {
  const folder = temporaryFolder(t);
  await assert.rejects(GitForge.open(folder, clock, signal), {
    code: "NOT_A_REPOSITORY",
    message: `\`${folder}\` is not in a git repository`,
  });
  const repository = new TestRepository(t, {});
  repository.git("update-ref", "-d", "HEAD");
  await assert.rejects((await open(repository)).head(signal), { code: "EMPTY_REPOSITORY" });
});

test("a folder below the root is refused, and a bare repository and a worktree are as good as any", async (t) => {
  const repository = new TestRepository(t, { "pkg/Pipfile": "p" });
  const below = join(repository.folder, "pkg");
  await assert.rejects(GitForge.open(below, clock, signal), { code: "NOT_THE_ROOT" });
  const folder = temporaryFolder(t);
  repository.git("clone", "--quiet", "--bare", repository.folder, join(folder, "bare"));
  repository.git("worktree", "add", "--quiet", "--detach", join(folder, "tree"));
  for (const name of ["bare", "tree"]) {
    const forge = await GitForge.open(join(folder, name), clock, signal);
    assert.deepEqual(await forge.listFiles(await forge.head(signal), signal), ["pkg/Pipfile"]);
  }
});

test("a branch that leaves no room for ours is named", async (t) => {
  for (const other of ["thoth", "thoth/advise/mine"]) {
    const repository = new TestRepository(t, { "Pipfile.lock": "old" });
    repository.git("branch", other);
    const forge = await open(repository);
    await assert.rejects(forge.apply(change(await forge.head(signal), { "Pipfile.lock": "new" }), signal), {
      code: "BRANCH_IN_THE_WAY",
      message: `the branch \`thoth/advise\` cannot be made beside the branch \`${other}\``,
    });
  }
});

test("a branch that stands elsewhere than we left it is somebody else's", async (t) => {
  const repository = new TestRepository(t, { "Pipfile.lock": "old" });
  const forge = await open(repository);
  const head = await forge.head(signal);
  const first = await forge.apply(change(head, { "Pipfile.lock": "new" }), signal);
  const remembered = { ...change(head, { "Pipfile.lock": "newer" }), lastWritten: first.commit };
  assert.equal((await forge.apply(remembered, signal)).kind, "updated");
  assert.equal((await forge.apply({ ...remembered, lastWritten: first.commit }, signal)).kind, "foreign");
});
