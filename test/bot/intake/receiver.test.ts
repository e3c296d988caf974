/** Where deliveries come in, over real HTTP: what is refused and when, and what is left of what is accepted. */

import assert from "node:assert/strict";
import { createHmac, timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { type ClientRequest, createServer, type IncomingMessage, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type TestContext, test } from "node:test";

import { createReceiver, type ReceiverLimits, receiverLimits, webhookPath } from "../../../src/bot/intake/receiver.ts";
import { type BotParts, botParts } from "../../support/bot-parts.ts";
import { within } from "../../support/deadline.ts";

const secret = "a secret of more than 32 characters";
const sign = (body: string | Buffer) => `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;

/** As Octokit does it, which takes an empty body for a mistake of its caller. */
async function verify(text: string, signature: string): Promise<boolean> {
  if (text === "") throw new TypeError("secret, eventPayload & signature required");
  return timingSafeEqual(Buffer.from(signature), Buffer.from(sign(text)));
}

/** In place of the usual ones; undefined: without. */
type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

interface Receiving {
  readonly parts: BotParts;
  /** What was done, in order. */
  readonly steps: string[];
  readonly server: Server;
  /** Sends headers and nothing else, until the test does. */
  readonly begin: (headers?: Headers, path?: string, method?: string) => ClientRequest;
  readonly post: (body: string | Buffer, headers?: Headers, path?: string) => Promise<IncomingMessage>;
}

async function open(context: TestContext, limits: Partial<ReceiverLimits> = {}): Promise<Receiving> {
  const parts = botParts();
  const steps: string[] = [];
  const save = parts.store.saveDelivery.bind(parts.store);
  context.mock.method(parts.store, "saveDelivery", (delivery: Parameters<typeof save>[0]) => {
    steps.push("stored");
    return save(delivery);
  });
  const receiver = createReceiver({
    ...parts,
    verify: (text, signature) => {
      steps.push("verified");
      return verify(text, signature);
    },
    appId: 77,
    limits: { ...receiverLimits, ...limits },
  });
  const server = createServer((asked, answer) => {
    steps.push("begun");
    answer.once("finish", () => steps.push(String(answer.statusCode)));
    receiver(asked, answer);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  context.after(() => server.close().closeAllConnections());
  const { port } = server.address() as AddressInfo;

  const begin = (headers: Headers = {}, path = webhookPath, method = "POST") => {
    const usual = { "content-type": "application/json", "x-github-delivery": "d1", "x-github-event": "push" };
    const asked = request({ port, path, method, agent: false });
    for (const [name, value] of Object.entries({ ...usual, ...headers }))
      if (value !== undefined) asked.setHeader(name, value);
    asked.flushHeaders();
    return asked;
  };
  const post = (body: string | Buffer, headers: Headers = {}, path = webhookPath) => {
    const length = String(Buffer.byteLength(body));
    return answerTo(begin({ "content-length": length, "x-hub-signature-256": sign(body), ...headers }, path).end(body));
  };
  return { parts, steps, server, begin, post };
}

/** The answer to a request, whatever becomes of its connection afterwards. */
async function answerTo(asked: ClientRequest): Promise<IncomingMessage> {
  const answered = once(asked, "response") as Promise<[IncomingMessage]>;
  const [answer] = await within(answered, "an answer");
  asked.on("error", () => undefined);
  return answer.resume();
}

async function stored({ parts }: Receiving, id = "d1"): Promise<unknown> {
  return (await parts.store.delivery(id))?.payload;
}

test("a delivery is verified, then stored, then accepted, and a bell is rung", async (t) => {
  const receiving = await open(t);
  const { statusCode } = await receiving.post('{"a":"\u{1F9D0}"}');
  assert.equal(statusCode, 202);
  assert.deepEqual(receiving.steps, ["begun", "verified", "stored", "202"]);
  assert.deepEqual(receiving.parts.queue.take(), ["delivery-d1"]);
  const { event, payload, receivedAt } = (await receiving.parts.store.delivery("d1"))!;
  assert.deepEqual([event, payload, receivedAt], ["push", { a: "\u{1F9D0}" }, receiving.parts.clock.now()]);
});

test("a queue that is away costs the delivery nothing", async (t) => {
  const receiving = await open(t);
  t.mock.method(receiving.parts.queue, "add", () => Promise.reject(new Error("the queue is away")));
  assert.equal((await receiving.post("{}")).statusCode, 202);
  assert.deepEqual(await stored(receiving), {});
});

test("a store that is away is a failure that the sender sees", async (t) => {
  const receiving = await open(t);
  t.mock.method(receiving.parts.store, "saveDelivery", () => Promise.reject(new Error("the database is away")));
  assert.equal((await receiving.post("{}")).statusCode, 503);
  assert.deepEqual(receiving.parts.queue.take(), []);
  assert.deepEqual(receiving.parts.complaints, ["a delivery could not be stored"]);
});

test("a known id is accepted again, and its bell is rung again, since the first may be lost", async (t) => {
  const receiving = await open(t);
  for (const body of ['{"first":1}', '{"second":2}']) {
    assert.equal((await receiving.post(body)).statusCode, 202);
    assert.deepEqual(receiving.parts.queue.take(), ["delivery-d1"]);
  }
  assert.deepEqual(await stored(receiving), { first: 1 });
});

for (const event of ["issue_comment", "issues"])
  test(`a replay of ${event} under another id is accepted, and finished at once`, async (t) => {
    const receiving = await open(t);
    const body = Buffer.from('{"text":"\ufffd"}');
    await receiving.post(body, { "x-github-event": event });
    receiving.parts.queue.take();
    // The second differs in bytes that are no UTF-8, and has the same text.
    const twisted = Buffer.from(body.toString("latin1").replace("\xef\xbf\xbd", "\xff"), "latin1");
    for (const [id, replayed] of [
      ["d2", body],
      ["d3", twisted],
    ] as const) {
      const headers = { "x-github-event": event, "x-github-delivery": id, "x-hub-signature-256": sign(body) };
      assert.equal((await receiving.post(replayed, headers)).statusCode, 202);
      assert.equal(await stored(receiving, id), undefined);
    }
    assert.deepEqual(receiving.parts.queue.take(), []);
  });

test("other events may honestly come twice with an equal body", async (t) => {
  const receiving = await open(t);
  await receiving.post("{}", { "x-github-event": "installation_repositories" });
  await receiving.post("{}", { "x-github-event": "installation_repositories", "x-github-delivery": "d2" });
  assert.deepEqual(receiving.parts.queue.take(), ["delivery-d1", "delivery-d2"]);
  assert.deepEqual(await stored(receiving, "d2"), {});
});

const hex = "0".repeat(64);
const unsigned: readonly (readonly [what: string, body: string, signature: string | readonly string[] | undefined])[] =
  [
    ["no signature", "{}", undefined],
    ["an empty signature", "{}", ""],
    ["another signature", "{}", `sha256=${hex}`],
    ["the signature of a body with a line feed", "{}", sign("{}\n")],
    ["the signature of a body that was encoded anew", '{"a": 1}', sign('{"a":1}')],
    ["a signature by another key", "{}", `sha256=${createHmac("sha256", "development").update("{}").digest("hex")}`],
    ["a signature that is cut", "{}", sign("{}").slice(0, -1)],
    ["a signature in upper case", "{}", sign("{}").toUpperCase()],
    ["a signature without its algorithm", "{}", sign("{}").slice("sha256=".length)],
    ["the name of another algorithm", "{}", sign("{}").replace("sha256", "sha512")],
    ["a right signature beside a wrong one", "{}", [sign("{}"), `sha256=${hex}`]],
    ["a right signature twice", "{}", [sign("{}"), sign("{}")]],
    ["no JSON and no signature", "[".repeat(100), undefined],
    ["nothing in it, even signed", "", sign("")],
  ];
for (const [what, body, signature] of unsigned)
  test(`a body with ${what} is neither parsed nor stored`, async (t) => {
    const receiving = await open(t);
    const sha1 = `sha1=${createHmac("sha1", secret).update(body).digest("hex")}`;
    const answer = await receiving.post(body, { "x-hub-signature-256": signature, "x-hub-signature": sha1 });
    assert.equal(answer.statusCode, 401);
    assert.ok(!receiving.steps.includes("stored"));
    assert.deepEqual([receiving.parts.queue.take(), receiving.parts.complaints], [[], []]);
  });

const headers: readonly (readonly [what: string, headers: Headers, status: number])[] = [
  ["a charset", { "content-type": "application/json; charset=utf-8" }, 202],
  ["the App that it is meant for", { "x-github-hook-installation-target-id": "77" }, 202],
  ["the longest id", { "x-github-delivery": "d".repeat(100) }, 202],
  ["another App", { "x-github-hook-installation-target-id": "78" }, 400],
  ["no id", { "x-github-delivery": undefined }, 400],
  ["too long an id", { "x-github-delivery": "d".repeat(101) }, 400],
  ["an id that is a path", { "x-github-delivery": "../d" }, 400],
  ["an id that would end its key", { "x-github-delivery": "d:1" }, 400],
  ["two ids", { "x-github-delivery": ["d1", "d2"] }, 400],
  ["no event", { "x-github-event": undefined }, 400],
  ["an event that is none", { "x-github-event": "push.created" }, 400],
  ["a form", { "content-type": "application/x-www-form-urlencoded" }, 415],
  ["other JSON", { "content-type": "application/jsonp" }, 415],
  ["no type", { "content-type": undefined }, 415],
];
for (const [what, given, status] of headers)
  test(`a delivery with ${what} is answered ${status}`, async (t) => {
    const receiving = await open(t);
    assert.equal((await receiving.post("{}", given)).statusCode, status);
    assert.equal(receiving.steps.includes("verified"), status === 202);
  });

const payloads: readonly (readonly [what: string, body: string, status: number])[] = [
  ["the deepest JSON that is read", "[".repeat(64) + "]".repeat(64), 202],
  ["JSON a level deeper", "[".repeat(65) + "]".repeat(65), 400],
  ["very many brackets", "[".repeat(100_000), 400],
  ["no JSON", "payload={}", 400],
  ["half an object", '{"a":', 400],
  ["a number", "1", 400],
  ["null", "null", 400],
];
for (const [what, body, status] of payloads)
  test(`a signed body of ${what} is answered ${status}`, async (t) => {
    const receiving = await open(t);
    assert.equal((await receiving.post(body)).statusCode, status);
    assert.equal(receiving.steps.includes("stored"), status === 202);
  });

for (const [path, status] of [
  [`${webhookPath}?from=a-proxy`, 202],
  ["/", 404],
  [`${webhookPath}/`, 404],
  [`${webhookPath}/../webhooks`, 404],
  [webhookPath.toUpperCase(), 404],
] as const)
  test(`what is posted to ${path} is answered ${status}`, async (t) => {
    assert.equal((await (await open(t)).post("{}", {}, path)).statusCode, status);
  });

test("what is not posted is told that it should be", async (t) => {
  const { begin } = await open(t);
  for (const method of ["GET", "PUT", "OPTIONS"]) {
    const { statusCode, headers: told } = await answerTo(begin({}, webhookPath, method).end());
    assert.deepEqual([statusCode, told.allow], [405, "POST"], method);
  }
});

/** Of some body: without a signature none is read at all. */
const signed = { "x-hub-signature-256": sign("{}") };

test("a body up to the limit is read, one past it is not, be it told or streamed", async (t) => {
  const { post, begin, steps } = await open(t, { bytes: 1_000 });
  assert.equal((await post(JSON.stringify({ text: "x".repeat(989) }))).statusCode, 202);
  assert.equal((await post(JSON.stringify({ text: "x".repeat(990) }))).statusCode, 413);
  // Nothing is ever sent: the number is enough.
  assert.equal((await answerTo(begin({ ...signed, "content-length": "300000000" }))).statusCode, 413);
  const streamed = begin(signed);
  streamed.write("x".repeat(600));
  streamed.write("x".repeat(600));
  const answer = await answerTo(streamed);
  assert.deepEqual([answer.statusCode, answer.headers.connection], [413, "close"]);
  assert.equal(steps.filter((step) => step === "verified").length, 1);
});

test("what all bodies hold together is bounded", async (t) => {
  const { post } = await open(t, { allBytes: 10 });
  assert.equal((await post('{"a":"0123"}')).statusCode, 503);
  assert.equal((await post('{"a":"0"}')).statusCode, 202);
});

test("a body that does not come in time is not waited for", async (t) => {
  const { begin } = await open(t, { bodyWithin: 20 });
  const slow = begin({ ...signed, "content-length": "10" });
  slow.write("{");
  const answer = await answerTo(slow);
  assert.deepEqual([answer.statusCode, answer.headers.connection], [408, "close"]);
});

test("while as many bodies are read as may be, the next is told to come again", async (t) => {
  const { server, begin, post } = await open(t, { bodies: 1 });
  const slow = begin({ "content-length": "2", "x-hub-signature-256": sign("{}") });
  slow.write("{");
  await within(once(server, "request"), "the slow body");
  assert.equal((await post("{}", { "x-github-delivery": "d2" })).statusCode, 503);
  assert.equal((await answerTo(slow.end("}"))).statusCode, 202);
  assert.equal((await post("{}", { "x-github-delivery": "d2" })).statusCode, 202);
});

test("a sender that goes away leaves its place and nothing else", async (t) => {
  const { parts, server, begin, post } = await open(t, { bodies: 1 });
  const gone = begin({ ...signed, "content-length": "2" });
  gone.on("error", () => undefined).write("{");
  const [asked] = (await within(once(server, "request"), "a body that breaks off")) as [IncomingMessage];
  const left = new Promise((resolve) => asked.once("close", resolve));
  gone.destroy();
  await within(left, "the end of its connection");
  assert.equal((await post("{}")).statusCode, 202);
  assert.deepEqual(parts.complaints, []);
});
