import { test } from "node:test";
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DiskCache } from "../../src/package-index/index.ts";
import { freshUntil, isFresh, mayStore, PageCache } from "../../src/package-index/page-cache.ts";

/** What may stand in the place of a page: no head, a head that is no JSON, one of another version of ours. */
for (const content of ["", "{\nbody", '{"url":"https://a/"}\nbody']) {
  test(`\`${content.replace("\n", " ")}\` in the place of a page counts as missing and is removed`, async (t) => {
    const folder = await mkdtemp(join(tmpdir(), "thoth-cache-"));
    t.after(() => rm(folder, { recursive: true }));
    const disk = new DiskCache(folder);
    await disk.write("pages", "https://a/", Buffer.from(content));
    assert.equal(await new PageCache(disk).read("https://a/"), undefined);
    assert.equal(await disk.read("pages", "https://a/"), undefined);
    assert.deepEqual(disk.notes(), []);
  });
}

/** `Cache-Control`, minutes of use without asking, and whether the page may be kept. */
const policies: readonly (readonly [string | undefined, number, boolean])[] = [
  [undefined, 10, true],
  ["max-age=600, public", 10, true],
  ["max-age=0", 10, true],
  ["public, Max-Age=1800", 30, true],
  ["max-age=31536000, immutable", 60, true],
  ["max-age=-1", 10, true],
  ["max-age=soon", 10, true],
  ["no-cache, max-age=600", 0, true],
  ["no-store", 10, false],
];
for (const [header, minutes, kept] of policies) {
  test(`\`${header ?? "no header"}\` is ${minutes} minutes, ${kept ? "kept" : "not kept"}`, () => {
    assert.equal(freshUntil(header, 1_000), 1_000 + minutes * 60_000);
    assert.equal(mayStore(header), kept);
  });
}

test("a page is fresh from when it was asked for until its end, and not before or after", () => {
  const page = { head: { url: "", contentType: "", asked: 10, freshUntil: 20 }, body: Buffer.alloc(0) };
  assert.deepEqual(
    [9, 10, 19, 20].map((now) => isFresh(page, now)),
    [false, true, true, false],
  );
});
