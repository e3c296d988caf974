/** What a lock says beside its pins, held against its manifest. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { hasCredentials, type LockClaims, readLockClaims } from "../../src/project/lock-claims.ts";
import { parsePipfile } from "../../src/project/pipfile-parse.ts";
import { pipfileHashes } from "../../src/project/pipfile-hash.ts";
import { parsePipfileLock } from "../../src/project/pipfile-lock.ts";
import { readRequirements } from "../../src/project/requirements/read.ts";

const pypi = { name: "pypi", url: "https://pypi.org/simple", verify_ssl: true };
const manifest = `[[source]]
name = "pypi"
url = "https://pypi.org/simple"
verify_ssl = true

[packages]
foo = "*"

[requires]
python_version = "3.12"
`;
const right = pipfileHashes(parsePipfile("Pipfile", manifest));
const sound = {
  hash: { sha256: right.canonical },
  "pipfile-spec": 6,
  requires: { python_version: "3.12" },
  sources: [pypi],
};

function claims(meta: object, text = manifest): LockClaims {
  const lock = JSON.stringify({ _meta: { ...sound, ...meta }, default: {}, develop: {} });
  return readLockClaims(parsePipfile("Pipfile", text), parsePipfileLock("Pipfile.lock", lock), { text: lock });
}

const nothing: LockClaims = { hash: "right", moreSources: [], differences: [], credentials: [] };
const differs = (what: string) => ({ differences: [`${what} is not the same in the lock and in \`Pipfile\``] });

/** What the lock says otherwise, and what is made of it. */
const cases: readonly (readonly [name: string, meta: object, expected: Partial<LockClaims>])[] = [
  ["nothing", {}, {}],
  ["the digest of an older formula", { hash: { sha256: right["plain-no-categories"] } }, {}],
  ["another digest", { hash: { sha256: "1".repeat(64) } }, { hash: "wrong" }],
  ["no digest", { hash: {} }, { hash: "missing" }],
  ["a final slash", { sources: [{ ...pypi, url: "https://pypi.org/simple/" }] }, {}],
  ["no list of sources, as old tools wrote it", { sources: undefined }, {}],
  ["another address", { sources: [{ ...pypi, url: "https://evil.example/simple" }] }, differs("source `pypi`")],
  ["an unchecked certificate", { sources: [{ ...pypi, verify_ssl: false }] }, differs("source `pypi`")],
  ["no source at all", { sources: [] }, { differences: ["the lock does not have source `pypi` of `Pipfile`"] }],
  [
    "one more source",
    { sources: [pypi, { name: "more", url: "https://more.example/simple" }] },
    { moreSources: [{ name: "more", url: "https://more.example/simple", verifySsl: true }] },
  ],
  ["another Python", { requires: { python_version: "3.9" } }, differs("`requires`")],
  ["no Python", { requires: undefined }, differs("`requires`")],
];

for (const [name, meta, expected] of cases)
  test(`a lock that says otherwise ${name}`, () => assert.deepEqual(claims(meta), { ...nothing, ...expected }));

test("credentials are told by their place in either file, and never shown", () => {
  const open = manifest.replace("https://pypi.org", "https://me:hunter2@pypi.org");
  const source = { ...pypi, url: "https://me:hunter2@pypi.org/simple" };
  const { credentials } = claims({ sources: [source] }, open);
  assert.deepEqual(credentials, [
    { what: "source `pypi` of `Pipfile`", file: "Pipfile", line: 3 },
    { what: "line 1 of `Pipfile.lock`", file: "Pipfile.lock", line: 1 },
  ]);
});

test("credentials stand where their line is, in whichever file of the requirements, and of a lock in a notebook nobody tells the line", async () => {
  const files: Readonly<Record<string, string>> = {
    "sub/requirements.in": "-r more.in\n\nfoo\n",
    "sub/more.in":
      "foo\n--extra-index-url \\\n  https://me:hunter2@corp.example/simple\ngit+https://me:hunter2@corp.example/bar\n",
  };
  const read = await readRequirements("sub/requirements.in", async (path) => files[path], new AbortController().signal);
  const text = JSON.stringify({ _meta: sound, default: { foo: { path: "https://me:hunter2@corp.example" } } });
  const lock = parsePipfileLock("sub/a.ipynb", text);
  assert.deepEqual(readLockClaims(read!, lock, { text, notebook: "{}" }).credentials, [
    { what: "source `corp.example` of `sub/more.in`", file: "sub/more.in", line: 2 },
    { what: "line 4 of `sub/more.in`", file: "sub/more.in", line: 4 },
    { what: "the lock in `sub/a.ipynb`", file: "sub/a.ipynb", line: 1 },
  ]);
});

/** Addresses, and whether somebody's credentials stand in them. */
const addresses: readonly (readonly [string, boolean])[] = [
  ["https://pypi.org/simple", false],
  ["https://user:word@pypi.org/simple", true],
  ["https://token@pypi.org/simple", true],
  ["https://${USER}:${WORD}@pypi.org/simple", false],
  ["https://$USER:$WORD@pypi.org/simple", false],
  ["https://user:${WORD}@pypi.org/simple", true],
  ["git+https://git@github.com/a/b", false],
  ["https://pypi.org/simple?mail=a@b.c", false],
  ['"https://pypi.org/simple", "me@corp.example"', false],
];
for (const [address, expected] of addresses)
  test(`\`${address}\` ${expected ? "holds" : "holds no"} credentials`, () =>
    assert.equal(hasCredentials(address), expected));
