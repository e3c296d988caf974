/**
 * The whole App with a private index: what happens without credentials, with sealed ones, and with those of somebody else.
 * The index speaks TLS on loopback, which this world's operator allows.
 */

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { formatSealKeys, makeSealKeys } from "../../../src/sealing/index.ts";
import { AppWorld } from "../../support/app/app-world.ts";
import { checkText, conversation, pullText } from "../../support/app/texts.ts";
import { runMain } from "../../support/command.ts";
import type { RepositoryReport } from "../../support/github/index.ts";
import {
  type Answer,
  IndexServer,
  jsonPage,
  metadataText,
  type Responder,
  sha256,
} from "../../support/index-server.ts";
import { selfSigned } from "../../support/self-signed.ts";
import { justified } from "./core-stories.ts";

const secret = "s3cret-of-the-index";
const authorization = `Basic ${Buffer.from(`robot:${secret}`).toString("base64")}`;
const metadata = metadataText("inner-lib", "1.2");
const wheel = "inner_lib-1.2-py3-none-any.whl";

let world: AppWorld;
let index: IndexServer;
let folder: string;

/** To whoever knows the password. */
function guarded(answer: Answer): Responder {
  return ({ headers }) => (headers.authorization === authorization ? answer : { status: 401 });
}

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "thoth-private-"));
  writeFileSync(join(folder, "ca.pem"), selfSigned.cert);
  writeFileSync(join(folder, "seal-key.json"), formatSealKeys(makeSealKeys()));
  index = await IndexServer.start(selfSigned);
  const file = { filename: wheel, hashes: { sha256: "ab".repeat(32) }, "core-metadata": { sha256: sha256(metadata) } };
  index.on("/team/simple/inner-lib/", guarded(jsonPage([{ ...file, url: `/team/files/${wheel}` }])));
  index.on(`/team/files/${wheel}.metadata`, guarded({ body: metadata }));
  world = await AppWorld.start("PGlite", {
    environment: {
      THOTH_OFFLINE: "0",
      THOTH_INDEX_ALLOW: `${index.origin} 127.0.0.1`,
      THOTH_SEAL_KEY_PATH: join(folder, "seal-key.json"),
      NODE_EXTRA_CA_CERTS: join(folder, "ca.pem"),
      XDG_CACHE_HOME: folder,
    },
  });
});

after(async () => {
  assert.deepEqual(await world.gitHub.misfits(), []);
  await world[Symbol.asyncDispose]();
  await index[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

function pipfile(): string {
  return `[[source]]
name = "corp"
url = "https://\${CORP_USER}:\${CORP_PASSWORD}@${index.origin.replace("https://", "")}/team/simple"
verify_ssl = true

[packages]
inner-lib = "*"

[requires]
python_version = "3.12"
`;
}

/** What `thoth seal` prints with the key that the App publishes. */
async function sealFor(owner: string, prefix = "/team/"): Promise<string> {
  const options = { key: `${world.address}/seal-key.json`, index: index.origin + prefix, for: owner, user: "robot" };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  const environment = { HTTP_PROXY: "", http_proxy: "" };
  const { code, stdout, stderr } = await runMain("cli", ["seal", ...args], { input: secret, environment });
  assert.equal(code, 0, stderr);
  return stdout;
}

/** Everything that anybody can read of a repository. */
function written({ pulls, checks, issues }: RepositoryReport): string {
  return [...pulls.map(pullText), ...checks.map(checkText), ...issues.map(conversation)].join("\n");
}

test("a private index is locked with sealed credentials from the default branch, and the secret is nowhere", async () => {
  const name = "acme/app";
  const { gitHub } = world;
  await gitHub.createRepository({ fullName: name, files: { Pipfile: pipfile() } });
  await gitHub.install({ account: "acme" });
  await world.visited(name, 1);
  const before = await gitHub.repository(name);
  assert.deepEqual(before.pulls, []);
  assert.match(written(before), /CORP_USER[^]*run .*thoth seal --key/);

  const entry = await sealFor(name);
  await gitHub.push(name, { branch: "feature", files: { ".thoth.yaml": entry } });
  await gitHub.createAccount("writer");
  await gitHub.setPermission(name, "writer", "write");
  await gitHub.openIssue(name, { by: "writer", title: "/thoth advise" });
  await world.visited(name, 2);
  assert.deepEqual((await gitHub.repository(name)).pulls, [], "an entry on another branch opens nothing");
  assert.equal(index.seen.length, 0);

  await gitHub.pushFiles(name, { ".thoth.yaml": entry });
  await world.waitFor(name, justified);
  const lock = await gitHub.file(name, "thoth/advise", "Pipfile.lock");
  assert.match(lock!, /"inner-lib": \{[^}]*"index": "corp"[^}]*"version": "==1\.2"/);
  assert.match(lock!, /\$\{CORP_USER\}:\$\{CORP_PASSWORD\}@/);
  assert.deepEqual([...new Set(index.seen.map(({ headers }) => headers.authorization))], [authorization]);
  await world.visited(name, 3);
  for (const text of [written(await gitHub.repository(name)), lock!, world.transcript()])
    assert.doesNotMatch(text, new RegExp(`${secret}|${authorization.slice(6)}|eyJ`));
});

/** Who copies what was sealed for whom, and what their check says. */
const copies: readonly (readonly [string, () => Promise<string>, RegExp])[] = [
  ["evil/app", () => sealFor("acme/app"), /are for .*acme\/app.*, and this is .*evil\/app/],
  [
    "rewriting/app",
    async () => (await sealFor("acme/app")).replace("for: acme/app", "for: rewriting"),
    /were sealed for somebody else than/,
  ],
  [
    "moving/app",
    async () => (await sealFor("moving/app", "/")).replace(/index: .*/, `index: ${index.origin}/team/`),
    /were sealed for another address than/,
  ],
];
for (const [name, entry, why] of copies) {
  test(`${name} is told in its check why its entry opens nothing, and the index is not asked`, async () => {
    const asked = index.seen.length;
    await world.gitHub.createRepository({
      fullName: name,
      files: { Pipfile: pipfile(), ".thoth.yaml": await entry() },
    });
    await world.gitHub.install({ account: name.split("/")[0]! });
    await world.visited(name, 1);
    const repository = await world.gitHub.repository(name);
    assert.deepEqual(repository.pulls, []);
    // A sign between a colon and a number keeps GitHub from making more of them.
    const text = written(repository).replaceAll("&#8203;", "");
    assert.match(text, why);
    assert.match(text, /needs credentials, and those at .*\.thoth\.yaml:2:5/);
    assert.match(text, /thoth seal --key/);
    assert.equal(index.seen.length, asked);
  });
}
