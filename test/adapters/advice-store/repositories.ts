/** Installations and their repositories. */

import assert from "node:assert/strict";

import { at, fresh, hour, installation, noon, repository, second, type TestStore, wish } from "./scene.ts";

export function testInstallations(testStore: TestStore): void {
  testStore("installations are saved, changed and listed by id", async ({ store }) => {
    const suspended = { id: 1, account: "renamed", isSuspended: true };
    // Ids of the host grow past 32 bits.
    const late = { id: 9_007_199_254_740_991, account: "late", isSuspended: false };
    await store.saveInstallation(late);
    await store.saveInstallation(suspended);
    assert.deepEqual(await store.installation(1), suspended);
    assert.deepEqual(await store.installation(late.id), late);
    assert.equal(await store.installation(2), undefined);
    assert.deepEqual(await store.installations(), [suspended, late]);
  });

  testStore("an installation goes with its repositories and their wishes, and no others", async ({ store }) => {
    await store.saveInstallation({ ...installation, id: 2 });
    await store.saveRepository({ ...repository, id: 8, installation: 2 });
    for (const id of [7, 8]) await store.ask({ ...wish, repository: id });
    await store.removeInstallation(1);
    await store.removeInstallation(1);
    assert.equal(await store.installation(1), undefined);
    assert.equal(await store.repository(7), undefined);
    assert.deepEqual(await store.openRequests(7), []);
    assert.deepEqual(
      (await store.repositoriesWithRequests(at(1), 9)).map(({ id }) => id),
      [8],
    );
  });
}

export function testRepositories(testStore: TestStore): void {
  testStore("a new repository has come nowhere yet", async ({ store }) => {
    assert.deepEqual(await store.repository(7), fresh);
    assert.equal(await store.repository(8), undefined);
  });

  testStore("saving again renames, moves and archives, and keeps how far it has come", async ({ store }) => {
    await store.saveInstallation({ ...installation, id: 2 });
    await store.updateRepository(7, { stage: "active", dueAt: noon, urgency: 3 });
    const moved = { id: 7, installation: 2, fullName: "other/name", isArchived: true };
    await store.saveRepository(moved);
    assert.deepEqual(await store.repository(7), { ...moved, stage: "active", dueAt: noon, urgency: 3 });
    assert.deepEqual(await store.repositories(1), []);
  });

  testStore("an update changes what it names", async ({ store }) => {
    await store.updateRepository(7, { dueAt: at(hour), urgency: 4 });
    await store.updateRepository(7, { stage: "surveyed" });
    assert.deepEqual(await store.repository(7), { ...fresh, stage: "surveyed", dueAt: at(hour), urgency: 4 });
    await store.updateRepository(7, { dueAt: undefined });
    await store.updateRepository(7, {});
    assert.deepEqual(await store.repository(7), { ...fresh, stage: "surveyed", urgency: 4 });
    await store.updateRepository(8, { urgency: 1 });
    assert.equal(await store.repository(8), undefined);
  });

  testStore("a repository of an unknown installation is an error that names both", async ({ store }) => {
    await assert.rejects(store.saveRepository({ ...repository, id: 9, installation: 44 }), /octo-org\/web.*44/);
    assert.equal(await store.repository(9), undefined);
  });

  testStore("repositories of an installation come by id", async ({ store }) => {
    for (const id of [30, 9]) await store.saveRepository({ ...repository, id });
    assert.deepEqual(
      (await store.repositories(1)).map(({ id }) => id),
      [7, 9, 30],
    );
  });

  testStore("due repositories: not archived, due by now, earliest first, no more than asked for", async ({ store }) => {
    const due: [number, number | undefined][] = [
      [10, 2],
      [11, 1],
      [12, 3],
      [13, undefined],
      [14, 0],
      [15, 1],
    ];
    for (const [id, seconds] of due) {
      await store.saveRepository({ ...repository, id, isArchived: id === 14 });
      await store.updateRepository(id, { dueAt: seconds === undefined ? undefined : at(seconds * second) });
    }
    const ids = async (now: Date, limit: number) => (await store.dueRepositories(now, limit)).map(({ id }) => id);
    assert.deepEqual(await ids(at(2 * second), 9), [11, 15, 10]);
    assert.deepEqual(await ids(at(2 * second - 1), 9), [11, 15]);
    assert.deepEqual(await ids(at(9 * second), 1), [11]);
  });

  testStore("of a suspended installation nothing is due", async ({ store }) => {
    await store.updateRepository(7, { dueAt: at(0) });
    assert.equal((await store.dueRepositories(at(1), 9)).length, 1);
    await store.saveInstallation({ ...installation, isSuspended: true });
    assert.deepEqual(await store.dueRepositories(at(1), 9), []);
  });

  testStore("onboarding is counted from when it began, however far it went since", async ({ store, clock }) => {
    for (const id of [8, 9]) await store.saveRepository({ ...repository, id });
    await store.saveInstallation({ ...installation, id: 2 });
    await store.saveRepository({ ...repository, id: 20, installation: 2 });
    for (const [id, hours] of [
      [7, 0],
      [8, 1],
      [20, 1],
    ] as const) {
      clock.time = at(hours * hour);
      await store.updateRepository(id, { stage: "onboarding" });
    }
    clock.time = at(2 * hour);
    // Already there: no second beginning.
    await store.updateRepository(7, { stage: "onboarding" });
    await store.updateRepository(8, { stage: "active" });
    assert.equal(await store.onboardedSince(1, noon), 2);
    assert.equal(await store.onboardedSince(1, at(1)), 1);
    assert.equal(await store.onboardedSince(1, at(hour)), 1);
    assert.equal(await store.onboardedSince(1, at(hour + 1)), 0);
    assert.equal(await store.onboardedSince(2, noon), 1);
  });

  testStore("a repository goes with its wishes", async ({ store }) => {
    await store.ask(wish);
    await store.removeRepository(7);
    await store.removeRepository(7);
    assert.equal(await store.repository(7), undefined);
    await store.saveRepository(repository);
    assert.deepEqual(await store.repository(7), fresh);
    assert.deepEqual(await store.openRequests(7), []);
  });
}
