/** `thoth knowledge` through its own process: an archive on an https server and a local git repository become the knowledge in use. */

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";

import { type Ended, runMain } from "../support/command.ts";
import { IndexServer } from "../support/index-server.ts";
import { temporaryFolder, TestRepository } from "../support/repository.ts";
import { selfSigned } from "../support/self-signed.ts";
import { zip } from "../support/zip.ts";

const day = (before: number) => new Date(Date.now() - before * 86_400_000).toISOString();

const record = (id: string, name: string, modified: string) => ({
  id,
  modified,
  aliases: [`CVE-of-${name}`],
  affected: [{ package: { ecosystem: "PyPI", name }, versions: ["1.0"] }],
});

interface Machine {
  readonly folder: string;
  readonly server: IndexServer;
  readonly thoth: (args: readonly string[], more?: Readonly<Record<string, string>>) => Promise<Ended>;
}

/** A machine with a cache of its own, a list of sources, and the certificate of the server. */
async function machine(t: TestContext): Promise<Machine> {
  const folder = temporaryFolder(t);
  const server = await IndexServer.start(selfSigned);
  t.after(() => server[Symbol.asyncDispose]());
  const database = new TestRepository(t, {
    "vulns/demo/PYSEC-2026-1.json": JSON.stringify(record("PYSEC-2026-1", "demo", day(2))),
  });
  writeFileSync(join(folder, "ca.pem"), selfSigned.cert);
  writeFileSync(
    join(folder, "knowledge.yaml"),
    `sources:
  - {name: pypa, git: ${JSON.stringify(database.folder)}, branch: main, licence: CC-BY-4.0}
  - {name: osv, archive: "${server.origin}/all.zip"}
`,
  );
  const environment = {
    XDG_CACHE_HOME: join(folder, "cache"),
    NODE_EXTRA_CA_CERTS: join(folder, "ca.pem"),
    THOTH_KNOWLEDGE_SOURCES: join(folder, "knowledge.yaml"),
  };
  const thoth = (args: readonly string[], more = {}) =>
    runMain("cli", ["knowledge", ...args], { environment: { ...environment, ...more } });
  return { folder, server, thoth };
}

const all = (modified: string) => ({
  body: zip([
    { path: "MAL-1.json", content: JSON.stringify(record("MAL-1", "evil", modified)) },
    { path: "GHSA-a.json", content: JSON.stringify(record("GHSA-a", "demo", modified)) },
  ]),
});

test("knowledge is fetched, kept and shown; an update that fails changes nothing", async (t) => {
  const { server, thoth } = await machine(t);
  const before = JSON.parse((await thoth(["show", "--json"])).stdout);
  assert.equal(before.in_use, "shipped");
  server.on("/all.zip", { status: 302, headers: { location: "/moved.zip" } });
  server.on("/moved.zip", all(day(1)), { status: 500 });
  const updated = await thoth(["update", "--json"]);
  assert.equal(updated.code, 0, updated.stderr);
  assert.match(updated.stderr, /reading pypa\n.*reading osv\n.*making the bundle\n.*done\n/);
  const report = JSON.parse(updated.stdout);
  assert.deepEqual([report.in_use, report.advisories], ["sources", "judged"]);
  assert.deepEqual(
    report.parts.map(({ kind, age_days, licence }: Record<string, unknown>) => [kind, age_days, licence]),
    [
      ["advisories", 2, "CC-BY-4.0"],
      ["advisories", 1, "NOASSERTION"],
      ["malware", 1, "NOASSERTION"],
    ],
  );
  const failed = await thoth(["update", "--json"]);
  assert.equal(failed.code, 1);
  assert.equal(JSON.parse(failed.stdout).error.code, "KNOWLEDGE_UNAVAILABLE");
  const shown = await thoth(["show"]);
  assert.match(
    shown.stdout,
    /^in use, made of the sources in THOTH_KNOWLEDGE_SOURCES: .*\n {2}advisories as of .*, 2 days old\n/,
  );
  assert.deepEqual(JSON.parse((await thoth(["show", "--json"])).stdout), report);
});

test("a server whose certificate nobody vouches for is not believed", async (t) => {
  const { server, thoth } = await machine(t);
  server.on("/all.zip", all(day(1)));
  const { code, stderr } = await thoth(["update"], { NODE_EXTRA_CA_CERTS: "" });
  assert.equal(code, 1);
  assert.match(
    stderr,
    /error: https:\/\/127\.0\.0\.1:\d+\/all\.zip: the server does not answer: DEPTH_ZERO_SELF_SIGNED_CERT/,
  );
});

test("what `THOTH_KNOWLEDGE` names goes before everything else, be it a folder, a bundle or an archive", async (t) => {
  const { folder, thoth } = await machine(t);
  const path = join(folder, "own.zip");
  writeFileSync(path, all(day(40)).body);
  const shown = await thoth(["show", "--json"], { THOTH_KNOWLEDGE: path });
  const report = JSON.parse(shown.stdout);
  assert.deepEqual([report.in_use, report.place, report.advisories, shown.code], ["own", path, "not-judged", 1]);
  assert.match(shown.stderr, /warning: the advisories are missing or more than 30 days old/);
  const bundle = await thoth(["show", "--json"], {
    THOTH_KNOWLEDGE: join(import.meta.dirname, "../../data/knowledge"),
  });
  assert.equal(JSON.parse(bundle.stdout).parts[0].as_of, "2024-10-10");
  const none = await thoth(["show", "--json"], { THOTH_KNOWLEDGE: join(folder, "none") });
  assert.equal(JSON.parse(none.stdout).error.code, "FILE_UNREADABLE");
});

test("without a list of sources nothing can be updated", async (t) => {
  const { thoth } = await machine(t);
  const { code, stdout } = await thoth(["update", "--json"], { THOTH_KNOWLEDGE_SOURCES: "" });
  assert.equal(code, 1);
  assert.equal(JSON.parse(stdout).error.code, "NO_KNOWLEDGE_SOURCES");
});
