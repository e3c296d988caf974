/** Bells: how soon a repository comes, and what becomes of a bell that cannot be rung. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { ring, ringInstallation, ringRepository } from "../../src/bot/ring.ts";
import { botParts, know } from "../support/bot-parts.ts";

/** Installations 1 and 2 wait for some of their repositories. */
async function open() {
  const parts = botParts();
  await know(parts, { 1: [10, 11, 12, 13, 14], 2: [20], 3: [30] });
  for (const repository of [10, 11, 12, 13, 20])
    await parts.store.ask({ repository, slot: "schedule", cause: { kind: "schedule" }, askedAt: new Date(0) });
  return parts;
}

for (const [sentence, id, installation, bell] of [
  ["behind those that its installation waits for", 14, 1, "repository-14 after 4"],
  ["where it waits itself, behind the others", 12, 1, "repository-12 after 3"],
  ["first, where only others wait", 30, 3, "repository-30"],
] as const)
  test(`a repository comes ${sentence}`, async () => {
    const parts = await open();
    await ringRepository({ id, installation }, parts);
    assert.deepEqual(parts.queue.take(), [bell]);
  });

test("an installation that is looked at comes first", async () => {
  const parts = await open();
  await ringInstallation(1, parts);
  assert.deepEqual(parts.queue.take(), ["installation-1"]);
});

test("a bell that cannot be rung is a line in the log", async (t) => {
  const parts = await open();
  t.mock.method(parts.queue, "add", () => Promise.reject(new Error("the queue is away")));
  await ring({ kind: "delivery", id: "d" }, {}, parts);
  await ringInstallation(1, parts);
  await ringRepository({ id: 10, installation: 1 }, parts);
  assert.deepEqual(parts.complaints, Array(3).fill("the queue took no job; the sweeper will try again"));
});
