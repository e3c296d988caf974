import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { gzipSync } from "node:zlib";
import { readBundle } from "../../src/knowledge/index.ts";
import { packageName } from "../../src/python/index.ts";

const { signal } = new AbortController();
const folders: string[] = [];
after(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

const record = '{"id":"PYSEC-1","affected":[{"package":{"ecosystem":"PyPI","name":"demo"},"versions":["1.0"]}]}\n';
const packed = gzipSync(record);

function sha256(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}

function part(more: object = {}): object {
  return {
    kind: "advisories",
    file: "advisories.jsonl.gz",
    as_of: "2024-10-10",
    source: "https://advisories.example at 1",
    licence: "CC-BY-4.0",
    attribution: "the people of the example",
    sha256: sha256(packed),
    ...more,
  };
}

async function bundle(manifest: unknown, files: Readonly<Record<string, string | Buffer>> = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "knowledge-"));
  folders.push(folder);
  const text = typeof manifest === "string" ? manifest : JSON.stringify(manifest);
  for (const [name, content] of Object.entries({ "manifest.json": text, "advisories.jsonl.gz": packed, ...files }))
    await writeFile(join(folder, name), content);
  return folder;
}

const of = (...parts: readonly object[]) => ({ format: "knowledge/1", parts });

test("a bundle is read with the date and the digest of its advisories", async () => {
  const { advisories, parts } = await readBundle(await bundle(of(part())), signal);
  assert.equal(advisories?.asOf, "2024-10-10");
  assert.equal(advisories?.digest, sha256(packed));
  assert.equal(advisories?.judge(packageName("demo"), "1.0").matches[0]?.id, "PYSEC-1");
  assert.deepEqual(parts, [part()]);
});

test("a part may lie uncompressed", async () => {
  const files = { "advisories.jsonl": record };
  const folder = await bundle(of(part({ file: "advisories.jsonl", sha256: sha256(record) })), files);
  const { advisories } = await readBundle(folder, signal);
  assert.equal(advisories?.judge(packageName("demo"), "1.0").matches.length, 1);
});

test("a bundle without advisories judges nothing, and its other parts are verified all the same", async () => {
  const other = part({ kind: "weather", file: "cards.json", sha256: sha256("[]") });
  const { advisories, parts } = await readBundle(await bundle(of(other), { "cards.json": "[]" }), signal);
  assert.equal(advisories, undefined);
  assert.equal(parts.length, 1);
  await assert.rejects(readBundle(await bundle(of(other), { "cards.json": "{}" }), signal), {
    code: "BROKEN_KNOWLEDGE",
  });
});

/** A manifest, and what is said of it after the path of the folder. */
const broken: readonly (readonly [string, unknown, string, Readonly<Record<string, string | Buffer>>?])[] = [
  ["is not JSON", "{", "/manifest.json: not JSON"],
  [
    "has another format",
    { format: "knowledge/2", parts: [] },
    "/manifest.json: `/format` must be equal to constant, as `knowledge/1` has it",
  ],
  [
    "lacks an attribution",
    of({ ...part(), attribution: "" }),
    "/manifest.json: `/parts/0/attribution` must not have fewer than 1 characters, as `knowledge/1` has it",
  ],
  [
    "reaches out of its folder",
    of(part({ file: "../advisories.jsonl.gz" })),
    '/manifest.json: `/parts/0/file` must match pattern "^[A-Za-z0-9][A-Za-z0-9._-]*$", as `knowledge/1` has it',
  ],
  ["names a missing part", of(part({ file: "none.jsonl.gz" })), "/none.jsonl.gz: cannot be read"],
  [
    "has another digest",
    of(part({ sha256: "0".repeat(64) })),
    `/advisories.jsonl.gz: has the SHA-256 ${sha256(packed)}, and the manifest says ${"0".repeat(64)}`,
  ],
  [
    "holds what is not compressed",
    of(part({ sha256: sha256(record) })),
    "/advisories.jsonl.gz: is not a whole gzip file",
    { "advisories.jsonl.gz": record },
  ],
];

for (const [title, manifest, message, files] of broken)
  test(`a bundle that ${title} is refused`, async () => {
    const folder = await bundle(manifest, files);
    await assert.rejects(readBundle(folder, signal), { code: "BROKEN_KNOWLEDGE", message: folder + message });
  });

test("a folder without a manifest is refused", async () => {
  const folder = await mkdtemp(join(tmpdir(), "knowledge-"));
  folders.push(folder);
  await assert.rejects(readBundle(folder, signal), { message: `${join(folder, "manifest.json")}: cannot be read` });
});
