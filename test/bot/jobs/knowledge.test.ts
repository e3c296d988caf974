import assert from "node:assert/strict";
import { test } from "node:test";

import { askForKnowledge } from "../../../src/bot/index.ts";
import { botParts, know, wishes } from "../../support/bot-parts.ts";

test("news are for repositories that are spoken to, of installations that are not suspended", async () => {
  const parts = botParts();
  await know(parts, { 1: [11, 12, 13, 14], 2: [21] });
  const { store } = parts;
  for (const [id, stage] of [
    [11, "active"],
    [12, "onboarding"],
    [13, "surveyed"],
    [21, "active"],
  ] as const)
    await store.updateRepository(id, { stage });
  await store.saveInstallation({ id: 2, account: "account-2", isSuspended: true });
  await askForKnowledge(parts);
  const asked = await Promise.all([11, 12, 13, 14, 21].map((id) => wishes(parts, id)));
  assert.deepEqual(asked, [["knowledge"], ["knowledge"], [], [], []]);
  assert.deepEqual(parts.queue.take(), ["repository-11", "repository-12"]);
});

test("an archived repository hears nothing", async () => {
  const parts = botParts();
  await know(parts, { 1: [11] });
  await parts.store.updateRepository(11, { stage: "active" });
  await parts.store.saveRepository({ id: 11, installation: 1, fullName: "account-1/r11", isArchived: true });
  await askForKnowledge(parts);
  assert.deepEqual(parts.queue.take(), []);
});
