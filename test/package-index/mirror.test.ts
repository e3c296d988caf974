import { test } from "node:test";
import assert from "node:assert/strict";
import { HttpIndex, HttpTransport } from "../../src/package-index/index.ts";
import { packageName } from "../../src/python/index.ts";
import { IndexServer, jsonPage, metadataText, sha256 } from "../support/index-server.ts";
import { candidate, requirementsOf, StandingClock } from "../support/package-index.ts";

const { signal } = new AbortController();
const foo = packageName("foo");
const metadata = metadataText("foo", "1.0", "Requires-Dist: bar>=2");
const wheel = "foo-1.0-py3-none-any.whl";

function mirrorOf(server: IndexServer, withFiles: boolean): HttpIndex {
  const files = { at: new URL(`${server.origin}/files/`), of: new URL("https://files.meant.example/packages/") };
  return new HttpIndex({
    name: "pypi",
    address: server.simple,
    mirror: { of: new URL("https://meant.example/simple/"), files: withFiles ? files : undefined },
    transport: new HttpTransport({ proxies: "none" }),
    clock: new StandingClock("2026-11-25T12:00:00Z"),
    retryDelays: [],
  });
}

/** Whether the operator says where files lie, and the address that a lock gets. */
for (const [withFiles, locked] of [
  [true, () => `https://files.meant.example/packages/aa/${wheel}`],
  [false, (server: IndexServer) => `${server.origin}/files/aa/${wheel}`],
] as const) {
  test(`files of a mirror are fetched from it, and known by ${withFiles ? "the address that is meant" : "their own address"}`, async () => {
    await using server = await IndexServer.start();
    server.on(
      "/simple/foo/",
      jsonPage([{ filename: wheel, url: `/files/aa/${wheel}`, "core-metadata": { sha256: sha256(metadata) } }]),
    );
    server.on(`/files/aa/${wheel}.metadata`, { body: metadata });
    const index = mirrorOf(server, withFiles);
    const found = candidate(await index.list(foo, signal), "1.0");
    assert.equal(found.index, "pypi");
    assert.equal(found.files[0]!.url, locked(server));
    assert.deepEqual(requirementsOf(await index.metadata(found, () => found.files[0]!, signal)), ["bar>=2"]);
  });
}

test("a mirror's page that is none, and metadata that was altered, are told with both addresses", async () => {
  await using server = await IndexServer.start();
  server.on("/simple/foo/", { headers: { "content-type": "text/plain" }, body: "x" });
  const both = `index \`pypi\` (\`https://meant.example/simple/\` by its mirror \`${server.simple}/\`): `;
  const told = (error: Error) => error.message.startsWith(both);
  await assert.rejects(mirrorOf(server, true).list(foo, signal), told);
  server.on(
    "/simple/foo/",
    jsonPage([{ filename: wheel, url: `/files/${wheel}`, "core-metadata": { sha256: sha256("other") } }]),
  );
  server.on(`/files/${wheel}.metadata`, { body: metadata });
  const index = mirrorOf(server, true);
  const found = candidate(await index.list(foo, signal), "1.0");
  await assert.rejects(
    index.metadata(found, () => found.files[0]!, signal),
    told,
  );
});
