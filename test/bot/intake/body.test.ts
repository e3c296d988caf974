import assert from "node:assert/strict";
import type { IncomingMessage } from "node:http";
import { PassThrough } from "node:stream";
import { test } from "node:test";

import { readBody } from "../../../src/bot/intake/body.ts";
import { Refusal } from "../../../src/bot/intake/refusal.ts";

const within = 5_000;

/** A request whose body the test writes. */
function request(headers: Readonly<Record<string, string>> = {}) {
  const body = new PassThrough();
  // Nothing else of a request is read.
  return { body, request: Object.assign(body, { headers }) as unknown as IncomingMessage };
}

function refused(status: number): (error: unknown) => boolean {
  return (error) => error instanceof Refusal && error.status === status;
}

test("a body comes as its raw bytes, in however many pieces", async () => {
  const { body, request: asked } = request({ "content-length": "4" });
  const read = readBody(asked, 4, within);
  body.write(Buffer.from([0xff, 0x00]));
  body.end(Buffer.from([0xc3, 0x28]));
  assert.deepEqual(await read, Buffer.from([0xff, 0x00, 0xc3, 0x28]));
});

test("a body may be empty", async () => {
  const { body, request: asked } = request();
  body.end();
  assert.equal((await readBody(asked, 4, within)).length, 0);
});

test("of a body that is told to be too large not a byte is read", async () => {
  const { body, request: asked } = request({ "content-length": "5" });
  body.end("12345");
  await assert.rejects(readBody(asked, 4, within), refused(413));
  assert.equal(body.readableLength, 5);
});

test("a body that turns out to be too large is read no further", async () => {
  const { body, request: asked } = request();
  const read = readBody(asked, 4, within);
  body.write("123");
  body.write("45");
  await assert.rejects(read, refused(413));
  body.write("6789");
  assert.equal(body.isPaused(), true);
  assert.equal(body.readableLength, 4);
});

test("a body that does not come in time is refused, and read no further", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { body, request: asked } = request();
  const read = readBody(asked, 4, within);
  body.write("1");
  t.mock.timers.tick(within - 1);
  assert.equal(body.isPaused(), false);
  t.mock.timers.tick(1);
  await assert.rejects(read, refused(408));
  assert.equal(body.isPaused(), true);
});

test("a body that breaks off is refused", async () => {
  for (const cause of [undefined, new Error("aborted")]) {
    const { body, request: asked } = request({ "content-length": "4" });
    const read = readBody(asked, 4, within);
    body.write("1");
    body.destroy(cause);
    await assert.rejects(read, refused(400));
  }
});

test("where there is no room for more of a body, it is read no further", async () => {
  const { body, request: asked } = request();
  let room = 4;
  const read = readBody(asked, 100, within, (bytes) => (room -= bytes) >= 0);
  body.write("123");
  body.write("45");
  await assert.rejects(read, refused(503));
  assert.equal(body.isPaused(), true);
});
