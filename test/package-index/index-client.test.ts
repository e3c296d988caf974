import { test, type TestContext } from "node:test";
import assert from "node:assert/strict";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { inspect } from "node:util";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { HttpTransport, type TransportOptions } from "../../src/package-index/index.ts";
import type { Wire, WireRequest, WireResponse } from "../../src/package-index/http-transport.ts";
import { BasicCredentials, parseIndexAddress } from "../../src/package-index/index-address.ts";
import { IndexClient } from "../../src/package-index/index-client.ts";
import { type Answer, IndexServer } from "../support/index-server.ts";
import { selfSigned } from "../support/self-signed.ts";

const { signal } = new AbortController();

/** What a test may vary. */
interface Setting {
  readonly address?: string;
  readonly verify?: boolean;
  readonly retries?: number;
  readonly transport?: TransportOptions | Wire;
}

function client(
  server: IndexServer | string,
  { address, verify = true, retries = 0, transport = {} }: Setting = {},
): IndexClient {
  const simple = address ?? (typeof server === "string" ? server : server.simple);
  const wire = "get" in transport ? transport : new HttpTransport({ proxies: "none", ...transport });
  const retryDelays = Array.from({ length: retries }, () => 0);
  return new IndexClient({
    name: "corp",
    address: parseIndexAddress("corp", simple),
    transport: wire,
    verify,
    retryDelays,
  });
}

function get(from: IndexClient, url: string, limit = 1_000) {
  return from.getWhole(
    { url: new URL(url), headers: { "accept-encoding": "gzip" }, limit, answers: [200, 404] },
    signal,
  );
}

const ok: Answer = { body: "a page" };
const busy: Answer = { status: 503, body: "busy" };

/** Answers in order, the attempts allowed after the first, and the outcome: a body, or the end of the error's sentence. */
const stories: readonly (readonly [string, readonly Answer[], number, string | RegExp, number])[] = [
  ["success", [ok], 0, "a page", 1],
  ["an unavailable server that recovers", [busy, busy, ok], 2, "a page", 3],
  [
    "an unavailable server that does not recover in time",
    [busy, busy, busy, ok],
    2,
    /answers 503 Service Unavailable$/,
    3,
  ],
  ["a connection that is cut once", [{ ...ok, fault: "cut" }, ok], 1, "a page", 2],
  ["a connection that is cut always", [{ ...ok, fault: "cut" }], 1, /cannot be reached \(UND_ERR_SOCKET\)$/, 2],
  ["too many requests", [{ status: 429, headers: { "retry-after": "0" } }, ok], 1, "a page", 2],
  ["a status that no waiting changes", [{ status: 400 }, ok], 2, /answers 400 Bad Request$/, 1],
  ["a status that nobody knows", [{ status: 799 }], 0, /answers 799$/, 1],
  [
    "an encoding that was not asked for",
    [{ headers: { "content-encoding": "br" }, body: brotliCompressSync("x") }],
    2,
    /its encoding is `br`, which was not asked for$/,
    1,
  ],
  [
    "a broken encoding",
    [{ headers: { "content-encoding": "gzip" }, body: "x".repeat(30) }],
    2,
    /its gzip encoding is broken$/,
    1,
  ],
  [
    "half an encoding",
    [{ headers: { "content-encoding": "gzip" }, body: gzipSync("abc").subarray(0, 15) }],
    2,
    /its gzip encoding is broken$/,
    1,
  ],
  ["a redirect without an address", [{ status: 302 }], 0, /answers 302 Found without a usable address$/, 1],
  [
    "a redirect to nowhere",
    [{ status: 302, headers: { location: "http://" } }],
    0,
    /answers 302 Found without a usable address$/,
    1,
  ],
  [
    "a redirect to a file",
    [{ status: 302, headers: { location: "file:///etc/passwd" } }],
    0,
    /redirects to file:\/\/, which is not secure$/,
    1,
  ],
];
for (const [what, answers, retries, outcome, asked] of stories) {
  test(`${what} is asked for ${asked} times`, async () => {
    await using server = await IndexServer.start();
    server.on("/simple/foo/", ...answers);
    const answer = get(client(server, { retries }), `${server.simple}/foo/`);
    if (typeof outcome === "string") assert.equal((await answer).body.toString(), outcome);
    else {
      await assert.rejects(answer, { code: "INDEX_UNAVAILABLE", message: outcome });
      await assert.rejects(answer, { message: new RegExp(`^index \`corp\` is unavailable: ${server.simple}/foo/ `) });
    }
    assert.equal(server.count("/simple/foo/"), asked);
  });
}

for (const status of [401, 403]) {
  test(`${status} is a refusal, asked for once, with or without credentials`, async () => {
    await using server = await IndexServer.start();
    server.on("/simple/foo/", { status });
    const url = `${server.simple}/foo/`;
    await assert.rejects(get(client(server, { retries: 2 }), url), {
      code: "INDEX_REFUSED",
      hint: "put a user name and a password into the index's address",
    });
    const address = server.simple.replace("//", "//user:hunter2@");
    await assert.rejects(get(client(server, { address }), url), (error) => {
      assert.match(inspect(error, { depth: 9 }), /check the credentials of the index/);
      assert.doesNotMatch(inspect(error, { depth: 9, showHidden: true }), /hunter2|dXNlcjpodW50ZXIy/);
      return true;
    });
    assert.equal(server.count("/simple/foo/"), 2);
  });
}

test("a refusal by another server than the index asks for no credentials in the index's address", async () => {
  await using server = await IndexServer.start();
  server.on("/files/foo.whl", { status: 403 });
  const address = "https://corp.example/simple";
  await assert.rejects(get(client(server, { address }), `${server.origin}/files/foo.whl`), {
    code: "INDEX_REFUSED",
    hint: undefined,
  });
});

test("404 is an answer", async () => {
  await using server = await IndexServer.start();
  assert.equal((await get(client(server), `${server.simple}/foo/`)).status, 404);
});

test("nobody there is said at once", async () => {
  const server = await IndexServer.start();
  const { simple } = server;
  await server[Symbol.asyncDispose]();
  await assert.rejects(get(client(simple, { retries: 2 }), `${simple}/foo/`), {
    code: "INDEX_UNAVAILABLE",
    message: `index \`corp\` is unavailable: ${simple}/foo/ cannot be reached (ECONNREFUSED)`,
  });
});

/** Faults, and the one time-out that ends each. */
const slow: readonly (readonly [NonNullable<Answer["fault"]>, NonNullable<TransportOptions["timeouts"]>])[] = [
  ["silence", { headers: 30 }],
  ["stall", { body: 30 }],
  ["silence", { total: 30 }],
  ["stall", { total: 30 }],
];
// Together, because the library looks at its own clock only every half second.
test("silence and stalling end by the time-outs for head, body and the whole", async () => {
  await using server = await IndexServer.start();
  const ends = slow.map(async ([fault, timeouts], index) => {
    const url = `${server.simple}/${fault}-${index}/`;
    server.on(new URL(url).pathname, { body: "a page", fault });
    const message = `index \`corp\` is unavailable: ${url} does not answer in time`;
    const answer = get(client(server, { transport: { timeouts } }), url);
    await assert.rejects(answer, { code: "INDEX_UNAVAILABLE", message });
  });
  await Promise.all(ends);
});

test("whoever stops waiting gets their own reason", async () => {
  await using server = await IndexServer.start();
  const leaving = new AbortController();
  server.on("/simple/foo/", () => {
    leaving.abort(new Error("no longer wanted"));
    return { fault: "silence" };
  });
  const request = { url: new URL(`${server.simple}/foo/`), headers: {}, limit: 10, answers: [200] };
  await assert.rejects(client(server, { retries: 2 }).get(request, leaving.signal), /no longer wanted/);
});

test("a body may be as long as the limit after decompression, and not one byte longer", async () => {
  await using server = await IndexServer.start();
  const packed = { headers: { "content-encoding": "gzip" }, body: gzipSync("x".repeat(1_000)) };
  server.on("/simple/foo/", packed).on("/simple/bar/", { body: "x".repeat(1_000) });
  for (const path of ["foo", "bar"]) {
    const url = `${server.simple}/${path}/`;
    assert.equal((await get(client(server), url, 1_000)).body.length, 1_000);
    const message = `index \`corp\`: ${url}: 1000 bytes, and at most 999 are read`;
    await assert.rejects(get(client(server), url, 999), { code: "INPUT_TOO_LARGE", message });
  }
});

/** `/0` redirects to `/1` and so on, as often as `hops`. */
function chain(server: IndexServer, hops: number): string {
  for (let hop = 0; hop < hops; hop++) server.on(`/${hop}`, { status: 302, headers: { location: `${hop + 1}` } });
  server.on(`/${hops}`, ok);
  return `${server.origin}/0`;
}

test("redirects are followed five times, and not a sixth", async () => {
  await using server = await IndexServer.start();
  assert.equal((await get(client(server), chain(server, 5))).url.pathname, "/5");
  await assert.rejects(get(client(server), chain(server, 6)), /\/0 redirects more than 5 times$/);
  server.on("/loop", { status: 308, headers: { location: "/loop" } });
  await assert.rejects(get(client(server), `${server.origin}/loop`), /\/loop redirects more than 5 times$/);
});

/** A network that gives its answers by address and remembers what was asked. */
class FakeWire implements Wire {
  readonly seen: WireRequest[] = [];
  readonly #locations: Readonly<Record<string, string>>;
  constructor(locations: Readonly<Record<string, string>>) {
    this.#locations = locations;
  }
  async get(request: WireRequest): Promise<WireResponse> {
    this.seen.push(request);
    const location = this.#locations[request.url.href];
    const body = Buffer.from("a page");
    if (location === undefined) return { status: 200, headers: new Map(), body };
    return { status: 301, headers: new Map([["location", location]]), body };
  }
  get authorized(): readonly string[] {
    return this.seen.filter(({ credentials }) => credentials !== undefined).map((request) => request.url.href);
  }
}

/** An address, where it redirects, and the error's end if that is not allowed. */
const schemes: readonly (readonly [string, string, RegExp | undefined])[] = [
  ["https://a.example/", "https://b.example/", undefined],
  ["http://a.example/", "http://b.example/", undefined],
  ["http://a.example/", "https://a.example/", undefined],
  ["https://a.example/", "http://a.example/", /redirects to http:\/\/a\.example, which is not secure$/],
];
for (const [from, to, refused] of schemes) {
  test(`a redirect from ${from} to ${to} is ${refused === undefined ? "followed" : "refused"}`, async () => {
    const wire = new FakeWire({ [from]: to });
    const answer = get(client(from, { transport: wire }), from);
    if (refused === undefined) assert.equal((await answer).url.href, to);
    else await assert.rejects(answer, { code: "INDEX_UNAVAILABLE", message: refused });
    assert.equal(wire.seen.length, refused === undefined ? 2 : 1);
  });
}

test("credentials go to the origin of the index and nowhere else", async () => {
  const wire = new FakeWire({
    "https://corp.example/simple/foo/": "https://user:stolen@elsewhere.example/foo/",
    "https://elsewhere.example/foo/": "https://corp.example/back/",
  });
  const asked = client("https://user:hunter2@corp.example/simple", { transport: wire });
  await get(asked, "https://corp.example/simple/foo/");
  await get(asked, "http://corp.example/simple/foo/");
  await get(asked, "https://corp.example:444/simple/foo/");
  assert.deepEqual(wire.authorized, ["https://corp.example/simple/foo/", "https://corp.example/back/"]);
});

/** Addresses, and whether they lie below `https://corp.example/team/`. */
const below: readonly (readonly [string, boolean])[] = [
  ["https://corp.example/team/simple/foo/", true],
  ["https://corp.example/team/", true],
  ["https://corp.example/team/../team/foo.whl", true],
  ["https://corp.example/team", false],
  ["https://corp.example/teams/foo/", false],
  ["https://corp.example/other/team/", false],
  ["https://corp.example/team/../other/", false],
  ["https://corp.example/team/%2e%2e/other/", false],
  ["https://corp.example/team/..%2fother/", false],
  ["https://corp.example/team/%2e%2e%2fother/", false],
  ["https://corp.example/team/%252e%252e/other/", false],
  ["https://corp.example/team/..\\other/", false],
  ["http://corp.example/team/foo/", false],
  ["https://corp.example:8443/team/foo/", false],
  ["https://corp.example.evil.example/team/foo/", false],
  ["https://evil.example/team/foo/", false],
];
for (const [address, isTold] of below) {
  test(`credentials for one path go to ${address}: ${isTold ? "yes" : "no"}`, async () => {
    const scope = new URL("https://corp.example/team/");
    for (const from of ["https://corp.example/team/start/", "https://corp.example/start/"]) {
      const wire = new FakeWire({ [from]: address });
      const credentials = { kind: "known", scope, basic: new BasicCredentials("user", "hunter2") } as const;
      const asked = new IndexClient({
        name: "corp",
        address: { url: scope, credentials },
        transport: wire,
        verify: true,
        retryDelays: [],
      });
      // A redirect may not leave TLS at all.
      if (address.startsWith("http:")) await assert.rejects(get(asked, from), { code: "INDEX_UNAVAILABLE" });
      else await get(asked, from);
      const told = wire.authorized.filter((each) => each !== from);
      assert.deepEqual(told, isTold ? [new URL(address).href] : []);
    }
  });
}

test("an unchecked certificate is accepted from the origin of the index and from nowhere else", async () => {
  const wire = new FakeWire({ "https://corp.example/simple/foo/": "https://elsewhere.example/foo/" });
  const asked = client("https://corp.example/simple", { transport: wire, verify: false });
  await get(asked, "https://corp.example/simple/foo/");
  assert.deepEqual(
    wire.seen.map((request) => request.verify),
    [false, true],
  );
});

/** Sets variables of the environment until the end of a test. */
function setEnvironment(t: TestContext, variables: Readonly<Record<string, string>>): void {
  const names = ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "no_proxy", "NO_PROXY"];
  const before = names.map((name) => [name, process.env[name]] as const);
  const set = (name: string, value: string | undefined) => {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  };
  for (const name of names) set(name, variables[name]);
  t.after(() => before.forEach(([name, value]) => set(name, value)));
}

/** Variables of the environment, how the transport takes them, and whether the proxy is asked. */
const proxies: readonly (readonly [Readonly<Record<string, string>>, "environment" | "none", boolean])[] = [
  [{}, "environment", true],
  [{ NO_PROXY: "elsewhere.example" }, "environment", true],
  [{ NO_PROXY: "127.0.0.1" }, "environment", false],
  [{}, "none", false],
];
for (const [variables, mode, asked] of proxies) {
  test(`${asked ? "the proxy" : "no proxy"} is asked with ${JSON.stringify(variables)} and ${mode}`, async (t) => {
    await using server = await IndexServer.start();
    await using proxy = await IndexServer.start();
    const url = `${server.simple}/foo/`;
    server.on("/simple/foo/", ok);
    proxy.on(url, ok);
    setEnvironment(t, { HTTP_PROXY: proxy.origin, ...variables });
    await get(client(server, { transport: { proxies: mode } }), url);
    assert.equal(proxy.seen.length, asked ? 1 : 0);
  });
}

test("a proxy that is none is refused without its secrets", (t) => {
  setEnvironment(t, { HTTPS_PROXY: "user:hunter2@proxy" });
  assert.throws(
    () => new HttpTransport(),
    (error) => {
      assert.match(inspect(error, { depth: 9, showHidden: true }), /INVALID_PROXY/);
      assert.doesNotMatch(inspect(error, { depth: 9, showHidden: true }), /hunter2/);
      return true;
    },
  );
});

test("at most so many requests are open at one origin", async () => {
  await using server = await IndexServer.start();
  const names = Array.from({ length: 20 }, (_, index) => `/simple/${index}/`);
  for (const name of names) server.on(name, ok);
  const asked = client(server, { transport: { concurrency: 3 } });
  await Promise.all(names.map((name) => get(asked, server.origin + name)));
  assert.equal(server.seen.length, 20);
  assert.ok(server.busiest <= 3);
});

test("a certificate that nobody vouches for is refused, unless the user said not to check", async (t) => {
  const server = createServer(selfSigned, (_request, response) => response.end("a page"));
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  t.after(() => server.closeAllConnections());
  t.after(() => server.close());
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const message = /cannot be reached \(DEPTH_ZERO_SELF_SIGNED_CERT\)$/;
  await assert.rejects(get(client(url), url), { code: "INDEX_UNAVAILABLE", message });
  assert.equal((await get(client(url, { verify: false }), url)).body.toString(), "a page");
});
