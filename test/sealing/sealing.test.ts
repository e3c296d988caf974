/** Sealed credentials: who can open them, and that nothing about them can be changed. */

import { test } from "node:test";
import assert from "node:assert/strict";
import { inspect } from "node:util";

import { CompactEncrypt } from "jose";

import type { SealedCredentials } from "../../src/ports/index.ts";
import {
  formatPublicKeys,
  formatSealKeys,
  makeSealKeys,
  openSealed,
  parsePublicKey,
  parseSealKeys,
  seal,
} from "../../src/sealing/index.ts";

const keys = makeSealKeys();
const index = "https://pypi.corp.example/team/simple/";
const subject = {
  index,
  for: "acme/app",
  expires: new Date("2027-06-30T00:00:00Z"),
  user: "robot",
  password: "hunter2 ü",
};
const sealed = await seal(subject, keys[0]);
const entry: SealedCredentials = { place: ".thoth.yaml:4:5", index, for: "acme/app", sealed };
const now = new Date("2026-11-25T12:00:00Z");

interface Use {
  readonly entry?: Partial<SealedCredentials>;
  readonly repository?: string;
  readonly now?: Date;
}

function open(use: Use = {}, with_ = keys as readonly (typeof keys)[number][]) {
  const opening = {
    index: "corp",
    repository: "acme/app",
    now,
    hint: "run it",
    ...use,
    entry: { ...entry, ...use.entry },
  };
  return openSealed(opening, with_);
}

/** Refused, with nothing of the secret in whatever is thrown. */
async function refused(opened: Promise<unknown>, why: RegExp): Promise<void> {
  await assert.rejects(opened, (error: Error & { code?: string; hint?: string }) => {
    assert.equal(error.code, "SEALED_CREDENTIALS_REFUSED");
    assert.match(error.message, /^index `corp` needs credentials, and those at \.thoth\.yaml:4:5 /);
    assert.match(error.message, why);
    assert.equal(error.hint, "run it");
    assert.doesNotMatch(inspect(error, { depth: 9, showHidden: true }), /hunter2|eyJ/);
    return true;
  });
}

test("what is sealed for a repository is opened for it, however its name is written", async () => {
  assert.deepEqual(await open(), { user: "robot", password: "hunter2 ü" });
  assert.deepEqual(await open({ repository: "Acme/App" }), { user: "robot", password: "hunter2 ü" });
});

test("what is sealed for an account is opened for all its repositories", async () => {
  const all = await seal({ ...subject, for: "acme" }, keys[0]);
  const use = { for: "acme", sealed: all };
  assert.equal((await open({ entry: use, repository: "acme/other" })).user, "robot");
  await refused(open({ entry: use, repository: "acme-evil/app" }), /are for `acme`, and this is `acme-evil\/app`$/);
});

/** What is otherwise than it was sealed, and what is said. */
const uses: readonly (readonly [string, Use, RegExp])[] = [
  ["another repository", { repository: "evil/app" }, /are for `acme\/app`, and this is `evil\/app`$/],
  ["another repository of the account", { repository: "acme/app2" }, /are for `acme\/app`, and/],
  [
    "an entry that was rewritten for another",
    { repository: "evil/app", entry: { for: "evil/app" } },
    /were sealed for somebody else than `evil\/app`$/,
  ],
  ["an entry that was widened", { entry: { for: "acme" } }, /were sealed for somebody else than `acme`$/],
  [
    "another origin",
    { entry: { index: "https://evil.example/team/simple/" } },
    /were sealed for another address than `https:\/\/evil/,
  ],
  ["another prefix", { entry: { index: "https://pypi.corp.example/other/" } }, /were sealed for another address/],
  ["a shorter prefix", { entry: { index: "https://pypi.corp.example/" } }, /were sealed for another address/],
  ["the day it ends", { now: new Date("2027-06-30T00:00:00Z") }, /ended on 2027-06-30$/],
  ["nothing sealed", { entry: { sealed: "" } }, /are not what `thoth seal` prints/],
  ["a password in the clear", { entry: { sealed: "hunter2" } }, /are not what `thoth seal` prints/],
  ["a part of it", { entry: { sealed: sealed.slice(0, -30) } }, /changed after|are not what/],
];
for (const [what, use, why] of uses) test(`${what} is refused`, () => refused(open(use), why));

test("it lasts until the day before", async () => {
  assert.equal((await open({ now: new Date("2027-06-29T23:59:59Z") })).user, "robot");
});

test("another key opens nothing, and an older one of the set still does", async () => {
  const other = makeSealKeys();
  await refused(open({}, other), /are sealed to a key that this service does not have$/);
  await refused(open({}, []), /are sealed to a key/);
  assert.equal((await open({}, [...other, ...keys])).user, "robot");
});

test("no character of it can be another one", async () => {
  for (let at = 0; at < sealed.length; at++) {
    const other = sealed[at] === "A" ? "B" : "A";
    await refused(
      open({ entry: { sealed: sealed.slice(0, at) + other + sealed.slice(at + 1) } }),
      /changed after|are not what|a key that/,
    );
  }
});

test("no bit of its parts can be another one", async () => {
  const parts = sealed.split(".").map((part) => Buffer.from(part, "base64url"));
  for (const [i, part] of parts.entries()) {
    for (let bit = 0; bit < part.length * 8; bit += 5) {
      const flipped = Buffer.from(part);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      const text = parts.map((each, j) => (i === j ? flipped : each).toString("base64url")).join(".");
      await refused(open({ entry: { sealed: text } }), /changed after|are not what|a key that/);
    }
  }
});

test("a header of one and the content of another do not go together", async () => {
  const theirs = await seal({ ...subject, for: "evil/app", password: "theirs" }, keys[0]);
  const [ours, their] = [sealed.split("."), theirs.split(".")] as const;
  for (let cut = 1; cut < 5; cut++) {
    const mixed = [...ours.slice(0, cut), ...their.slice(cut)].join(".");
    await refused(open({ entry: { sealed: mixed } }), /changed after/);
    const turned = [...their.slice(0, cut), ...ours.slice(cut)].join(".");
    const use = { sealed: turned, for: "evil/app" };
    await refused(open({ entry: use, repository: "evil/app" }), /changed after/);
  }
});

test("what anybody may encrypt to the key in other words is no seal", async () => {
  const content = JSON.stringify({ for: "acme/app", index, user: "robot", password: "hunter2" });
  const head = { alg: "ECDH-ES+A256KW", enc: "A256GCM", typ: "thoth-seal/1", kid: keys[0].id, for: "acme/app", index };
  const make = (header: object, text = content) =>
    new CompactEncrypt(Buffer.from(text)).setProtectedHeader({ ...head, ...header }).encrypt(keys[0].jwk);
  assert.equal((await open({ entry: { sealed: await make({}) } })).user, "robot");
  await refused(open({ entry: { sealed: await make({ typ: "JWT" }) } }), /are not what/);
  await refused(open({ entry: { sealed: await make({ alg: "ECDH-ES" }) } }), /changed after/);
  await refused(open({ entry: { sealed: await make({ enc: "A128CBC-HS256" }) } }), /changed after/);
  await refused(open({ entry: { sealed: await make({ expires: "2099-01-01T00:00:00Z" }) } }), /changed after/);
  await refused(open({ entry: { sealed: await make({}, "no JSON") } }), /changed after/);
  await refused(open({ entry: { sealed: await make({}, content.replace('"user"', '"usher"')) } }), /changed after/);
});

test("the length of a password does not show", async () => {
  const lengths = ["x", "x".repeat(40)].map(async (password) => (await seal({ ...subject, password }, keys[0])).length);
  assert.equal(new Set(await Promise.all(lengths)).size, 1);
});

test("keys are the same after they were written, and the public half has no secret", () => {
  const [key] = parseSealKeys("key.json", formatSealKeys(keys));
  assert.deepEqual(key.secret(), keys[0].secret());
  assert.equal(parsePublicKey("key.json", formatPublicKeys(keys)).id, key.id);
  assert.ok(!formatPublicKeys(keys).includes(keys[0].secret().d));
  assert.doesNotMatch(inspect(keys, { depth: 9 }), new RegExp(keys[0].secret().d));
});

const set = JSON.parse(formatSealKeys(keys)) as { keys: [Record<string, string>] };
const other = makeSealKeys()[0].secret();
const broken: readonly (readonly [string, string, RegExp])[] = [
  ["no JSON", "hunter2", /^key\.json is no JSON$/],
  ["no set", "{}", /^key\.json is no JSON Web Key Set of private X25519 keys$/],
  ["an empty set", '{"keys": []}', /no JSON Web Key Set/],
  ["a public key", formatPublicKeys(keys), /no JSON Web Key Set of private/],
  [
    "halves of two keys",
    JSON.stringify({ keys: [{ ...set.keys[0], d: other.d }] }),
    /does not belong to the public one/,
  ],
];
for (const [what, text, why] of broken)
  test(`${what} is no key, and is not shown`, () => {
    assert.throws(() => parseSealKeys("key.json", text), { code: "INVALID_SEAL_KEY", message: why });
  });
