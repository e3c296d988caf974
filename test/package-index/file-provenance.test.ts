/** What an index says of the origin of its files, over real HTTP: PEP 740, and all the ways in which it can be wrong. */

import { test } from "node:test";
import assert from "node:assert/strict";

import { HttpIndex, HttpTransport } from "../../src/package-index/index.ts";
import type { Clock, ProvenanceAnswer } from "../../src/ports/index.ts";
import { packageName } from "../../src/python/index.ts";
import {
  attestation,
  base64,
  integrityType,
  provenanceAnswer,
  provenanceObject,
  publisher,
  statement,
} from "../support/attestations.ts";
import { type Answer, htmlPage, IndexServer, jsonPage, sha256 } from "../support/index-server.ts";
import { candidate } from "../support/package-index.ts";
import { selfSigned } from "../support/self-signed.ts";

const { signal } = new AbortController();
const clock: Clock = { now: () => new Date("2026-11-25T12:00:00Z") };
const filename = "foo-1.0-py3-none-any.whl";
const digest = sha256("foo");
const path = `/integrity/foo/1.0/${filename}/provenance`;
const sound = provenanceObject({ filename, sha256: digest });

/** What the index at `server`, whose page says `written` of the file, answers. */
async function ask(server: IndexServer, written: unknown): Promise<ProvenanceAnswer> {
  server.on("/simple/foo/", jsonPage([{ filename, hashes: { sha256: digest }, provenance: written }]));
  const transport = new HttpTransport({ proxies: "none" });
  const index = new HttpIndex({ name: "corp", address: server.simple, transport, clock, retryDelays: [] });
  const found = candidate(await index.list(packageName("foo"), signal), "1.0");
  return await index.provenance(found.files[0]!, signal);
}

async function askWith(answer: Answer): Promise<ProvenanceAnswer> {
  await using server = await IndexServer.start();
  server.on(path, answer);
  return await ask(server, `${server.origin}${path}`);
}

test("publisher, statement and subject are read as the index tells them", async () => {
  assert.deepEqual(await askWith(provenanceAnswer(sound)), {
    kind: "known",
    bundles: [
      {
        publisher: { kind: "GitHub", repository: "acme/foo", workflow: "release.yml" },
        attestations: [
          {
            predicateType: "https://docs.pypi.org/attestations/publish/v1",
            subjects: [{ name: filename, sha256: digest }],
          },
        ],
      },
    ],
  });
});

test("kinds of publishers keep their workflow under names of their own, and some have none", async () => {
  const gitlab = { kind: "GitLab", repository: "acme/foo", workflow_filepath: "ci.yml", environment: null };
  const answers = [gitlab, { kind: "Google", email: "a@b.c" }].map((by) =>
    askWith(provenanceAnswer(provenanceObject({ filename, sha256: digest }, by))),
  );
  const told = (await Promise.all(answers)).map((answer) => answer.kind === "known" && answer.bundles[0]!.publisher);
  assert.deepEqual(told, [
    { kind: "GitLab", repository: "acme/foo", workflow: "ci.yml" },
    { kind: "Google", repository: undefined, workflow: undefined },
  ]);
});

test("a page in HTML names it too, and plain JSON is read", async () => {
  await using server = await IndexServer.start();
  server.on(path, provenanceAnswer(sound, "application/json; charset=utf-8"));
  const link = `<a href="/files/${filename}#sha256=${digest}" data-provenance="${server.origin}${path}">${filename}</a>`;
  server.on("/simple/foo/", htmlPage(link));
  const transport = new HttpTransport({ proxies: "none" });
  const index = new HttpIndex({ name: "corp", address: server.simple, transport, clock, retryDelays: [] });
  const found = candidate(await index.list(packageName("foo"), signal), "1.0");
  assert.equal((await index.provenance(found.files[0]!, signal)).kind, "known");
});

test("no key, null and an empty one are no provenance, and nobody is asked", async () => {
  await using server = await IndexServer.start();
  for (const none of [undefined, null, ""]) assert.deepEqual(await ask(server, none), { kind: "absent" });
  assert.deepEqual(
    server.seen.filter(({ path: asked }) => asked.startsWith("/integrity")),
    [],
  );
});

/** Objects that are none, and the end of what is said of each. */
const wrong: readonly (readonly [name: string, answer: Answer, reason: RegExp])[] = [
  ["another content type", provenanceAnswer(sound, "text/html"), /is `text\/html`, which is no provenance$/],
  ["no content type", { body: JSON.stringify(sound) }, /is ``, which is no provenance$/],
  ["no JSON", provenanceAnswer("<html>"), /is no JSON: `<html>`$/],
  ["JSON that ends too early", provenanceAnswer(JSON.stringify(sound).slice(0, -3)), /is no JSON/],
  ["a list", provenanceAnswer([]), /is malformed/],
  ["version 2", provenanceAnswer({ ...sound, version: 2 }), /`\/version` must be equal to constant$/],
  ["no bundle", provenanceAnswer({ version: 1, attestation_bundles: [] }), /`\/attestation_bundles` must not/],
  [
    "a bundle without a publisher",
    provenanceAnswer({
      version: 1,
      attestation_bundles: [{ attestations: [attestation(statement({ filename, sha256: digest }))] }],
    }),
    /`\/attestation_bundles\/0` must have required properties publisher$/,
  ],
  [
    "a publisher of no kind",
    provenanceAnswer(provenanceObject({ filename, sha256: digest }, { repository: "a/b" })),
    /publisher` must have required properties kind$/,
  ],
  [
    "a bundle without an attestation",
    provenanceAnswer({ version: 1, attestation_bundles: [{ publisher: publisher(), attestations: [] }] }),
    /attestations` must not/,
  ],
  [
    "an attestation of version 2",
    provenanceAnswer(withAttestation({ ...attestation(statement({ filename, sha256: digest })), version: 2 })),
    /attestations\/0\/version` must be equal/,
  ],
  [
    "no entry of a log",
    provenanceAnswer(
      withAttestation({
        ...attestation(statement({ filename, sha256: digest })),
        verification_material: { certificate: "MIIB", transparency_entries: [] },
      }),
    ),
    /transparency_entries` must not/,
  ],
  ["a statement that is not base64", provenanceAnswer(withAttestation(attestation("{}"))), /not base64$/],
  [
    "a statement that is no JSON",
    provenanceAnswer(withAttestation(attestation(base64("<xml>")))),
    /has a statement that is no JSON: `<xml>`$/,
  ],
  [
    "a statement of another kind",
    provenanceAnswer(withAttestation(attestation(statement({ filename, sha256: digest, type: "https://x/v0.1" })))),
    /has a malformed statement: `\/_type`/,
  ],
  [
    "a statement without a subject",
    provenanceAnswer(withAttestation(attestation(statement({ filename, sha256: digest, subject: [] })))),
    /has a malformed statement: `\/subject`/,
  ],
  [
    "a digest that is a number",
    provenanceAnswer(
      withAttestation(
        attestation(statement({ filename, sha256: digest, subject: [{ name: filename, digest: { sha256: 1 } }] })),
      ),
    ),
    /has a malformed statement: `\/subject\/0\/digest\/sha256` must be string$/,
  ],
  ["too deep", provenanceAnswer(`{"version": ${"[".repeat(30)}${"]".repeat(30)}}`), /is nested too deep$/],
  [
    "too deep inside a statement",
    provenanceAnswer(withAttestation(attestation(base64(`${"[".repeat(30)}${"]".repeat(30)}`)))),
    /has a statement that is nested too deep$/,
  ],
  ["too long", provenanceAnswer(`${" ".repeat(2 * 1024 * 1024)}{}`), /is longer than 2097152 bytes$/],
];

function withAttestation(each: object): object {
  return { version: 1, attestation_bundles: [{ publisher: publisher(), attestations: [each] }] };
}

for (const [name, answer, reason] of wrong)
  test(`${name} is refused, and the reason says so`, async () => {
    const told = await askWith(answer);
    assert.equal(told.kind, "refused");
    assert.match(told.kind === "refused" ? told.reason : "", reason);
  });

/** Addresses that are not asked, and what is said. */
const addresses: readonly (readonly [name: string, address: string, answer: RegExp])[] = [
  ["a relative address", path, /^refused is at `\/integrity\S*`, which is no absolute address$/],
  ["no address", "not an address", /^refused .* no absolute address$/],
  ["another scheme", "file:///etc/passwd", /^refused .* no `https` address$/],
  ["an address with credentials", "https://user:word@127.0.0.1/x", /^refused is at an address that holds credentials$/],
  [
    "an address without end",
    `https://127.0.0.1/${"x".repeat(3_000)}`,
    /^refused is at `https.*…`, which is no absolute/,
  ],
  ["an address with a NUL", "https://127.0.0.1\0/x", /^refused .* no absolute address$/],
  ["another server", "https://elsewhere.example/provenance", /^unasked it is on elsewhere.example, where neither/],
];

for (const [name, address, expected] of addresses)
  test(`${name} is told and not asked`, async () => {
    await using server = await IndexServer.start();
    const answer = await ask(server, address);
    assert.match(`${answer.kind} ${"reason" in answer ? answer.reason : ""}`, expected);
    assert.deepEqual(
      server.seen.map(({ path: asked }) => asked),
      ["/simple/foo/"],
    );
  });

test("an index that is secure is asked for it over https only", async () => {
  await using server = await IndexServer.start(selfSigned);
  const plain = server.origin.replace("https:", "http:");
  server.on("/simple/foo/", jsonPage([{ filename, provenance: `${plain}${path}` }]));
  const transport = new HttpTransport({ proxies: "none" });
  const options = { name: "corp", address: server.simple, transport, clock, retryDelays: [], verify: false };
  const index = new HttpIndex(options);
  const found = candidate(await index.list(packageName("foo"), signal), "1.0");
  const answer = await index.provenance(found.files[0]!, signal);
  assert.match(answer.kind === "refused" ? answer.reason : answer.kind, /which is no `https` address$/);
});

test("one that is listed and not there is told apart from none", async () => {
  const answer = await askWith({ status: 404 });
  assert.match(answer.kind === "unasked" ? answer.reason : answer.kind, /is listed and not there$/);
});

test("an index that fails is no answer", async () => {
  await assert.rejects(askWith({ status: 503 }), { code: "INDEX_UNAVAILABLE" });
});

test("the index is told which form is wanted", async () => {
  await using server = await IndexServer.start();
  server.on(path, provenanceAnswer(sound));
  await ask(server, `${server.origin}${path}`);
  const [, asked] = server.seen;
  assert.ok(asked!.headers.accept?.startsWith(integrityType));
});
