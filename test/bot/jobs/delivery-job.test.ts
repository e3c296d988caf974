import assert from "node:assert/strict";
import { test } from "node:test";

import { doDelivery } from "../../../src/bot/jobs/delivery-job.ts";
import type { ReceivedEvent, WorkDependencies } from "../../../src/bot/index.ts";
import { botParts } from "../../support/bot-parts.ts";

const hour = 3_600_000;

/** One stored delivery, and handlers that remember what they got. */
async function stored(fail?: () => Promise<never>) {
  const parts = botParts();
  const received: ReceivedEvent[] = [];
  const receive = async (event: ReceivedEvent) => {
    received.push(event);
    await fail?.();
  };
  const delivery = { id: "d", event: "push", bodyDigest: "0", receivedAt: parts.clock.now(), payload: { ref: "x" } };
  await parts.store.saveDelivery(delivery);
  // Deliveries ask neither the host nor for advice.
  const dependencies = { ...parts, receive } as unknown as WorkDependencies;
  const isFinished = async () => (await parts.store.delivery("d")) === undefined;
  return { parts, received, dependencies, isFinished };
}

test("a stored delivery goes to its handlers once", async () => {
  const { received, dependencies, isFinished } = await stored();
  await doDelivery("d", dependencies);
  assert.deepEqual(received, [{ id: "d", name: "push", payload: { ref: "x" } }]);
  assert.ok(await isFinished());
  await doDelivery("d", dependencies);
  assert.equal(received.length, 1);
});

test("a delivery that nobody knows is no work", async () => {
  const { received, dependencies } = await stored();
  await doDelivery("other", dependencies);
  assert.deepEqual(received, []);
});

test("a handler's failure leaves the delivery unfinished, and is the queue's to see", async () => {
  const { dependencies, isFinished, parts } = await stored(() => Promise.reject(new Error("the store is away")));
  await assert.rejects(doDelivery("d", dependencies), /the store is away/);
  assert.ok(!(await isFinished()));
  parts.pass(24 * hour);
  await assert.rejects(doDelivery("d", dependencies), /the store is away/);
});

test("after more than a day of trying a delivery is given up, and the log says so", async () => {
  const { received, dependencies, isFinished, parts } = await stored();
  parts.pass(24 * hour + 1);
  await doDelivery("d", dependencies);
  assert.deepEqual(received, []);
  assert.ok(await isFinished());
  assert.deepEqual(parts.complaints, ["a delivery was given up after a day of trying"]);
});
