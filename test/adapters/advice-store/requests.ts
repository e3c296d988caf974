/** Open wishes. */

import assert from "node:assert/strict";

import type { Cause } from "../../../src/ports/index.ts";
import { type TestStore, at, fresh, hour, installation, repository, second, sha, wish } from "./scene.ts";

const push: Cause = { kind: "push", head: sha };

const command: Cause = {
  kind: "command",
  place: { kind: "issue", issue: 12, isWhole: true },
  author: "mona",
  text: "/thoth advise \u0000 \ud800 \u{1F9D0} 'quoted' \"twice\" $1",
};

export function testRequests(testStore: TestStore): void {
  testStore("a wish comes back as it was asked for", async ({ store }) => {
    const causes: Cause[] = [
      push,
      { kind: "schedule" },
      { kind: "onboard" },
      { kind: "survey" },
      { kind: "refresh" },
      command,
    ];
    for (const [i, cause] of causes.entries()) {
      const asked = { repository: 7, slot: `slot ${i}`, cause, askedAt: at(i) };
      const { revision, ...rest } = await store.ask(asked);
      assert.deepEqual(rest, asked);
      assert.deepEqual((await store.openRequests(7)).at(-1), { ...asked, revision });
    }
  });

  testStore("in a slot the newest input wins, and its revision grows", async ({ store }) => {
    const first = await store.ask(wish);
    const other = await store.ask({ ...wish, slot: "command 12" });
    const newest = await store.ask({ ...wish, cause: push, askedAt: at(second) });
    assert.ok(newest.revision > first.revision);
    assert.deepEqual(await store.openRequests(7), [other, newest]);
  });

  testStore("finishing an older input leaves the wish, finishing the newest ends it", async ({ store }) => {
    const first = await store.ask(wish);
    const newest = await store.ask({ ...wish, cause: push });
    assert.equal(await store.finishRequest(first), false);
    assert.deepEqual(await store.openRequests(7), [newest]);
    assert.equal(await store.finishRequest(newest), true);
    assert.deepEqual(await store.openRequests(7), []);
    assert.equal(await store.finishRequest(newest), true);
  });

  testStore("a finished wish that is asked for anew is not ended by the old one", async ({ store }) => {
    const first = await store.ask(wish);
    await store.finishRequest(first);
    const again = await store.ask(wish);
    assert.ok(again.revision > first.revision);
    assert.equal(await store.finishRequest(first), false);
    assert.deepEqual(await store.openRequests(7), [again]);
  });

  testStore("a wish for an unknown repository is an error that names it", async ({ store }) => {
    await assert.rejects(store.ask({ ...wish, repository: 4711 }), /advise.*4711/);
  });

  testStore("wishes come oldest first", async ({ store }) => {
    for (const [slot, seconds] of [
      ["c", 2],
      ["a", 1],
      ["d", 3],
      ["b", 1],
    ] as const)
      await store.ask({ ...wish, slot, askedAt: at(seconds * second) });
    assert.deepEqual(
      (await store.openRequests(7)).map(({ slot }) => slot),
      ["a", "b", "c", "d"],
    );
  });

  testStore("repositories with old wishes: once each, oldest wish first, no more than asked for", async ({ store }) => {
    for (const id of [8, 9, 10]) await store.saveRepository({ ...repository, id });
    const asked: [number, string, number][] = [
      [8, "a", 2],
      [9, "a", 1],
      [8, "b", 0],
      [7, "a", 1],
      [10, "a", 5],
    ];
    for (const [id, slot, seconds] of asked)
      await store.ask({ ...wish, repository: id, slot, askedAt: at(seconds * second) });
    const ids = async (before: Date, limit: number) =>
      (await store.repositoriesWithRequests(before, limit)).map(({ id }) => id);
    assert.deepEqual(await ids(at(5 * second), 9), [8, 7, 9]);
    assert.deepEqual(await ids(at(second), 9), [8]);
    assert.deepEqual(await ids(at(9 * second), 2), [8, 7]);
    assert.deepEqual((await store.repositoriesWithRequests(at(9 * second), 2))[1], fresh);
  });

  testStore("the wishes of a suspended installation wait", async ({ store }) => {
    await store.ask(wish);
    await store.saveInstallation({ ...installation, isSuspended: true });
    assert.deepEqual(await store.repositoriesWithRequests(at(hour), 9), []);
    await store.saveInstallation(installation);
    assert.deepEqual(await store.repositoriesWithRequests(at(hour), 9), [fresh]);
  });

  testStore("of many inputs at once the one with the greatest revision stands", async ({ store }) => {
    const asked = await Promise.all(Array.from({ length: 20 }, (_, i) => store.ask({ ...wish, askedAt: at(i) })));
    const revisions = asked.map(({ revision }) => revision);
    assert.equal(new Set(revisions).size, 20);
    const [open] = await store.openRequests(7);
    assert.deepEqual(
      open,
      asked.find(({ revision }) => revision === Math.max(...revisions)),
    );
    const ended = await Promise.all(asked.map((request) => store.finishRequest(request)));
    assert.deepEqual(await store.openRequests(7), []);
    assert.ok(ended.includes(true));
  });
}
