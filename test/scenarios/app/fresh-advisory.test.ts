/**
 * A record that becomes known while a repository rests: the App fetches it, looks at the locks and opens a pull request in
 * one job, whatever was declined before. Index and records are on loopback, which this world's operator allows.
 */

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { AppWorld } from "../../support/app/app-world.ts";
import { pullText } from "../../support/app/texts.ts";
import { IndexServer, jsonPage, metadataText, type PageFile, sha256 } from "../../support/index-server.ts";
import { selfSigned } from "../../support/self-signed.ts";
import { zip } from "../../support/zip.ts";

let world: AppWorld;
let index: IndexServer;
let folder: string;

const day = 24 * 3_600_000;
/** ISO 8601, of so many days ago. */
const ago = (days: number) => new Date(Date.now() - days * day).toISOString();

function serveReleases(name: string, versions: readonly string[]): void {
  const files = versions.map((version): PageFile => {
    const filename = `${name}-${version}-py3-none-any.whl`;
    const metadata = metadataText(name, version);
    index.on(`/files/${filename}.metadata`, { body: metadata });
    return {
      filename,
      hashes: { sha256: sha256(filename) },
      "core-metadata": { sha256: sha256(metadata) },
      "upload-time": ago(100),
    };
  });
  index.on(`/simple/${name}/`, jsonPage(files));
}

const old = { id: "PYSEC-2026-1", modified: ago(3), affected: [affected("fetchlib", { versions: ["0.1"] })] };
const severe = {
  id: "PYSEC-2026-9",
  modified: ago(0),
  aliases: ["CVE-2026-9999"],
  database_specific: { severity: "CRITICAL" },
  affected: [
    affected("fetchlib", { ranges: [{ type: "ECOSYSTEM", events: [{ introduced: "0" }, { fixed: "1.0.1" }] }] }),
  ],
};
const malicious = {
  id: "MAL-2026-7",
  modified: ago(0),
  affected: [affected("steadylib", { versions: ["2.0.0"] })],
};

function affected(name: string, what: object): object {
  return { package: { ecosystem: "PyPI", name }, ...what };
}

/** An archive as databases of records publish it. */
function archive(...records: readonly { readonly id: string }[]): { readonly body: Buffer } {
  return { body: zip(records.map((record) => ({ path: `${record.id}.json`, content: JSON.stringify(record) }))) };
}

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "thoth-fresh-"));
  index = await IndexServer.start(selfSigned);
  serveReleases("fetchlib", ["1.0.0", "1.0.1", "1.0.2", "1.1.0", "2.0.0"]);
  serveReleases("steadylib", ["2.0.0", "2.0.1", "2.1.0"]);
  serveReleases("calmlib", ["1.0", "1.1"]);
  index.on("/all.zip", archive(old), archive(old, severe, malicious));
  writeFileSync(join(folder, "ca.pem"), selfSigned.cert);
  writeFileSync(join(folder, "knowledge.yaml"), `sources: [{name: osv, archive: "${index.origin}/all.zip"}]\n`);
  world = await AppWorld.start("PGlite", {
    environment: {
      THOTH_OFFLINE: "0",
      THOTH_INDEX_ALLOW: `${index.origin} 127.0.0.1`,
      THOTH_KNOWLEDGE_SOURCES: join(folder, "knowledge.yaml"),
      NODE_EXTRA_CA_CERTS: join(folder, "ca.pem"),
      XDG_CACHE_HOME: folder,
    },
  });
  await world.said("knowledge was updated");
});

after(async () => {
  assert.deepEqual(await world.gitHub.misfits(), []);
  await world[Symbol.asyncDispose]();
  await index[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

/** A repository whose lock pins what was newest once. */
function filesOf(pins: Readonly<Record<string, string>>): Record<string, string> {
  const source = `[[source]]\nname = "corp"\nurl = "${index.simple}"\nverify_ssl = true\n`;
  const packages = Object.keys(pins).map((name) => `${name} = "*"`);
  const Pipfile = `${source}\n[packages]\n${packages.join("\n")}\n\n[requires]\npython_version = "3.12"\n`;
  const entries = Object.entries(pins).map(([name, version]) => [
    name,
    { hashes: [`sha256:${sha256(`${name}-${version}-py3-none-any.whl`)}`], version: `==${version}` },
  ]);
  const meta = { hash: { sha256: "0".repeat(64) }, "pipfile-spec": 6, requires: {}, sources: [] };
  return {
    Pipfile,
    "Pipfile.lock": JSON.stringify({ _meta: meta, default: Object.fromEntries(entries), develop: {} }),
  };
}

test("a severe and a malicious release become known, and one job closes the window, also in quiet time", async () => {
  const { gitHub } = world;
  const [affectedOne, calm] = ["fresh/app", "fresh/calm"];
  await gitHub.createRepository({
    fullName: affectedOne,
    files: filesOf({ calmlib: "1.0", fetchlib: "1.0.0", steadylib: "2.0.0" }),
  });
  await gitHub.createRepository({ fullName: calm, files: filesOf({ calmlib: "1.0" }) });
  await gitHub.install({ account: "fresh" });
  // Whoever closes the first pull request is not spoken to any more.
  for (const name of [affectedOne, calm]) {
    const first = await world.waitFor(name, ({ pulls }) => pulls.find(({ state }) => state === "open"));
    await world.visited(name, 1);
    await gitHub.close(name, first.number);
    await world.visited(name, 2);
  }
  // The next start finds newer records.
  await world.stopApp();
  await world.startApp();
  await world.said("knowledge was updated");
  await world.visited(affectedOne, 1);
  await world.visited(calm, 1);
  const { pulls, branches } = await gitHub.repository(affectedOne);
  const open = pulls.filter(({ state }) => state === "open");
  assert.deepEqual(
    open.map(({ title, head }) => [head.branch, title]),
    [["thoth/security", "security: fix MAL-2026-7 and PYSEC-2026-9 in fetchlib, steadylib (2 packages)"]],
  );
  assert.deepEqual(branches["thoth/security"]!.commits[0]!.changed, ["Pipfile.lock"]);
  const lock = (await gitHub.file(affectedOne, "thoth/security", "Pipfile.lock"))!;
  const { default: pins } = JSON.parse(lock) as { default: Record<string, { version: string }> };
  assert.deepEqual(
    Object.entries(pins).map(([name, { version }]) => `${name}${version}`),
    ["calmlib==1.0", "fetchlib==1.0.2", "steadylib==2.0.1"],
  );
  assert.match(
    pullText(open[0]!),
    /\| \[MAL-2026-7\]\([^)]*\) \| malicious \| `steadylib` \| `2\.0\.0` → `2\.0\.1` \|/,
  );
  const rest = await gitHub.repository(calm);
  assert.deepEqual(
    rest.pulls.map(({ state }) => state),
    ["closed"],
  );
});
