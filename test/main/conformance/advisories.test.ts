import assert from "node:assert/strict";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { answerRelease, answerVector, openAdvisories } from "../../../src/main/conformance/advisories.ts";
import { shippedKnowledge } from "../../../src/main/knowledge/settings.ts";
import { temporaryFolder } from "../../support/repository.ts";
import { zip } from "../../support/zip.ts";

const { signal } = new AbortController();

const affected = (name: string) => [{ package: { ecosystem: "PyPI", name }, versions: ["1.0"], ranges: [] }];
const odd = [{ type: "ECOSYSTEM", events: [{ introduced: "0" }, { fixed: "2019-09-12" }] }];
const records: readonly (readonly [path: string, record: object])[] = [
  ["vulns/demo/PYSEC-1.json", { id: "PYSEC-1", aliases: ["CVE-1"], affected: affected("demo") }],
  ["vulns/demo/PYSEC-2.json", { id: "PYSEC-2", affected: [{ ...affected("demo")[0], versions: [], ranges: odd }] }],
  [
    "osv/GHSA-a.json",
    { id: "GHSA-a", aliases: ["CVE-1"], affected: affected("demo"), database_specific: { severity: "HIGH" } },
  ],
  ["osv/MAL-1.json", { id: "MAL-1", affected: affected("evil") }],
];
const files = records.map(([path, record]) => ({ path, content: JSON.stringify(record) }));

const answers: readonly (readonly [string, object])[] = [
  [
    " Demo == 1.0.0 ",
    {
      name: "demo",
      version: "1.0.0",
      ids: ["GHSA-a", "PYSEC-1"],
      indeterminate: ["PYSEC-2"],
      aliases: ["CVE-1"],
      severity: "high",
    },
  ],
  ["demo==2", { name: "demo", version: "2", ids: [], indeterminate: ["PYSEC-2"], aliases: [], severity: null }],
  ["evil==1", { name: "evil", version: "1", ids: ["MAL-1"], indeterminate: [], aliases: [], severity: "unknown" }],
  ["other==1", { name: "other", version: "1", ids: [], indeterminate: [], aliases: [], severity: null }],
  ["demo", { error: "`demo` is no `name==version`" }],
];

test("databases in a folder or an archive are joined, and every release has its answer", async (t) => {
  const folder = temporaryFolder(t);
  for (const { path, content } of files) {
    mkdirSync(join(folder, "db", path, ".."), { recursive: true });
    writeFileSync(join(folder, "db", path), content);
  }
  writeFileSync(join(folder, "all.zip"), zip(files));
  writeFileSync(join(folder, "all.jsonl"), files.map(({ content }) => `${content}\n`).join(""));
  for (const data of ["db", "all.zip", "all.jsonl"]) {
    const advisories = await openAdvisories(join(folder, data), signal);
    for (const [line, answer] of answers) assert.deepEqual(JSON.parse(answerRelease(line, advisories)), answer, data);
  }
});

test("a bundle is read as it is, and folders without a record are refused", async (t) => {
  const folder = temporaryFolder(t);
  cpSync(shippedKnowledge, folder, { recursive: true });
  const { ids } = JSON.parse(answerRelease("flask==2.2.2", await openAdvisories(folder, signal)));
  assert.deepEqual(ids, ["PYSEC-2023-62"]);
  const empty = temporaryFolder(t);
  await assert.rejects(openAdvisories(empty, signal), { code: "NO_ADVISORIES" });
  await assert.rejects(openAdvisories(join(empty, "none"), signal), { code: "FILE_UNREADABLE" });
});

test("vectors have a score and a band, or an error", () => {
  const vector = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H";
  assert.deepEqual(JSON.parse(answerVector(`${vector}\r`)), { vector, score: 9.8, band: "critical" });
  assert.deepEqual(JSON.parse(answerVector("7.5")), { vector: "7.5", error: "is no whole CVSS vector" });
});
