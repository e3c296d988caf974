import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { type TestContext, test } from "node:test";

import { Probot } from "probot";

import { MemoryJobQueue } from "../../../src/adapters/memory/index.ts";
import { usualRetries } from "../../../src/adapters/retry-policy.ts";
import { eventRows } from "../../../src/bot/intake/events.ts";
import { thothApp, workHandler } from "../../../src/bot/index.ts";
import type { WorkDependencies } from "../../../src/bot/index.ts";
import { jobKey } from "../../../src/ports/index.ts";
import { botParts, wishes } from "../../support/bot-parts.ts";
import { within } from "../../support/deadline.ts";

const { privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs1", format: "pem" },
});

const repository = { id: 11, full_name: "acme/app", default_branch: "main", owner: { login: "acme" } };
const sender = { login: "octocat", type: "User" };
const push = {
  ref: "refs/heads/main",
  before: "0".repeat(40),
  after: "a".repeat(40),
  deleted: false,
  forced: false,
  commits: [{ added: ["Pipfile"], modified: [], removed: [] }],
  installation: { id: 1 },
  repository,
  sender,
};

/** Probot with our handlers, and a queue whose deliveries are done by it; other jobs end at once. */
async function open(context: TestContext) {
  const parts = botParts();
  const queue = new MemoryJobQueue({ ...usualRetries, attempts: 1 }, { failed: () => {}, trouble: () => {} });
  const asksNothing = { fetch: () => assert.fail("GitHub is asked") };
  const options = { appId: 1, privateKey, secret: "a secret of the tests", logLevel: "fatal" } as const;
  const probot = new Probot({ ...options, request: asksNothing });
  await probot.load(thothApp({ ...parts, queue }));
  const receive: WorkDependencies["receive"] = ({ id, name, payload }) =>
    probot.webhooks.receive({ id, name, payload } as Parameters<typeof probot.webhooks.receive>[0]);
  // Deliveries ask neither the host nor for advice.
  const handle = workHandler({ ...parts, queue, receive } as unknown as WorkDependencies);
  const ended: string[] = [];
  let whenEnded = () => {};
  await queue.work(async (job, signal) => {
    if (job.kind === "delivery") await handle(job, signal);
    ended.push(jobKey(job));
    whenEnded();
  }, 1);
  context.after(() => queue.close(0));
  /** Stores a delivery, and resolves to the jobs that have ended when `last` has. */
  const deliver = async (event: string, payload: unknown, last = "delivery-d") => {
    const delivery = { id: "d", event, bodyDigest: event, receivedAt: parts.clock.now(), payload };
    await parts.store.saveDelivery(delivery);
    const end = new Promise<void>((resolve) => {
      whenEnded = () => ended.includes(last) && resolve();
    });
    await queue.add({ kind: "delivery", id: "d" });
    await within(end, last);
    return ended;
  };
  return { parts, deliver, receive };
}

test("a delivery goes through Probot to the handlers of its event, and rings for the repository", async (t) => {
  const { parts, deliver } = await open(t);
  const ended = await deliver("push", push, "repository-11");
  assert.deepEqual(ended, ["delivery-d", "installation-1", "repository-11"]);
  assert.deepEqual(await wishes(parts, 11), ["push"]);
  assert.equal((await parts.store.repository(11))?.fullName, "acme/app");
  assert.equal(await parts.store.delivery("d"), undefined);
});

test("every row of the table has its handler", async (t) => {
  const { parts, receive } = await open(t);
  let told = 0;
  for (const { event, actions } of eventRows)
    for (const action of actions.length === 0 ? [undefined] : actions) {
      // It fits no row, and whoever handles it says so.
      await receive({ id: "d", name: event, payload: { action, installation: { id: 0 } } });
      assert.equal(parts.complaints.length, ++told, `${event} ${action}`);
    }
});

test("a store that fails fails the event, so that it is tried again", async (t) => {
  const { parts, receive } = await open(t);
  t.mock.method(parts.store, "ask", () => Promise.reject(new Error("the database is away")));
  await assert.rejects(receive({ id: "d", name: "push", payload: push }), /the database is away/);
});

test("other events and other actions have none", async (t) => {
  const { parts, receive } = await open(t);
  await receive({ id: "d", name: "star", payload: { action: "created" } });
  for (const { event, actions } of eventRows)
    if (actions.length > 0) await receive({ id: "d", name: event, payload: { action: "edited" } });
  assert.deepEqual(parts.complaints, []);
});

test("a payload that does not fit its event is logged, and the delivery is finished", async (t) => {
  const { parts, deliver } = await open(t);
  await deliver("push", { ...push, after: "main" });
  assert.deepEqual(parts.complaints, ["a payload does not fit its event"]);
  assert.equal(await parts.store.delivery("d"), undefined);
  assert.deepEqual(await wishes(parts, 11), []);
});
