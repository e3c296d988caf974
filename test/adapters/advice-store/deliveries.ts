/** Deliveries: which one is new, and which are still to be done. */

import assert from "node:assert/strict";

import type { Delivery } from "../../../src/ports/index.ts";
import { at, delivery, hour, second, type TestStore } from "./scene.ts";

export function testDeliveries(testStore: TestStore): void {
  testStore("a delivery comes back as it was saved, until it is finished", async ({ store }) => {
    const payload = { text: "\u0000 \ud800 \u{1F9D0}", nested: [{ deep: null }, 1.5, true], big: 9007199254740991 };
    const saved = delivery("a", { payload });
    assert.equal(await store.saveDelivery(saved), "new");
    assert.deepEqual(await store.delivery("a"), saved);
    assert.equal(await store.delivery("b"), undefined);
    await store.finishDelivery("a");
    await store.finishDelivery("a");
    assert.equal(await store.delivery("a"), undefined);
  });

  const sameBody = { bodyDigest: "digest of a" };
  const secondDeliveries: [string, Delivery, "new" | "known" | "repeat"][] = [
    ["the same id is known, whatever it holds", delivery("a", { bodyDigest: "other", event: "issues" }), "known"],
    ["the same body under another id is a repeat", delivery("b", sameBody), "repeat"],
    ["it still is after a day", delivery("b", { ...sameBody, receivedAt: at(24 * hour) }), "repeat"],
    ["and is new after more than a day", delivery("b", { ...sameBody, receivedAt: at(24 * hour + 1) }), "new"],
    ["the same body of another event is new", delivery("b", { ...sameBody, event: "issues" }), "new"],
    ["another body is new", delivery("b"), "new"],
  ];
  for (const [sentence, next, outcome] of secondDeliveries) {
    testStore(`deliveries: ${sentence}`, async ({ store }) => {
      await store.saveDelivery(delivery("a"));
      assert.equal(await store.saveDelivery(next), outcome);
      assert.equal(await store.saveDelivery(next), "known");
      const isOpen = outcome === "new";
      assert.deepEqual(await store.delivery("b"), isOpen ? next : undefined);
      assert.deepEqual(await store.unfinishedDeliveries(at(48 * hour), 9), isOpen ? ["a", "b"] : ["a"]);
    });
  }

  testStore("a finished delivery is still recognised", async ({ store }) => {
    await store.saveDelivery(delivery("a"));
    await store.finishDelivery("a");
    assert.equal(await store.saveDelivery(delivery("a")), "known");
    assert.equal(await store.saveDelivery(delivery("b", sameBody)), "repeat");
  });

  testStore("what is finished is forgotten by age, what is open never", async ({ store }) => {
    for (const id of ["a", "b", "c"]) await store.saveDelivery(delivery(id, { receivedAt: at(id === "c" ? hour : 0) }));
    for (const id of ["a", "c"]) await store.finishDelivery(id);
    await store.forgetDeliveries(at(hour));
    assert.equal(await store.saveDelivery(delivery("a")), "new");
    assert.equal(await store.saveDelivery(delivery("c")), "known");
    assert.deepEqual(await store.delivery("b"), delivery("b"));
  });

  testStore("of equal bodies that arrive together one is new", async ({ store }) => {
    const saved = Array.from({ length: 12 }, (_, i) => store.saveDelivery(delivery(`together-${i}`, sameBody)));
    const outcomes = await Promise.all(saved);
    assert.deepEqual(outcomes.sort(), ["new", ...Array<string>(11).fill("repeat")]);
    assert.equal((await store.unfinishedDeliveries(at(1), 99)).length, 1);
  });

  testStore("of equal ids that arrive together one is new", async ({ store }) => {
    const outcomes = await Promise.all(Array.from({ length: 12 }, () => store.saveDelivery(delivery("a"))));
    assert.deepEqual(outcomes.sort(), [...Array<string>(11).fill("known"), "new"]);
  });

  testStore(
    "unfinished deliveries: received before a time, oldest first, no more than asked for",
    async ({ store }) => {
      for (const [id, seconds] of [
        ["c", 2],
        ["a", 1],
        ["b", 1],
        ["d", 3],
        ["e", 0],
      ] as const)
        await store.saveDelivery(delivery(id, { receivedAt: at(seconds * second) }));
      await store.finishDelivery("e");
      assert.deepEqual(await store.unfinishedDeliveries(at(3 * second), 9), ["a", "b", "c"]);
      assert.deepEqual(await store.unfinishedDeliveries(at(9 * second), 2), ["a", "b"]);
    },
  );
}
