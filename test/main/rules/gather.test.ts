/** Every kind of source gives the same rules; nothing of one is executed, and what is wrong with it is said. */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";

import { fetchCommit, hasCommit } from "../../../src/adapters/git/index.ts";
import { gatherSource } from "../../../src/main/rules/gather.ts";
import { filesOf } from "../../../src/main/rules/rule-archive.ts";
import type { RuleSourceSetting } from "../../../src/main/rules/rule-settings.ts";
import { loadPrescriptions } from "../../../src/prescriptions/index.ts";
import { pax, tarGz } from "../../support/tar.ts";

const base = mkdtempSync(join(tmpdir(), "thoth-rules-"));
after(() => rmSync(base, { recursive: true }));
const { signal } = new AbortController();

const rule = (name: string) => `units: {wraps: [{name: ${name}, type: wrap, should_include: {}, run: {}}]}\n`;
const long = `${"long/".repeat(30)}name.yaml`;
const files: Readonly<Record<string, string>> = {
  "rules/_prescription_metadata.yml": "prescription: {name: acme, release: '2026-11-01'}\n",
  "rules/a.yaml": rule("A"),
  "rules/deep/b.yml": rule("B"),
  [`rules/${long}`]: rule("Long"),
  "rules/README.rst": "none",
  "rules/.hidden.yaml": rule("Hidden"),
  "rules/.github/c.yaml": rule("HiddenFolder"),
  "rules/large.yaml": rule("Large").padEnd(1024 * 1024 + 1, "\n"),
  "rules/latin.yaml": "",
  "outside.yaml": rule("Outside"),
};
const latin = Buffer.from("metadata: caf\xe9\n", "latin1");
const contentOf = (path: string) => (path === "rules/latin.yaml" ? latin : Buffer.from(files[path]!));

const expected = {
  units: ["acme.A", "acme.B", "acme.Long"],
  rejected: ["large.yaml: 1048577 bytes, and at most 1048576 are read", "latin.yaml: not UTF-8 text"],
  release: "2026-11-01",
};

async function read(source: RuleSourceSetting): Promise<typeof expected> {
  const gathered = await gatherSource(source, { mirrors: undefined }, signal);
  const set = loadPrescriptions(await filesOf(await gathered.contents(signal), signal));
  return {
    units: set.units.map(({ name }) => name),
    rejected: set.rejected.flatMap(({ errors }) => errors.map(({ message }) => message)),
    release: set.release,
  };
}

const folder = join(base, "folder");
for (const path of Object.keys(files)) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), contentOf(path));
}
symlinkSync(join(folder, "outside.yaml"), join(folder, "rules/link.yaml"));

const archive = join(base, "rules.tar.gz");
const entries = Object.keys(files).flatMap((path) => {
  const entry = { path: path.slice(0, 100), content: contentOf(path) };
  return path.length > 100 ? [pax({ path: `./${path}` }), entry] : [entry];
});
const bytes = tarGz(...entries, { path: "rules/link.yaml", type: "2" }, { path: "rules/dir.yaml/", type: "5" });
writeFileSync(archive, bytes);
const sha256 = createHash("sha256").update(bytes).digest("hex");

const git = (...args: readonly string[]) =>
  execFileSync("git", ["-C", folder, "-c", "user.name=x", "-c", "user.email=x@x.invalid", ...args], {
    encoding: "utf8",
  }).trim();
git("init", "--quiet");
writeFileSync(join(folder, ".gitattributes"), "*.yaml filter=evil export-ignore\n");
git("add", "--all");
git("commit", "--quiet", "--message", "rules");
const commit = git("rev-parse", "HEAD");
// A filter of the repository's own configuration would show that it ran.
const witness = join(base, "ran");
writeFileSync(join(base, "evil.sh"), `#!/bin/sh\ntouch ${witness}\ncat\n`);
chmodSync(join(base, "evil.sh"), 0o755);
git("config", "filter.evil.smudge", join(base, "evil.sh"));
const bare = join(base, "bare.git");
execFileSync("git", ["clone", "--quiet", "--bare", folder, bare]);

const bundle = join(base, "bundle");
mkdirSync(bundle);
writeFileSync(join(bundle, "rules.tar.gz"), bytes);
const part = {
  kind: "rules",
  file: "rules.tar.gz",
  as_of: "2026-11-01",
  source: "s",
  licence: "MIT",
  attribution: "a",
  sha256,
};
writeFileSync(join(bundle, "manifest.json"), JSON.stringify({ format: "knowledge/1", parts: [part] }));

const sources: Readonly<Record<string, RuleSourceSetting>> = {
  "a folder": { name: "s", folder, within: "rules" },
  "an archive": { name: "s", archive, within: "rules/" },
  "an archive with its digest": { name: "s", archive, within: "rules", sha256 },
  "a working tree at a commit": { name: "s", git: folder, commit, within: "rules" },
  "a bare repository at a commit": { name: "s", git: bare, commit, within: "rules" },
  "a knowledge bundle": { name: "s", bundle, within: "rules" },
};

for (const [title, source] of Object.entries(sources))
  test(`rules are read from ${title}, without links, hidden files and what is no YAML`, async () => {
    assert.deepEqual(await read(source), expected);
    assert.throws(() => execFileSync("test", ["-e", witness]), "nothing of the repository ran");
  });

/** A source that cannot be read, the code of the error, and its sentence. */
const refused: readonly (readonly [string, RuleSourceSetting, string, RegExp])[] = [
  ["a folder that is not there", { name: "s", folder: join(base, "no") }, "RULES_UNREADABLE", /no: cannot be read/],
  ["an archive that is not there", { name: "s", archive: join(base, "no") }, "RULES_UNREADABLE", /cannot be read/],
  [
    "another archive than the one expected",
    { name: "s", archive, sha256: "0".repeat(64) },
    "INVALID_RULE_SOURCES",
    /has the SHA-256/,
  ],
  ["what is no archive", { name: "s", archive: join(folder, "outside.yaml") }, "RULES_UNREADABLE", /cannot be read/],
  ["a commit that is not there", { name: "s", git: bare, commit: "0".repeat(40) }, "NO_SUCH_COMMIT", /no commit/],
  ["what is no repository", { name: "s", git: base, commit }, "NOT_A_REPOSITORY", /not in a git repository/],
  [
    "an address where nothing is fetched",
    { name: "s", git: "https://git.example/rules", commit },
    "INVALID_RULE_SOURCES",
    /is not fetched here/,
  ],
];

for (const [title, source, code, message] of refused)
  test(`${title} is refused`, async () => {
    await assert.rejects(read(source), { code, message });
  });

test("equal contents are the same source, others are not", async () => {
  const identity = async (source: RuleSourceSetting) =>
    (await gatherSource(source, { mirrors: undefined }, signal)).identity;
  const ours = await identity({ name: "s", folder, within: "rules" });
  assert.equal(await identity({ name: "t", folder, within: "rules" }), ours);
  assert.notEqual(await identity({ name: "s", folder, within: "rules/deep" }), ours);
  assert.notEqual(await identity({ name: "s", archive }), await identity({ name: "s", archive, within: "rules" }));
});

test("one commit is fetched into a mirror, by the allowed protocols alone", async () => {
  const mirror = join(base, "mirror.git");
  await assert.rejects(fetchCommit(mirror, { url: `file://${bare}`, commit }, signal), { code: "GIT_FAILED" });
  assert.equal(await hasCommit(mirror, commit, signal), false);
  await fetchCommit(mirror, { url: `file://${bare}`, commit, protocols: ["file"] }, signal);
  assert.equal(await hasCommit(mirror, commit, signal), true);
  assert.deepEqual(await read({ name: "s", git: mirror, commit, within: "rules" }), expected);
  await assert.rejects(fetchCommit(mirror, { url: `file://${bare}`, commit: "main" }, signal), {
    code: "NO_SUCH_COMMIT",
  });
});
