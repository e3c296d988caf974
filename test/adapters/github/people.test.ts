import assert from "node:assert/strict";
import { test } from "node:test";

import { GitHubWorld, signal } from "./github-world.ts";

const world = await GitHubWorld.start();

for (const role of ["none", "read", "triage", "write", "maintain", "admin"] as const)
  test(`a person's role ${role} is their permission`, async () => {
    const place = await world.place();
    await place.standIn.setPermission(place.fullName, "ada", role);
    assert.equal(await (await place.open()).permission("ada", signal), role);
  });

test("whom GitHub does not know may do nothing", async () => {
  const repository = await (await world.place()).open();
  for (const login of ["nobody-of-that-name", "dependabot[bot]", "../.."])
    assert.equal(await repository.permission(login, signal), "none", login);
});

test("a role that an organization made itself counts as what it rests on", async () => {
  const place = await world.place();
  const { installation } = place;
  const body = JSON.stringify({ permission: "write", role_name: "release captain", user: null });
  await place.standIn.fault({ path: "*/permission", installation, does: { kind: "answer", status: 200, body } });
  assert.equal(await (await place.open()).permission("ada", signal), "write");
});

test("a reaction to a comment or an issue is there once", async () => {
  const place = await world.place();
  const issue = await place.standIn.openIssue(place.fullName, { title: "/thoth advise" });
  const comment = await place.standIn.comment(place.fullName, issue, { body: "/thoth advise" });
  const repository = await place.open();
  for (let i = 0; i < 2; i++) {
    await repository.react({ kind: "issue", issue, isWhole: true }, "eyes", signal);
    await repository.react({ kind: "comment", issue, comment }, "rocket", signal);
  }
  const [report] = (await place.report()).issues;
  assert.deepEqual(report!.reactions, ["thoth[bot]: eyes"]);
  assert.deepEqual(report!.comments[0]!.reactions, ["thoth[bot]: rocket"]);
});

test("an issue is closed, and closing it again does no harm", async () => {
  const place = await world.place();
  const issue = await place.standIn.openIssue(place.fullName, { title: "/thoth advise" });
  const repository = await place.open();
  for (let i = 0; i < 2; i++) await repository.closeIssue(issue, signal);
  const [report] = (await place.report()).issues;
  assert.deepEqual([report!.state, report!.closedBy], ["closed", "thoth[bot]"]);
});

test("what was deleted in the meantime takes neither a reaction nor an end, and the job goes on", async () => {
  const place = await world.place();
  const issue = await place.standIn.openIssue(place.fullName, { title: "Hello" });
  const comment = await place.standIn.comment(place.fullName, issue, { body: "/thoth advise" });
  await place.standIn.deleteComment(place.fullName, comment);
  const repository = await place.open();
  await repository.react({ kind: "comment", issue, comment }, "eyes", signal);
  await repository.closeIssue(99, signal);
  assert.equal(world.warnings.filter((warning) => warning.startsWith(`${place.fullName}: `)).length, 2);
});
