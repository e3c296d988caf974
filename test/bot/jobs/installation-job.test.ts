import assert from "node:assert/strict";
import { test } from "node:test";

import type { WorkDependencies } from "../../../src/bot/index.ts";
import { doInstallation } from "../../../src/bot/jobs/installation-job.ts";
import {
  type CodeHost,
  HostRefused,
  HostUnavailable,
  type RepositoryFacts,
  RetryAfter,
} from "../../../src/ports/index.ts";
import { type BotParts, botParts, know, wishes } from "../../support/bot-parts.ts";

const hour = 3_600_000;
const { signal } = new AbortController();

interface Listed extends BotParts {
  /** What the host lists; a test may change it. */
  facts: RepositoryFacts[];
  /** What the host says in place of its list. */
  refusal: Error | undefined;
  look(): Promise<void>;
}

function repository(id: number, facts: Partial<RepositoryFacts> = {}): RepositoryFacts {
  const usual = { defaultBranch: "main", isPrivate: false, isArchived: false, isFork: false, isEmpty: false };
  return { id, fullName: `account-1/r${id}`, ...usual, ...facts };
}

function repositories(count: number): RepositoryFacts[] {
  return Array.from({ length: count }, (_, i) => repository(i + 1));
}

/** Installation 1 with these repositories. */
async function installed(facts: readonly RepositoryFacts[]): Promise<Listed> {
  const parts = botParts();
  await know(parts, { 1: [] });
  const host: Pick<CodeHost, "repositories"> = {
    async *repositories() {
      yield* listed.facts;
      if (listed.refusal !== undefined) throw listed.refusal;
    },
  };
  // An installation is only listed; repositories are opened by jobs of their own.
  const dependencies = { ...parts, host } as unknown as WorkDependencies;
  const look = () => doInstallation(1, signal, dependencies);
  const listed: Listed = { ...parts, facts: [...facts], refusal: undefined, look };
  return listed;
}

async function allWishes(parts: BotParts): Promise<string[]> {
  const all = await parts.store.repositories(1);
  return (
    await Promise.all(all.map(async ({ id }) => (await wishes(parts, id)).map((slot) => `${id} ${slot}`)))
  ).flat();
}

/** As after the silent look: who is how urgent, by id. */
async function survey({ store, clock }: BotParts, urgencies: Readonly<Record<number, number>>, rest = 24 * hour) {
  for (const [id, urgency] of Object.entries(urgencies)) {
    await store.saveRepository({ id: Number(id), installation: 1, fullName: `account-1/r${id}`, isArchived: false });
    const dueAt = new Date(clock.now().getTime() + rest);
    await store.updateRepository(Number(id), { stage: "surveyed", urgency, dueAt });
  }
}

/** Ids of those invited since this was last asked. */
async function invited(parts: BotParts): Promise<number[]> {
  const ids: number[] = [];
  for (const { id } of await parts.store.repositories(1))
    for (const request of await parts.store.openRequests(id))
      if (request.slot === "onboard" && (await parts.store.finishRequest(request))) ids.push(id);
  return ids;
}

test("in a small installation everyone is invited at once", async () => {
  const parts = await installed(repositories(10));
  await parts.look();
  assert.deepEqual(
    await allWishes(parts),
    repositories(10).map(({ id }) => `${id} onboard`),
  );
  assert.equal(parts.queue.take().length, 10);
});

test("a large one is looked at silently first", async () => {
  const parts = await installed(repositories(11));
  await parts.look();
  assert.deepEqual(
    await allWishes(parts),
    repositories(11).map(({ id }) => `${id} survey`),
  );
});

test("archived repositories, forks and empty ones are asked nothing", async () => {
  const parts = await installed([
    repository(1, { isArchived: true }),
    repository(2, { isFork: true }),
    repository(3, { isEmpty: true }),
    repository(4),
  ]);
  await parts.look();
  assert.deepEqual(await allWishes(parts), ["4 onboard"]);
  assert.equal((await parts.store.repository(1))?.isArchived, true);
});

test("the host's list is the truth: names are brought up to date, and who is gone from it is gone", async () => {
  const parts = await installed(repositories(3));
  await parts.look();
  parts.facts = [repository(1), repository(2, { fullName: "account-1/renamed" })];
  await parts.look();
  assert.deepEqual(
    (await parts.store.repositories(1)).map(({ fullName }) => fullName),
    ["account-1/r1", "account-1/renamed"],
  );
});

test("five a day are invited, the most urgent first, and none before its rest is over", async () => {
  const parts = await installed(repositories(12));
  await survey(parts, { 1: 0, 2: 4, 3: 0, 4: 3, 5: 0, 6: 2, 7: 0, 8: 4, 9: 1, 10: 0, 11: 0, 12: 0 });
  await parts.look();
  parts.pass(24 * hour - 1);
  await parts.look();
  assert.deepEqual(await invited(parts), []);
  parts.pass(1);
  await parts.look();
  assert.deepEqual(await invited(parts), [2, 4, 6, 8, 9]);
  assert.equal((await parts.store.repository(2))?.stage, "onboarding");
  parts.pass(24 * hour - 1);
  await parts.look();
  assert.deepEqual(await invited(parts), []);
  parts.pass(hour);
  await parts.look();
  assert.deepEqual(await invited(parts), [1, 3, 5, 7, 10]);
  parts.pass(24 * hour);
  await parts.look();
  assert.deepEqual(await invited(parts), [11, 12]);
});

test("who finds no room is not due again at once", async () => {
  const parts = await installed(repositories(12));
  await survey(parts, Object.fromEntries(repositories(12).map(({ id }) => [id, 0])), 0);
  await parts.look();
  assert.deepEqual(await invited(parts), [1, 2, 3, 4, 5]);
  const left = (await parts.store.dueRepositories(parts.clock.now(), 100)).filter(({ stage }) => stage === "surveyed");
  assert.deepEqual(left, []);
  parts.pass(hour);
  assert.equal((await parts.store.dueRepositories(parts.clock.now(), 100)).length, 12);
});

test("an urgent one that was looked at last keeps its place while it rests", async () => {
  const parts = await installed(repositories(12));
  await survey(parts, { 1: 1, 2: 1, 3: 1, 4: 1, 5: 1, 6: 1, 7: 1, 8: 1, 9: 1, 10: 1, 11: 1 });
  parts.pass(5 * 60_000);
  await survey(parts, { 12: 4 });
  parts.pass(24 * hour - 1);
  await parts.look();
  assert.deepEqual(await invited(parts), [1, 2, 3, 4]);
  parts.pass(1);
  await parts.look();
  assert.deepEqual(await invited(parts), [12]);
});

test("one that was archived or made a template after the silent look is not invited", async () => {
  const parts = await installed(repositories(12));
  await survey(parts, { 1: 4, 2: 4, 3: 0 }, 0);
  parts.facts[0] = repository(1, { isArchived: true });
  parts.facts[1] = repository(2, { isFork: true });
  await parts.look();
  assert.deepEqual(await invited(parts), [3]);
  const due = await parts.store.dueRepositories(parts.clock.now(), 100);
  assert.deepEqual(
    due.map(({ id }) => id),
    [3],
    "nor is the installation listed for it again and again",
  );
});

test("one without a manifest is never invited", async () => {
  const parts = await installed(repositories(12));
  await survey(parts, { 1: 0 });
  await parts.store.updateRepository(1, { dueAt: undefined });
  parts.pass(48 * hour);
  await parts.look();
  assert.deepEqual(await invited(parts), []);
});

test("where access is gone nothing is asked or forgotten, and the installation counts as suspended until it is back", async () => {
  const parts = await installed(repositories(2));
  await parts.look();
  await invited(parts);
  parts.facts = [];
  parts.refusal = new HostRefused("suspended");
  await parts.look();
  assert.equal((await parts.store.repositories(1)).length, 2);
  assert.equal((await parts.store.installation(1))?.isSuspended, true);
  assert.deepEqual(parts.complaints, ["access to the installation is gone"]);
  parts.facts = repositories(2);
  parts.refusal = undefined;
  await parts.look();
  assert.equal((await parts.store.installation(1))?.isSuspended, false);
});

test("a host that asks to wait is waited for, and half a list counts for nothing", async () => {
  const parts = await installed(repositories(2));
  await parts.look();
  parts.facts = repositories(1);
  parts.refusal = new HostUnavailable("slow down", 5_000);
  await assert.rejects(parts.look(), (error) => error instanceof RetryAfter && error.milliseconds === 5_000);
  assert.equal((await parts.store.repositories(1)).length, 2);
  parts.refusal = new Error("a bug");
  await assert.rejects(parts.look(), /a bug/);
});

test("an installation that nobody knows, or that goes meanwhile, is none", async () => {
  const parts = await installed(repositories(2));
  await parts.store.removeInstallation(1);
  await parts.look();
  assert.equal(await parts.store.installation(1), undefined);
  assert.deepEqual(parts.queue.take(), []);
});
