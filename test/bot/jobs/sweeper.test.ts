import assert from "node:assert/strict";
import { test } from "node:test";

import { reconcile, sweep } from "../../../src/bot/jobs/sweeper.ts";
import { type BotParts, botParts, know, wishes } from "../../support/bot-parts.ts";

const hour = 3_600_000;

async function receive({ store, clock }: BotParts, id: string): Promise<void> {
  await store.saveDelivery({ id, event: "push", bodyDigest: id, receivedAt: clock.now(), payload: {} });
}

async function ask({ store, clock }: BotParts, ...repositories: readonly number[]): Promise<void> {
  for (const repository of repositories)
    await store.ask({ repository, slot: "refresh", cause: { kind: "refresh" }, askedAt: clock.now() });
}

test("a delivery that nobody finished is rung for again, once it has had its time", async () => {
  const parts = botParts();
  await receive(parts, "old");
  await receive(parts, "done");
  await parts.store.finishDelivery("done");
  parts.pass(parts.patience + 1);
  await receive(parts, "young");
  await sweep(parts);
  assert.deepEqual(parts.queue.take(), ["delivery-old"]);
});

test("open wishes ring fairly: the first of each installation before the second of any", async () => {
  const parts = botParts();
  await know(parts, { 1: [11, 12, 13], 2: [21], 3: [31, 32] });
  await ask(parts, 11, 12, 13, 21, 31, 32);
  parts.pass(1);
  await sweep(parts);
  assert.deepEqual(parts.queue.take(), [
    "repository-11",
    "repository-12 after 1",
    "repository-13 after 2",
    "repository-21",
    "repository-31",
    "repository-32 after 1",
  ]);
});

test("an active repository that is due is asked for its advice, and is due again in its window of the week", async () => {
  const parts = botParts();
  const { store, clock } = parts;
  await know(parts, { 1: [11, 12] });
  await store.updateRepository(11, { stage: "active", dueAt: clock.now() });
  await store.updateRepository(12, { stage: "active", dueAt: new Date(clock.now().getTime() + 1) });
  await sweep(parts);
  assert.deepEqual(await wishes(parts, 11), ["schedule"]);
  assert.deepEqual(await wishes(parts, 12), []);
  const dueAt = (await store.repository(11))!.dueAt!;
  assert.match(dueAt.toISOString(), /^2026-11-30T0[4-7]:/, "Monday from four to eight");
  parts.pass(1);
  parts.queue.take();
  await sweep(parts);
  assert.deepEqual(parts.queue.take(), ["repository-11"]);
});

test("for repositories whose rest is over the installation is looked at, once for all of them", async () => {
  const parts = botParts();
  await know(parts, { 1: [11, 12], 2: [21] });
  for (const id of [11, 12, 21])
    await parts.store.updateRepository(id, { stage: "surveyed", dueAt: parts.clock.now() });
  await sweep(parts);
  assert.deepEqual(parts.queue.take(), ["installation-1", "installation-2"]);
  assert.deepEqual(await wishes(parts, 11), []);
});

test("suspended repositories, however many, keep nobody else from being seen", async () => {
  const parts = botParts();
  const { store, clock } = parts;
  const many = Array.from({ length: 600 }, (_, i) => 1_000 + i);
  await know(parts, { 1: many, 2: [21, 22] });
  for (const id of many)
    await store.updateRepository(id, { stage: id % 2 === 0 ? "surveyed" : "active", dueAt: clock.now() });
  await store.saveInstallation({ id: 1, account: "account-1", isSuspended: true });
  parts.pass(hour);
  await store.updateRepository(21, { stage: "surveyed", dueAt: clock.now() });
  await store.updateRepository(22, { stage: "active", dueAt: clock.now() });
  await sweep(parts);
  await sweep(parts);
  assert.deepEqual(parts.queue.take(), ["installation-2"]);
  assert.deepEqual(await wishes(parts, 22), ["schedule"]);
  assert.deepEqual(await wishes(parts, many[1]!), []);
});

test("once a day every installation is looked at again, also one that is held to be suspended", async () => {
  const parts = botParts();
  await know(parts, { 1: [], 2: [] });
  await parts.store.saveInstallation({ id: 2, account: "account-2", isSuspended: true });
  await reconcile(parts);
  assert.deepEqual(parts.queue.take(), ["installation-1", "installation-2"]);
});
