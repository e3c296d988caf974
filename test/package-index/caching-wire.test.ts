import { test } from "node:test";
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { BasicCredentials, CachingWire, DiskCache, HttpTransport } from "../../src/package-index/index.ts";
import type { WireRequest } from "../../src/package-index/index.ts";
import { IndexServer } from "../support/index-server.ts";

const { signal } = new AbortController();
const minute = 60_000;
const start = Date.parse("2026-01-01T00:00:00Z");

/** A server, and one who asks it over a wire that keeps things in a folder of its own. */
async function open(t: TestContext) {
  const server = await IndexServer.start();
  const folder = await mkdtemp(join(tmpdir(), "thoth-wire-"));
  const transport = new HttpTransport({ proxies: "none" });
  t.after(async () => {
    await transport.close();
    await server[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });
  let now = start;
  const clock = { now: () => new Date(now) };
  const wire = new CachingWire({ wire: transport, cache: new DiskCache(folder), clock });
  const get = async (path: string, request: Partial<WireRequest> = {}) => {
    const { status, headers, body } = await wire.get(
      { url: new URL(path, server.origin), headers: {}, limit: 1_000, verify: true, ...request },
      signal,
    );
    return { status, age: headers.get("age"), body: body?.toString() };
  };
  return { server, get, pass: (milliseconds: number) => void (now += milliseconds) };
}

test("what was fetched is not asked for again while it is fresh, and says its age", async (t) => {
  const { server, get, pass } = await open(t);
  server.on("/page", { body: "one" }, { body: "two" });
  assert.deepEqual(await get("/page"), { status: 200, age: undefined, body: "one" });
  pass(9 * minute);
  assert.deepEqual(await get("/page"), { status: 200, age: "540", body: "one" });
  pass(minute);
  assert.deepEqual(await get("/page"), { status: 200, age: undefined, body: "two" });
});

test("what has not changed is not sent again", async (t) => {
  const { server, get, pass } = await open(t);
  const headers = { etag: '"1"' };
  server.on("/page", { body: "one", headers }, ({ headers: asked }) =>
    asked["if-none-match"] === '"1"' ? { status: 304, headers } : { body: "wrong" },
  );
  await get("/page");
  pass(11 * minute);
  assert.deepEqual(await get("/page"), { status: 200, age: "0", body: "one" });
  pass(5 * minute);
  assert.equal((await get("/page")).age, "300", "it is fresh again");
});

test("a file that is called immutable is never asked for again, and a page is", async (t) => {
  const { server, get, pass } = await open(t);
  const headers = { "cache-control": "max-age=365000000, immutable" };
  for (const path of ["/file", "/page"]) server.on(path, { body: "one", headers }, { body: "two" });
  const page = { headers: { accept: "text/html" } };
  await get("/file");
  await get("/page", page);
  pass(365 * 24 * 60 * minute);
  assert.equal((await get("/file")).body, "one");
  assert.equal((await get("/page", page)).body, "two");
});

test("parts of a file and forms of a page are kept apart", async (t) => {
  const { server, get } = await open(t);
  server.on("/file", ({ headers: { range, accept } }) => {
    if (range === undefined) return { body: accept ?? "whole" };
    return { status: 206, body: range, headers: { "content-range": "bytes 0-9/20" } };
  });
  for (const _again of [1, 2]) {
    assert.equal((await get("/file")).body, "whole");
    assert.equal((await get("/file", { headers: { accept: "text/html" } })).body, "text/html");
    assert.deepEqual(
      await get("/file", { headers: { range: "bytes=0-9" } }).then(({ status, body }) => [status, body]),
      [206, "bytes=0-9"],
    );
  }
  assert.equal(server.count("/file"), 3);
});

/** What is never kept: who asks, and what the server says. */
const scope = new URL("http://127.0.0.1/");
const untouched: readonly (readonly [
  string,
  (origin: string) => Partial<WireRequest>,
  { readonly status?: number; readonly headers?: Record<string, string> },
])[] = [
  ["what needs a password of a repository's own", () => ({ headers: { authorization: "Basic eDp5" } }), {}],
  [
    "what needs credentials",
    (origin) => ({
      credentials: { kind: "known", scope: new URL("/", origin), basic: new BasicCredentials("me", "hunter2") },
    }),
    {},
  ],
  ["what comes without a certificate", () => ({ verify: false }), {}],
  ["what may not be stored", () => ({}), { headers: { "cache-control": "no-store" } }],
  ["what is not there", () => ({}), { status: 404 }],
  ["what leads elsewhere", () => ({}), { status: 302, headers: { location: scope.href } }],
  ["what failed", () => ({}), { status: 503 }],
];

for (const [name, request, answer] of untouched)
  test(`${name} is asked for every time`, async (t) => {
    const { server, get } = await open(t);
    server.on("/page", { body: "one", ...answer });
    await get("/page", request(server.origin));
    await get("/page", request(server.origin));
    assert.equal(server.count("/page"), 2);
  });

test("nobody gets what was fetched with the credentials of another", async (t) => {
  const { server, get } = await open(t);
  server.on("/page", ({ headers: { authorization } }) => ({
    body: authorization === undefined ? "public" : "private",
  }));
  const own = { headers: { authorization: "Basic eDp5" } };
  assert.equal((await get("/page", own)).body, "private");
  assert.equal((await get("/page")).body, "public");
  assert.equal((await get("/page", own)).body, "private");
});

test("an answer past the limit of who asks is no answer, whoever got it before", async (t) => {
  const { server, get } = await open(t);
  server.on("/page", { body: "x".repeat(100) });
  assert.equal((await get("/page")).body?.length, 100);
  assert.equal((await get("/page", { limit: 99 })).body, undefined);
  assert.equal((await get("/page", { limit: 100 })).body?.length, 100);
});
