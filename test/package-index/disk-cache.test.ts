import { test, type TestContext } from "node:test";
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zstdCompressSync } from "node:zlib";
import { limits } from "../../src/base/index.ts";
import { DiskCache } from "../../src/package-index/index.ts";

async function folder(t: TestContext): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "thoth-cache-"));
  t.after(() => rm(path, { recursive: true }));
  return path;
}

async function filesIn(path: string): Promise<readonly string[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

test("what was written is read by the next process", async (t) => {
  const path = await folder(t);
  await new DiskCache(path).write("pages", "https://a/", Buffer.from("content\nof two lines"));
  const cache = new DiskCache(path);
  assert.equal((await cache.read("pages", "https://a/"))?.toString(), "content\nof two lines");
  assert.equal(await cache.read("pages", "https://b/"), undefined);
  assert.equal(await cache.read("metadata", "https://a/"), undefined);
  assert.deepEqual(cache.notes(), []);
});

test("the last write wins, and no temporary file stays", async (t) => {
  const path = await folder(t);
  const cache = new DiskCache(path);
  await Promise.all(["1", "2", "3"].map((text) => cache.write("pages", "k", Buffer.from(text))));
  await cache.write("pages", "k", Buffer.from("last"));
  assert.equal((await cache.read("pages", "k"))?.toString(), "last");
  assert.equal((await filesIn(path)).length, 1);
});

/** Ways in which a file of the cache can be damaged. */
const damages: Readonly<Record<string, (file: string) => Promise<void>>> = {
  "cut short": (file) => truncate(file, 40),
  emptied: (file) => truncate(file, 0),
  "changed in its last byte": async (file) => {
    const bytes = await readFile(file);
    bytes[bytes.length - 1]! ^= 1;
    await writeFile(file, bytes);
  },
};
for (const [what, damage] of Object.entries(damages)) {
  test(`an entry that was ${what} counts as missing and is removed`, async (t) => {
    const path = await folder(t);
    const cache = new DiskCache(path);
    await cache.write("pages", "k", Buffer.from("content"));
    const [file] = await filesIn(path);
    await damage(file!);
    assert.equal(await cache.read("pages", "k"), undefined);
    assert.deepEqual(await filesIn(path), []);
    assert.deepEqual(cache.notes(), []);
  });
}

test("an entry in the place of another key counts as missing", async (t) => {
  const path = await folder(t);
  const cache = new DiskCache(path);
  await cache.write("pages", "a", Buffer.from("content"));
  const [a] = await filesIn(path);
  const bytes = await readFile(a!);
  await cache.write("pages", "b", Buffer.from("other"));
  const b = (await filesIn(path)).find((file) => file !== a);
  await writeFile(b!, bytes);
  assert.equal(await cache.read("pages", "b"), undefined);
});

/** Files with a right checksum over what we never write. */
const foreign: Readonly<Record<string, Buffer>> = {
  "is no zstd": Buffer.from("plain"),
  "is larger than any page": zstdCompressSync(Buffer.alloc(limits.indexPage.bytes + 1024 * 1024)),
};
for (const [what, packed] of Object.entries(foreign)) {
  test(`an entry that ${what} counts as missing and is removed`, async (t) => {
    const path = await folder(t);
    const cache = new DiskCache(path);
    await cache.write("pages", "k", Buffer.from("content"));
    const [file] = await filesIn(path);
    await writeFile(file!, Buffer.concat([createHash("sha256").update(packed).digest(), packed]));
    assert.equal(await cache.read("pages", "k"), undefined);
    assert.deepEqual(await filesIn(path), []);
    assert.deepEqual(cache.notes(), []);
  });
}

test("the largest page that may be read can be kept", async (t) => {
  const cache = new DiskCache(await folder(t));
  await cache.write("pages", "k", Buffer.alloc(limits.indexPage.bytes));
  assert.equal((await cache.read("pages", "k"))?.length, limits.indexPage.bytes);
});

test("a folder that cannot be used costs a note, not the work", async (t) => {
  const path = await folder(t);
  const file = join(path, "file");
  await writeFile(file, "");
  const cache = new DiskCache(file);
  await cache.write("pages", "k", Buffer.from("content"));
  assert.equal(await cache.read("pages", "k"), undefined);
  assert.deepEqual(cache.notes(), [
    `the cache folder \`${join(file, "index-v1")}\` cannot be used (ENOTDIR), so everything is fetched again`,
  ]);
});
