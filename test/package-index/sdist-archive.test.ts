/** Sdists as an index serves them: what is read of honest ones, and what is said of those that nobody made in good faith. */

import { test } from "node:test";
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import { limits } from "../../src/base/index.ts";
import { parseIndexAddress } from "../../src/package-index/index-address.ts";
import { HttpTransport } from "../../src/package-index/index.ts";
import { IndexClient } from "../../src/package-index/index-client.ts";
import { readSdist, type SdistAnswer } from "../../src/package-index/sdist-archive.ts";
import type { SdistExcerpt } from "../../src/package-index/sdist-excerpt.ts";
import { packageName } from "../../src/python/index.ts";
import { type Answer, IndexServer, metadataText, ranged, type Responder, sha256 } from "../support/index-server.ts";
import { pax, tar, tarEntry, type TarEntry, tarGz } from "../support/tar.ts";
import { zip } from "../support/zip.ts";

const { signal } = new AbortController();
const filename = "foo-1.0.tar.gz";
const pkgInfo = metadataText("foo", "1.0");
const info: TarEntry = { path: "foo-1.0/PKG-INFO", content: pkgInfo };
const requiresTxt = "bar\n";
const requires: TarEntry = { path: "foo-1.0/foo.egg-info/requires.txt", content: requiresTxt };

interface Setting {
  readonly filename?: string;
  readonly sha256?: string;
  readonly isEnough?: (excerpt: SdistExcerpt) => boolean;
}

async function read(server: IndexServer, setting: Setting = {}): Promise<SdistAnswer> {
  const file = setting.filename ?? filename;
  const absent = { size: undefined, uploaded: undefined, requiresPython: undefined, yanked: undefined };
  const url = `${server.origin}/files/${file}`;
  const sdist = { filename: file, url, sha256: setting.sha256, ...absent, sidecar: undefined };
  const transport = new HttpTransport({ proxies: "none" });
  const address = parseIndexAddress("corp", server.simple);
  const client = new IndexClient({ name: "corp", address, transport, verify: true, retryDelays: [] });
  const isEnough = setting.isEnough ?? (() => false);
  return readSdist(client, { name: packageName("foo"), sdist, isEnough }, signal);
}

/** What is read of the archive, or why nothing is. */
async function readBytes(bytes: Buffer, setting: Setting = {}): Promise<SdistExcerpt | string> {
  await using server = await IndexServer.start();
  server.on(`/files/${setting.filename ?? filename}`, ranged(bytes));
  const answer = await read(server, setting);
  return answer.kind === "excerpt" ? answer.excerpt : answer.reason;
}

const found = { pkgInfo, requiresTxt, isScripted: false, isComplete: true };
const other = { path: "foo-1.0/other.egg-info/requires.txt", content: "no" };
const setup = { path: "foo-1.0/setup.py", content: "raise SystemExit" };
const scripted = { path: "foo-1.0/setup.cfg", content: "install_requires = bar" };

/** The members, and what is read of them. */
const honest: readonly (readonly [title: string, entries: readonly TarEntry[], excerpt: SdistExcerpt])[] = [
  ["nothing of ours", [setup], { isScripted: false, isComplete: true }],
  ["requirements in a script", [setup, scripted], { isScripted: true, isComplete: true }],
  ["all in one folder", [{ path: "foo-1.0/", type: "5" }, setup, info, requires], found],
  ["the sources below", [info, { ...requires, path: "foo-1.0/src/Foo.egg-info/requires.txt" }], found],
  [
    "a dot in front",
    [
      { ...info, path: "./foo-1.0/PKG-INFO" },
      { ...requires, path: `./${requires.path}` },
    ],
    found,
  ],
  [
    "no folder at the top",
    [
      { ...info, path: "PKG-INFO" },
      { ...requires, path: "foo.egg-info/requires.txt" },
    ],
    found,
  ],
  [
    "other packages inside",
    [info, other, { ...info, path: "foo-1.0/vendored/PKG-INFO", content: "no" }, requires],
    found,
  ],
  ["the same file twice", [info, info, requires], found],
  ["a long path by pax", [pax({ path: requires.path }), { path: "cut", content: requiresTxt }, info], found],
  ["links among its data", [info, requires, { path: "foo-1.0/latest", type: "2" }], found],
  [
    "everything",
    [
      info,
      { path: "foo-1.0/pyproject.toml", content: "[project]" },
      { path: "foo-1.0/foo.egg-info/PKG-INFO", content: "again" },
      requires,
    ],
    { ...found, eggInfo: "again", pyproject: "[project]" },
  ],
];
for (const [title, entries, excerpt] of honest)
  test(`an sdist with ${title} is read`, async () => assert.deepEqual(await readBytes(tarGz(...entries)), excerpt));

const tooLong = limits.metadata.bytes + 1;
const unread = (reason: string): string => `\`${filename}\` cannot be read: ${reason}`;

/** Archives that end in a reason, never in a crash. What is wrong inside of tar is in the tests of its reader. */
const hostile: readonly (readonly [title: string, bytes: Buffer, reason: string])[] = [
  ["nothing at all", gzipSync(""), ""],
  ["no gzip", tar(info), "its compression is damaged"],
  [
    "half of its bytes",
    tarGz(info, { path: "foo-1.0/data", content: randomBytes(3_000) }).subarray(0, 2_000),
    "its compression is damaged",
  ],
  ["a tar that is cut short", gzipSync(tarEntry(info).subarray(0, 700)), "it is cut short"],
  ["two different PKG-INFO", tarGz(info, { ...info, content: "Name: evil" }), "it has more than one PKG-INFO"],
  [
    "a PKG-INFO in two folders",
    tarGz(info, { ...info, path: "evil/PKG-INFO", content: "x" }),
    "it has more than one PKG-INFO",
  ],
  [
    "two different requires.txt",
    tarGz(requires, { ...requires, path: "foo-1.0/src/foo.egg-info/requires.txt", content: "x" }),
    "it has more than one requires.txt",
  ],
  ["a PKG-INFO that is a link", tarGz({ path: info.path, type: "2" }), "its PKG-INFO is a link"],
  ["a requires.txt that is a hard link", tarGz({ path: requires.path, type: "1" }), "its requires.txt is a link"],
  [
    "an egg-info that is a link",
    tarGz({ path: "foo-1.0/foo.egg-info", type: "2" }, requires),
    "its egg-info is a link",
  ],
  ["a device", tarGz({ path: "foo-1.0/sda", type: "4" }, info), "it holds a device"],
  ["a pipe", tarGz({ path: "foo-1.0/PKG-INFO", type: "6" }), "it holds a device"],
  ["an absolute path", tarGz({ path: "/etc/PKG-INFO", content: pkgInfo }), "it holds a path that leads out of it"],
  ["a path upwards", tarGz(info, { path: "foo-1.0/../../.bashrc" }), "it holds a path that leads out of it"],
  ["a path upwards by pax", tarGz(pax({ path: "../PKG-INFO" }), info), "it holds a path that leads out of it"],
  [
    "a path upwards by GNU tar",
    tarGz({ path: "L", type: "L", content: "a/../b\0" }, info),
    "it holds a path that leads out of it",
  ],
  [
    "a PKG-INFO that is too long",
    tarGz({ ...info, content: Buffer.alloc(tooLong) }),
    "its PKG-INFO is larger than 4194304 bytes",
  ],
  [
    "a PKG-INFO that claims a gigabyte",
    tarGz({ ...info, size: "10000000000\0" }),
    "its PKG-INFO is larger than 4194304 bytes",
  ],
  [
    "a requires.txt that claims more than there is",
    gzipSync(tarEntry({ ...requires, size: "00000010000\0" })),
    "it is cut short",
  ],
];
for (const [title, bytes, reason] of hostile)
  test(`an sdist with ${title} ends in a reason`, async () => {
    assert.deepEqual(await readBytes(bytes), reason === "" ? { isScripted: false, isComplete: true } : unread(reason));
  });

test("an empty file is no sdist", async () => {
  await using server = await IndexServer.start();
  server.on(`/files/${filename}`, { status: 416 });
  assert.deepEqual(await read(server), { kind: "unknown", reason: unread("it is empty") });
});

const zeros = (count: number): Buffer => Buffer.alloc(count);

/** Nothing behind the limit is looked at, but what stands before it counts. */
const bombs: readonly (readonly [title: string, bytes: Buffer, excerpt: SdistExcerpt])[] = [
  [
    "a large file in front",
    tarGz({ path: "foo-1.0/big", content: zeros(limits.sdist.bytes) }, info),
    { isScripted: false, isComplete: false },
  ],
  [
    "a large file behind",
    tarGz(info, { path: "foo-1.0/big", content: zeros(limits.sdist.bytes) }, requires),
    { pkgInfo, isScripted: false, isComplete: false },
  ],
  [
    "a file that claims petabytes",
    gzipSync(
      Buffer.concat([tarEntry(info), tarEntry({ path: "big", size: "77777777777\0" }), zeros(2 * limits.sdist.bytes)]),
      { level: 1 },
    ),
    { pkgInfo, isScripted: false, isComplete: false },
  ],
  [
    "countless members",
    gzipSync(Buffer.concat([tarEntry(info), Buffer.alloc(limits.sdist.bytes, tarEntry({ path: "x" }))]), { level: 1 }),
    { pkgInfo, isScripted: false, isComplete: false },
  ],
];
for (const [title, bytes, excerpt] of bombs)
  test(`an sdist with ${title} is read up to the limit`, async () => {
    assert.deepEqual(await readBytes(bytes), excerpt);
  });

test("gzip files without content are not read for ever", async () => {
  const nothing = Buffer.alloc(limits.sdist.bytes, gzipSync(""));
  assert.deepEqual(await readBytes(Buffer.concat([gzipSync(tarEntry(info)), nothing])), {
    pkgInfo,
    isScripted: false,
    isComplete: false,
  });
});

test("the download stops as soon as enough was read", async () => {
  await using server = await IndexServer.start();
  server.on(
    `/files/${filename}`,
    ranged(tarGz(info, { path: "foo-1.0/big", content: randomBytes(500_000) }, requires)),
  );
  const answer = await read(server, { isEnough: (excerpt) => excerpt.pkgInfo !== undefined });
  assert.deepEqual(answer, { kind: "excerpt", excerpt: { pkgInfo, isScripted: false, isComplete: false } });
  assert.deepEqual(
    server.seen.map(({ headers }) => headers.range),
    ["bytes=0-65535"],
  );
});

test("a large sdist is read in pieces that grow", async () => {
  await using server = await IndexServer.start();
  server.on(
    `/files/${filename}`,
    ranged(tarGz(info, { path: "foo-1.0/big", content: randomBytes(300_000) }, requires)),
  );
  assert.deepEqual(await read(server), { kind: "excerpt", excerpt: found });
  assert.deepEqual(
    server.seen.map(({ headers }) => headers.range),
    ["bytes=0-65535", "bytes=65536-196607", "bytes=196608-458751"],
  );
});

const bytes = tarGz(info, requires, { path: "foo-1.0/big", content: randomBytes(300_000) });

test("a server without ranges sends the file whole", async () => {
  await using server = await IndexServer.start();
  server.on(`/files/${filename}`, { body: bytes });
  assert.deepEqual(await read(server, { sha256: sha256(bytes) }), { kind: "excerpt", excerpt: found });
  assert.equal(server.seen.length, 1);
});

test("an sdist that was read whole has the digest that its page announces", async () => {
  assert.deepEqual(await readBytes(bytes, { sha256: sha256(bytes) }), found);
  await assert.rejects(readBytes(bytes, { sha256: sha256("another") }), { code: "METADATA_ALTERED" });
  const archive = zip([{ path: "foo-1.0/PKG-INFO", content: pkgInfo }]);
  await assert.rejects(readBytes(archive, { filename: "foo-1.0.zip", sha256: sha256("another") }), {
    code: "METADATA_ALTERED",
  });
});

const later = (first: Buffer, second: Answer | Responder): [Responder, Answer | Responder] => [ranged(first), second];

/** Servers that break off, change or lie, and what is said of the file. */
const servers: readonly (readonly [title: string, answers: readonly (Answer | Responder)[], reason: string])[] = [
  ["does not have it", [{ status: 404 }], "the server answers 404"],
  [
    "sends other bytes",
    [{ status: 206, headers: { "content-range": "bytes 5-9/10" }, body: "56789" }],
    "the server sends other bytes than it was asked for",
  ],
  [
    "sends a byte at a time",
    [{ status: 206, headers: { "content-range": "bytes 0-0/10000" }, body: "x" }],
    "the server sends other bytes than it was asked for",
  ],
  [
    "sends nothing",
    [{ status: 206, headers: { "content-range": "bytes 0--1/10" } }],
    "the server does not say which bytes it sends",
  ],
  ["says nothing of what it sends", [{ status: 206, body: "x" }], "the server does not say which bytes it sends"],
  [
    "sends another file in between",
    later(bytes, ranged(Buffer.concat([bytes, bytes]))),
    "the server sends other bytes than it was asked for",
  ],
  [
    "sends too much without ranges",
    [{ body: Buffer.alloc(limits.sdist.bytes + 1) }],
    "its server sends no ranges, and it is larger than 20971520 bytes",
  ],
];
for (const [title, answers, reason] of servers)
  test(`of a server that ${title} nothing is believed`, async () => {
    await using server = await IndexServer.start();
    server.on(`/files/${filename}`, ...answers);
    assert.deepEqual(await read(server), { kind: "unknown", reason: unread(reason) });
  });

test("a server that fails is no answer", async () => {
  await using server = await IndexServer.start();
  server.on(`/files/${filename}`, ranged(bytes), { status: 500 });
  await assert.rejects(read(server), { code: "INDEX_UNAVAILABLE" });
});

const member = (path: string, content: string) => ({ path, content });

/** ZIP archives, and what is read of them or said of them. */
const zips: readonly (readonly [title: string, bytes: Buffer, read: SdistExcerpt | string])[] = [
  [
    "everything",
    zip([
      member("foo-1.0/", ""),
      member("foo-1.0/PKG-INFO", pkgInfo),
      member("foo-1.0/foo.egg-info/requires.txt", requiresTxt),
    ]),
    found,
  ],
  ["nothing of ours", zip([member("foo-1.0/setup.py", "")]), { isScripted: false, isComplete: true }],
  [
    "two different PKG-INFO",
    zip([member("foo-1.0/PKG-INFO", "a"), member("foo-1.0/PKG-INFO", "b")]),
    "it has more than one PKG-INFO",
  ],
  ["a path upwards", zip([member("../PKG-INFO", "a")]), "it holds a path that leads out of it"],
  [
    "a PKG-INFO that is too long",
    zip([member("PKG-INFO", "x".repeat(tooLong))]),
    "its PKG-INFO is larger than 4194304 bytes",
  ],
  ["no end", zip([member("PKG-INFO", "a")]).subarray(0, -1), "it does not end as a ZIP archive does"],
];
for (const [title, archive, expected] of zips)
  test(`a zip with ${title} is read or refused`, async () => {
    const reason = typeof expected === "string" ? `\`foo-1.0.zip\` cannot be read: ${expected}` : expected;
    assert.deepEqual(await readBytes(archive, { filename: "foo-1.0.zip" }), reason);
  });

test("other kinds of archive are not read", async () => {
  await using server = await IndexServer.start();
  const reason = "`foo-1.0.tar.bz2` is of a kind that is not read";
  assert.deepEqual(await read(server, { filename: "foo-1.0.tar.bz2" }), { kind: "unknown", reason });
  assert.equal(server.seen.length, 0);
});
