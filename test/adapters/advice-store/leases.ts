/** Leases and their fences. */

import assert from "node:assert/strict";

import { installation, repository, type TestStore } from "./scene.ts";

export function testLeases(testStore: TestStore): void {
  testStore("a lease is one holder's until it is released, and each has a higher fence", async ({ store }) => {
    const first = await store.claim(7, 60);
    assert.ok(first);
    assert.equal(first.repository, 7);
    assert.equal(await store.claim(7, 60), undefined);
    assert.ok(await store.claim(8, 60), "another repository is free");
    await store.release(first);
    const next = await store.claim(7, 60);
    assert.ok(next && next.fence > first.fence);
  });

  testStore("an expired lease passes to who claims it, and its old holder can do nothing", async ({ store }) => {
    const old = await store.claim(7, 0);
    assert.ok(old);
    const held = await store.claim(7, 60);
    assert.ok(held && held.fence > old.fence);
    assert.equal(await store.renew(old, 60), false);
    await store.release(old);
    assert.equal(await store.claim(7, 60), undefined, "releasing the old one freed the new one");
    assert.equal(await store.renew(held, 60), true);
  });

  testStore("renewing holds on, even where it comes late but before anybody else", async ({ store }) => {
    const lease = await store.claim(7, 0);
    assert.ok(lease);
    assert.equal(await store.renew(lease, 60), true);
    assert.equal(await store.claim(7, 60), undefined);
    assert.equal(await store.renew(lease, 0), true);
    assert.ok(await store.claim(7, 60));
  });

  testStore("a released lease is not renewed", async ({ store }) => {
    const lease = await store.claim(7, 60);
    assert.ok(lease);
    await store.release(lease);
    await store.release(lease);
    assert.equal(await store.renew(lease, 60), false);
  });

  testStore("fences go on growing when a repository leaves and comes back", async ({ store }) => {
    const lease = await store.claim(7, 60);
    assert.ok(lease);
    await store.release(lease);
    await store.removeInstallation(1);
    await store.saveInstallation(installation);
    await store.saveRepository(repository);
    const next = await store.claim(7, 60);
    assert.ok(next && next.fence > lease.fence);
  });

  testStore("of many claims at once one wins, free or expired", async ({ store }) => {
    for (let round = 0; round < 5; round++) {
      const claims = await Promise.all(Array.from({ length: 12 }, () => store.claim(7, 60)));
      const won = claims.filter((lease) => lease !== undefined);
      assert.equal(won.length, 1);
      assert.equal(won[0]!.fence, round + 1);
      if (round % 2 === 0) await store.release(won[0]!);
      else await store.renew(won[0]!, 0);
    }
  });
}
