/** A child reaches indexes through its worker alone: what the worker allows, with credentials that the child never has. */

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

import { tryConfinement } from "../../../src/adapters/child/index.ts";
import type { ProjectAdvice } from "../../../src/advise/index.ts";
import { ChildAdvisers } from "../../../src/main/adviser/child-advisers.ts";
import { tellOpening } from "../../../src/main/adviser/messages.ts";
import { emptyCatalogue } from "../../../src/main/index-catalogue.ts";
import { serviceWires } from "../../../src/main/online-indexes.ts";
import { IndexServer, jsonPage } from "../../support/index-server.ts";

const { signal } = new AbortController();
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const cache = mkdtempSync(join(tmpdir(), "thoth-cache-"));
process.env["XDG_CACHE_HOME"] = cache;
after(() => rmSync(cache, { recursive: true }));

const server = await IndexServer.start();
after(() => server[Symbol.asyncDispose]());
const password = "hunter2";
const header = `Basic ${Buffer.from(`worker:${password}`).toString("base64")}`;
const wheel = "foo-1.0-py3-none-any.whl";
const page = jsonPage([{ filename: wheel, "core-metadata": true, hashes: { sha256: "0".repeat(64) } }]);
const isLetIn = (authorization: string | undefined) => authorization === header;
server
  .on("/simple/foo/", ({ headers }) => (isLetIn(headers.authorization) ? page : { status: 401 }))
  .on(`/files/${wheel}.metadata`, ({ headers }) =>
    isLetIn(headers.authorization) ? { body: "Metadata-Version: 2.1\nName: foo\nVersion: 1.0\n\n" } : { status: 401 },
  );

const confinement = await tryConfinement({ memory: 512, processor: 600 });
const seal = { keys: undefined, url: undefined };

/** The advice of a visit whose Pipfile names the server, where it allows `origins` and keeps these credentials. */
async function advise(origins: readonly string[], isKept: boolean): Promise<ProjectAdvice> {
  const scope = new URL("/", server.origin);
  const credentials = isKept ? [{ scope, user: "worker", password }] : [];
  const catalogue = { ...emptyCatalogue, credentials };
  const allow = { origins, ranges: [{ network: "127.0.0.1", prefix: 32 }] };
  const opening = tellOpening(catalogue, seal);
  assert.ok(!JSON.stringify(opening).includes(password), "the child is told no password");
  const advisers = new ChildAdvisers({
    confinement,
    opening,
    wireOf: serviceWires({ allow, proxy: undefined, seal }, catalogue),
    log,
  });
  const adviser = advisers.open("acme/app");
  const pipfile = `[[source]]\nname = "corp"\nurl = "${server.simple}"\nverify_ssl = true\n\n[packages]\nfoo = "*"\n\n[requires]\npython_version = "3.11"\n`;
  try {
    const readFile = async (path: string) => (path === "Pipfile" ? pipfile : undefined);
    return await adviser.advise({ options: {}, command: "thoth advise", readFile }, signal);
  } finally {
    adviser.close();
    advisers.close();
  }
}

/** Its outcome: what is pinned, or why nothing is. */
async function outcome(origins: readonly string[], isKept: boolean): Promise<unknown> {
  const { environments } = await advise(origins, isKept);
  const { outcome: found } = environments[0]!.advice;
  if (found.kind === "solved") return Object.keys(found.packages);
  return found.kind === "failed" ? found.code : found.kind;
}

test("what its operator allows is asked, with the credentials that the operator keeps", async () => {
  assert.deepEqual(await outcome([server.origin], true), ["foo"]);
  assert.ok(server.seen.every(({ headers }) => isLetIn(headers.authorization)));
});

test("without credentials the refusal is told as what it is", async () => {
  assert.equal(await outcome([server.origin], false), "INDEX_REFUSED");
});

test("what its operator does not allow is not asked", async () => {
  server.seen.length = 0;
  assert.equal(await outcome([], true), "INDEX_NOT_ALLOWED");
  assert.deepEqual(server.seen, []);
});
