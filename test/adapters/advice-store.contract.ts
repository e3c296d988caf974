/** What every advice store does, whatever it is built on. Each adapter's test calls this with its own `open`. */

import assert from "node:assert/strict";
import { test } from "node:test";

import type { AdviceStore, Clock } from "../../src/ports/index.ts";
import { within } from "../support/deadline.ts";
import { testDeliveries } from "./advice-store/deliveries.ts";
import { testLeases } from "./advice-store/leases.ts";
import { proposal, testProposals } from "./advice-store/proposals.ts";
import { testInstallations, testRepositories } from "./advice-store/repositories.ts";
import { testRequests } from "./advice-store/requests.ts";
import {
  at,
  delivery,
  installation,
  noon,
  repository,
  type Scene,
  SetClock,
  type TestStore,
  wish,
} from "./advice-store/scene.ts";

export interface StoreTraits {
  /** Why it cannot be tested here. */
  readonly skip?: string | false;
}

/** @param open a store with nothing in it. The test closes it. */
export function testAdviceStore(
  name: string,
  open: (clock: Clock) => Promise<AdviceStore>,
  { skip = false }: StoreTraits = {},
): void {
  function testStore(sentence: string, body: (scene: Scene) => Promise<void>): void {
    test(`${name}: ${sentence}`, { skip }, async () => {
      const clock = new SetClock();
      const store = await open(clock);
      try {
        await store.saveInstallation(installation);
        await store.saveRepository(repository);
        await body({ store, clock });
      } finally {
        await store.close();
      }
    });
  }

  testDeliveries(testStore);
  testInstallations(testStore);
  testRepositories(testStore);
  testRequests(testStore);
  testLeases(testStore);
  testProposals(testStore);

  testTogether(testStore);
  testStore("it answers", ({ store }) => store.ping());
}

function testTogether(testStore: TestStore): void {
  testStore("many clients at once lose nothing", async ({ store }) => {
    const ids = Array.from({ length: 40 }, (_, i) => 100 + i);
    const story = async (id: number) => {
      await store.saveRepository({ ...repository, id });
      await store.saveDelivery(delivery(`of ${id}`));
      const asked = await store.ask({ ...wish, repository: id });
      const lease = (await store.claim(id, 60))!;
      assert.equal(await store.saveProposal({ ...proposal, repository: id }, lease), true);
      await store.audit({ repository: id, at: noon, fence: lease.fence, what: "branch", detail: "" });
      assert.equal(await store.finishRequest(asked), true);
      await store.release(lease);
    };
    await within(Promise.all(ids.map(story)), "the end of all stories");
    assert.deepEqual(
      (await store.repositories(1)).map(({ id }) => id),
      [7, ...ids],
    );
    assert.equal((await store.unfinishedDeliveries(at(1), 99)).length, ids.length);
    assert.deepEqual(await store.repositoriesWithRequests(at(1), 99), []);
    for (const id of ids) assert.equal((await store.auditTrail(id)).length, 1);
  });
}
