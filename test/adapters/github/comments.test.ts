import assert from "node:assert/strict";
import { test } from "node:test";

import { HostUnavailable } from "../../../src/ports/index.ts";
import { GitHubWorld, signal } from "./github-world.ts";

const world = await GitHubWorld.start();

async function issue() {
  const place = await world.place();
  const number = await place.standIn.openIssue(place.fullName, { title: "Hello" });
  const comments = async () => (await place.report()).issues.find((each) => each.number === number)!.comments;
  return { place, number, comments, repository: await place.open() };
}

/** What a reader sees: HTML comments are hidden. */
const seen = (body: string) => body.replace(/<!--.*?-->/gs, "").trim();

test("a comment is made once, edited in place, and left alone when it says so already", async () => {
  const { number, comments, repository } = await issue();
  for (const body of ["First", "First", "Second", "Second"])
    await repository.writeComment(number, "advise", body, signal);
  const [comment, ...others] = await comments();
  assert.deepEqual([seen(comment!.body), comment!.author, comment!.edits, others], ["Second", "thoth[bot]", 1, []]);
});

test("each key has a comment of its own", async () => {
  const { number, comments, repository } = await issue();
  await repository.writeComment(number, "command-1", "One", signal);
  await repository.writeComment(number, "command-12", "Twelve", signal);
  await repository.writeComment(number, "command-1", "Uno", signal);
  assert.deepEqual(
    (await comments()).map(({ body }) => seen(body)),
    ["Uno", "Twelve"],
  );
});

test("somebody who copies our comment, key and all, keeps theirs", async () => {
  const { place, number, comments, repository } = await issue();
  await repository.writeComment(number, "advise", "Ours", signal);
  const [ours] = await comments();
  const other = await place.standIn.openIssue(place.fullName, { title: "Another" });
  await place.standIn.comment(place.fullName, other, { body: ours!.body });
  await repository.writeComment(other, "advise", "Ours, too", signal);
  const report = (await place.report()).issues.find((each) => each.number === other)!;
  assert.deepEqual(
    report.comments.map(({ author, body }) => [author, seen(body)]),
    [
      ["octocat", "Ours"],
      ["thoth[bot]", "Ours, too"],
    ],
  );
});

test("a key that stands inside of a comment of ours does not count", async () => {
  const { number, comments, repository } = await issue();
  await repository.writeComment(number, "first", "Hello", signal);
  const [first] = await comments();
  await repository.writeComment(number, "second", `quoted:\n${first!.body}\nand on`, signal);
  await repository.writeComment(number, "first", "Changed", signal);
  assert.deepEqual(
    (await comments()).map(({ edits }) => edits),
    [1, 0],
  );
});

test("a comment is found on a later page", async () => {
  const { place, number, comments, repository } = await issue();
  for (let i = 0; i < 100; i++) await place.standIn.comment(place.fullName, number, { body: `Word ${i}` });
  await repository.writeComment(number, "advise", "First", signal);
  await repository.writeComment(number, "advise", "Second", signal);
  assert.equal((await comments()).length, 101);
});

for (const when of ["before", "after"] as const)
  test(`when the answer is lost ${when} the work, the job that runs again leaves one comment`, async () => {
    const { place, number, comments, repository } = await issue();
    const { installation } = place;
    const lost = { method: "POST", path: "*/comments", installation, does: { kind: "drop", when } } as const;
    await place.standIn.fault(lost);
    await assert.rejects(repository.writeComment(number, "advise", "Hello", signal), HostUnavailable);
    await repository.writeComment(number, "advise", "Hello", signal);
    assert.equal((await comments()).length, 1);
  });

test("a comment that a person deleted is made anew", async () => {
  const { place, number, comments, repository } = await issue();
  await repository.writeComment(number, "advise", "Hello", signal);
  await place.standIn.deleteComment(place.fullName, (await comments())[0]!.id);
  await repository.writeComment(number, "advise", "Hello", signal);
  assert.equal((await comments()).length, 1);
});

test("the longest comment fits whole, and a longer one is a mistake of the caller", async () => {
  const { place, number, comments, repository } = await issue();
  await repository.writeComment(number, "k", "x", signal);
  const longest = 65_536 - ((await comments())[0]!.body.length - 1);
  await repository.writeComment(number, "k", "x".repeat(longest), signal);
  assert.equal((await comments())[0]!.body.length, 65_536);
  const before = await place.writes();
  await assert.rejects(repository.writeComment(number, "k", "x".repeat(longest + 1), signal), /65537 characters/);
  assert.deepEqual(await place.writes(), before);
});

test("a key that could not be hidden is a mistake of the caller", async () => {
  const { number, repository } = await issue();
  for (const key of ["", "a b", "-->", "a--b"])
    await assert.rejects(repository.writeComment(number, key, "Hello", signal), /key/);
});

test("on an issue that is gone nothing is said", async () => {
  const { place, repository } = await issue();
  await repository.writeComment(99, "advise", "Hello", signal);
  assert.deepEqual(await place.writes(), []);
  assert.ok(world.warnings.includes(`${place.fullName}#99 is gone or locked, so comment \`advise\` is not written`));
});
