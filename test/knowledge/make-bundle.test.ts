import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { gunzipSync, gzipSync } from "node:zlib";
import {
  isRecordFile,
  type KnowledgeDatabase,
  makeBundle,
  readBundle,
  readDatabase,
} from "../../src/knowledge/index.ts";
import { packageName } from "../../src/python/index.ts";

const { signal } = new AbortController();
const folders: string[] = [];
after(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

async function open(files: ReadonlyMap<string, Buffer>) {
  const folder = await mkdtemp(join(tmpdir(), "knowledge-"));
  folders.push(folder);
  for (const [name, bytes] of files) await writeFile(join(folder, name), bytes);
  return readBundle(folder, signal);
}

const today = "2026-11-26";
const pypi = (name: string, more: object) => ({ package: { ecosystem: "PyPI", name }, ...more });
const json = (record: object) => Buffer.from(JSON.stringify(record));

const pysec = `id: PYSEC-2021-1
details: |
  Long prose: with a colon.
affected:
- package:
    name: Demo
    ecosystem: PyPI
  ranges:
  - type: GIT
    repo: https://git.example/demo
    events:
    - introduced: "0"
  - type: ECOSYSTEM
    events:
    - introduced: "0"
    - fixed: "2.0"
  versions:
  - "1.0"
aliases:
- CVE-2021-1
modified: "2024-03-04T05:06:07Z"
published: 2021-02-03T04:05:06Z
`;

const github = {
  id: "GHSA-a",
  aliases: ["CVE-2021-1"],
  modified: "2024-04-01T00:00:00Z",
  severity: [{ type: "CVSS_V3", score: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H" }],
  affected: [pypi("demo", { versions: ["1.0"] }), { package: { ecosystem: "npm", name: "demo" }, versions: ["9.9"] }],
  database_specific: { severity: "CRITICAL", cwe_ids: ["CWE-79"], github_reviewed: true, nvd_published_at: "x" },
};
const malicious = {
  id: "MAL-2024-1",
  modified: "2024-05-01T00:00:00Z",
  affected: [pypi("Evil_One", { versions: ["1"] })],
};
const cve = {
  id: "CVE-2021-1",
  modified: "2024-01-01T00:00:00Z",
  database_specific: { severity: "LOW", source: "NVD" },
};
const foreign = { id: "CVE-2021-2", database_specific: { severity: "LOW" } };

function database(name: string, files: Readonly<Record<string, string | Buffer>>): KnowledgeDatabase {
  const origin = {
    name,
    source: `https://${name}.example`,
    licence: "CC-BY-4.0",
    attribution: `the people of ${name}`,
  };
  const read = Object.entries(files).map(([path, bytes]) => ({ path, bytes: Buffer.from(bytes) }));
  return { kind: "records", origin, asOf: undefined, records: readDatabase(name, read) };
}

const databases = [
  database("pypa", { "vulns/demo/PYSEC-2021-1.yaml": pysec, "README.md": "none", ".github/settings.yml": "a: 1" }),
  database("osv", { "GHSA-a.json": json(github), "MAL-2024-1.json": json(malicious) }),
  database("cve", { "rows.jsonl.gz": gzipSync([cve, foreign].map((row) => `${JSON.stringify(row)}\n`).join("")) }),
];

test("databases are joined: what one does not say another does", async () => {
  const { parts, advisories } = await open(makeBundle(databases, today));
  assert.deepEqual(
    parts.map(({ kind, file, as_of, source }) => [kind, file, as_of, source]),
    [
      ["advisories", "advisories-pypa.jsonl.gz", "2024-03-04", "https://pypa.example"],
      ["advisories", "advisories-osv.jsonl.gz", "2024-05-01", "https://osv.example"],
      ["malware", "malware-osv.jsonl.gz", "2024-05-01", "https://osv.example"],
      ["severities", "severities-cve.jsonl.gz", "2024-01-01", "https://cve.example"],
    ],
  );
  // Together they are as old as the oldest database of advisories.
  assert.equal(advisories?.asOf, "2024-03-04");
  const [demo, evil] = [packageName("demo"), packageName("evil-one")];
  assert.deepEqual(
    advisories?.judge(demo, "1.5").matches.map(({ records, severity, cwe }) => [records, severity, cwe]),
    [[["PYSEC-2021-1"], "critical", ["CWE-79"]]],
  );
  assert.deepEqual(
    ["1.0", "2"].map((version) => advisories?.judge(evil, version).matches.map(({ malicious: is }) => is)),
    [[true], []],
  );
});

test("nothing is kept that nobody reads", () => {
  const files = makeBundle(databases, today);
  const text = (name: string) => gunzipSync(files.get(name)!).toString("utf8");
  assert.doesNotMatch(text("advisories-pypa.jsonl.gz"), /prose|GIT|git\.example/);
  assert.doesNotMatch(text("advisories-osv.jsonl.gz"), /npm|nvd_published_at/);
  assert.doesNotMatch(text("severities-cve.jsonl.gz"), /CVE-2021-2/);
});

test("the same databases give the same bytes, in whatever order their files come", () => {
  const turned = databases.map((each) =>
    each.kind === "records" ? { ...each, records: each.records.toReversed() } : each,
  );
  assert.deepEqual(makeBundle(turned, today), makeBundle(databases, "2027-01-01"));
});

test("a record that claims to be of a day to come dates nothing", () => {
  const late = { ...github, modified: "2099-01-01T00:00:00Z", published: "2020-01-01T00:00:00Z" };
  const of = database("osv", { "GHSA-a.json": json(late), "MAL-2024-1.json": json(malicious) });
  const manifest = JSON.parse(String(makeBundle([of], today).get("manifest.json")));
  assert.equal(manifest.parts[0].as_of, "2024-05-01");
});

test("what comes to more than is read of a part is refused by the name of its database", () => {
  const image = { images: ["é:1"], date: today, rpms: [], python_packages: [], symbols: [] };
  const origin = { name: "own", source: "here", licence: "NOASSERTION", attribution: "us" };
  const own: KnowledgeDatabase = { kind: "images", origin, images: [image] };
  const bytes = Buffer.byteLength(`${JSON.stringify(image)}\n`);
  assert.equal(gunzipSync(makeBundle([own], today, { bytes }).get("images-own.jsonl.gz")!).length, bytes);
  for (const [from, message] of [
    [own, `own (images): ${bytes} bytes, and at most ${bytes - 1} are read`],
    [databases[0]!, /^pypa \(advisories\): \d+ bytes, and at most/],
  ] as const)
    assert.throws(() => makeBundle([from], today, { bytes: bytes - 1 }), { code: "INPUT_TOO_LARGE", message });
});

const useless: readonly (readonly [string, object, string])[] = [
  ["nothing of PyPI", foreign, "x: holds no record that concerns PyPI"],
  ["no date", { id: "PYSEC-1", affected: [pypi("demo", {})] }, "x: holds no record with a date, and none was stated"],
];
for (const [title, record, message] of useless)
  test(`a database with ${title} is refused`, () => {
    const of = database("x", { "A-1.json": json(record) });
    assert.throws(() => makeBundle([of], today), { code: "BROKEN_KNOWLEDGE", message });
  });

const damaged: readonly (readonly [string, string | Buffer, string])[] = [
  ["vulns/a/PYSEC-1.yaml", "id: [", "INVALID_YAML"],
  ["vulns/a/PYSEC-1.yaml", "name: x", "NOT_AN_ADVISORY"],
  ["GHSA-1.json", "{", "NOT_AN_ADVISORY"],
  ["GHSA-1.json", "[".repeat(33), "INPUT_TOO_DEEP"],
  ["a.jsonl", '{"id":1}', "NOT_AN_ADVISORY"],
  ["a.jsonl.gz", "{}", "NOT_AN_ADVISORY"],
  ["GHSA-1.json", Buffer.from("\xe9", "latin1"), "NOT_UTF8"],
];
for (const [path, content, code] of damaged)
  test(`a database with a damaged file is refused, and the file is named: ${path} ${code}`, () => {
    assert.throws(
      () => database("x", { [path]: content }),
      (error: Error & { code?: string }) => error.code === code && error.message.startsWith(`x/${path}`),
    );
  });

test("records are told by the names of their files", () => {
  const paths = ["vulns/a/PYSEC-2021-1.yaml", "MAL-2024-1.json", "all.jsonl", "a/b.jsonl.gz"];
  const others = ["package.json", ".github/dependabot.yml", "PYSEC-1.txt", "README.md", "pysec-1.yaml"];
  assert.deepEqual([...paths, ...others].filter(isRecordFile), paths);
});
