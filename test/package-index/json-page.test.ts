import { test } from "node:test";
import assert from "node:assert/strict";
import { parseJsonPage } from "../../src/package-index/json-page.ts";

const base = new URL("https://pypi.example/simple/foo/");
const digest = "0123456789abcdef".repeat(4);

function page(...files: readonly unknown[]): string {
  return JSON.stringify({ meta: { "api-version": "1.1" }, name: "foo", files });
}

function file(rest: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return { filename: "foo-1.whl", url: "https://files.example/foo-1.whl", hashes: {}, ...rest };
}

const bare = {
  filename: "foo-1.whl",
  url: "https://files.example/foo-1.whl",
  sha256: undefined,
  size: undefined,
  uploaded: undefined,
  requiresPython: undefined,
  yanked: undefined,
  sidecar: undefined,
};

/** What a page says of a file beyond its name and address, and what we read. */
const readings: readonly (readonly [
  Readonly<Record<string, unknown>>,
  Partial<typeof bare> | Record<string, unknown>,
])[] = [
  [{}, {}],
  [{ hashes: { md5: "1", sha256: digest.toUpperCase() } }, { sha256: digest }],
  [{ hashes: { sha256: "abc" } }, {}],
  [{ "requires-python": ">=3.8" }, { requiresPython: ">=3.8" }],
  [{ "requires-python": null, size: null, yanked: null, "core-metadata": null, "upload-time": null }, {}],
  [
    { size: 12, "upload-time": "2024-05-01T10:00:00.123456Z" },
    { size: 12, uploaded: "2024-05-01T10:00:00.123456Z" },
  ],
  [{ "upload-time": "yesterday" }, {}],
  [{ yanked: true }, { yanked: "" }],
  [{ yanked: false }, {}],
  [{ yanked: "broken" }, { yanked: "broken" }],
  [{ "core-metadata": true }, { sidecar: { sha256: undefined } }],
  [{ "core-metadata": false, "dist-info-metadata": { sha256: digest } }, {}],
  [{ "core-metadata": { sha256: digest } }, { sidecar: { sha256: digest } }],
  [{ "core-metadata": { md5: "1" } }, { sidecar: { sha256: undefined } }],
  [{ "dist-info-metadata": { sha256: digest } }, { sidecar: { sha256: digest } }],
  [{ url: "../../files/foo-1.whl#sha256=1" }, { url: "https://pypi.example/files/foo-1.whl" }],
  [{ url: "https://me:hunter2@files.example/foo-1.whl?sig=1" }, { url: "https://files.example/foo-1.whl?sig=1" }],
  [{ provenance: "https://x", "gpg-sig": true }, { provenance: "https://x" }],
  [{ provenance: null }, {}],
  [{ provenance: "not an address" }, { provenance: "not an address" }],
];
for (const [said, read] of readings) {
  test(`a file with ${JSON.stringify(said)}`, () => {
    assert.deepEqual(parseJsonPage("p", page(file(said)), base).files, [{ ...bare, ...read }]);
  });
}

test("files keep the order of the page, and one without a usable address is left out", () => {
  const text = page(
    file({ filename: "b" }),
    file({ filename: "x", url: "file:///etc/passwd" }),
    file({ filename: "a" }),
  );
  assert.deepEqual(
    parseJsonPage("p", text, base).files.map((each) => each.filename),
    ["b", "a"],
  );
});

/** Pages that cannot be read, and the one sentence about each. */
const broken: readonly (readonly [string, string])[] = [
  ["<html>", "p says it is JSON and is none"],
  ['{"meta":{"api-version":"2.0"}}', "p has the API version `2.0`, and only 1.x can be read"],
  ['{"meta":{"api-version":2},"files":[]}', "p has the API version `2`, and only 1.x can be read"],
  ['{"meta":{"api-version":"10.0"},"files":[]}', "p has the API version `10.0`, and only 1.x can be read"],
  ['{"meta":{}}', "p is malformed: the document must have required properties files"],
  ["[]", "p is malformed: the document must be object"],
  [page(file({ filename: 1 })), "p is malformed: `/files/0/filename` must be string"],
  [page(file({ hashes: null })), "p is malformed: `/files/0/hashes` must be object"],
];
for (const [text, message] of broken) {
  test(`refused: ${message}`, () => {
    assert.throws(() => parseJsonPage("p", text, base), { code: "INDEX_PAGE_UNREADABLE", message });
  });
}

test("a page without an API version is of version 1.0, and a higher minor version is read", () => {
  assert.deepEqual(parseJsonPage("p", '{"meta":{},"files":[]}', base).files, []);
  assert.deepEqual(parseJsonPage("p", '{"meta":{"api-version":"1.99"},"files":[]}', base).files, []);
});

const statuses: readonly (readonly [string, unknown])[] = [
  ['{"status":"archived","reason":"Use bar"}', { state: "archived", reason: "Use bar" }],
  ['{"status":"active"}', { state: "active" }],
  ['{"status":"quarantined","reason":" "}', { state: "quarantined" }],
  ['{"status":"deprecated","reason":7}', { state: "deprecated" }],
  ['{"status":"unheard-of","reason":"Use bar"}', undefined],
  ['{"status":["archived"]}', undefined],
  ['"archived"', undefined],
  ["null", undefined],
];
for (const [said, status] of statuses)
  test(`a page says of its project: ${said}`, () => {
    const text = `{"meta":{"api-version":"1.4"},"files":[],"project-status":${said}}`;
    assert.deepEqual(parseJsonPage("p", text, base), { files: [], ...(status === undefined ? {} : { status }) });
  });
