/** Every kind of source makes the same bundle; a source that is damaged or gone changes nothing. */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";

import { packInChild } from "../../../src/main/knowledge/pack-in-child.ts";
import { packHere, type PackKnowledge } from "../../../src/main/knowledge/pack.ts";
import { KeptBundle } from "../../../src/main/knowledge/kept-bundle.ts";
import { type KnowledgeSource, parseKnowledgeSources } from "../../../src/main/knowledge/knowledge-settings.ts";
import { serviceWire } from "../../../src/main/knowledge/open-knowledge.ts";
import { updateKnowledge } from "../../../src/main/knowledge/update.ts";
import { packageName } from "../../../src/python/index.ts";
import { StandingClock } from "../../support/package-index.ts";
import { tarGz } from "../../support/tar.ts";
import { zip } from "../../support/zip.ts";

const base = mkdtempSync(join(tmpdir(), "thoth-knowledge-"));
after(() => rmSync(base, { recursive: true }));
const { signal } = new AbortController();
const clock = new StandingClock("2026-11-26T00:00:00Z");

const record = (id: string, name: string, more: object = {}) =>
  JSON.stringify({
    id,
    modified: "2026-11-20T00:00:00Z",
    affected: [{ package: { ecosystem: "PyPI", name }, versions: ["1.0"] }],
    ...more,
  });
const files: Readonly<Record<string, string>> = {
  "db/vulns/demo/PYSEC-2026-1.yaml":
    'id: PYSEC-2026-1\nmodified: "2026-11-24T00:00:00Z"\naffected:\n- package:\n    name: demo\n    ecosystem: PyPI\n  versions:\n  - "1.0"\n',
  "db/vulns/demo/GHSA-a.json": record("GHSA-a", "demo", {
    database_specific: { severity: "HIGH" },
    aliases: ["PYSEC-2026-1"],
  }),
  "db/osv/MAL-2026-1.json": record("MAL-2026-1", "evil"),
  "db/README.md": "none",
  "PYSEC-outside.json": "{",
};
const folder = join(base, "folder");
for (const [path, text] of Object.entries(files)) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}
symlinkSync(join(folder, "PYSEC-outside.json"), join(folder, "db/PYSEC-link.json"));

const git = (...args: readonly string[]) =>
  execFileSync("git", ["-C", folder, "-c", "user.name=x", "-c", "user.email=x@x.invalid", ...args], {
    encoding: "utf8",
  }).trim();
git("init", "--quiet", "--initial-branch", "main");
git("add", "--all");
git("commit", "--quiet", "--message", "records");
const commit = git("rev-parse", "HEAD");

const entries = Object.entries(files).map(([path, content]) => ({ path, content }));
const archive = (name: string, bytes: Buffer) => {
  writeFileSync(join(base, name), bytes);
  return join(base, name);
};
const tarball = archive("records.tar.gz", tarGz(...entries, { path: "db/PYSEC-link.json", type: "2" }));
const zipped = archive("all.zip", zip(entries));
const sha256 = createHash("sha256").update(readFileSync(tarball)).digest("hex");

let count = 0;
const emptyKept = () => new KeptBundle(join(base, `kept-${count++}`));

function update(sources: readonly KnowledgeSource[], kept = emptyKept(), pack: PackKnowledge = packHere) {
  const wire = serviceWire({ allow: { origins: [], ranges: [] }, proxy: undefined });
  return updateKnowledge({ sources, kept, pack, clock, wire, mirrors: join(base, "mirrors") }, signal);
}

const sources: Readonly<Record<string, KnowledgeSource>> = {
  "a folder": { name: "db", folder, within: "db" },
  "a tarball": { name: "db", archive: tarball, within: "db", sha256 },
  "a zip file": { name: "db", archive: zipped, within: "db/" },
  "a commit": { name: "db", git: folder, commit, within: "db" },
  "a branch": { name: "db", git: folder, branch: "main", within: "db" },
};

for (const [title, source] of Object.entries(sources))
  test(`${title} makes a bundle`, async () => {
    const { advisories, parts, isNew } = await update([source]);
    assert.deepEqual(
      parts.map(({ kind, as_of }) => [kind, as_of]),
      [
        ["advisories", "2026-11-24"],
        ["malware", "2026-11-24"],
      ],
    );
    assert.deepEqual(
      ["demo", "evil"].map((name) => advisories?.judge(packageName(name), "1.0").matches.map(({ records }) => records)),
      [[["GHSA-a", "PYSEC-2026-1"]], [["MAL-2026-1"]]],
    );
    assert.equal(isNew, true);
  });

test("the source says what was read", async () => {
  const said = async (source: KnowledgeSource) => (await update([source])).parts[0]?.source;
  assert.equal(await said(sources["a branch"]!), `${folder} at ${commit}`);
  assert.equal(await said(sources["a tarball"]!), `${tarball} with the SHA-256 ${sha256}`);
  assert.equal(await said({ ...sources["a folder"]!, source: "https://db.example at 7" }), "https://db.example at 7");
});

test("a process with limits makes the same bytes, and tells what is wrong as it is told here", async () => {
  const kept = emptyKept();
  const all = [sources["a folder"]!, { ...sources["a zip file"]!, name: "zip" }];
  const here = await update(all, kept);
  const there = await update(all, kept, packInChild());
  assert.equal(there.folder, here.folder);
  assert.equal(there.isNew, false);
  const broken = { name: "x", archive: archive("broken.zip", Buffer.from("PK no archive")) };
  await assert.rejects(update([broken], kept, packInChild()), { code: "BROKEN_KNOWLEDGE" });
});

test("a source that takes too much memory or time ends its process, and nothing else", async () => {
  const lines = Array.from(
    { length: 60_000 },
    (_, i) => `${record(`X-${i}`, `package-${i}`, { aliases: [`CVE-${i}`] })}\n`,
  );
  const path = join(base, "large");
  mkdirSync(path);
  writeFileSync(join(path, "large.jsonl"), lines.join(""));
  const within = (memory: number, milliseconds: number) =>
    update([{ name: "x", folder: path }], emptyKept(), packInChild({ memory, within: milliseconds, answer: 1e9 }));
  await assert.rejects(within(24, 60_000), { code: "KNOWLEDGE_TOO_COSTLY" });
  await assert.rejects(within(1_024, 1), { code: "KNOWLEDGE_TOO_COSTLY" });
});

test("a bundle is taken over as it is, beside databases", async () => {
  const first = await update([sources["a folder"]!]);
  const packed = tarGz(
    ...readdirSync(first.folder).map((path) => ({
      path: `bundle-1/${path}`,
      content: readFileSync(join(first.folder, path)),
    })),
  );
  const other = join(base, "other");
  mkdirSync(other);
  writeFileSync(join(other, "PYSEC-2026-9.json"), record("PYSEC-2026-9", "demo"));
  for (const bundle of [{ folder: first.folder }, { archive: archive("bundle.tar.gz", packed) }]) {
    const { parts, advisories } = await update([
      { name: "ours", ...bundle },
      { name: "other", folder: other },
    ]);
    assert.deepEqual(
      parts.map(({ file, as_of }) => [file, as_of]),
      [
        ["ours-advisories-db.jsonl.gz", "2026-11-24"],
        ["ours-malware-db.jsonl.gz", "2026-11-24"],
        ["advisories-other.jsonl.gz", "2026-11-20"],
      ],
    );
    assert.equal(advisories?.judge(packageName("demo"), "1.0").matches.length, 2);
  }
});

test("an update that fails says where, and the last good bundle stays in use", async () => {
  const kept = emptyKept();
  const good = await update([sources["a folder"]!], kept);
  const damaged = join(base, "damaged");
  cpSync(join(folder, "db"), damaged, { recursive: true });
  rmSync(join(damaged, "PYSEC-link.json"));
  writeFileSync(join(damaged, "osv/MAL-2026-1.json"), "{");
  const failures: readonly (readonly [KnowledgeSource, RegExp])[] = [
    [{ name: "x", folder: damaged }, /^x\/osv\/MAL-2026-1\.json: not an advisory record/],
    [{ name: "x", folder: join(base, "none") }, /none: ENOENT/],
    [{ name: "x", archive: tarball, sha256: "0".repeat(64) }, /has the SHA-256 [0-9a-f]{64}, and 0{64} was expected$/],
    [{ name: "x", git: folder, branch: "gone" }, /has no branch `gone`$/],
    [{ name: "x", git: folder, commit: "0".repeat(40) }, /has no commit/],
    [
      { name: "x", archive: "https://127.0.0.1/all.zip" },
      /^https:\/\/127\.0\.0\.1\/all\.zip: https:\/\/127\.0\.0\.1 is not a public address$/,
    ],
  ];
  for (const [source, message] of failures) {
    await assert.rejects(update([sources["a folder"]!, source], kept), { message });
    assert.equal(await kept.current(), good.folder);
  }
});

test("a bundle that counts no more is removed, but not at once: somebody may be reading it", async () => {
  const kept = emptyKept();
  const made: string[] = [];
  for (const asOf of ["2026-11-01", "2026-11-02", "2026-11-03"])
    made.push((await update([{ ...sources["a folder"]!, as_of: asOf }], kept)).folder);
  assert.equal(await kept.current(), made[2]);
  const there = readdirSync(dirname(made[2]!)).filter((name) => name !== "current");
  assert.deepEqual(
    there.toSorted(),
    made
      .slice(1)
      .map((path) => path.slice(-64))
      .toSorted(),
  );
});

/** A list of sources, and what is wrong with it. */
const refused: readonly (readonly [string, string])[] = [
  ["sources: []", "/srv/knowledge.yaml:1:10: `/sources` must not have fewer than 1 items"],
  ["sources: [{name: a}]", "/srv/knowledge.yaml:1:11: `/sources/0` must have required properties folder"],
  ["sources: [{name: a, folder: x}, {name: a, folder: y}]", "/srv/knowledge.yaml:1:40: `a` stands twice"],
];
for (const [text, message] of refused)
  test(`a list of sources is refused: ${text}`, () => {
    assert.throws(() => parseKnowledgeSources("/srv/knowledge.yaml", text), {
      code: "INVALID_KNOWLEDGE_SOURCES",
      message,
    });
  });

test("paths in a list are relative to it, and addresses stay as they are", () => {
  const text = `sources:
  - {name: a, folder: db}
  - {name: b, archive: ../all.zip}
  - {name: c, archive: "https://db.example/all.zip"}
  - {name: d, git: repository, branch: main}
  - {name: e, git: "https://git.example/db", commit: ${commit}}
`;
  assert.deepEqual(
    parseKnowledgeSources("/srv/knowledge.yaml", text).map((source) => {
      if ("folder" in source) return source.folder;
      return "archive" in source ? source.archive : source.git;
    }),
    ["/srv/db", "/all.zip", "https://db.example/all.zip", "/srv/repository", "https://git.example/db"],
  );
});
