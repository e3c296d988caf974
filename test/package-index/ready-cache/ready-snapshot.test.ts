import { test } from "node:test";
import assert from "node:assert/strict";
import { createHash, hash } from "node:crypto";
import { ReadySnapshot, packSnapshot } from "../../../src/package-index/ready-cache/ready-snapshot.ts";
import { Damaged, packSections, Sections } from "../../../src/package-index/ready-cache/sections.ts";
import { parseSnapshotDocument } from "../../../src/package-index/snapshot-document.ts";
import { packageName } from "../../../src/python/index.ts";
import { gzipJson, snapshotDocument } from "../../support/package-index.ts";
import { SeededRandom } from "../../support/random.ts";

const origin = hash("sha256", "snapshot", "buffer");
const sha256 = "ab".repeat(32);
const path = `12/34/${"5".repeat(60)}`;

/** A little of everything. */
const document = snapshotDocument(
  {
    web: [
      { v: "2.0", requires: ["http>=2", 'tls; extra == "safe"'], python: ">=3.9", extras: ["safe"], yanked: "leaks" },
      { v: "1.0", requires: ["http>=1"], python: ">=3.8" },
      { v: "1.0rc1", requires: ["http>=1"], python: ">=3.8" },
      { v: "1!2.0+local", requires: [], files: [["web-1.zip", sha256, null, "yesterday", "aa/bb"]] },
    ],
    http: [
      {
        v: "2.1",
        files: ["cp311-cp311-win_amd64", "py3-none-any"].map((tags) => [
          `http-2.1-${tags}.whl`,
          sha256,
          99,
          "2024-05-01T10:00:00.123456Z",
          path,
        ]),
      },
      { v: "french toast", yanked: "Käse 🧀" },
    ],
  },
  { web: ["3.0", "0.1", "no version"] },
);
const packed = packSnapshot(await parseSnapshotDocument("s.gz", gzipJson(document)), origin);

/** All that there is to be read. */
function everything(bytes: Buffer): unknown {
  const snapshot = ReadySnapshot.open(bytes, origin);
  const packages = snapshot.names.map((name) => {
    const table = snapshot.package(name)!;
    const owner = { name: packageName("any"), index: "pypi", base: "https://files/" };
    const releases = table.candidates(owner).map(({ version, files }, row) => {
      const columns = [table.head, table.tail, table.dev, table.prerelease, table.yanked].map((column) => column[row]);
      return { version: version.text, files, metadata: table.metadata(row), columns };
    });
    return { name, releases, outside: table.outside().map(String), uploaded: [...table.uploaded] };
  });
  return { cut: snapshot.cut, packages };
}

const whole = everything(packed);

/** What damaged bytes give: nothing, or what they gave while they were whole. */
function isDamaged(bytes: Buffer): boolean {
  try {
    assert.deepEqual(everything(bytes), whole);
    return false;
  } catch (error) {
    if (error instanceof Damaged) return true;
    throw error;
  }
}

test("the columns say of a release what its candidate says", () => {
  const snapshot = ReadySnapshot.open(packed, origin);
  const web = snapshot.package("web")!;
  assert.deepEqual(web.versions.map(String), ["1!2.0+local", "2.0", "1.0", "1.0rc1"]);
  assert.deepEqual([...web.yanked], [0, 2, 0, 0]);
  assert.deepEqual([...web.prerelease], [0, 0, 0, 1]);
  assert.equal(web.head[0], -1);
  assert.ok(web.head[1]! > web.head[2]! && web.head[2] === web.head[3] && web.tail[2]! > web.tail[3]!);
  assert.equal(web.requires[2], web.requires[3]);
  const required = [...web.shared.list(web.requires[1]! - 1)].map((id) => web.shared.text(id));
  assert.deepEqual(required, ["http>=2", 'tls; extra == "safe"']);
  const http = snapshot.package("http")!;
  const endings = Array.from(http.ending, (id) => http.shared.text(id));
  assert.deepEqual(endings, ["-cp311-cp311-win_amd64.whl", "-py3-none-any.whl"]);
  assert.equal(http.uploaded[0], Date.parse("2024-05-01T10:00:00.123Z") * 1000 + 456);
});

test("every byte that is changed is found out, or was of no account", () => {
  const missed: number[] = [];
  for (let at = 0; at < packed.length; at++) {
    const bytes = Buffer.from(packed);
    bytes[at]! ^= 1 << (at % 8);
    if (!isDamaged(bytes)) missed.push(at);
  }
  // Only what fills sections up to a multiple of 8 is no part of them.
  assert.ok(missed.every((at) => packed[at] === 0));
  assert.ok(missed.length < packed.length / 20, String(missed));
});

test("a file that is cut short anywhere is found out", () => {
  for (let length = 0; length < packed.length; length++) {
    // A copy, so that nothing lies behind its end.
    assert.ok(isDamaged(Buffer.from(packed.subarray(0, length))), String(length));
  }
});

test("a file of other bytes, of something else or of another version is not opened", () => {
  const older = Buffer.from(packed);
  older.writeUInt32LE(0, 4);
  for (const bytes of [Buffer.alloc(0), Buffer.alloc(packed.length), Buffer.from("PK\u0003\u0004".repeat(99)), older]) {
    assert.throws(() => ReadySnapshot.open(bytes, origin), Damaged);
  }
  assert.throws(() => ReadySnapshot.open(packed, hash("sha256", "another", "buffer")), Damaged);
});

test("a file that starts in the middle of a buffer is read all the same", () => {
  const shifted = Buffer.concat([Buffer.from("x"), packed]).subarray(1);
  assert.deepEqual(everything(shifted), whole);
});

test("bytes that were made up, with checksums that fit, never read past an end", () => {
  const random = new SeededRandom(7);
  const sections = Sections.open(packed, origin);
  const parts = Array.from({ length: sections.count }, (_, i) => sections.section(i));
  let refused = 0;
  const tries = 4_000;
  for (let i = 0; i < tries; i++) {
    const forged = parts.map((part) => Buffer.from(part));
    const part = forged[random.below(forged.length)]!;
    const at = random.below(part.length);
    if (random.below(2) === 0) part[at] = random.below(256);
    else part.writeUInt32LE([0, 1, 0x7fff_ffff, 0xffff_ffff][random.below(4)]!, (at >> 2) << 2);
    try {
      everything(packSections(origin, forged));
    } catch (error) {
      if (!(error instanceof Damaged)) throw error;
      refused++;
    }
  }
  assert.ok(refused > tries / 4, `${refused} of ${tries}`);
});

test("a table that was made up, with a checksum that fits, never reaches past an end", () => {
  const random = new SeededRandom(11);
  for (let i = 0; i < 2_000; i++) {
    const sections = Array.from({ length: random.below(5) }, () => Buffer.alloc(random.below(40), random.below(256)));
    try {
      everything(packSections(origin, sections));
      assert.fail("nothing of this is a snapshot");
    } catch (error) {
      if (!(error instanceof Damaged)) throw error;
    }
  }
});

test("what is packed changes only together with `readyVersion`", () => {
  const digest = createHash("sha256").update(packed).digest("hex").slice(0, 16);
  assert.equal(digest, "5457596cd5d24541", "raise `readyVersion` in sections.ts, so that older files are made anew");
});
