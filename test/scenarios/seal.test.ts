/** `thoth seal` and `npm run make-seal-key`, through their own processes. */

import assert from "node:assert/strict";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { type TestContext, test } from "node:test";

import { parseThothYaml } from "../../src/project/index.ts";
import { openSealed, parseSealKeys } from "../../src/sealing/index.ts";
import { type Ended, runMain } from "../support/command.ts";
import { IndexServer } from "../support/index-server.ts";
import { temporaryFolder } from "../support/repository.ts";
import { selfSigned } from "../support/self-signed.ts";

const password = "hunter2: ü";

async function makeKey(
  t: TestContext,
): Promise<{ readonly file: string; readonly publicKey: string; readonly text: string }> {
  const folder = temporaryFolder(t);
  const file = join(folder, "seal-key.json");
  const { code, stdout, stderr } = await runMain("make-seal-key", ["--file", file]);
  assert.equal(code, 0, stderr);
  const publicKey = join(folder, "public.json");
  writeFileSync(publicKey, stdout);
  return { file, publicKey, text: readFileSync(file, "utf8") };
}

function seal(
  options: Readonly<Record<string, string>>,
  input: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const usual = { index: "https://pypi.corp.example/simple", for: "acme/app", user: "robot" };
  const args = Object.entries({ ...usual, ...options }).flatMap(([name, value]) => [`--${name}`, value]);
  return runMain("cli", ["seal", ...args], { input, environment });
}

test("what is printed goes into `.thoth.yaml`, and the deployment opens it", async (t) => {
  const { file, publicKey, text } = await makeKey(t);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  const { code, stdout, stderr } = await seal({ key: publicKey, expires: "2099-01-01" }, `${password}\n`);
  assert.equal(code, 0, stderr);
  assert.match(
    stderr,
    /^sealed to the key [\w-]{43}; put this into \.thoth\.yaml on the default branch of acme\/app$/m,
  );
  assert.doesNotMatch(stdout + stderr, /hunter2/);
  const [entry] = parseThothYaml(".thoth.yaml", stdout).sealedCredentials;
  assert.deepEqual([entry?.index, entry?.for], ["https://pypi.corp.example/simple/", "acme/app"]);
  const opening = { entry: entry!, index: "corp", repository: "acme/app", now: new Date(), hint: "" };
  assert.deepEqual(await openSealed(opening, parseSealKeys(file, text)), { user: "robot", password });
});

test("a key is never made over another one", async (t) => {
  const { file, text } = await makeKey(t);
  const { code, stderr } = await runMain("make-seal-key", ["--file", file]);
  assert.equal(code, 1);
  assert.match(stderr, /is there already and is not overwritten/);
  assert.equal(readFileSync(file, "utf8"), text);
});

test("the key may be where the deployment publishes it", async (t) => {
  const { publicKey } = await makeKey(t);
  await using server = await IndexServer.start();
  server.on("/seal-key.json", { body: readFileSync(publicKey) });
  const noProxy = { HTTP_PROXY: "", http_proxy: "" };
  const { code, stdout, stderr } = await seal({ key: `${server.origin}/seal-key.json` }, password, noProxy);
  assert.equal(code, 0, stderr);
  assert.match(stdout, /sealed: eyJ/);
  const nothing = await seal({ key: `${server.origin}/nothing.json` }, password, noProxy);
  assert.match(nothing.stderr, /^error: http:\/\/127\.0\.0\.1:\d+\/nothing\.json answers 404, and no key$/m);
});

test("a key is not taken from a server whose certificate nobody vouches for, nor in the clear", async (t) => {
  const server = createServer(selfSigned, (_request, response) => response.end("{}"));
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  t.after(() => server.close());
  t.after(() => server.closeAllConnections());
  const address = `https://127.0.0.1:${(server.address() as AddressInfo).port}/seal-key.json`;
  assert.match((await seal({ key: address }, password)).stderr, /^error: .* cannot be reached$/m);
  const clear = await seal({ key: "http://thoth.example.org/seal-key.json" }, password);
  assert.match(clear.stderr, /^error: thoth\.example\.org is not an `https` URL$/m);
});

test("a mistake is one sentence, without the secret", async (t) => {
  const { publicKey } = await makeKey(t);
  const { code, stdout, stderr } = await seal({ key: publicKey }, "hunter2".repeat(10_000));
  assert.equal(code, 1);
  assert.equal(stdout, "");
  assert.equal(stderr, "error: standard input: 16385 bytes, and at most 16384 are read\n");
});
