/** Questions and answers over streams that a test holds the other end of. */

import assert from "node:assert/strict";
import { once } from "node:events";
import { PassThrough } from "node:stream";
import { test } from "node:test";

import { Channel } from "../../../src/adapters/child/channel.ts";
import { readFrames, writeFrame } from "../../../src/adapters/child/frames.ts";

const limits = { bytes: 1_000_000, allBytes: 10_000_000, messages: 100 };

/** How many of five questions at once are looked into before anything of an answer is read, and all answers. */
async function askFive(alone: readonly string[]): Promise<readonly [before: number, answered: readonly number[]]> {
  const [from, to] = [new PassThrough(), new PassThrough()];
  let begun = 0;
  // More than the stream takes while nobody reads it.
  const large = async () => ({ value: ++begun, bytes: Buffer.alloc(500_000) });
  const running = new Channel({ from, to, limits, answers: { large }, alone }).run();
  for (const id of [1, 2, 3, 4, 5]) void writeFrame(from, { kind: "ask", id, what: "large", value: null });
  await once(to, "readable");
  const before = begun;
  const answered: number[] = [];
  for await (const { value } of readFrames(to, limits)) {
    answered.push((value as { readonly id: number }).id);
    if (answered.length === 5) break;
  }
  from.end();
  await running;
  return [before, answered];
}

test("of large answers there is one at a time, until it is sent", async () => {
  assert.deepEqual(await askFive(["large"]), [1, [1, 2, 3, 4, 5]]);
});

test("other answers are given together", async () => {
  assert.deepEqual(await askFive(["other"]), [5, [1, 2, 3, 4, 5]]);
});
