import assert from "node:assert/strict";
import { test } from "node:test";

import { type BranchChange, HostUnavailable } from "../../../src/ports/index.ts";
import { within } from "../../support/deadline.ts";
import { GitHubWorld, type Place, signal } from "./github-world.ts";

const world = await GitHubWorld.start();

const branch = "thoth/advise";
const bot = "thoth[bot]";
const change = (base: string, files: Record<string, string>, lastWritten?: string): BranchChange => ({
  branch,
  base,
  message: "Update locks\n\nflask 2.0 -> 3.0",
  files: Object.entries(files).map(([path, text]) => ({ path, text })),
  lastWritten,
});

/** A repository on whose branch we left a commit. */
async function written(files: Record<string, string> = { "Pipfile.lock": "new" }) {
  const place = await world.place({ Pipfile: "p", "Pipfile.lock": "old", README: "r" });
  const repository = await place.open();
  const base = await repository.head(signal);
  const { commit } = await repository.apply(change(base, files), signal);
  return { place, repository, base, commit };
}

const commitsOf = async (place: Place) => (await place.report()).branches[branch]!.commits;
const textAt = async (place: Place, path: string) => await place.standIn.file(place.fullName, branch, path);

test("a change becomes one verified commit of the bot on its branch", async () => {
  const place = await world.place({ Pipfile: "p", "Pipfile.lock": "old", README: "r" });
  const repository = await place.open();
  const base = await repository.head(signal);
  const outcome = await repository.apply(change(base, { "Pipfile.lock": "new\r\n", "a/new.txt": "é" }), signal);
  const [commit] = await commitsOf(place);
  assert.deepEqual(outcome, { kind: "created", commit: commit!.sha });
  assert.deepEqual(commit, {
    sha: outcome.commit,
    parents: [base],
    message: "Update locks\n\nflask 2.0 -> 3.0",
    author: bot,
    isVerified: true,
    changed: ["Pipfile.lock", "a/new.txt"],
  });
  assert.equal(await textAt(place, "Pipfile.lock"), "new\r\n");
  assert.equal(await textAt(place, "a/new.txt"), "é");
  assert.equal(await textAt(place, "README"), "r");
  assert.equal((await place.report()).branches["main"]!.head, base);
});

test("the guard is asked before each write, and nothing is written once it says no", async () => {
  const { place } = await written();
  assert.equal(place.guarded, (await place.writes()).length);
  const issue = await place.standIn.openIssue(place.fullName, { title: "Hello" });
  const before = await place.writes();
  const refused = new Error("the lease is lost");
  const repository = await place.host.open(place.installation, place.id, () => Promise.reject(refused), signal);
  const head = await repository.head(signal);
  await assert.rejects(repository.apply(change(head, { "Pipfile.lock": "newer" }), signal), refused);
  await assert.rejects(repository.writeComment(issue, "key", "body", signal), refused);
  assert.deepEqual(await place.writes(), before);
});

test("the same change twice writes nothing the second time", async () => {
  const { place, repository, base, commit } = await written();
  const before = await place.writes();
  const again = change(base, { "Pipfile.lock": "new" });
  assert.deepEqual(await repository.apply(again, signal), { kind: "unchanged", commit });
  assert.deepEqual(await (await place.open()).apply({ ...again, lastWritten: commit }, signal), {
    kind: "unchanged",
    commit,
  });
  assert.deepEqual(await place.writes(), before);
});

test("the branch stays while its base moves elsewhere, and follows when the same file moves", async () => {
  const { place, commit } = await written();
  const elsewhere = await place.standIn.pushFiles(place.fullName, { README: "r2" });
  const repository = await place.open();
  assert.deepEqual(await repository.apply(change(elsewhere, { "Pipfile.lock": "new" }, commit), signal), {
    kind: "unchanged",
    commit,
  });
  const sameFile = await place.standIn.pushFiles(place.fullName, { "Pipfile.lock": "by hand" });
  const outcome = await repository.apply(change(sameFile, { "Pipfile.lock": "new" }, commit), signal);
  assert.equal(outcome.kind, "updated");
  assert.deepEqual((await commitsOf(place))[0]!.parents, [sameFile]);
});

test("a new proposal replaces the old one in place", async () => {
  const { place, repository, base, commit } = await written();
  const outcome = await repository.apply(change(base, { "Pipfile.lock": "newer" }, commit), signal);
  assert.equal(outcome.kind, "updated");
  assert.deepEqual(
    (await commitsOf(place)).map(({ sha }) => sha),
    [outcome.commit, base],
  );
});

test("without a memory of it, a branch of the bot is still its own", async () => {
  const { repository, base } = await written();
  assert.equal((await repository.apply(change(base, { "Pipfile.lock": "newer" }), signal)).kind, "updated");
});

for (const [name, push] of [
  ["a commit on top", { files: { README: "mine" } }],
  ["an amended commit", { files: { README: "mine" }, amend: true }],
] as const)
  test(`${name} by somebody else is left alone, remembered or not`, async () => {
    const { place, repository, base, commit } = await written();
    const theirs = await place.standIn.push(place.fullName, { branch, ...push });
    const before = await place.writes();
    for (const lastWritten of [commit, undefined])
      assert.deepEqual(await repository.apply(change(base, { "Pipfile.lock": "newer" }, lastWritten), signal), {
        kind: "foreign",
        commit: theirs,
      });
    assert.deepEqual(await place.writes(), before);
  });

test("a branch that somebody else made under our name is left alone", async () => {
  const place = await world.place();
  const theirs = await place.standIn.push(place.fullName, { branch, files: { README: "mine" } });
  const repository = await place.open();
  const outcome = await repository.apply(change(await repository.head(signal), { "Pipfile.lock": "new" }), signal);
  assert.deepEqual(outcome, { kind: "foreign", commit: theirs });
});

test("a branch that a person deleted is made anew", async () => {
  const { place, repository, base, commit } = await written();
  await place.standIn.deleteBranch(place.fullName, branch);
  assert.equal((await repository.apply(change(base, { "Pipfile.lock": "newer" }, commit), signal)).kind, "created");
});

for (const [name, path] of [
  ["while the commit is made", "*/git/commits"],
  ["between the last look and the move", "/graphql"],
] as const)
  test(`who pushes ${name} is not overwritten`, async () => {
    const { place, repository, base, commit } = await written();
    const { installation, standIn } = place;
    const door = await standIn.fault({ method: "POST", path, installation, does: { kind: "hold", when: "before" } });
    const applying = repository.apply(change(base, { "Pipfile.lock": "newer" }, commit), signal);
    await within(standIn.struck(door), "the request at the door");
    const theirs = await standIn.push(place.fullName, { branch, files: { README: "mine" } });
    await standIn.release(door);
    assert.deepEqual(await applying, { kind: "foreign", commit: theirs });
    assert.equal((await place.report()).branches[branch]!.head, theirs);
  });

test("who makes the branch between look and write keeps it", async () => {
  const place = await world.place();
  const { standIn, installation, fullName } = place;
  const repository = await place.open();
  const door = await standIn.fault({ path: "/graphql", installation, does: { kind: "hold", when: "before" } });
  const applying = repository.apply(change(await repository.head(signal), { "Pipfile.lock": "new" }), signal);
  await within(standIn.struck(door), "the request at the door");
  const theirs = await standIn.push(fullName, { branch, files: { README: "mine" } });
  await standIn.release(door);
  assert.deepEqual(await applying, { kind: "foreign", commit: theirs });
});

test("a move that GitHub refuses for a reason of its own is told with it", async () => {
  const { place, repository, base, commit } = await written();
  const { installation } = place;
  const body = JSON.stringify({ data: { updateRefs: null }, errors: [{ type: "UNPROCESSABLE", message: "moved" }] });
  await place.standIn.fault({ path: "/graphql", installation, does: { kind: "answer", status: 200, body } });
  const wish = change(base, { "Pipfile.lock": "newer" }, commit);
  await assert.rejects(
    repository.apply(wish, signal),
    /updateRefs: 200 moved/,
    "nothing moved: GitHub has another reason",
  );
  assert.equal((await place.report()).branches[branch]!.head, commit);
});

for (const path of ["*/git/trees", "*/git/commits", "/graphql"])
  for (const when of ["before", "after"] as const)
    test(`when the answer of ${path} is lost ${when} the work, the job that runs again ends with one commit`, async () => {
      const { place, repository, base, commit } = await written();
      const { installation } = place;
      await place.standIn.fault({ method: "POST", path, installation, does: { kind: "drop", when } });
      const wish = change(base, { "Pipfile.lock": "newer" }, commit);
      await assert.rejects(repository.apply(wish, signal), HostUnavailable);
      const outcome = await (await place.open()).apply(wish, signal);
      assert.equal(outcome.kind, path === "/graphql" && when === "after" ? "unchanged" : "updated");
      const commits = await commitsOf(place);
      assert.deepEqual([commits.length, commits[0]!.sha, commits[0]!.parents], [2, outcome.commit, [base]]);
    });

test("a commit of ours whose answer was lost is our own, also when the plan has changed since", async () => {
  const { place, repository, base, commit } = await written();
  const { installation } = place;
  await place.standIn.fault({ path: "/graphql", installation, does: { kind: "drop", when: "after" } });
  await assert.rejects(repository.apply(change(base, { "Pipfile.lock": "newer" }, commit), signal), HostUnavailable);
  const outcome = await repository.apply(change(base, { "Pipfile.lock": "newest" }, commit), signal);
  assert.equal(outcome.kind, "updated");
  assert.equal(await textAt(place, "Pipfile.lock"), "newest");
});

test("a branch in the way is named", async () => {
  for (const other of ["thoth", "thoth/advise/more"]) {
    const place = await world.place();
    await place.standIn.push(place.fullName, { branch: other, files: { a: "b" } });
    const repository = await place.open();
    await assert.rejects(repository.apply(change(await repository.head(signal), { lock: "new" }), signal), {
      code: "BRANCH_IN_THE_WAY",
      message: `the branch \`thoth/advise\` cannot be made beside the branch \`${other}\``,
    });
  }
});

test("a branch that comes in the way between look and write is named, too", async () => {
  const place = await world.place();
  const { standIn, installation, fullName } = place;
  const repository = await place.open();
  const door = await standIn.fault({ path: "/graphql", installation, does: { kind: "hold", when: "before" } });
  const applying = repository.apply(change(await repository.head(signal), { lock: "new" }), signal);
  await within(standIn.struck(door), "the request at the door");
  await standIn.push(fullName, { branch: "thoth", files: { a: "b" } });
  await standIn.release(door);
  await assert.rejects(applying, { code: "BRANCH_IN_THE_WAY" });
});

test("a branch of a longer name is not in the way", async () => {
  const place = await world.place();
  await place.standIn.push(place.fullName, { branch: "thoth/advise-2", files: { a: "b" } });
  const repository = await place.open();
  const outcome = await repository.apply(change(await repository.head(signal), { lock: "new" }), signal);
  assert.equal(outcome.kind, "created");
});
