import assert from "node:assert/strict";
import { test } from "node:test";

import { codeAt, remembering } from "../../src/bot/visit.ts";
import { type HostedRepository, HostUnavailable } from "../../src/ports/index.ts";

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

/** A host that has an archive, or whatever `archive` does. */
function visitOf(archive: () => Promise<Buffer | undefined>): Parameters<typeof codeAt>[2] {
  return { host: { archive } as unknown as HostedRepository };
}

const bytes = Buffer.from("an archive");
const modules = (count: number) => Array.from({ length: count }, (_, index) => `${index}.py`);

test("a few files of code are asked for one by one, and more of them come in an archive", async () => {
  const visit = visitOf(async () => bytes);
  const few = codeAt("c1", [...modules(5), "README.md", "vendor/a.py"], visit);
  assert.deepEqual([few.files, few.readArchive], [modules(5), undefined]);
  const many = codeAt("c1", modules(6), visit);
  assert.equal(await many.readArchive?.(signal), bytes);
});

test("code of more files than are read is all told of, so that the rest is known to be unread", () => {
  assert.equal(
    codeAt(
      "c1",
      modules(5_001),
      visitOf(async () => bytes),
    ).files.length,
    5_001,
  );
});

test("an archive that takes too long is none, and whatever else keeps it away ends the visit", async (t) => {
  const late = new AbortController();
  t.mock.method(AbortSignal, "timeout", () => late.signal);
  const read = (reason: unknown) =>
    codeAt(
      "c1",
      modules(6),
      visitOf(() => Promise.reject(reason)),
    ).readArchive!(signal);
  const away = new HostUnavailable("503", 1);
  await assert.rejects(read(away), away);
  late.abort(new Error("late"));
  assert.equal(await read(late.signal.reason), undefined);
  await assert.rejects(read(away), away);
});

test("two who ask at the same time ask once", async () => {
  let asked = 0;
  const read = remembering(async () => `answer ${++asked}`);
  assert.deepEqual(await Promise.all([read("a", 10, signal), read("a", 10, signal)]), ["answer 1", "answer 1"]);
});
