import { test, type TestContext } from "node:test";
import assert from "node:assert/strict";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { DiskCache, HttpIndex, HttpTransport, IndexPolicy } from "../../src/package-index/index.ts";
import { packageName } from "../../src/python/index.ts";
import {
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
const text = metadataText("foo", "1.0", "Requires-Dist: bar>=2");
const bytes = wheel("foo", "1.0", text);
const clock = () => new StandingClock("2026-11-25T12:00:00Z");

interface Setting {
  readonly name?: string;
  readonly address?: string;
  readonly cache?: DiskCache;
  readonly clock?: StandingClock;
  readonly verify?: boolean;
}

function open(server: IndexServer, setting: Setting = {}): HttpIndex {
  const transport = new HttpTransport({ proxies: "none" });
  return new HttpIndex({
    name: "corp",
    address: server.simple,
    transport,
    clock: clock(),
    retryDelays: [0],
    ...setting,
  });
}

async function cacheFolder(t: TestContext): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "thoth-cache-"));
  t.after(() => rm(path, { recursive: true }));
  return path;
}

test("a page becomes candidates, newest first, with all that it says of their files", async () => {
  await using server = await IndexServer.start();
  const digest = sha256("x");
  server.on(
    page,
    jsonPage([
      { filename: "foo-1.9.tar.gz" },
      {
        filename: "foo-1.10-py3-none-any.whl",
        hashes: { sha256: digest },
        size: 7,
        "upload-time": "2024-05-01T10:00:00Z",
        "requires-python": ">=3.8",
        "core-metadata": { sha256: digest },
        yanked: "broken",
      },
    ]),
  );
  const answer = await open(server).list(foo, signal);
  assert.deepEqual(summary(answer), ["1.10: foo-1.10-py3-none-any.whl", "1.9: foo-1.9.tar.gz"]);
  const newest = candidate(answer, "1.10");
  assert.equal(newest.index, "corp");
  assert.deepEqual(newest.files, [
    {
      filename: "foo-1.10-py3-none-any.whl",
      url: `${server.origin}/files/foo-1.10-py3-none-any.whl`,
      sha256: digest,
      size: 7,
      uploaded: "2024-05-01T10:00:00Z",
      requiresPython: ">=3.8",
      yanked: "broken",
      sidecar: { sha256: digest },
    },
  ]);
  assert.equal(candidate(answer, "1.9").files[0]?.sha256, undefined);
});

test("HTML is read where that is what comes, and JSON is preferred", async () => {
  await using server = await IndexServer.start();
  server.on(page, htmlPage('<a href="../../files/foo-1.0.tar.gz">foo-1.0.tar.gz</a>'));
  const answer = await open(server).list(foo, signal);
  assert.deepEqual(summary(answer), ["1.0: foo-1.0.tar.gz"]);
  assert.equal(candidate(answer, "1.0").files[0]?.url, `${server.origin}/files/foo-1.0.tar.gz`);
  assert.match(server.seen[0]?.headers.accept ?? "", /^application\/vnd\.pypi\.simple\.v1\+json, /);
});

test("the page of a package lies under its normalised name", async () => {
  await using server = await IndexServer.start();
  server.on("/simple/zope-interface/", jsonPage([{ filename: "zope.interface-5.0.tar.gz" }]));
  const answer = await open(server).list(packageName("Zope.Interface"), signal);
  assert.deepEqual(summary(answer), ["5.0: zope.interface-5.0.tar.gz"]);
  assert.deepEqual(
    server.seen.map((request) => request.path),
    ["/simple/zope-interface/"],
  );
});

test("addresses of a page that was redirected are relative to where it was found", async () => {
  await using server = await IndexServer.start();
  server.on(page, { status: 301, headers: { location: "/mirror/foo/" } });
  server.on("/mirror/foo/", jsonPage([{ filename: "foo-1.0.tar.gz", url: "foo-1.0.tar.gz" }]));
  const answer = await open(server).list(foo, signal);
  assert.equal(candidate(answer, "1.0").files[0]?.url, `${server.origin}/mirror/foo/foo-1.0.tar.gz`);
});

test("a page that is not there means that the index lacks the name", async () => {
  await using server = await IndexServer.start();
  assert.deepEqual(await open(server).list(foo, signal), { kind: "absent" });
});

/** Pages that stop a run, with the code of their error; never "the package does not exist". */
const failures: readonly (readonly [Parameters<IndexServer["on"]>[1], string])[] = [
  [{ status: 401 }, "INDEX_REFUSED"],
  [{ status: 403 }, "INDEX_REFUSED"],
  [{ status: 500 }, "INDEX_UNAVAILABLE"],
  [{ status: 503 }, "INDEX_UNAVAILABLE"],
  [{ status: 410 }, "INDEX_UNAVAILABLE"],
  [{ status: 304 }, "INDEX_UNAVAILABLE"],
  [{ headers: { "content-type": jsonType }, body: "<html>sign in</html>" }, "INDEX_PAGE_UNREADABLE"],
  [{ headers: { "content-type": "text/plain" }, body: "hello" }, "INDEX_PAGE_UNREADABLE"],
  [jsonPage([], { "api-version": "2.0" }), "INDEX_PAGE_UNREADABLE"],
];
for (const [answer, code] of failures) {
  test(`${JSON.stringify(answer).slice(0, 60)} is ${code} and names the index`, async () => {
    await using server = await IndexServer.start();
    server.on(page, answer!);
    await assert.rejects(open(server).list(foo, signal), (error) => {
      assert.ok(error instanceof Error);
      assert.equal((error as Error & { code: string }).code, code);
      assert.match(error.message, /index `corp`/);
      assert.ok(error.message.includes(`${server.simple}/foo/`), error.message);
      return true;
    });
  });
}

test("whoever asks for a page at the same time or later shares one request and one answer", async () => {
  await using server = await IndexServer.start();
  server.on(page, jsonPage([{ filename: "foo-1.0.tar.gz" }]), { status: 500 });
  const index = open(server);
  const [one, two] = await Promise.all([index.list(foo, signal), index.list(foo, signal)]);
  assert.equal(one, two);
  assert.equal(await index.list(foo, signal), one);
  assert.equal(server.seen.length, 1);
});

test("metadata comes from the wheel, once", async () => {
  await using server = await IndexServer.start();
  server.on(page, jsonPage([{ filename: wheelName }])).on(wheelPath, ranged(bytes));
  const policy = new IndexPolicy([open(server)]);
  const listing = await policy.list(foo, { kind: "ordered" }, signal);
  assert.ok(listing.kind === "found" && listing.candidates[0] !== undefined);
  for (let i = 0; i < 2; i++) {
    assert.deepEqual(requirementsOf(await policy.metadata(listing.candidates[0], signal)), ["bar>=2"]);
  }
  assert.equal(server.count(wheelPath), 1);
});

/** METADATA that cannot speak for `foo 1.0`, and the reason. */
const strangers: readonly (readonly [string, string | RegExp])[] = [
  [metadataText("bar", "1.0"), `\`${wheelName}\` calls itself \`bar 1.0\``],
  [metadataText("foo", "1.1"), `\`${wheelName}\` calls itself \`foo 1.1\``],
  ["no headers at all", /foo-1\.0-py3-none-any\.whl/],
  [metadataText("foo", "1.0", "Requires-Dist: %%%"), `\`${wheelName}\` has the unreadable requirement \`%%%\``],
];
for (const [metadata, reason] of strangers) {
  test(`the metadata is unknown: ${reason}`, async () => {
    await using server = await IndexServer.start();
    server.on(page, jsonPage([{ filename: wheelName, "core-metadata": true }]));
    server.on(`${wheelPath}.metadata`, { body: metadata });
    const index = open(server);
    const release = candidate(await index.list(foo, signal), "1.0");
    const answer = await index.metadata(release, () => release.files[0]!, signal);
    assert.ok(answer.kind === "unknown");
    if (typeof reason === "string") assert.equal(answer.reason, reason);
    else assert.match(answer.reason, reason);
  });
}

test("metadata of a version in another spelling speaks for the release", async () => {
  await using server = await IndexServer.start();
  server.on(page, jsonPage([{ filename: wheelName, "core-metadata": true }]));
  server.on(`${wheelPath}.metadata`, { body: metadataText("Foo", "1.0.0") });
  const index = open(server);
  const release = candidate(await index.list(foo, signal), "1.0");
  assert.equal((await index.metadata(release, () => release.files[0]!, signal)).kind, "known");
});

/** Lists `foo` and reads the metadata of its wheel, as a new process would. */
async function visit(server: IndexServer, setting: Setting): Promise<HttpIndex> {
  const index = open(server, setting);
  const release = candidate(await index.list(foo, signal), "1.0");
  assert.deepEqual(requirementsOf(await index.metadata(release, () => release.files[0]!, signal)), ["bar>=2"]);
  return index;
}

test("a fresh page and all metadata come from the cache, even when the index is gone", async (t) => {
  const folder = await cacheFolder(t);
  const standing = clock();
  const server = await IndexServer.start();
  server.on(page, jsonPage([{ filename: wheelName, hashes: { sha256: sha256(bytes) } }])).on(wheelPath, ranged(bytes));
  const address = server.simple;
  await visit(server, { cache: new DiskCache(folder), clock: standing });
  await server[Symbol.asyncDispose]();
  standing.advance(9);
  const index = await visit(server, { address, cache: new DiskCache(folder), clock: standing });
  assert.equal(index.record().asOf, "2026-11-25T12:00:00.000Z");
  standing.advance(1);
  await assert.rejects(visit(server, { address, cache: new DiskCache(folder), clock: standing }), {
    code: "INDEX_UNAVAILABLE",
  });
});

/** Headers that identify a page, and the header of the question whether it is still that page. */
const validators: readonly (readonly [Record<string, string>, string, string])[] = [
  [{ etag: '"v1"' }, "if-none-match", '"v1"'],
  [{ "last-modified": "Tue, 24 Nov 2026 08:00:00 GMT" }, "if-modified-since", "Tue, 24 Nov 2026 08:00:00 GMT"],
];
for (const [headers, question, value] of validators) {
  test(`a stale page is asked for with ${question}, and used on when it is unchanged`, async (t) => {
    const cache = new DiskCache(await cacheFolder(t));
    const standing = clock();
    await using server = await IndexServer.start();
    const answer = jsonPage([{ filename: "foo-1.0.tar.gz" }]);
    server.on(page, { ...answer, headers: { ...answer.headers, ...headers } }, { status: 304 });
    await open(server, { cache, clock: standing }).list(foo, signal);
    standing.advance(10);
    const index = open(server, { cache, clock: standing });
    assert.deepEqual(summary(await index.list(foo, signal)), ["1.0: foo-1.0.tar.gz"]);
    assert.equal(server.seen[1]?.headers[question], value);
    assert.equal(index.record().asOf, "2026-11-25T12:10:00.000Z");
    standing.advance(9);
    await open(server, { cache, clock: standing }).list(foo, signal);
    assert.equal(server.seen.length, 2);
  });
}

test("what a page says of its project is kept with it, and passes when the page does not say it any more", async (t) => {
  const cache = new DiskCache(await cacheFolder(t));
  const standing = clock();
  await using server = await IndexServer.start();
  const plain = jsonPage([{ filename: "foo-1.0.tar.gz" }]);
  const body = { ...JSON.parse(String(plain.body)), "project-status": { status: "archived", reason: "Use bar" } };
  const archived = { ...plain, body: JSON.stringify(body), headers: { ...plain.headers, etag: '"v1"' } };
  server.on(page, archived, { status: 304 }, plain);
  const statuses: unknown[] = [];
  for (const minutes of [0, 1, 10, 1, 10]) {
    standing.advance(minutes);
    const answer = await open(server, { cache, clock: standing }).list(foo, signal);
    statuses.push(answer.kind === "found" ? answer.status : answer.kind);
  }
  const stated = { state: "archived", reason: "Use bar" };
  assert.deepEqual(statuses, [stated, stated, stated, stated, undefined]);
  assert.equal(server.seen.length, 3);
});

test("a stale page that has changed is replaced", async (t) => {
  const cache = new DiskCache(await cacheFolder(t));
  const standing = clock();
  await using server = await IndexServer.start();
  server.on(page, jsonPage([{ filename: "foo-1.0.tar.gz" }]), jsonPage([{ filename: "foo-2.0.tar.gz" }]));
  await open(server, { cache, clock: standing }).list(foo, signal);
  standing.advance(10);
  for (let i = 0; i < 2; i++) {
    assert.deepEqual(summary(await open(server, { cache, clock: standing }).list(foo, signal)), [
      "2.0: foo-2.0.tar.gz",
    ]);
  }
  assert.equal(server.seen.length, 2);
});

test("pages that may not be stored or cannot be read, and missing ones, are not kept", async (t) => {
  const folder = await cacheFolder(t);
  await using server = await IndexServer.start();
  const answer = jsonPage([{ filename: "foo-1.0.tar.gz" }]);
  server.on(page, { ...answer, headers: { ...answer.headers, "cache-control": "no-store" } });
  server.on("/simple/bad/", { headers: { "content-type": jsonType }, body: "{" });
  const cache = new DiskCache(folder);
  await open(server, { cache }).list(foo, signal);
  await assert.rejects(open(server, { cache }).list(packageName("bad"), signal));
  await open(server, { cache }).list(packageName("missing"), signal);
  assert.deepEqual(await readdir(folder), []);
});

test("what needs credentials is not kept, and what others keep is not used for it", async (t) => {
  const folder = await cacheFolder(t);
  await using server = await IndexServer.start();
  server.on(page, jsonPage([{ filename: wheelName }])).on(wheelPath, ranged(bytes));
  const address = server.simple.replace("//", "//user:hunter2@");
  await visit(server, { address, cache: new DiskCache(folder) });
  assert.deepEqual(await readdir(folder), []);
  await visit(server, { cache: new DiskCache(folder) });
  const index = await visit(server, { address, cache: new DiskCache(folder) });
  assert.equal(server.count(page), 3);
  const sent = server.seen.map((request) => request.headers.authorization !== undefined);
  assert.deepEqual(sent, [true, true, false, false, true, true]);
  assert.doesNotMatch(inspect([index, index.record()], { depth: 9, showHidden: true }), /hunter2|dXNlcjpodW50ZXIy/);
  assert.equal(index.record().url, `${server.simple}/`);
});

test("two indexes that claim one digest do not share what they say of it", async (t) => {
  const cache = new DiskCache(await cacheFolder(t));
  await using honest = await IndexServer.start();
  await using other = await IndexServer.start();
  const listed = jsonPage([{ filename: wheelName, hashes: { sha256: sha256(bytes) } }]);
  honest.on(page, listed).on(wheelPath, ranged(bytes));
  other.on(page, listed).on(wheelPath, ranged(wheel("foo", "1.0", metadataText("foo", "1.0", "Requires-Dist: evil"))));
  const index = open(other, { cache });
  const release = candidate(await index.list(foo, signal), "1.0");
  assert.deepEqual(requirementsOf(await index.metadata(release, () => release.files[0]!, signal)), ["evil"]);
  await visit(honest, { cache });
});

test("of two indexes the first that has the name answers; 404 goes on, and anything else stops", async () => {
  await using first = await IndexServer.start();
  await using second = await IndexServer.start();
  second.on(page, jsonPage([{ filename: "foo-2.0.tar.gz" }]));
  const policy = () => new IndexPolicy([open(first, { name: "first" }), open(second, { name: "second" })]);
  const listing = await policy().list(foo, { kind: "ordered" }, signal);
  assert.equal(listing.kind === "found" && listing.index, "second");
  first.on(page, { status: 403 });
  await assert.rejects(policy().list(foo, { kind: "ordered" }, signal), /index `first` refuses access/);
  first.on(page, jsonPage([{ filename: "foo-1.0.tar.gz" }]));
  assert.deepEqual(summary((await policy().list(foo, { kind: "ordered" }, signal)) as never), ["1.0: foo-1.0.tar.gz"]);
  assert.equal(second.seen.length, 1);
});

test("an index whose certificate is not checked says so", async () => {
  await using server = await IndexServer.start();
  assert.deepEqual(open(server, { verify: false }).notes(), ["index `corp` was read without checking its certificate"]);
  assert.deepEqual(open(server).notes(), []);
});
