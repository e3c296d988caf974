import { test, type TestContext } from "node:test";
import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ReleaseFile } from "../../src/ports/index.ts";
import { DiskCache, HttpIndex, HttpTransport } from "../../src/package-index/index.ts";
import { packageName } from "../../src/python/index.ts";
import { IndexServer, jsonPage } from "../support/index-server.ts";
import { StandingClock } from "../support/package-index.ts";

const { signal } = new AbortController();
const foo = packageName("foo");
const page = "/simple/foo/";
const digest = "ab".repeat(32);
const listed = jsonPage([
  { filename: "foo-1.0.tar.gz" },
  {
    filename: "foo-2.0-py3-none-any.whl",
    hashes: { sha256: digest },
    size: 7,
    "upload-time": "2024-05-01T10:00:00.5Z",
    "requires-python": ">=3.8",
    "core-metadata": { sha256: digest },
    yanked: "brøken ✗",
  },
]);

interface World {
  readonly server: IndexServer;
  readonly folder: string;
  readonly clock: StandingClock;
  readonly address: string;
}

async function world(t: TestContext): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), "thoth-cache-"));
  t.after(() => rm(folder, { recursive: true }));
  const server = await IndexServer.start();
  const clock = new StandingClock("2026-11-25T12:00:00Z");
  return { server: server.on(page, listed), folder, clock, address: server.simple };
}

/** As a process of its own would list the files. */
async function files({ folder, clock, address }: World): Promise<readonly ReleaseFile[]> {
  const cache = new DiskCache(folder);
  const transport = new HttpTransport({ proxies: "none" });
  const index = new HttpIndex({ name: "corp", address, transport, clock, cache, retryDelays: [] });
  const answer = await index.list(foo, signal);
  assert.ok(answer.kind === "found");
  for (const [row, candidate] of answer.candidates.entries()) assert.equal(candidate.place?.row, row);
  return answer.candidates.flatMap((candidate) => candidate.files);
}

async function only(folder: string, kind: string): Promise<string> {
  const within = join(folder, "index-v1", kind);
  const entries = await readdir(within, { recursive: true, withFileTypes: true });
  const found = entries.filter((entry) => entry.isFile());
  assert.equal(found.length, 1);
  return join(found[0]!.parentPath, found[0]!.name);
}

test("a page that was read before says the same out of its ready form alone, when the index is gone", async (t) => {
  const here = await world(t);
  const first = await files(here);
  assert.deepEqual([first[0]?.yanked, first[0]?.uploaded, first.length], ["brøken ✗", "2024-05-01T10:00:00.5Z", 2]);
  await here.server[Symbol.asyncDispose]();
  await rm(await only(here.folder, "pages"));
  assert.deepEqual(await files(here), first);
});

/** What may happen to a ready form. */
const damages: Readonly<Record<string, (ready: Buffer) => Buffer>> = {
  "is cut short": (ready) => ready.subarray(0, ready.length - 8),
  "is empty": () => Buffer.alloc(0),
  "has a wrong head": (ready) => changed(ready, ready.indexOf('"asked"')),
  "has a wrong version": (ready) => changed(ready, ready.indexOf("2.0")),
  "is of an older version": (ready) => changed(ready, 4),
};
function changed(ready: Buffer, at: number): Buffer {
  const copy = Buffer.from(ready);
  copy[at]! ^= 1;
  return copy;
}
for (const [what, damage] of Object.entries(damages)) {
  test(`a ready form that ${what} is made anew from the page as it was sent`, async (t) => {
    const here = await world(t);
    const first = await files(here);
    await here.server[Symbol.asyncDispose]();
    const path = await only(here.folder, "ready-pages");
    const ready = await readFile(path);
    await writeFile(path, damage(ready));
    assert.deepEqual(await files(here), first);
    assert.deepEqual(await readFile(path), ready);
  });
}

test("a page that is damaged in both forms is asked for again", async (t) => {
  const here = await world(t);
  const first = await files(here);
  for (const kind of ["pages", "ready-pages"]) await writeFile(await only(here.folder, kind), "damaged");
  assert.deepEqual(await files(here), first);
  assert.equal(here.server.count(page), 2);
  await here.server[Symbol.asyncDispose]();
});

test("a page that is still so is only given a new head, and the page as it was sent is not written again", async (t) => {
  const here = await world(t);
  here.server.on(page, { ...listed, headers: { ...listed.headers, etag: '"v1"' } }, { status: 304 });
  const first = await files(here);
  const sent = await only(here.folder, "pages");
  const { mtimeMs } = await stat(sent);
  here.clock.advance(10);
  assert.deepEqual(await files(here), first);
  here.clock.advance(9);
  assert.deepEqual(await files(here), first);
  assert.equal(here.server.count(page), 2);
  assert.equal((await stat(sent)).mtimeMs, mtimeMs);
  await here.server[Symbol.asyncDispose]();
});

test("the ready form of one address is not used for another", async (t) => {
  const here = await world(t);
  await using other = await IndexServer.start();
  other.on(page, jsonPage([{ filename: "foo-9.0.tar.gz" }]));
  await files(here);
  const ready = await readFile(await only(here.folder, "ready-pages"));
  const folder = await mkdtemp(join(tmpdir(), "thoth-cache-"));
  t.after(() => rm(folder, { recursive: true }));
  const there = { ...here, folder, address: other.simple };
  const theirs = await files(there);
  await writeFile(await only(folder, "ready-pages"), ready);
  assert.deepEqual(await files(there), theirs);
  await here.server[Symbol.asyncDispose]();
});
