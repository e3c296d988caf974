/** `thoth provenance-check` as a process of its own, on folders whose locks real tools made, against an index on loopback. */

import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";

import type { ProvenanceReport } from "../../src/advise/index.ts";
import { provenanceAnswer, provenanceObject, publisher } from "../support/attestations.ts";
import { type Ended, run, runMain } from "../support/command.ts";
import { IndexServer, jsonPage, metadataText, type PageFile, sha256, wheel } from "../support/index-server.ts";
import { python, skipWithout } from "../support/python-clients.ts";
import { temporaryFolder } from "../support/repository.ts";

const reportOf = ({ stdout }: Ended) => (JSON.parse(stdout) as { projects: ProvenanceReport[] }).projects[0]!;

const wheelText = "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n";

/** A world of two packages: `web` needs `http`; both are attested. */
async function start(): Promise<{
  readonly server: IndexServer;
  readonly replace: (name: string, facts: object) => void;
}> {
  const server = await IndexServer.start();
  const serve = (name: string, version: string, requires: readonly string[], facts: object = {}): PageFile => {
    const filename = `${name}-${version}-py3-none-any.whl`;
    const metadata = metadataText(name, version, ...requires.map((each) => `Requires-Dist: ${each}`));
    const content = wheel(name, version, metadata, [
      { path: `${name}-${version}.dist-info/WHEEL`, content: wheelText },
    ]);
    const digest = sha256(content);
    const path = `/integrity/${filename}`;
    server.on(`/files/${filename}`, { body: content });
    server.on(path, provenanceAnswer(provenanceObject({ filename, sha256: digest }, publisher(`acme/${name}`))));
    const url = `${server.origin}/files/${filename}`;
    const times = { "upload-time": "2026-01-01T00:00:00.000000Z", size: content.length };
    return { filename, url, hashes: { sha256: digest }, provenance: `${server.origin}${path}`, ...times, ...facts };
  };
  const replace = (name: string, facts: object): void => {
    const requires = name === "web" ? ["http>=1"] : [];
    server.on(`/simple/${name}/`, jsonPage([serve(name, "1.0", requires), serve(name, "2.0", requires, facts)]));
  };
  replace("web", {});
  replace("http", {});
  return { server, replace };
}

function check(folder: string, cache: string, ...args: readonly string[]): Promise<Ended> {
  const environment = { XDG_CACHE_HOME: cache, HTTP_PROXY: "", http_proxy: "" };
  return runMain("cli", ["provenance-check", folder, ...args], { environment });
}

function manifest(server: IndexServer): string {
  return `[project]
name = "app"
version = "1"
requires-python = ">=3.10"
dependencies = ["web"]

[[tool.uv.index]]
name = "corp"
url = "${server.simple}"
default = true
`;
}

/** `pip lock` in a folder of its own. */
async function pipLock(context: TestContext, server: IndexServer): Promise<string> {
  const folder = temporaryFolder(context);
  writeFileSync(join(folder, "pyproject.toml"), manifest(server));
  const index = ["--index-url", server.simple, "--trusted-host", "127.0.0.1"];
  const args = [
    "-m",
    "pip",
    "--isolated",
    "lock",
    "--no-cache-dir",
    ...index,
    "-o",
    join(folder, "pylock.toml"),
    "web",
  ];
  const { code, stderr } = await run(python!, args, { environment: { HTTP_PROXY: "", http_proxy: "" } });
  assert.equal(code, 0, stderr);
  return folder;
}

test("a lock that pip made is clean, and then it is not", { skip: skipWithout("pip") }, async (t) => {
  const { server, replace } = await start();
  await using _ = server;
  const folder = await pipLock(t, server);
  const clean = await check(folder, temporaryFolder(t), "--json");
  assert.equal(clean.code, 0, clean.stderr);
  const { counts, findings, locks } = reportOf(clean);
  assert.deepEqual(locks, [{ environment: "default", path: "pylock.toml", packages: 2 }]);
  assert.deepEqual([counts.failure, counts["not-checked"]], [0, 2]);
  assert.deepEqual([...new Set(findings.map(({ id }) => id))].toSorted(), ["INSECURE-SOURCE", "P14"]);

  const told = await check(folder, temporaryFolder(t));
  assert.match(told.stdout, /^1 warning, 2 not checked\n/);
  assert.match(told.stdout, /the\s+signatures\s+were\s+not\s+checked/);
  assert.match(told.stderr, /^\.: asking indexes about 2 packages\n\.: reading the provenance of 2 files$/m);

  replace("http", { hashes: { sha256: "1".repeat(64) }, yanked: "it was not ours" });
  const altered = await check(folder, temporaryFolder(t), "--json");
  assert.equal(altered.code, 4);
  const line = readFileSync(join(folder, "pylock.toml"), "utf8").split("\n").indexOf('name = "http"') + 1;
  const failures = reportOf(altered).findings.filter(({ level }) => level === "failure");
  assert.deepEqual(
    failures.map((each) => `${each.id} ${each.package} ${each.line}`),
    [`INVALID-ARTIFACT-HASH http ${line}`, `P09 http ${line}`],
  );
});

test("a change is held against the folder as it was", { skip: skipWithout("pip") }, async (t) => {
  const { server, replace } = await start();
  await using _ = server;
  const before = await pipLock(t, server);
  const text = readFileSync(join(before, "pylock.toml"), "utf8");
  const older = text
    .replaceAll("http-2.0", "http-1.0")
    .replace('name = "http"\nversion = "2.0"', 'name = "http"\nversion = "1.0"');
  writeFileSync(join(before, "pylock.toml"), older);
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, "pyproject.toml"), manifest(server));
  writeFileSync(join(folder, "pylock.toml"), text);
  replace("http", { provenance: null, yanked: "" });
  const { code, stdout } = await check(folder, temporaryFolder(t), "--before", before);
  assert.equal(code, 4);
  const words = stdout.replaceAll(/\s+/g, " ");
  assert.match(words, /`P10` `http 2.0` was yanked: no reason is given/);
  assert.match(
    words,
    /`P15` `http 2.0` has no attestation, and `1.0` was published by GitHub `acme\/http` by `release.yml`/,
  );
});

test("the name of the older tool, several projects, and what is no project", async (t) => {
  const { server } = await start();
  await using _ = server;
  const folder = temporaryFolder(t);
  const pipfile = `[[source]]\nname = "corp"\nurl = "${server.simple}"\nverify_ssl = true\n\n[packages]\nweb = "*"\n`;
  const lock = { _meta: { "pipfile-spec": 6 }, default: { web: { version: "==3.0", hashes: [], index: "corp" } } };
  for (const name of ["a", "b"]) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, "Pipfile"), pipfile);
  }
  writeFileSync(join(folder, "a", "Pipfile.lock"), JSON.stringify(lock));
  const environment = { XDG_CACHE_HOME: temporaryFolder(t), HTTP_PROXY: "", http_proxy: "" };
  const { code, stdout } = await runMain("cli", ["provenance", folder], { environment });
  assert.equal(code, 4);
  assert.match(stdout, /^a\n=\n\n[^]*MISSING-PACKAGE[^]*\nb\n=\n\nThere is no lock to check\n/);
  const empty = await check(temporaryFolder(t), temporaryFolder(t), "--json");
  assert.deepEqual(
    [empty.code, (JSON.parse(empty.stdout) as { error: { code: string } }).error.code],
    [1, "NO_MANIFEST"],
  );
  const day = await check(folder, temporaryFolder(t), "--locked-on", "yesterday");
  assert.equal(day.code, 1);
  assert.match(day.stderr, /^error: --locked-on: `yesterday` is not a day such as `2026-11-26`$/m);
});
