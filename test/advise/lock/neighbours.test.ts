import assert from "node:assert/strict";
import { test } from "node:test";

import { type Advice, advise } from "../../../src/advise/index.ts";
import { adviceWorld, lockOf, manifestText, pins, requestOf, signal } from "../../support/advice-world.ts";

const manifest = '[packages]\nold = "*"\nweb = "*"';

/** Advice on a lock whose releases need not have wheels; the second checker, which wants them, stays out of it. */
async function adviseLocked(indexes: string, sections: string, lock: string | undefined): Promise<Advice> {
  const world = await adviceWorld({ indexes: { pypi: indexes } });
  const text = lock === undefined ? {} : { lock: lockOf(world, sections, lock) };
  return advise(requestOf(manifestText(world, sections), { ...text, type: "latest" }), world.services, signal);
}

const world = `
  old 2.0 (sdist)
  old 1.0 (sdist)
  helper 2.0
  helper 1.0
  web 2.0 -> http
  web 1.0 -> http
  http 2.0
  http 1.0`;

test("a locked release without a wheel stays, with what only it can need, and the rest moves", async () => {
  const advice = await adviseLocked(world, manifest, "old 1.0, helper 1.0, web 1.0, http 1.0");
  assert.equal(pins(advice), "helper 1.0, http 2.0, old 1.0, web 2.0");
  assert.ok(advice.notes.some(({ message }) => message.startsWith("No wheel fits for `old`")));
});

test("a release without a wheel that is not locked is never chosen", async () => {
  assert.equal((await adviseLocked(world, manifest, undefined)).outcome.kind, "unsolvable");
});

test("a release with a wheel takes the place of a locked one without", async () => {
  const advice = await adviseLocked(`${world}\nold 3.0`, manifest, "old 1.0, helper 1.0, web 1.0, http 1.0");
  assert.equal(pins(advice), "http 2.0, old 3.0, web 2.0");
});

test("what an entry from a repository may need stays as locked", async () => {
  const sections = '[packages]\nfork = {git = "https://example.org/fork.git"}\nweb = "*"';
  const advice = await adviseLocked(world, sections, "fork 1.0, helper 1.0, web 1.0, http 1.0");
  assert.equal(pins(advice), "helper 1.0, http 2.0, web 2.0");
});

test("what an entry from a repository may have needed goes where the environment's Python excludes it, and that is said", async () => {
  const sections = '[packages]\nfork = {git = "https://example.org/fork.git"}\nweb = "*"';
  const older = world.replace("helper 1.0", "helper 1.0 (python <3)");
  const advice = await adviseLocked(older, sections, "fork 1.0, helper 1.0, web 1.0, http 1.0");
  assert.equal(pins(advice), "http 2.0, web 2.0");
  assert.ok(
    advice.notes.some(({ message }) =>
      /^Not kept, though locked, which Python 3\.8 excludes, .*: `helper`$/.test(message),
    ),
  );
});
