import assert from "node:assert/strict";
import { test } from "node:test";

import { remembering } from "../../src/bot/visit.ts";

const { signal } = new AbortController();

test("a file is asked for once a visit, unless it is long or asked for in vain", async () => {
  const asked: string[] = [];
  const read = remembering(async (path) => {
    asked.push(path);
    if (path === "bad") throw new Error("bad");
    return path === "missing" ? undefined : path.repeat(path === "long" ? 1_000_000 : 1);
  });
  for (const path of ["a", "missing", "long", "a", "missing", "long"]) await read(path, 10, signal);
  await read("a", 20, signal);
  for (const _ of [1, 2]) await assert.rejects(read("bad", 10, signal), /bad/);
  assert.deepEqual(asked, ["a", "missing", "long", "long", "a", "bad", "bad"]);
});

test("two who ask at the same time ask once", async () => {
  let asked = 0;
  const read = remembering(async () => `answer ${++asked}`);
  assert.deepEqual(await Promise.all([read("a", 10, signal), read("a", 10, signal)]), ["answer 1", "answer 1"]);
});
