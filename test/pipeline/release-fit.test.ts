/** What is told of a release by the numbers of its table must be what its files say. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { parseSnapshot, SnapshotIndex } from "../../src/package-index/index.ts";
import { mayBeYanked, releaseFit } from "../../src/pipeline/release-fit.ts";
import type { Candidate } from "../../src/ports/index.ts";
import { packageName } from "../../src/python/index.ts";
import { context } from "../support/pipeline-samples.ts";

const rhel8 = context();
const { signal } = new AbortController();

/** All candidates of a snapshot, which know their rows. */
async function candidatesOf(bytes: Buffer): Promise<readonly Candidate[]> {
  const snapshot = await parseSnapshot("test", bytes);
  const index = new SnapshotIndex(snapshot, { name: "pypi" });
  const answers = await Promise.all(snapshot.names.map((name) => index.list(packageName(name), signal)));
  return answers.flatMap((answer) => (answer.kind === "found" ? answer.candidates : []));
}

/** The same release without its row. */
function plain({ name, version, index, files }: Candidate): Candidate {
  return { name, version, index, files };
}

const releases = [
  { files: ["demo-1-py3-none-any.whl"], python: "", fit: "installable" },
  { files: ["demo-1-py3-none-any.whl"], python: ">=3.8", fit: "installable" },
  { files: ["demo-1-py3-none-any.whl"], python: ">=3.9", fit: "not admitted" },
  { files: ["demo-1-py3-none-any.whl"], python: "three", fit: "installable" },
  { files: ["demo-1-cp38-cp38-win_amd64.whl"], python: "", fit: "useless" },
  { files: ["demo-1-cp38-cp38-win_amd64.whl", "demo-1-cp38-cp38-linux_x86_64.whl"], python: "", fit: "installable" },
  { files: ["demo-1-cp38-cp38-win_amd64.whl", "demo-1.tar.gz"], python: "", fit: "buildable" },
  { files: ["demo-1.tar.gz", "demo-1-py3-none-any.whl"], python: "", fit: "installable" },
  { files: ["demo-1-cp38-cp38-win_amd64.whl", "demo-1.tar.gz"], python: ">=3.9", fit: "not admitted" },
  // Names of no wheels, whatever their ends look like.
  { files: ["demo-py3-none-any.whl"], python: "", fit: "useless" },
  { files: ["demo-1-build-py3-none-any.whl"], python: "", fit: "useless" },
  { files: ["demo-one-py3-none-any.whl"], python: "", fit: "useless" },
  { files: ["any.whl"], python: "", fit: "useless" },
] as const;
for (const { files, python, fit } of releases)
  test(`${files.join(" and ")} for Python ${python || "any"}: ${fit}`, async () => {
    const f = files.map((filename) => [filename, "0".repeat(64), null, "2026-01-01T00:00:00Z", "a"]);
    const packages = { demo: { unknown: [], releases: [{ v: "1", r: 0, p: 0, e: 0, f }] } };
    const lists = { requires: [[]], pythons: [python], extras: [[]] };
    const snapshot = { format: "index-snapshot/1", cut: "2026-11-24T00:00:00Z", ...lists, packages };
    const [candidate] = await candidatesOf(gzipSync(JSON.stringify(snapshot)));
    assert.equal(releaseFit(plain(candidate!), rhel8), fit);
    assert.notEqual(candidate!.place, undefined);
    assert.equal(releaseFit(candidate!, rhel8), fit);
  });

test("every release of the example is judged alike with its row and without", async () => {
  const bytes = readFileSync(new URL("../../data/example-index/pypi.json.gz", import.meta.url));
  const candidates = await candidatesOf(bytes);
  assert.ok(candidates.length > 4_000);
  for (const candidate of candidates) {
    const what = `${candidate.name} ${candidate.version.text}`;
    assert.equal(releaseFit(candidate, rhel8), releaseFit(plain(candidate), rhel8), what);
    if (!mayBeYanked(candidate))
      assert.ok(
        candidate.files.every((file) => file.yanked === undefined),
        what,
      );
  }
});
