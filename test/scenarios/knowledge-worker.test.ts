/** A worker fetches knowledge by itself: at its start, from a server that its operator allows, with a certificate of its own. */

import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { AppProcess } from "../support/app/app-process.ts";
import { runMain } from "../support/command.ts";
import { IndexServer } from "../support/index-server.ts";
import { temporaryFolder } from "../support/repository.ts";
import { selfSigned } from "../support/self-signed.ts";
import { zip } from "../support/zip.ts";

const record = {
  id: "PYSEC-2026-1",
  modified: new Date().toISOString(),
  affected: [{ package: { ecosystem: "PyPI", name: "demo" }, versions: ["1.0"] }],
};

test("a worker whose knowledge is old fetches it at its start, works with it, and keeps it for the next start", async (t) => {
  const folder = temporaryFolder(t);
  await using server = await IndexServer.start(selfSigned);
  server.on(
    "/all.zip",
    { status: 500 },
    { body: zip([{ path: "PYSEC-2026-1.json", content: JSON.stringify(record) }]) },
  );
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2_048 });
  writeFileSync(join(folder, "ca.pem"), selfSigned.cert);
  writeFileSync(join(folder, "knowledge.yaml"), `sources: [{name: osv, archive: "${server.origin}/all.zip"}]\n`);
  const knowledge = {
    THOTH_KNOWLEDGE_SOURCES: join(folder, "knowledge.yaml"),
    NODE_EXTRA_CA_CERTS: join(folder, "ca.pem"),
    XDG_CACHE_HOME: join(folder, "cache"),
  };
  const environment = {
    APP_ID: "1",
    PRIVATE_KEY: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    WEBHOOK_SECRET: "an-example-of-a-long-webhook-secret-of-ours",
    // Where nobody answers: nothing here is about GitHub.
    GITHUB_API_URL: "http://127.0.0.1:9",
    THOTH_DATA: join(folder, "data"),
    THOTH_INDEX_ALLOW: `${server.origin} 127.0.0.1`,
    PORT: "0",
    ...knowledge,
  };
  const start = () => AppProcess.start("app", environment, "worker runs");

  const first = await start();
  t.after(() => first.kill());
  const failure = await first.said(
    ({ msg }) => msg === "knowledge could not be updated, and what was there before stays in use",
  );
  assert.match(JSON.stringify(failure), /KNOWLEDGE_UNAVAILABLE|the server answers 500/);
  assert.equal((await first.said(({ msg }) => /advisories are missing or old/.test(msg)))["asOf"], "2024-10-10");
  await first.stop();

  const second = await start();
  t.after(() => second.kill());
  const updated = await second.said(({ msg }) => msg === "knowledge was updated");
  assert.deepEqual([updated["asOf"], updated["isNew"]], [record.modified.slice(0, 10), true]);
  await second.stop();

  const { stdout } = await runMain("cli", ["knowledge", "show", "--json"], { environment: knowledge });
  const { in_use: inUse, advisories } = JSON.parse(stdout);
  assert.deepEqual([inUse, advisories], ["sources", "judged"]);
  const third = await start();
  t.after(() => third.kill());
  await third.stop();
  assert.ok(!third.lines.some(({ msg }) => /advisories are missing or old|knowledge was updated/.test(msg)));
  assert.equal(server.count("/all.zip"), 2);
});
