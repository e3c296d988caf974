import { test } from "node:test";
import assert from "node:assert/strict";
import { limits } from "../../src/base/index.ts";
import { HttpTransport } from "../../src/package-index/index.ts";
import { parseIndexAddress } from "../../src/package-index/index-address.ts";
import { IndexClient } from "../../src/package-index/index-client.ts";
import { readWheelMetadata } from "../../src/package-index/wheel-metadata.ts";
import type { ReleaseFile } from "../../src/ports/index.ts";
import { packageName } from "../../src/python/index.ts";
import {
  type Answer,
  IndexServer,
  metadataText,
  ranged,
  type Responder,
  sha256,
  wheel,
} from "../support/index-server.ts";
import { zip } from "../support/zip.ts";

const { signal } = new AbortController();
const filename = "foo-1.0-py3-none-any.whl";
const path = `/files/${filename}`;
const text = metadataText("foo", "1.0", "Requires-Dist: bar");
const small = wheel("foo", "1.0", text);

/** Reads the wheel that `server` has at `path`: its METADATA, or why that is unknown. */
async function read(server: IndexServer, sidecar?: ReleaseFile["sidecar"]): Promise<string> {
  const absent = {
    sha256: undefined,
    size: undefined,
    uploaded: undefined,
    requiresPython: undefined,
    yanked: undefined,
  };
  const file: ReleaseFile = { filename, url: server.origin + path, ...absent, sidecar };
  const transport = new HttpTransport({ proxies: "none" });
  const address = parseIndexAddress("corp", server.simple);
  const client = new IndexClient({ name: "corp", address, transport, verify: true, retryDelays: [] });
  const request = { name: packageName("foo"), wheel: file };
  const answer = await readWheelMetadata(client, request, signal);
  return answer.kind === "bytes" ? answer.bytes.toString() : answer.reason;
}

/** Filler that does not compress, so that the archive is as large as it. */
function filler(bytes: number): { path: string; content: Buffer; method: "stored" } {
  return { path: "filler.bin", content: Buffer.alloc(bytes), method: "stored" };
}

const info = "foo-1.0.dist-info/METADATA";
const many = Array.from({ length: 1_000 }, (_, index) => ({ path: `${"deep/".repeat(10)}${index}.py`, content: "" }));

/** Wheels and the number of requests that their METADATA takes. */
const wheels: readonly (readonly [string, Buffer, number])[] = [
  ["small", small, 1],
  ["large, with METADATA at the end", wheel("foo", "1.0", text, [filler(100_000)]), 1],
  ["large, with METADATA in front", zip([{ path: info, content: text }, filler(100_000)]), 2],
  ["of many members", wheel("foo", "1.0", text, [filler(100_000), ...many]), 3],
  ["stored", zip([{ path: info, content: text, method: "stored" }]), 1],
  [
    "with another local header than its directory",
    zip([{ path: info, content: text, localExtra: 200 }, filler(100_000)]),
    2,
  ],
  ["with a far longer local header", zip([{ path: info, content: text, localExtra: 60_000 }, filler(100_000)]), 3],
  ["of a name in another spelling", zip([{ path: "Foo-1.0.dist-info/METADATA", content: text }]), 1],
  [
    "that bundles another",
    zip([
      { path: "bar-2.dist-info/METADATA", content: "" },
      { path: "_vendor/foo-2.dist-info/METADATA", content: "" },
      { path: info, content: text },
    ]),
    1,
  ],
];
for (const [what, bytes, requests] of wheels) {
  test(`a wheel that is ${what} takes ${requests} requests`, async () => {
    await using server = await IndexServer.start();
    server.on(path, ranged(bytes));
    assert.equal(await read(server), text);
    assert.equal(server.seen.length, requests);
    assert.ok(server.seen.every((request) => request.headers["accept-encoding"] === "identity"));
  });
}

/** `bytes` with a number written into its end record. */
function withEnd(bytes: Buffer, write: (copy: Buffer, end: number) => void): Buffer {
  const copy = Buffer.from(bytes);
  write(copy, copy.length - 22);
  return copy;
}

const directoryOf = (bytes: Buffer) => bytes.readUInt32LE(bytes.length - 6);
const halves = withEnd(zip([{ path: info, content: text }]), (copy) => copy.writeUInt16LE(12, directoryOf(copy) + 10));
const crc = withEnd(zip([{ path: info, content: text, method: "stored" }]), (copy) => (copy[60]! ^= 1));
const deflated = withEnd(zip([{ path: info, content: text }]), (copy) => copy.fill(0xff, 60, 70));
const directory = withEnd(small, (copy) => copy.writeUInt32LE(0, directoryOf(copy)));
const lost = withEnd(zip([{ path: info, content: text }]), (copy) => copy.writeUInt32LE(9, directoryOf(copy) + 42));
const overlap = withEnd(zip([{ path: info, content: text }]), (copy) =>
  copy.writeUInt32LE(9_999, directoryOf(copy) + 20),
);

/** Faults of a wheel, and what completes "cannot be read: …". */
const faults: readonly (readonly [Buffer, string])[] = [
  [Buffer.from("too short"), "it is no ZIP archive"],
  [Buffer.alloc(100), "it does not end as a ZIP archive does"],
  [small.subarray(0, small.length - 1), "it does not end as a ZIP archive does"],
  [
    withEnd(small, (copy, end) => copy.writeUInt16LE(0xffff, end + 10)),
    "it is a zip64 archive, and those are not read",
  ],
  [
    withEnd(small, (copy, end) => copy.writeUInt32LE(0xffffffff, end + 16)),
    "it is a zip64 archive, and those are not read",
  ],
  [withEnd(small, (copy, end) => copy.writeUInt32LE(99_999, end + 16)), "its directory lies outside the archive"],
  [directory, "its directory is damaged"],
  [zip([{ path: "foo.py", content: "" }]), "it has no METADATA"],
  [
    zip([
      { path: info, content: text },
      { path: "Foo-2.dist-info/METADATA", content: text },
    ]),
    "it has more than one METADATA",
  ],
  [halves, "its METADATA is compressed by method 12"],
  [lost, "its METADATA is not where its directory says"],
  [overlap, "its METADATA reaches into its directory"],
  [crc, "its METADATA is damaged"],
  [deflated, "its METADATA is damaged"],
];
for (const [bytes, fault] of faults) {
  test(`a wheel is unknown because ${fault}`, async () => {
    await using server = await IndexServer.start();
    server.on(path, ranged(bytes));
    assert.equal(await read(server), `\`${filename}\` cannot be read: ${fault}`);
  });
}

test("METADATA may be as large as the limit, and not one byte larger", async () => {
  const sized = (bytes: number) => zip([{ path: info, content: text.padEnd(bytes, "x") }]);
  await using server = await IndexServer.start();
  server.on(path, ranged(sized(limits.metadata.bytes)));
  assert.equal((await read(server)).length, limits.metadata.bytes);
  server.on(path, ranged(sized(limits.metadata.bytes + 1)));
  assert.equal(await read(server), `\`${filename}\` cannot be read: its METADATA is larger than 4194304 bytes`);
});

test("a directory that is larger than all that may be read is not asked for", async () => {
  await using server = await IndexServer.start();
  const huge = withEnd(zip([filler(9_000_000)]), (copy, end) => {
    copy.writeUInt32LE(8_900_000, end + 12);
    copy.writeUInt32LE(0, end + 16);
  });
  server.on(path, ranged(huge));
  assert.equal(await read(server), `\`${filename}\` cannot be read: more than 8388608 bytes of it would be read`);
  assert.equal(server.seen.length, 1);
});

test("a server without ranges is read whole up to the limit, and not one byte further", async () => {
  const sized = (bytes: number) =>
    wheel("foo", "1.0", text, [filler(bytes - wheel("foo", "1.0", text, [filler(0)]).length)]);
  await using server = await IndexServer.start();
  server.on(path, { body: sized(limits.wheelRange.bytes) });
  assert.equal(await read(server), text);
  server.on(path, { body: sized(limits.wheelRange.bytes + 1) });
  const fault = "its server sends no ranges, and it is larger than 8388608 bytes";
  assert.equal(await read(server), `\`${filename}\` cannot be read: ${fault}`);
});

test("a server that cannot send the end of a short file is asked for all of it", async () => {
  await using server = await IndexServer.start();
  server.on(path, { status: 416 }, { body: small });
  assert.equal(await read(server), text);
});

/** What a server may send instead of the piece that it is asked for. */
const pieces: readonly (readonly [Answer | Responder, string])[] = [
  [{ status: 404 }, "the server answers 404"],
  [{ status: 206, body: small }, "the server does not say which bytes it sends"],
  [
    { status: 206, headers: { "content-range": "bytes 0-9/10" }, body: small },
    "the server sends other bytes than it says",
  ],
  [
    { status: 206, headers: { "content-range": "bytes 0-9/100" }, body: "x".repeat(10) },
    "the server sends other bytes than it was asked for",
  ],
];
for (const [answer, fault] of pieces) {
  test(`a wheel is unknown because ${fault}`, async () => {
    await using server = await IndexServer.start();
    server.on(path, answer);
    assert.equal(await read(server), `\`${filename}\` cannot be read: ${fault}`);
  });
}

test("a wheel whose server is down is no property of the release", async () => {
  await using server = await IndexServer.start();
  server.on(path, { status: 502 });
  await assert.rejects(read(server), { code: "INDEX_UNAVAILABLE" });
});

test("the file beside a wheel answers for it, with one request", async () => {
  await using server = await IndexServer.start();
  server.on(`${path}.metadata`, { body: text });
  assert.equal(await read(server, { sha256: sha256(text) }), text);
  assert.equal(await read(server, { sha256: undefined }), text);
  assert.equal(server.count(path), 0);
});

test("a file beside a wheel that is not there leaves the wheel to answer", async () => {
  await using server = await IndexServer.start();
  server.on(path, ranged(small));
  assert.equal(await read(server, { sha256: sha256(text) }), text);
});

test("a file beside a wheel that is not the announced one stops the run", async () => {
  await using server = await IndexServer.start();
  server.on(`${path}.metadata`, { body: `${text}Requires-Dist: evil\n` }).on(path, ranged(small));
  await assert.rejects(read(server, { sha256: sha256(text) }), { code: "METADATA_ALTERED" });
});

test("a file beside a wheel may be as long as the limit, and not one byte longer", async () => {
  await using server = await IndexServer.start();
  server.on(
    `${path}.metadata`,
    { body: "x".repeat(limits.metadata.bytes) },
    { body: "x".repeat(limits.metadata.bytes + 1) },
  );
  assert.equal((await read(server, { sha256: undefined })).length, limits.metadata.bytes);
  await assert.rejects(read(server, { sha256: undefined }), { code: "INPUT_TOO_LARGE" });
});
