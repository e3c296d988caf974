import { test } from "node:test";
import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { UserError } from "../../src/base/index.ts";
import { parseSnapshot, readSnapshot } from "../../src/package-index/index.ts";
import { gzipJson, snapshotDocument } from "../support/package-index.ts";

const document = snapshotDocument({ flask: [{ v: "3.0.3", requires: ["werkzeug>=3"], python: ">=3.8" }] });
const whole = gzipJson(document);

test("an open snapshot knows its cut and its packages", async () => {
  const snapshot = await parseSnapshot("s.gz", whole);
  assert.equal(snapshot.cut, "2026-11-24T00:00:00+00:00");
  assert.deepEqual(snapshot.names, ["flask"]);
  assert.deepEqual((await snapshot.package("flask"))?.versions.map(String), ["3.0.3"]);
  assert.equal(await snapshot.package("django"), undefined);
  assert.equal(await snapshot.package("__proto__"), undefined);
});

const broken: readonly (readonly [string, Buffer, string])[] = [
  ["no gzip", Buffer.from("{}"), "s.gz: is not a whole gzip file"],
  ["half of a file", whole.subarray(0, whole.length / 2), "s.gz: is not a whole gzip file"],
  ["no JSON", gzipSync("flask"), "s.gz: holds no JSON"],
  ["another document", gzipJson({ sets: [] }), "s.gz: is not of the format `index-snapshot/1`"],
  [
    "another version",
    gzipJson({ ...document, format: "index-snapshot/2" }),
    "s.gz: is not of the format `index-snapshot/1`",
  ],
  ["a wrong list", gzipJson({ ...document, requires: [["a"], 3] }), "s.gz: is malformed: `/requires/1` must be array"],
  ["null", gzipJson(null), "s.gz: is not of the format `index-snapshot/1`"],
];
for (const [what, bytes, message] of broken) {
  test(`a snapshot that is ${what} is refused in one sentence`, async () => {
    await assert.rejects(parseSnapshot("s.gz", bytes), (error) => {
      assert.ok(error instanceof UserError);
      assert.equal(error.code, "SNAPSHOT_UNREADABLE");
      assert.equal(error.message, message);
      return true;
    });
  });
}

/** What only the packages themselves show. */
const malformed: readonly (readonly [string, unknown, RegExp])[] = [
  [
    "a malformed package",
    { unknown: [], releases: [{ v: 1 }] },
    /^s\.gz: the entry of `bad` is malformed: `\/releases\/0/,
  ],
  [
    "a position without an entry",
    { unknown: [], releases: [{ v: "1", r: 9, p: 0, e: 0, f: [["bad-1.zip", "ab".repeat(32), 1, "", ""]] }] },
    /^s\.gz: `requires` has no entry 9$/,
  ],
];
for (const [what, bad, message] of malformed) {
  test(`a snapshot with ${what} is refused, and the place is named`, async () => {
    const packages = { ...(document["packages"] as object), bad };
    await assert.rejects(parseSnapshot("s.gz", gzipJson({ ...document, packages })), {
      code: "SNAPSHOT_UNREADABLE",
      message,
    });
  });
}

test("a file that is not there is named", async () => {
  const signal = new AbortController().signal;
  await assert.rejects(
    readSnapshot("/nowhere/s.gz", signal),
    /^SnapshotUnreadable|\/nowhere\/s\.gz: cannot be read \(ENOENT\)/,
  );
});
