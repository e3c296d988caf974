import { test, type TestContext } from "node:test";
import assert from "node:assert/strict";
import { hash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DiskCache, readSnapshot } from "../../src/package-index/index.ts";
import { packSnapshot } from "../../src/package-index/ready-cache/ready-snapshot.ts";
import { parseSnapshotDocument } from "../../src/package-index/snapshot-document.ts";
import { gzipJson, snapshotDocument } from "../support/package-index.ts";

const { signal } = new AbortController();
const bytes = gzipJson(snapshotDocument({ a: [{ v: "1.0" }], b: [{ v: "2.0" }] }));
const other = gzipJson(snapshotDocument({ a: [{ v: "9.0" }], b: [{ v: "9.0" }] }));

interface Place {
  readonly path: string;
  readonly cache: DiskCache;
  readonly folder: string;
}

async function place(t: TestContext): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), "thoth-snapshot-"));
  t.after(() => rm(folder, { recursive: true }));
  const path = join(folder, "index-snapshot.json.gz");
  await writeFile(path, bytes);
  await mkdir(join(folder, "cache"));
  return { path, cache: new DiskCache(join(folder, "cache")), folder: join(folder, "cache") };
}

async function readyFile(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  assert.equal(files.length, 1);
  return join(files[0]!.parentPath, files[0]!.name);
}

/** Such as `a 1.0, b 2.0`. */
async function releases({ path, cache }: Place): Promise<string> {
  const snapshot = await readSnapshot(path, signal, cache);
  const tables = await Promise.all(snapshot.names.map((name) => snapshot.package(name)));
  return snapshot.names.map((name, i) => `${name} ${tables[i]!.versions.join()}`).join(", ");
}

test("a snapshot that was opened before is read from its ready form, without its JSON", async (t) => {
  const here = await place(t);
  assert.equal(await releases(here), "a 1.0, b 2.0");
  // Only here does the ready form say something else than the snapshot, to show where the answer is from.
  const forged = packSnapshot(await parseSnapshotDocument("other", other), hash("sha256", bytes, "buffer"));
  await writeFile(await readyFile(here.folder), forged);
  assert.equal(await releases(here), "a 9.0, b 9.0");
});

test("another snapshot of the same path has a ready form of its own", async (t) => {
  const here = await place(t);
  await releases(here);
  await writeFile(here.path, other);
  assert.equal(await releases(here), "a 9.0, b 9.0");
  await writeFile(here.path, bytes);
  assert.equal(await releases(here), "a 1.0, b 2.0");
});

/** What may happen to a ready form; the last two leave its head whole, so that it is found out when a package is read. */
const damages: Readonly<Record<string, (ready: Buffer) => Buffer>> = {
  "is cut short": (ready) => ready.subarray(0, ready.length - 8),
  "is empty": () => Buffer.alloc(0),
  "is of an older version": (ready) => changed(ready, 4),
  "has a wrong table": (ready) => changed(ready, 60),
  "has a wrong package": (ready) => changed(ready, ready.lastIndexOf(Buffer.from("2.0"))),
  "has wrong shared texts": (ready) => changed(ready, ready.indexOf("-py3-none-any.whl")),
};
function changed(ready: Buffer, at: number): Buffer {
  const copy = Buffer.from(ready);
  copy[at]! ^= 1;
  return copy;
}
for (const [what, damage] of Object.entries(damages)) {
  test(`a ready form that ${what} is made anew, and nothing of it is believed`, async (t) => {
    const here = await place(t);
    await releases(here);
    const file = await readyFile(here.folder);
    const ready = await readFile(file);
    await writeFile(file, damage(ready));
    assert.equal(await releases(here), "a 1.0, b 2.0");
    assert.deepEqual(await readFile(file), ready);
    const { mtimeMs } = await stat(file);
    assert.equal(await releases(here), "a 1.0, b 2.0");
    assert.equal((await stat(file)).mtimeMs, mtimeMs);
  });
}

test("a snapshot whose ready form cannot be kept is read from its JSON each time", async (t) => {
  const here = await place(t);
  const cache = new DiskCache(here.path);
  for (let i = 0; i < 2; i++) assert.equal(await releases({ ...here, cache }), "a 1.0, b 2.0");
});
