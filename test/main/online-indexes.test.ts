import { test, type TestContext } from "node:test";
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { emptyCatalogue as noAccess } from "../../src/main/index-catalogue.ts";
import type { IndexAccess } from "../../src/main/index-access.ts";
import type { IndexSettings } from "../../src/main/index-settings.ts";
import { ownIndexes, serviceIndexes, serviceWires } from "../../src/main/online-indexes.ts";
import { packageName } from "../../src/python/index.ts";
import { IndexServer, jsonPage } from "../support/index-server.ts";
import { selfSigned } from "../support/self-signed.ts";

const { signal } = new AbortController();
const foo = packageName("foo");
const page = "/simple/foo/";
const nothing = { allow: { origins: [], ranges: [] }, proxy: undefined, seal: { keys: undefined, url: undefined } };

/** As a service opens them for a repository, but for the process between. */
function service(settings: Omit<IndexSettings, "catalogue">, access: IndexAccess = noAccess) {
  const wire = serviceWires(settings, access)("acme/app");
  const indexes = serviceIndexes({ wire, seal: settings.seal }, access);
  return { open: (setting: Parameters<typeof indexes.open>[0]) => indexes.open(setting, "acme/app") };
}

/** Sets variables until the end of a test, and a cache folder of its own with them. */
async function setEnvironment(t: TestContext, variables: Readonly<Record<string, string>>): Promise<void> {
  const cache = await mkdtemp(join(tmpdir(), "thoth-cache-"));
  t.after(() => rm(cache, { recursive: true }));
  for (const [name, value] of Object.entries({ XDG_CACHE_HOME: cache, ...variables })) {
    const before = process.env[name];
    process.env[name] = value;
    t.after(() => {
      if (before === undefined) delete process.env[name];
      else process.env[name] = before;
    });
  }
}

test("a service asks no index of its own network, and says which index it was", async (t) => {
  await setEnvironment(t, {});
  await using server = await IndexServer.start();
  const index = service(nothing).open({ name: "corp", url: server.simple, verify: true });
  await assert.rejects(index.list(foo, signal), { code: "INDEX_NOT_ALLOWED", message: /^index `corp` is not asked/ });
  assert.equal(server.seen.length, 0);
});

test("what its operator allows is asked", async (t) => {
  await setEnvironment(t, {});
  await using server = await IndexServer.start();
  server.on(page, jsonPage([{ filename: "foo-1.0.tar.gz" }]));
  const allow = { origins: [server.origin], ranges: [{ network: "127.0.0.1", prefix: 32 }] };
  const index = service({ ...nothing, allow }).open({ name: "corp", url: server.simple, verify: true });
  assert.equal((await index.list(foo, signal)).kind, "found");
});

test("nothing of a service's environment goes into an address", async (t) => {
  await setEnvironment(t, { THOTH_TEST_SECRET: "hunter2" });
  const open = () =>
    service(nothing).open({ name: "corp", url: "https://me:${THOTH_TEST_SECRET}@evil.example/", verify: true });
  assert.throws(open, {
    code: "VARIABLE_NOT_EXPANDED",
    message:
      "the address of index `corp` needs the environment variable `THOTH_TEST_SECRET`, and a service expands none",
  });
});

test("a service checks certificates whatever a repository says, and a person's own machine does not", async (t) => {
  await setEnvironment(t, {});
  const server = createServer(selfSigned, (_request, response) => response.writeHead(404).end());
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  t.after(() => server.close());
  t.after(() => server.closeAllConnections());
  const origin = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const setting = { name: "corp", url: origin, verify: false };
  const allow = { origins: [origin], ranges: [{ network: "127.0.0.1", prefix: 32 }] };
  await assert.rejects(
    service({ ...nothing, allow })
      .open(setting)
      .list(foo, signal),
    /SELF_SIGNED/,
  );
  assert.equal((await (await ownIndexes(noAccess)).open(setting, "").list(foo, signal)).kind, "absent");
});

test("a person's own machine expands variables and asks whatever it can reach", async (t) => {
  await using server = await IndexServer.start();
  await setEnvironment(t, { THOTH_TEST_INDEX: server.origin, HTTP_PROXY: "", http_proxy: "" });
  server.on(page, jsonPage([{ filename: "foo-1.0.tar.gz" }]));
  const index = (await ownIndexes(noAccess)).open(
    { name: "corp", url: "${THOTH_TEST_INDEX}/simple", verify: true },
    "",
  );
  assert.equal((await index.list(foo, signal)).kind, "found");
});
