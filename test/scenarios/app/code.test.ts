/**
 * What the App reads of a repository's Python, and what that costs of GitHub's limits. On the embedded default, with the
 * shipped advisories.
 */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { AppWorld } from "../../support/app/app-world.ts";
import type { PullReport } from "../../support/github/index.ts";
import { justified, smallFiles } from "./core-stories.ts";

let world: AppWorld;
before(async () => (world = await AppWorld.start("PGlite")));
after(async () => {
  assert.deepEqual(await world.gitHub.misfits(), []);
  await world[Symbol.asyncDispose]();
});

const others = Array.from({ length: 398 }, (_, index) => [
  `src/m${String(index).padStart(3, "0")}.py`,
  "import json\n",
]);

/** 400 modules, one of which imports what has an advisory. */
const files: Readonly<Record<string, string>> = {
  ...smallFiles('idna = "*"', { idna: "3.4" }),
  ...(Object.fromEntries(others) as Record<string, string>),
  "src/app.py": "import json\nimport idna\n",
  "tests/test_app.py": "import json\n",
  ".gitattributes": "tests/ export-ignore\n",
};

interface Asked {
  readonly archives: number;
  readonly blobs: number;
  readonly all: number;
}

/** What GitHub was asked about a repository in the name of its installation. */
async function asked(name: string, installation: number): Promise<Asked> {
  const requests = await world.gitHub.requests({ installation });
  const count = (part: string) => requests.filter(({ path }) => path.startsWith(`/repos/${name}/${part}/`)).length;
  return { archives: count("tarball"), blobs: count("git/blobs"), all: requests.length };
}

/** Invites a repository of its own account. */
async function invited(name: string): Promise<{ readonly pull: PullReport; readonly requests: Asked }> {
  const { gitHub } = world;
  await gitHub.createRepository({ fullName: name, files });
  const installation = await gitHub.install({ account: name.split("/")[0]! });
  const pull = await world.waitFor(name, justified);
  await world.visited(name, 1);
  return { pull, requests: await asked(name, installation) };
}

function said({ body, comments }: PullReport): string {
  return [body, ...comments.map((comment) => comment.body)].join("\n");
}

test("400 files of Python are one archive, and what it lacks is asked for by itself", async () => {
  const { pull, requests } = await invited("large/app");
  assert.match(said(pull), /imported at `src\/app\.py:2`/);
  assert.doesNotMatch(said(pull), /not read/);
  assert.equal(requests.archives, 1);
  // Settings, manifests and locks, and the one test.
  assert.ok(requests.blobs < 10, `${requests.blobs} files were asked for by themselves`);
  assert.ok(requests.all < 40, `${requests.all} requests`);
});

test("what comes in place of an archive costs no more than it: files are asked for up to a number, the rest is told", async () => {
  const path = "/_codeload/strange/app/*";
  await world.gitHub.fault({ path, does: { kind: "answer", status: 200, body: "no archive" } });
  const { pull, requests } = await invited("strange/app");
  assert.match(said(pull), /imported at `src\/app\.py:2`/);
  assert.match(said(pull), /100 files of Python were not read, such as `src\/m299\.py`/);
  assert.equal(requests.archives, 1);
  assert.ok(requests.blobs >= 300 && requests.blobs < 310, `${requests.blobs} files were asked for by themselves`);
});
