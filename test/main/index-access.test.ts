/** Which credentials go where, from what a repository and an operator say to what is sent. */

import { test } from "node:test";
import assert from "node:assert/strict";

import type { IndexSetting } from "../../src/advise/index.ts";
import { CredentialWire } from "../../src/main/credential-wire.ts";
import type { IndexAccess } from "../../src/main/index-access.ts";
import { parseCatalogue } from "../../src/main/index-catalogue.ts";
import { reach } from "../../src/main/online-indexes.ts";
import { HttpIndex, type Wire, type WireRequest, type WireResponse } from "../../src/package-index/index.ts";
import type { SealedCredentials } from "../../src/ports/index.ts";
import { packageName } from "../../src/python/index.ts";
import { makeSealKeys, seal } from "../../src/sealing/index.ts";
import { type Answer, jsonPage } from "../support/index-server.ts";
import { candidate, StandingClock } from "../support/package-index.ts";

const { signal } = new AbortController();
const foo = packageName("foo");
const keys = makeSealKeys();
const clock = new StandingClock("2026-11-25T12:00:00Z");
const settings = { keys, url: "https://thoth.example.org/seal-key.json" };

/** A network that says to whom which credentials went, as `ADDRESS user:password`. */
class FakeNetwork implements Wire {
  readonly seen: string[] = [];
  readonly #answers: Readonly<Record<string, Answer>>;
  constructor(answers: Readonly<Record<string, Answer>>) {
    this.#answers = answers;
  }
  async get({ url, credentials }: WireRequest): Promise<WireResponse> {
    const header = credentials?.kind === "known" ? credentials.basic.header() : "";
    this.seen.push(`${url.href} ${Buffer.from(header.replace("Basic ", ""), "base64").toString()}`.trim());
    const { status = 200, headers = {}, body = "" } = this.#answers[url.href] ?? fallback(url);
    return { status, headers: new Map(Object.entries(headers)), body: Buffer.from(body) };
  }
}

/** A file that is linked and cannot be had is a failure; a page that is not there is an answer. */
function fallback({ pathname }: URL): Answer {
  return { status: pathname.endsWith(".metadata") ? 503 : 404 };
}

async function entryFor(index: string, owner: string, password: string): Promise<SealedCredentials> {
  const sealed = await seal({ index, for: owner, user: "robot", password, expires: undefined }, keys[0]);
  return { place: ".thoth.yaml:2:5", index, for: owner, sealed };
}

interface Use {
  readonly repository?: string;
  readonly access?: IndexAccess;
  readonly seal?: { readonly keys: typeof keys | undefined; readonly url: string | undefined };
}

const nothing = parseCatalogue("indexes.yaml", "{}", {});

/** As a service opens an index for a repository. */
function open(setting: Omit<IndexSetting, "name" | "verify">, network: Wire, use: Use = {}): HttpIndex {
  const { repository = "acme/app", access = nothing, seal: own = settings } = use;
  const transport = new CredentialWire(network, { access, seal: own, repository, clock });
  const found = reach({ name: "corp", verify: true, ...setting }, repository, own, access);
  return new HttpIndex({ transport, clock, retryDelays: [], ...found });
}

const corp = "https://corp.example/team/simple/";
const wheel = "foo-1.0-py3-none-any.whl";
const page = (url: string) => jsonPage([{ filename: wheel, url, "core-metadata": true }]);

test("sealed credentials go to what lies below their address, and to no other server that it links", async () => {
  const sealed = [await entryFor("https://corp.example/team/", "acme/app", "hunter2")];
  for (const [file, told] of [
    ["https://corp.example/team/files/", " robot:hunter2"],
    ["https://corp.example/other/files/", ""],
    ["https://files.example/", ""],
  ] as const) {
    const network = new FakeNetwork({ [`${corp}foo/`]: page(file + wheel) });
    const index = open({ url: "https://corp.example/team/simple", sealed }, network);
    const found = candidate(await index.list(foo, signal), "1.0");
    await assert.rejects(
      index.metadata(found, () => found.files[0]!, signal),
      { code: "INDEX_UNAVAILABLE" },
    );
    assert.deepEqual(network.seen.slice(0, 2), [`${corp}foo/ robot:hunter2`, `${file}${wheel}.metadata${told}`]);
  }
});

test("a redirect elsewhere gets none of them", async () => {
  const sealed = [await entryFor(corp, "acme", "hunter2")];
  const network = new FakeNetwork({
    [`${corp}foo/`]: { status: 302, headers: { location: "https://elsewhere.example/foo/" } },
    "https://elsewhere.example/foo/": { status: 302, headers: { location: "https://corp.example/other/" } },
  });
  await open({ url: corp, sealed }, network).list(foo, signal);
  assert.deepEqual(network.seen, [
    `${corp}foo/ robot:hunter2`,
    "https://elsewhere.example/foo/",
    "https://corp.example/other/",
  ]);
});

test("what is sealed for another repository is refused before anything is sent", async () => {
  const sealed = [await entryFor(corp, "acme/app", "hunter2")];
  const network = new FakeNetwork({});
  await assert.rejects(open({ url: corp, sealed }, network, { repository: "evil/app" }).list(foo, signal), {
    code: "SEALED_CREDENTIALS_REFUSED",
    message: "index `corp` needs credentials, and those at .thoth.yaml:2:5 are for `acme/app`, and this is `evil/app`",
    hint: `run \`thoth seal --key https://thoth.example.org/seal-key.json --index ${corp} --for evil/app --user USER\` and put what it prints into \`.thoth.yaml\` on the default branch`,
  });
  assert.deepEqual(network.seen, []);
});

test("a service without a key opens nothing, and says who can mend it", async () => {
  const sealed = [await entryFor(corp, "acme/app", "hunter2")];
  const network = new FakeNetwork({});
  const use = { seal: { keys: undefined, url: undefined } };
  await assert.rejects(open({ url: corp, sealed }, network, use).list(foo, signal), {
    code: "SEALED_CREDENTIALS_REFUSED",
    hint: /^whoever runs this service .*`THOTH_SEAL_KEY`/,
  });
  assert.deepEqual(network.seen, []);
});

test("of several entries the one with the longest address counts, and one for another index is left alone", async () => {
  const sealed = [
    await entryFor("https://corp.example/", "acme", "wide"),
    await entryFor(corp, "acme", "narrow"),
    { ...(await entryFor("https://other.example/", "acme", "other")), sealed: "broken" },
  ];
  const network = new FakeNetwork({});
  await open({ url: corp, sealed }, network).list(foo, signal);
  assert.deepEqual(network.seen, [`${corp}foo/ robot:narrow`]);
});

test("an index without credentials says how it gets some", async () => {
  const network = new FakeNetwork({ [`${corp}foo/`]: { status: 401 } });
  await assert.rejects(open({ url: corp }, network).list(foo, signal), {
    code: "INDEX_REFUSED",
    message: `index \`corp\` needs credentials: ${corp}foo/ answers 401 Unauthorized`,
    hint: /^run `thoth seal --key https:.* --index https:\/\/corp\.example\/team\/simple\/ --for acme\/app --user USER`/,
  });
});

test("variables in the place of credentials are of no consequence where there are others", async () => {
  const sealed = [await entryFor(corp, "acme", "hunter2")];
  const network = new FakeNetwork({});
  await open({ url: "https://${USER}:${PASSWORD}@corp.example/team/simple", sealed }, network).list(foo, signal);
  assert.deepEqual(network.seen, [`${corp}foo/ robot:hunter2`]);
  assert.throws(() => open({ url: "https://${USER}:${PASSWORD}@corp.example/team/simple" }, network), {
    code: "VARIABLE_NOT_EXPANDED",
    hint: /^run `thoth seal /,
  });
  assert.throws(() => open({ url: "https://corp.example/${TEAM}/simple", sealed }, network), {
    code: "VARIABLE_NOT_EXPANDED",
    hint: /thoth advise --online/,
  });
});

const access = parseCatalogue(
  "indexes.yaml",
  `mirrors:
  - {of: ${corp}, url: https://mirror.example/corp/simple}
credentials:
  - {url: https://mirror.example/corp/, user: mirror, password_variable: MIRROR}
  - {url: https://kept.example/, user: kept, password_variable: KEPT}
`,
  { MIRROR: "its own", KEPT: "a secret" },
);

test("a mirror gets its own credentials, and nothing that a repository has for the index", async () => {
  const sealed = [await entryFor(corp, "acme", "hunter2")];
  for (const url of [
    corp,
    "https://me:hunter2@corp.example/team/simple",
    "https://${A}:${B}@corp.example/team/simple/",
  ]) {
    const network = new FakeNetwork({
      "https://mirror.example/corp/simple/foo/": page("https://mirror.example/files/" + wheel),
    });
    const index = open({ url, sealed }, network, { access });
    const found = candidate(await index.list(foo, signal), "1.0");
    await assert.rejects(
      index.metadata(found, () => found.files[0]!, signal),
      (error: Error) =>
        error.message.startsWith(`index \`corp\` (\`${corp}\` by its mirror \`https://mirror.example/corp/simple/\`) `),
    );
    assert.deepEqual(network.seen.slice(0, 2), [
      "https://mirror.example/corp/simple/foo/ mirror:its own",
      `https://mirror.example/files/${wheel}.metadata`,
    ]);
    assert.equal(index.record().url, corp);
  }
});

test("a mirror that wants credentials is its operator's to mend", async () => {
  const network = new FakeNetwork({ "https://mirror.example/corp/simple/foo/": { status: 401 } });
  const alone = { ...access, credentials: [] };
  await assert.rejects(open({ url: corp }, network, { access: alone }).list(foo, signal), {
    code: "INDEX_REFUSED",
    hint: /^whoever runs this service .* `THOTH_INDEXES`$/,
  });
});

test("credentials that an operator keeps go to their address, whoever names it, and nowhere else", async () => {
  const network = new FakeNetwork({
    "https://kept.example/simple/foo/": page("https://files.example/" + wheel),
  });
  const index = open({ url: "https://kept.example/simple" }, network, { access });
  const found = candidate(await index.list(foo, signal), "1.0");
  await assert.rejects(index.metadata(found, () => found.files[0]!, signal));
  assert.deepEqual(network.seen.slice(0, 2), [
    "https://kept.example/simple/foo/ kept:a secret",
    `https://files.example/${wheel}.metadata`,
  ]);
});

test("whoever asks for credentials elsewhere than they belong gets nothing sent", async () => {
  const network = new FakeNetwork({});
  const wire = new CredentialWire(network, { access, seal: settings, repository: "acme/app", clock });
  const entry = await entryFor(corp, "acme", "hunter2");
  const request = { headers: {}, limit: 1, verify: true };
  const evil = new URL("https://evil.example/");
  const asked = [
    { url: evil, credentials: { kind: "kept", scope: new URL("https://kept.example/") } },
    { url: evil, credentials: { kind: "kept", scope: evil } },
    { url: new URL("https://kept.example/x"), credentials: { kind: "kept", scope: new URL("https://kept.example/x") } },
    { url: evil, credentials: { kind: "sealed", index: "corp", scope: new URL(corp), entry } },
    { url: evil, credentials: { kind: "sealed", index: "corp", scope: evil, entry } },
    { url: evil, credentials: { kind: "sealed", index: "corp", scope: evil, entry: { ...entry, index: evil.href } } },
  ] as const;
  for (const each of asked) await assert.rejects(wire.get({ ...request, ...each }, signal));
  assert.deepEqual(network.seen, []);
});
