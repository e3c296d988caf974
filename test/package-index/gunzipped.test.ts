import { test } from "node:test";
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import { gunzipped } from "../../src/package-index/gunzipped.ts";

const plenty = { bytes: 10_000_000 };
/** Half of it does not compress. */
const content = Buffer.concat([randomBytes(40_000), Buffer.alloc(40_000)]);
const packed = gzipSync(content);

/** `bytes` in pieces of `size`; `asked` is told of each one that is wanted. */
async function* pieces(bytes: Buffer, size: number, asked: () => void = () => undefined): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) {
    asked();
    yield bytes.subarray(at, at + size);
  }
}

async function collect(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}

for (const size of [1_000, 7_777, 1_000_000])
  test(`pieces of ${size} bytes are decompressed`, async () => {
    assert.deepEqual(await collect(gunzipped(pieces(packed, size), plenty)), content);
  });

test("two gzip files in a row are one content, as gzip has it", async () => {
  const both = Buffer.concat([packed, packed]);
  assert.deepEqual(await collect(gunzipped(pieces(both, both.length), plenty)), Buffer.concat([content, content]));
});

for (const size of [1_000, 1_000_000])
  test(`zeros behind the end are ignored, in pieces of ${size} bytes`, async () => {
    const more = Buffer.concat([packed, Buffer.alloc(5_000)]);
    assert.deepEqual(await collect(gunzipped(pieces(more, size), plenty)), content);
  });

test("no piece is asked for before the last one is used up", async () => {
  let asked = 0;
  for await (const chunk of gunzipped(
    pieces(packed, 1_000, () => asked++),
    plenty,
  )) {
    assert.ok(chunk.length > 0);
    break;
  }
  assert.equal(asked, 1);
});

const damaged: readonly (readonly [string, Buffer])[] = [
  ["no gzip", Buffer.from("this is no gzip")],
  ["nothing", Buffer.alloc(0)],
  ["half of it", packed.subarray(0, packed.length / 2)],
  ["what is behind its end", Buffer.concat([packed, Buffer.from("and more")])],
  ["a wrong checksum", Buffer.concat([packed.subarray(0, -8), Buffer.alloc(8)])],
  ["damage in the middle", Buffer.concat([packed.subarray(0, 20_000), randomBytes(100), packed.subarray(20_100)])],
];
for (const [title, bytes] of damaged)
  test(`${title} is damaged`, async () => {
    await assert.rejects(collect(gunzipped(pieces(bytes, 1_000), plenty)), {
      message: "its compression is damaged",
    });
  });

test("a bomb gives as much as the limit at most, and then the limit is said", async () => {
  const bomb = gzipSync(Buffer.alloc(50_000_000));
  let bytes = 0;
  await assert.rejects(
    async () => {
      for await (const chunk of gunzipped(pieces(bomb, bomb.length), { bytes: 1_000_000 })) bytes += chunk.length;
    },
    { message: "more than 1000000 bytes of it would be read" },
  );
  assert.ok(bytes > 900_000 && bytes <= 1_000_000, String(bytes));
});

test("what fails while the pieces come is passed on", async () => {
  const failing = (async function* () {
    yield packed.subarray(0, 1_000);
    throw new Error("the index is down");
  })();
  await assert.rejects(collect(gunzipped(failing, plenty)), { message: "the index is down" });
});
