import assert from "node:assert/strict";
import { test } from "node:test";

import { remembering, sourcesToAsk } from "../../src/bot/visit.ts";

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

test("code is not kept: it is much, and who reads it remembers what it says", async () => {
  let asked = 0;
  const read = remembering(async () => `${++asked}`);
  for (const path of ["a.py", "a.py", "n.ipynb", "n.ipynb", "vendor/a.py"]) await read(path, 10, signal);
  assert.equal(asked, 4);
});

test("code of as many files as may be asked for is looked at, and of one more none", () => {
  const files = (count: number) => Array.from({ length: count }, (_, index) => `${index}.py`);
  assert.equal(sourcesToAsk([...files(300), "README.md", "vendor/a.py"])?.length, 300);
  assert.equal(sourcesToAsk(files(301)), undefined);
});

test("two who ask at the same time ask once", async () => {
  let asked = 0;
  const read = remembering(async () => `answer ${++asked}`);
  assert.deepEqual(await Promise.all([read("a", 10, signal), read("a", 10, signal)]), ["answer 1", "answer 1"]);
});
