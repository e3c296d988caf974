import { test } from "node:test";
import assert from "node:assert/strict";
import { freshUntil, isFresh, mayStore } from "../../src/package-index/page-cache.ts";

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
