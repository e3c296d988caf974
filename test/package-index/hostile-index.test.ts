/** What an index may do to its visitors, over real HTTP: each case ends, in one sentence or with a harmless answer. */

import { test } from "node:test";
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { gzipSync } from "node:zlib";
import { DiskCache, HttpIndex, HttpTransport } from "../../src/package-index/index.ts";
import { packageName } from "../../src/python/index.ts";
import {
  type Answer,
  htmlPage,
  IndexServer,
  jsonPage,
  jsonType,
  metadataText,
  ranged,
  sha256,
  wheel,
} from "../support/index-server.ts";
import { candidate, requirementsOf, StandingClock, summary } from "../support/package-index.ts";

const { signal } = new AbortController();
const foo = packageName("foo");
const page = "/simple/foo/";
const wheelName = "foo-1.0-py3-none-any.whl";
const wheelPath = `/files/${wheelName}`;
const secret = /hunter2|dXNlcjpodW50ZXIy/;

function open(server: IndexServer, cache?: DiskCache, address = server.simple, total = 10_000): HttpIndex {
  const transport = new HttpTransport({ proxies: "none", timeouts: { total } });
  const clock = new StandingClock("2026-11-25T12:00:00Z");
  return new HttpIndex({ name: "corp", address, transport, clock, retryDelays: [0], ...(cache && { cache }) });
}

const json = (body: string | Buffer, headers: Readonly<Record<string, string>> = {}): Answer => ({
  headers: { "content-type": jsonType, ...headers },
  body,
});
const listed = (...files: readonly string[]) => String(jsonPage(files.map((filename) => ({ filename }))).body);
const megabyte = " ".repeat(1024 * 1024);

/** What happens, the answer for the page of `foo`, and what comes of it: the code of an error, or candidates. */
const pages: readonly (readonly [string, Answer, string | readonly string[]])[] = [
  ["a body that drips without end", json("x"), "INDEX_UNAVAILABLE"],
  [
    "a compressed body that drips without end",
    json(gzipSync(megabyte), { "content-encoding": "gzip" }),
    "INDEX_UNAVAILABLE",
  ],
  ["a body without end", json(megabyte), "INPUT_TOO_LARGE"],
  ["a compressed body without end", json(gzipSync(megabyte), { "content-encoding": "gzip" }), "INPUT_TOO_LARGE"],
  [
    "33 megabytes in 33 kilobytes",
    json(gzipSync(megabyte.repeat(33)), { "content-encoding": "gzip" }),
    "INPUT_TOO_LARGE",
  ],
  ["a bomb in a bomb", json(gzipSync(gzipSync(megabyte)), { "content-encoding": "gzip, gzip" }), "INDEX_UNAVAILABLE"],
  ["a body of 33 megabytes", json(megabyte.repeat(33)), "INPUT_TOO_LARGE"],
  ["20,001 files", jsonPage(Array(20_001).fill({ filename: "foo-1.0.tar.gz" })), "INPUT_TOO_LARGE"],
  ["a page without a type", { body: listed("foo-1.0.tar.gz") }, "INDEX_PAGE_UNREADABLE"],
  ["a type that is none", { headers: { "content-type": "\t;;;charset=x" }, body: "{}" }, "INDEX_PAGE_UNREADABLE"],
  ["another type than asked for", { headers: { "content-type": "image/png" }, body: "x" }, "INDEX_PAGE_UNREADABLE"],
  ["HTML that calls itself JSON", json("<!DOCTYPE html><html></html>"), "INDEX_PAGE_UNREADABLE"],
  [
    "JSON that calls itself HTML",
    { headers: { "content-type": "text/html" }, body: listed() },
    "INDEX_PAGE_UNREADABLE",
  ],
  ["a login page", htmlPage('<form action="/login"><input type="password"></form>'), "INDEX_PAGE_UNREADABLE"],
  [
    "a login page with links",
    htmlPage('<a href="/help">Help</a><a href="/imprint">Imprint</a>'),
    "INDEX_PAGE_UNREADABLE",
  ],
  ["an empty body", json(""), "INDEX_PAGE_UNREADABLE"],
  ["half a page", json(listed("foo-1.0.tar.gz").slice(0, 60)), "INDEX_PAGE_UNREADABLE"],
  ["a page that ends early", { ...json(listed("foo-1.0.tar.gz")), fault: "cut" }, "INDEX_UNAVAILABLE"],
  [
    "a body that is shorter than it says",
    { ...json("{}", { "content-length": "99" }), fault: "cut" },
    "INDEX_UNAVAILABLE",
  ],
  ["a byte order mark", json(`\uFEFF${listed("foo-1.0.tar.gz")}`), "INDEX_PAGE_UNREADABLE"],
  ["bytes that are no UTF-8", json(Buffer.from([0x7b, 0xff, 0xfe])), "INDEX_PAGE_UNREADABLE"],
  ["JSON a hundred thousand levels deep", json("[".repeat(100_000)), "INPUT_TOO_DEEP"],
  ["HTML a hundred thousand levels deep", htmlPage("<b>".repeat(100_000)), []],
  ["an attribute without end", htmlPage(`<a href="${"x".repeat(1_000_000)}`), "INDEX_PAGE_UNREADABLE"],
  [
    "keys given twice: the last counts, as everywhere",
    json(listed("foo-1.0.tar.gz").replace("{", '{"files":[],')),
    ["1.0: foo-1.0.tar.gz"],
  ],
  [
    "keys of every object",
    json(
      listed("foo-1.0.tar.gz").replace("{", '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},'),
    ),
    ["1.0: foo-1.0.tar.gz"],
  ],
  [
    "files of other packages",
    json(listed("bar-9.tar.gz", "foo-1.0.tar.gz", "foo_evil-2.0.tar.gz")),
    ["1.0: foo-1.0.tar.gz"],
  ],
  [
    "names that lead elsewhere",
    json(listed("../../foo-1.0.tar.gz", "foo-1.0.tar.gz\u0000.whl", "/foo-2.0.tar.gz")),
    [],
  ],
  [
    "versions without end",
    json(listed(`foo-${"1.".repeat(100)}1.tar.gz`, `foo-${"9".repeat(300)}.tar.gz`)),
    ["1.".repeat(100) + `1: foo-${"1.".repeat(100)}1.tar.gz`],
  ],
  ["unchanged, though nobody had asked for a change", { status: 304 }, "INDEX_UNAVAILABLE"],
  ["a redirect to itself", { status: 302, headers: { location: page } }, "INDEX_UNAVAILABLE"],
  ["a redirect to a file", { status: 302, headers: { location: "file:///etc/passwd" } }, "INDEX_UNAVAILABLE"],
  ["a piece of the page", { ...jsonPage([]), status: 206 }, "INDEX_UNAVAILABLE"],
  ["no content", { status: 204 }, "INDEX_UNAVAILABLE"],
  ["gone", { status: 410 }, "INDEX_UNAVAILABLE"],
];
const endless: ReadonlyMap<string, "drip" | "flood"> = new Map([
  ["a body that drips without end", "drip"],
  ["a compressed body that drips without end", "drip"],
  ["a body without end", "flood"],
  ["a compressed body without end", "flood"],
]);
for (const [what, answer, outcome] of pages) {
  test(`${what}: ${typeof outcome === "string" ? outcome : `${outcome.length} candidates`}`, async () => {
    await using server = await IndexServer.start();
    const fault = endless.get(what);
    server.on(page, fault === undefined ? answer : { ...answer, fault });
    const index = open(server, undefined, server.simple, fault === "drip" ? 100 : undefined);
    const listing = index.list(foo, signal);
    const message = fault === "drip" ? /^index `corp` .* does not answer in time$/ : /index `corp`/;
    if (typeof outcome === "string") await assert.rejects(listing, { code: outcome, message });
    else assert.deepEqual(summary(await listing), outcome);
    assert.equal((Object.prototype as { polluted?: unknown }).polluted, undefined);
  });
}

test("a page that links 20,000 files is read, however many connections it takes to see them", async () => {
  await using server = await IndexServer.start();
  server.on(page, jsonPage(Array.from({ length: 20_000 }, (_, i) => ({ filename: `foo-1.${i}.tar.gz` }))));
  assert.equal((summary(await open(server).list(foo, signal)) as readonly string[]).length, 20_000);
});

/** What happens to the metadata of a listed wheel: its file on the page, the answers, and the code or the reason. */
const text = metadataText("foo", "1.0", "Requires-Dist: bar>=2");
const files: readonly (readonly [
  string,
  Readonly<Record<string, unknown>>,
  Readonly<Record<string, Answer | ReturnType<typeof ranged>>>,
  string | RegExp,
])[] = [
  [
    "metadata of another digest",
    { "core-metadata": { sha256: sha256("other") } },
    { [`${wheelPath}.metadata`]: { body: text } },
    "METADATA_ALTERED",
  ],
  [
    "metadata without end",
    { "core-metadata": true },
    { [`${wheelPath}.metadata`]: { body: megabyte, fault: "flood" } },
    "INPUT_TOO_LARGE",
  ],
  [
    "a compressed bomb of metadata",
    { "core-metadata": true },
    { [`${wheelPath}.metadata`]: { headers: { "content-encoding": "gzip" }, body: gzipSync(megabyte.repeat(5)) } },
    "INPUT_TOO_LARGE",
  ],
  [
    "metadata of somebody else",
    { "core-metadata": true },
    { [`${wheelPath}.metadata`]: { body: metadataText("bar", "1.0") } },
    /calls itself `bar 1\.0`/,
  ],
  ["a wheel that is none", {}, { [wheelPath]: ranged(Buffer.from("MZ".repeat(500))) }, /cannot be read/],
  [
    "ranges other than asked for",
    {},
    { [wheelPath]: { status: 206, headers: { "content-range": "bytes 0-9/10" }, body: "x" } },
    /other bytes than it says/,
  ],
  [
    "a size beyond all measure",
    {},
    {
      [wheelPath]: { status: 206, headers: { "content-range": "bytes 999999999999999-999999999999999/1" }, body: "x" },
    },
    /other bytes than/,
  ],
  ["a wheel without end", {}, { [wheelPath]: { body: megabyte, fault: "flood" } }, /sends no ranges/],
];
for (const [what, said, answers, outcome] of files) {
  test(`${what}: ${String(outcome)}`, async () => {
    await using server = await IndexServer.start();
    server.on(page, jsonPage([{ filename: wheelName, ...said }]));
    for (const [path, answer] of Object.entries(answers)) server.on(path, answer);
    const index = open(server);
    const release = candidate(await index.list(foo, signal), "1.0");
    const answer = index.metadata(release, () => release.files[0]!, signal);
    if (typeof outcome === "string") await assert.rejects(answer, { code: outcome, message: /index `corp`/ });
    else assert.match(String(requirementsOf(await answer)), outcome);
  });
}

/** Ways of an index to hand its visitor's credentials to another server, which is `ELSEWHERE`. */
const leaks: readonly (readonly [string, Readonly<Record<string, Answer>>])[] = [
  ["a redirect of the page", { [page]: { status: 302, headers: { location: "ELSEWHERE/simple/foo/" } } }],
  [
    "a redirect with credentials of its own",
    { [page]: { status: 307, headers: { location: "CREDENTIALS/simple/foo/" } } },
  ],
  ["a file host elsewhere", { [page]: jsonPage([{ filename: wheelName, url: `ELSEWHERE${wheelPath}` }]) }],
  [
    "a file with credentials in its address",
    { [page]: jsonPage([{ filename: wheelName, url: `CREDENTIALS${wheelPath}` }]) },
  ],
  ["a base elsewhere", { [page]: htmlPage(`<base href="ELSEWHERE/files/"><a href="${wheelName}">x</a>`) }],
  [
    "a redirect of the file",
    {
      [page]: jsonPage([{ filename: wheelName }]),
      [wheelPath]: { status: 302, headers: { location: `ELSEWHERE${wheelPath}` } },
    },
  ],
];
for (const [what, answers] of leaks) {
  test(`credentials do not follow ${what}`, async () => {
    await using server = await IndexServer.start();
    await using elsewhere = await IndexServer.start();
    const place = (value: string) =>
      value
        .replaceAll("ELSEWHERE", elsewhere.origin)
        .replaceAll("CREDENTIALS", elsewhere.origin.replace("//", "//user:hunter2@"));
    for (const [path, { headers = {}, body = "", ...rest }] of Object.entries(answers)) {
      const placed = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, place(value)]));
      server.on(path, { ...rest, headers: placed, body: place(String(body)) });
    }
    const bytes = wheel("foo", "1.0", text);
    elsewhere.on(page, jsonPage([{ filename: wheelName }])).on(wheelPath, ranged(bytes));
    const index = open(server, undefined, server.simple.replace("//", "//user:hunter2@"));
    const release = candidate(await index.list(foo, signal), "1.0");
    assert.deepEqual(requirementsOf(await index.metadata(release, () => release.files[0]!, signal)), ["bar>=2"]);
    assert.ok(elsewhere.seen.length > 0);
    for (const { headers } of elsewhere.seen) assert.doesNotMatch(inspect(headers), secret);
    assert.ok(server.seen.every(({ headers }) => headers.authorization !== undefined));
    assert.doesNotMatch(inspect([release, index.record(), index.notes()], { depth: 9 }), secret);
  });
}

test("an index that lies about its ETag gets its own lie back, and nobody else's page", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "thoth-cache-"));
  t.after(() => rm(folder, { recursive: true }));
  const cache = new DiskCache(folder);
  await using honest = await IndexServer.start();
  await using liar = await IndexServer.start();
  const etag = { etag: '"one"', "cache-control": "no-cache" };
  const answer = jsonPage([{ filename: "foo-1.0.tar.gz" }]);
  honest.on(page, { ...answer, headers: { ...answer.headers, ...etag } });
  assert.deepEqual(summary(await open(honest, cache).list(foo, signal)), ["1.0: foo-1.0.tar.gz"]);
  // The other server was asked for nothing before, so "unchanged" is no answer, whatever others have stored.
  liar.on(page, { status: 304, headers: etag });
  await assert.rejects(open(liar, cache).list(foo, signal), { code: "INDEX_UNAVAILABLE" });
  assert.equal(liar.seen[0]?.headers["if-none-match"], undefined);
});

test("two tenants at one address with credentials of their own see their own pages, in any order", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "thoth-cache-"));
  t.after(() => rm(folder, { recursive: true }));
  const cache = new DiskCache(folder);
  await using server = await IndexServer.start();
  server.on(page, ({ headers }) => {
    const user = Buffer.from((headers.authorization ?? "").replace("Basic ", ""), "base64")
      .toString()
      .split(":")[0];
    const answer = jsonPage([{ filename: `foo-${user === "one" ? 1 : user === "two" ? 2 : 0}.tar.gz` }]);
    return { ...answer, headers: { ...answer.headers, etag: '"same"' } };
  });
  const visit = async (user: string) => {
    const address = user === "" ? server.simple : server.simple.replace("//", `//${user}:word@`);
    return summary(await open(server, cache, address).list(foo, signal));
  };
  const [zero, one, two] = [["0: foo-0.tar.gz"], ["1: foo-1.tar.gz"], ["2: foo-2.tar.gz"]];
  assert.deepEqual(await Promise.all(["one", "", "two", "one", "", "two"].map(visit)), [
    one,
    zero,
    two,
    one,
    zero,
    two,
  ]);
  assert.deepEqual([await visit("two"), await visit(""), await visit("one")], [two, zero, one]);
  assert.ok(
    server.seen.every(({ headers }) => headers.authorization === undefined || headers["if-none-match"] === undefined),
  );
});

test("a page that came without a checked certificate is kept for nobody", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "thoth-cache-"));
  t.after(() => rm(folder, { recursive: true }));
  const cache = new DiskCache(folder);
  await using server = await IndexServer.start();
  server.on(page, jsonPage([{ filename: "foo-6.6.6.tar.gz" }]), jsonPage([{ filename: "foo-1.0.tar.gz" }]));
  const transport = new HttpTransport({ proxies: "none" });
  const clock = new StandingClock("2026-11-25T12:00:00Z");
  const shared = { name: "corp", address: server.simple, transport, clock, cache };
  await new HttpIndex({ ...shared, verify: false }).list(foo, signal);
  assert.deepEqual(summary(await new HttpIndex(shared).list(foo, signal)), ["1.0: foo-1.0.tar.gz"]);
});
