import assert from "node:assert/strict";
import { test } from "node:test";

import { HostUnavailable, type PullRequestDraft } from "../../../src/ports/index.ts";
import { GitHubWorld, signal } from "./github-world.ts";

const world = await GitHubWorld.start();

const branch = "thoth/advise";
const draft: PullRequestDraft = {
  branch,
  base: "main",
  title: "Update locks",
  body: "Two releases",
  labels: [],
  reviewers: [],
  assignees: [],
};

/** A repository with a change on our branch. */
async function proposed() {
  const place = await world.place({ "Pipfile.lock": "old" });
  const repository = await place.open();
  const base = await repository.head(signal);
  const propose = async (text: string) => {
    const files = [{ path: "Pipfile.lock", text }];
    return (await repository.apply({ branch, base, message: "Update locks", files }, signal)).commit;
  };
  return { place, repository, head: await propose("new"), propose };
}

test("a pull request is opened with its text, labels and people", async () => {
  const { place, repository, head } = await proposed();
  await place.standIn.setPermission(place.fullName, "ada", "write");
  await place.standIn.setPermission(place.fullName, "bob", "write");
  const wish = { ...draft, labels: ["dependencies", "thoth"], reviewers: ["ada"], assignees: ["bob"] };
  const opened = await repository.openPullRequest(wish, signal);
  const pull = await place.standIn.onlyOpenPull(place.fullName);
  assert.deepEqual(
    [pull.title, pull.body, pull.head, pull.base, pull.author],
    ["Update locks", "Two releases", { branch, sha: head }, "main", "thoth[bot]"],
  );
  assert.deepEqual([pull.labels, pull.reviewers, pull.assignees], [["dependencies", "thoth"], ["ada"], ["bob"]]);
  const { url, ...rest } = opened;
  assert.match(url, new RegExp(`/${place.fullName}/pull/${pull.number}$`));
  assert.deepEqual(rest, {
    number: pull.number,
    state: "open",
    head,
    base: "main",
    title: "Update locks",
    body: "Two releases",
    closedByUs: undefined,
  });
  assert.deepEqual(await repository.pullRequests(branch, signal), [opened]);
});

test("people whom GitHub refuses do not cost the pull request, nor the other kinds", async () => {
  const { place, repository } = await proposed();
  const wish = { ...draft, labels: ["thoth"], reviewers: ["nobody", "acme/team"], assignees: ["nobody"] };
  const { number } = await repository.openPullRequest(wish, signal);
  const pull = await place.standIn.onlyOpenPull(place.fullName);
  assert.deepEqual([pull.labels, pull.reviewers, pull.assignees], [["thoth"], [], []]);
  const said = world.warnings.filter((warning) => warning.startsWith(`${place.fullName}#${number}: `));
  assert.deepEqual(
    said.map((warning) => /: (.*) are left out/.exec(warning)![1]),
    ["assignees", "reviewers", "teams of reviewers"],
  );
});

test("one that is open already is given instead of a second one", async () => {
  const { place, repository } = await proposed();
  const first = await repository.openPullRequest(draft, signal);
  assert.deepEqual(await repository.openPullRequest({ ...draft, title: "Again" }, signal), first);
  assert.equal((await place.report()).pulls.length, 1);
});

test("when the answer to opening it is lost, the job that runs again finds it", async () => {
  const { place, repository } = await proposed();
  const { installation } = place;
  await place.standIn.fault({ method: "POST", path: "*/pulls", installation, does: { kind: "drop", when: "after" } });
  await assert.rejects(repository.openPullRequest(draft, signal), HostUnavailable);
  const [found, ...others] = await repository.pullRequests(branch, signal);
  assert.deepEqual([found?.title, found?.state, others], ["Update locks", "open", []]);
  assert.equal((await repository.openPullRequest(draft, signal)).number, found?.number);
  assert.equal((await place.report()).pulls.length, 1);
});

test("all of a branch are listed, newest first, each with what became of it", async () => {
  const { place, repository, propose } = await proposed();
  const { standIn, fullName } = place;
  const numbers: number[] = [];
  const open = async () => numbers.unshift((await repository.openPullRequest(draft, signal)).number);
  await open();
  await standIn.close(fullName, numbers[0]!);
  await open();
  await repository.closePullRequest(numbers[0]!, signal);
  await open();
  await standIn.merge(fullName, numbers[0]!);
  await standIn.deleteBranch(fullName, branch);
  await propose("newer");
  await open();
  const listed = await repository.pullRequests(branch, signal);
  assert.deepEqual(
    listed.map(({ number, state, closedByUs }) => [number, state, closedByUs]),
    [
      [numbers[0], "open", undefined],
      [numbers[1], "merged", false],
      [numbers[2], "closed", true],
      [numbers[3], "closed", false],
    ],
  );
});

test("pull requests of people, also from our branch, are not ours", async () => {
  const { place, repository } = await proposed();
  await place.standIn.push(place.fullName, { branch: "topic", files: { a: "b" } });
  await place.standIn.openPull(place.fullName, { head: "topic", title: "Mine" });
  await place.standIn.openPull(place.fullName, { head: branch, title: "Yours" });
  assert.deepEqual(await repository.pullRequests(branch, signal), []);
});

test("one that stands on the second page is listed", async () => {
  const { place, repository } = await proposed();
  const { number } = await repository.openPullRequest(draft, signal);
  const path = `/repos/${place.fullName}/pulls`;
  const headers = { link: `<${place.standIn.url}${path}?state=all&page=1>; rel="next"` };
  await place.standIn.fault({ method: "GET", path, does: { kind: "answer", status: 200, body: "[]", headers } });
  const listed = await repository.pullRequests(branch, signal);
  assert.deepEqual(
    listed.map((pull) => pull.number),
    [number],
  );
});

test("an edit writes only what differs", async () => {
  const { place, repository } = await proposed();
  const { number } = await repository.openPullRequest(draft, signal);
  const bodies = async () =>
    (await place.requests())
      .filter(({ method, path }) => method === "PATCH" && path.endsWith(`/${number}`))
      .map(({ body }) => body);
  await repository.editPullRequest(number, { title: draft.title, body: draft.body, base: draft.base }, signal);
  assert.deepEqual(await bodies(), []);
  await repository.editPullRequest(number, { title: draft.title, body: "Three releases", base: draft.base }, signal);
  await repository.editPullRequest(
    number,
    { title: "Update the lock", body: "Three releases", base: draft.base },
    signal,
  );
  assert.deepEqual(await bodies(), [{ body: "Three releases" }, { title: "Update the lock" }]);
});
