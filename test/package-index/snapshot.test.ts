import { test } from "node:test";
import assert from "node:assert/strict";
import { IndexPolicy, parseSnapshot, readSnapshot, SnapshotIndex } from "../../src/package-index/index.ts";
import { packageName } from "../../src/python/index.ts";
import { measuredData } from "../support/measured-data.ts";
import { candidate, gzipJson, requirementsOf, snapshotDocument, summary } from "../support/package-index.ts";

const { signal } = new AbortController();
const foo = packageName("foo");

async function open(document: unknown, options: { files?: string; names?: "whole" } = {}): Promise<SnapshotIndex> {
  return new SnapshotIndex(await parseSnapshot("s.gz", gzipJson(document)), { name: "pypi", ...options });
}

test("candidates come newest first by version, and versions outside PEP 440 are skipped", async () => {
  const index = await open(
    snapshotDocument({ foo: [{ v: "1.9" }, { v: "1.10" }, { v: "french-toast" }, { v: "1.10rc1" }] }),
  );
  assert.deepEqual(summary(await index.list(foo, signal)), [
    "1.10: foo-1.10-py3-none-any.whl",
    "1.10rc1: foo-1.10rc1-py3-none-any.whl",
    "1.9: foo-1.9-py3-none-any.whl",
  ]);
});

test("a file gets its whole address from the host of the index's files", async () => {
  const document = snapshotDocument({ foo: [{ v: "1.0", python: ">=3.8", yanked: "broken" }] });
  const index = await open(document, { files: "https://files.example" });
  assert.deepEqual(candidate(await index.list(foo, signal), "1.0").files, [
    {
      filename: "foo-1.0-py3-none-any.whl",
      url: "https://files.example/packages/aa/bb/cc/foo-1.0-py3-none-any.whl",
      sha256: "ab".repeat(32),
      size: 1234,
      uploaded: "2024-05-01T10:00:00Z",
      requiresPython: ">=3.8",
      yanked: "broken",
      sidecar: undefined,
    },
  ]);
});

test("versions outside the snapshot are told, newest first, and are no candidates", async () => {
  const index = await open(snapshotDocument({ foo: [{ v: "1.0" }] }, { foo: ["0.9", "2.0", "no version"] }));
  const answer = await index.list(foo, signal);
  assert.deepEqual(answer.kind === "found" && answer.outside().map((version) => version.text), ["2.0", "0.9"]);
});

test("a name outside the snapshot is not said to be absent from the world", async () => {
  const index = await open(snapshotDocument({}));
  assert.deepEqual(await index.list(foo, signal), { kind: "outside", source: "the snapshot of `pypi` of 2026-11-24" });
});

test("a name that a whole index does not have is absent", async () => {
  const index = await open(snapshotDocument({}), { names: "whole" });
  assert.deepEqual(await index.list(foo, signal), { kind: "absent" });
});

test("metadata is declared and comes from the shared lists", async () => {
  const release = { v: "1.0", requires: ["bar>=2", "baz ; extra == 'x'"], python: ">=3.8", extras: ["x"] };
  const policy = new IndexPolicy([await open(snapshotDocument({ foo: [release] }))]);
  const listing = await policy.list(foo, { kind: "ordered" }, signal);
  assert.ok(listing.kind === "found" && listing.candidates[0] !== undefined);
  const answer = await policy.metadata(listing.candidates[0], signal);
  assert.ok(answer.kind === "known");
  const { grade, requiresPython, extras } = answer.metadata;
  assert.deepEqual(requirementsOf(answer), ["bar>=2", 'baz; extra == "x"']);
  assert.deepEqual([grade, String(requiresPython), extras], ["declared", ">=3.8", ["x"]]);
});

test("a snapshot does not look into source distributions", async () => {
  const release = { v: "1.0", files: [["foo-1.0.tar.gz", "ab".repeat(32), 1, "2024-05-01T10:00:00Z", "aa/bb/cc"]] };
  const index = await open(snapshotDocument({ foo: [release] }));
  const answer = await index.list(foo, signal);
  assert.ok(answer.kind === "found" && answer.candidates[0] !== undefined);
  const [newest] = answer.candidates;
  const reason = "a source distribution, into which a snapshot does not look";
  assert.deepEqual(await index.metadata(newest, () => newest.files[0]!, signal), { kind: "unknown", reason });
});

test("the record of a snapshot is its cut", async () => {
  const index = await open(snapshotDocument({}));
  const record = { kind: "snapshot", name: "pypi", url: undefined, asOf: "2026-11-24T00:00:00+00:00" };
  assert.deepEqual(index.record(), record);
});

test("two snapshots stand for two indexes, and a pin asks only its own", async () => {
  const main = await open(snapshotDocument({ foo: [{ v: "1.0" }], bar: [{ v: "1.0" }] }));
  const own = await parseSnapshot("own.gz", gzipJson(snapshotDocument({ foo: [{ v: "2.0" }] })));
  const policy = new IndexPolicy([main, new SnapshotIndex(own, { name: "own", names: "whole" })]);
  const first = await policy.list(foo, { kind: "ordered" }, signal);
  const pinned = await policy.list(foo, { kind: "pinned", index: "own" }, signal);
  assert.deepEqual(
    [first, pinned].map((each) => each.kind === "found" && each.index),
    ["pypi", "own"],
  );
  assert.deepEqual(summary(pinned as never), ["2.0: foo-2.0-py3-none-any.whl"]);
  assert.deepEqual(await policy.list(packageName("bar"), { kind: "pinned", index: "own" }, signal), {
    kind: "absent",
    asked: [{ index: "own", why: "pinned" }],
  });
});

const real = measuredData("index-snapshot/index-snapshot.json.gz", "reading a real snapshot");
if (real !== undefined)
  test("a real snapshot of 207 packages and 895 releases is read to the last requirement", async () => {
    const snapshot = await readSnapshot(real, signal);
    const policy = new IndexPolicy([new SnapshotIndex(snapshot, { name: "pypi" })]);
    const listing = await policy.list(packageName("jupyterlab"), { kind: "ordered" }, signal);
    assert.ok(listing.kind === "found" && listing.candidates.length > 1 && listing.outside().length > 1);
    for (const each of listing.candidates) {
      assert.equal((await policy.metadata(each, signal)).kind, "known");
    }
  });
