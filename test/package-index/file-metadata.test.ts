import { test } from "node:test";
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DiskCache, HttpTransport } from "../../src/package-index/index.ts";
import { FileMetadata } from "../../src/package-index/file-metadata.ts";
import { parseIndexAddress } from "../../src/package-index/index-address.ts";
import { IndexClient } from "../../src/package-index/index-client.ts";
import type { MetadataAnswer, ReleaseFile } from "../../src/ports/index.ts";
import { packageName, Version } from "../../src/python/index.ts";
import { IndexServer, metadataText, ranged, sha256, wheel } from "../support/index-server.ts";
import { tarGz } from "../support/tar.ts";

const { signal } = new AbortController();
const candidate = { name: packageName("foo"), version: Version.parse("1.0"), index: "corp", files: [] };

interface Setting {
  readonly address?: string;
  readonly disk?: DiskCache;
  readonly sha256?: string;
}

function read(server: IndexServer, filename: string, setting: Setting = {}): Promise<MetadataAnswer> {
  const absent = { size: undefined, uploaded: undefined, requiresPython: undefined, yanked: undefined };
  const url = `${server.origin}/files/${filename}`;
  const file: ReleaseFile = { filename, url, sha256: setting.sha256, ...absent, sidecar: undefined };
  const transport = new HttpTransport({ proxies: "none" });
  const address = parseIndexAddress("corp", setting.address ?? server.simple);
  const client = new IndexClient({ name: "corp", address, transport, verify: true, retryDelays: [] });
  const files = new FileMetadata({ address: address.url, client, disk: setting.disk });
  return files.read(candidate, file, signal);
}

/** Such as `recorded: bar`, or `unknown: REASON`. */
function told(answer: MetadataAnswer): string {
  if (answer.kind === "unknown") return `unknown: ${answer.reason}`;
  return `${answer.metadata.grade}: ${answer.metadata.requires.map(String).join(", ")}`;
}

const text = metadataText("foo", "1.0", "Requires-Dist: bar");
const wheelName = "foo-1.0-py3-none-any.whl";
const sdistName = "foo-1.0.tar.gz";
const sdist = tarGz({ path: "foo-1.0/PKG-INFO", content: text });

const files: readonly (readonly [filename: string, bytes: Buffer, expected: string])[] = [
  [wheelName, wheel("foo", "1.0", text), "declared: bar"],
  [sdistName, sdist, "recorded: bar"],
  [sdistName, tarGz({ path: "foo-1.0/PKG-INFO", content: text.replace("2.1", "2.2") }), "declared: bar"],
  [sdistName, tarGz({ path: "foo-1.0/setup.py" }), "unknown: `foo-1.0.tar.gz` has no PKG-INFO"],
];
for (const [filename, bytes, expected] of files)
  test(`${filename} is read once and then known by its digest: ${expected}`, async (t) => {
    const folder = await mkdtemp(join(tmpdir(), "thoth-cache-"));
    t.after(() => rm(folder, { recursive: true }));
    await using server = await IndexServer.start();
    server.on(`/files/${filename}`, ranged(bytes));
    const setting = { disk: new DiskCache(folder), sha256: sha256(bytes) };
    for (let i = 0; i < 2; i++) assert.equal(told(await read(server, filename, setting)), expected);
    assert.equal(server.seen.length, 1);
  });

test("what cannot be read is not kept", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "thoth-cache-"));
  t.after(() => rm(folder, { recursive: true }));
  await using server = await IndexServer.start();
  server.on(`/files/${sdistName}`, { body: "no gzip" }, ranged(sdist));
  const setting = { disk: new DiskCache(folder) };
  const reason = "unknown: `foo-1.0.tar.gz` cannot be read: its compression is damaged";
  assert.equal(told(await read(server, sdistName, setting)), reason);
  assert.equal(told(await read(server, sdistName, setting)), "recorded: bar");
});

for (const filename of [wheelName, sdistName])
  test(`of ${filename} an index over HTTPS is not believed by way of HTTP`, async () => {
    await using server = await IndexServer.start();
    const answer = await read(server, filename, { address: "https://corp.example/simple" });
    assert.equal(told(answer), `unknown: \`${filename}\` is offered over plain HTTP by an index that uses HTTPS`);
    assert.equal(server.seen.length, 0);
  });
