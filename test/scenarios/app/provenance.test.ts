/** The check "Thoth provenance" on the whole App: a push, our own pull request, and a pull request of somebody else. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { AppWorld } from "../../support/app/app-world.ts";
import type { CheckReport } from "../../support/github/index.ts";
import { justified, smallFiles } from "./core-stories.ts";

let world: AppWorld;
before(async () => (world = await AppWorld.start("PGlite")));
after(async () => {
  assert.deepEqual(await world.gitHub.misfits(), []);
  await world[Symbol.asyncDispose]();
});

const switchedOn = { ".thoth.yaml": "managers:\n  - name: provenance\n" };
const name = "checked/app";

async function provenanceOf(head: string): Promise<CheckReport | undefined> {
  const { checks } = await world.gitHub.repository(name);
  return checks.find((check) => check.name === "Thoth provenance" && check.headSha === head);
}

test("what is pushed is checked once the repository asks for it, and our own pull request is", async () => {
  const { gitHub } = world;
  await gitHub.createRepository({ fullName: name, files: smallFiles('idna = "*"', { idna: "3.4" }) });
  await gitHub.install({ account: "checked" });
  await world.visited(name, 1);
  const first = await gitHub.repository(name);
  assert.deepEqual(
    first.checks.filter((check) => check.name !== "Thoth"),
    [],
  );

  const head = await gitHub.pushFiles(name, switchedOn);
  await world.visited(name, 2);
  const pushed = await provenanceOf(head);
  assert.equal(pushed?.conclusion, "failure", "its lock is of another Pipfile, and has no hash");
  const told = pushed.annotations.map(({ path, line, level, title }) => `${path}:${line} ${level} ${title}`);
  assert.ok(
    told.some((each) => /^Pipfile\.lock:1 failure .*INVALID-LOCK-HASH$/.test(each)),
    told.join("\n"),
  );
  assert.ok(
    told.some((each) => /^Pipfile\.lock:\d+ warning .*P09$/.test(each)),
    told.join("\n"),
  );

  const ours = await world.waitFor(name, justified);
  const { branches } = await gitHub.repository(name);
  const proposed = await provenanceOf(branches["thoth/advise"]!.head);
  assert.ok(ours.number > 0);
  // The shipped index is a snapshot, which does not know who published a file.
  assert.equal(proposed?.conclusion, "neutral");
  assert.match(proposed.summary ?? "", /was read from a snapshot/);
  assert.doesNotMatch(proposed.summary ?? "", /## Failures/);
});

test("somebody else's pull request is checked where it changes a lock, and not where it does not", async () => {
  const { gitHub } = world;
  const lock = (await gitHub.file(name, "thoth/advise", "Pipfile.lock"))!;
  const altered = lock.replace(/sha256:[0-9a-f]{64}(?="[^]*"index")/, `sha256:${"1".repeat(64)}`);
  assert.notEqual(altered, lock);
  const head = await gitHub.push(name, { branch: "feature", files: { "Pipfile.lock": altered } });
  await gitHub.openPull(name, { head: "feature", title: "Trust me" });
  await world.visited(name, 3);
  const checked = await provenanceOf(head);
  assert.equal(checked?.conclusion, "failure");
  assert.ok(
    checked.annotations.some(({ title, level }) => level === "failure" && title?.endsWith("INVALID-ARTIFACT-HASH")),
  );

  const other = await gitHub.push(name, { branch: "words", files: { "README.md": "words" } });
  await gitHub.openPull(name, { head: "words", title: "Words" });
  await world.visited(name, 4);
  assert.equal(await provenanceOf(other), undefined);
});
