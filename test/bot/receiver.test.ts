import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer, request as ask } from "node:http";
import type { AddressInfo } from "node:net";
import { type TestContext, test } from "node:test";

import { MemoryAdviceStore } from "../../src/adapters/memory/index.ts";
import { createReceiver, type ReceiverLimits, receiverLimits, webhookPath } from "../../src/bot/receiver.ts";
import { type AdviceStore, type Job, jobKey } from "../../src/ports/index.ts";

const secret = "a secret of more than 32 characters";
const now = new Date("2026-11-26T00:00:00Z");
const sign = (body: string | Buffer) => `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;

const json = { "content-type": "application/json", "x-github-delivery": "id", "x-github-event": "push" };

interface World {
  readonly store: AdviceStore;
  readonly rung: readonly string[];
  readonly post: (
    body: string | Buffer,
    headers?: Readonly<Record<string, string | undefined>>,
    path?: string,
  ) => Promise<number>;
  readonly port: number;
}

interface Setup {
  readonly limits?: Partial<ReceiverLimits>;
  readonly store?: Partial<AdviceStore>;
  readonly queueFails?: boolean;
}

async function open(context: TestContext, { limits, store: other, queueFails = false }: Setup = {}): Promise<World> {
  const store = Object.assign(new MemoryAdviceStore({ now: () => now }), other);
  const rung: string[] = [];
  const add = async (job: Job) => {
    if (queueFails) throw new Error("the queue is away");
    return rung.push(jobKey(job)) > 0;
  };
  const receiver = createReceiver({
    store,
    queue: { add, work: async () => {}, waiting: async () => 0, ping: async () => {}, close: async () => {} },
    clock: { now: () => now },
    log: { info: () => {}, warn: () => {}, error: () => {} },
    verify: async (raw, signature) => signature === sign(raw),
    appId: 77,
    limits: { ...receiverLimits, ...limits },
  });
  const server = createServer(receiver).listen(0, "127.0.0.1");
  await once(server, "listening");
  context.after(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  const post: World["post"] = async (body, headers = {}, path = webhookPath) => {
    const usual = {
      "content-type": "application/json",
      "x-github-delivery": "id-1",
      "x-github-event": "push",
      "x-hub-signature-256": sign(body),
    };
    const all = Object.entries({ ...usual, ...headers }).filter((entry): entry is [string, string] =>
      Boolean(entry[1]),
    );
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      method: "POST",
      body: body as never,
      headers: all,
    });
    return answer.status;
  };
  return { store, rung, post, port };
}

test("a delivery is stored before it is accepted, and a bell is rung", async (t) => {
  const { store, rung, post } = await open(t);
  assert.equal(await post('{"a":1}'), 202);
  assert.deepEqual((await store.delivery("id-1"))?.payload, { a: 1 });
  assert.deepEqual(rung, ["delivery-id-1"]);
});

test("a queue that is away costs the delivery nothing", async (t) => {
  const { store, post } = await open(t, { queueFails: true });
  assert.equal(await post("{}"), 202);
  assert.deepEqual(await store.unfinishedDeliveries(new Date(now.getTime() + 1), 10), ["id-1"]);
});

test("a store that is away has the delivery sent again", async (t) => {
  const { post, rung } = await open(t, { store: { saveDelivery: () => Promise.reject(new Error("away")) } });
  assert.equal(await post("{}"), 503);
  assert.deepEqual(rung, []);
});

test("a replay under a new id is accepted and leads to nothing", async (t) => {
  const { store, rung, post } = await open(t);
  assert.equal(await post("{}"), 202);
  assert.equal(await post("{}", { "x-github-delivery": "id-2" }), 202);
  assert.deepEqual(rung, ["delivery-id-1"]);
  assert.equal(await store.delivery("id-2"), undefined);
});

for (const [sentence, headers] of [
  ["no signature", { "x-hub-signature-256": undefined }],
  ["another signature", { "x-hub-signature-256": sign("other") }],
  ["a signature by SHA-1 alone", { "x-hub-signature-256": undefined, "x-hub-signature": "sha1=0123" }],
  ["two signatures in one", { "x-hub-signature-256": `${sign("x")}, ${sign("{")}` }],
] as const)
  test(`a body with ${sentence} is refused unread`, async (t) => {
    const { store, post } = await open(t, { store: { saveDelivery: () => assert.fail("stored") } });
    assert.equal(await post("{", headers), 401);
    assert.deepEqual(await store.unfinishedDeliveries(new Date("2030-01-01"), 10), []);
  });

for (const [sentence, body, headers] of [
  ["no JSON", "{", {}],
  ["JSON of great depth", "[".repeat(100_000), {}],
  ["no id", "{}", { "x-github-delivery": undefined }],
  ["a strange id", "{}", { "x-github-delivery": "../../etc" }],
  ["no event", "{}", { "x-github-event": undefined }],
  ["another App's address", "{}", { "x-github-hook-installation-target-id": "78" }],
] as const)
  test(`a delivery with ${sentence} is refused`, async (t) => {
    assert.equal(await (await open(t)).post(body, headers), 400);
  });

test("a form is told to come as JSON", async (t) => {
  assert.equal(await (await open(t)).post("payload=1", { "content-type": "application/x-www-form-urlencoded" }), 415);
});

test("what is not the webhook is not here", async (t) => {
  const { post, port } = await open(t);
  assert.equal(await post("{}", {}, "/"), 404);
  assert.equal((await fetch(`http://127.0.0.1:${port}${webhookPath}`)).status, 405);
});

test("a body past the limit is refused, be it told or streamed", async (t) => {
  const { post, port } = await open(t, { limits: { bytes: 1_000 } });
  assert.equal(await post(JSON.stringify("x".repeat(998))), 202);
  assert.equal(await post(JSON.stringify("x".repeat(999))), 413);
  const headers = { ...json, "transfer-encoding": "chunked" };
  const streamed = ask({ port, path: webhookPath, method: "POST", headers });
  streamed.on("error", () => {});
  streamed.write("x".repeat(2_000));
  const [response] = (await once(streamed, "response")) as [{ statusCode: number; resume(): void }];
  assert.equal(response.statusCode, 413);
  response.resume();
  streamed.destroy();
});

test("a body that does not come is not waited for, and keeps nobody else out for long", async (t) => {
  const { post, port } = await open(t, { limits: { bodyWithin: 100, bodies: 1 } });
  const headers = { ...json, "content-length": "10" };
  const slow = ask({ port, path: webhookPath, method: "POST", headers });
  slow.on("error", () => {});
  slow.write("{");
  const answered = once(slow, "response") as Promise<[{ statusCode: number; resume(): void }]>;
  // The one place is taken until the slow body's time is over.
  const during = await post("{}");
  const [response] = await answered;
  assert.equal(response.statusCode, 408);
  response.resume();
  slow.destroy();
  assert.ok(during === 503 || during === 202, `${during}`);
  assert.equal(await post("{}", { "x-github-delivery": "id-3" }), 202);
});
