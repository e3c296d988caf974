import assert from "node:assert/strict";
import { test } from "node:test";

import { compareLocks } from "../../src/advise/changes.ts";
import { readQuestion } from "../../src/advise/question.ts";
import { adviceWorld, lockOf, manifestText, requestOf, signal } from "../support/advice-world.ts";

const world = await adviceWorld({ indexes: { pypi: "web 1.0", corp: "" } });
const sections = '[packages]\nweb = "*"';

type Lock = Record<string, Record<string, { version?: string; index?: string; git?: string }>>;

/** `NAME KIND`, of two locks in the form `web 1.0, http 2.0`. */
async function differences(before: string, after: string, change: (lock: Lock) => void = () => {}): Promise<string[]> {
  const request = requestOf(manifestText(world, sections), { lock: lockOf(world, sections, before) });
  const question = await readQuestion(request, world.services, signal);
  const lock = JSON.parse(lockOf(world, sections, after)) as Lock;
  change(lock);
  return compareLocks(question, JSON.stringify(lock)).map(({ name, kind }) => `${name} ${kind}`);
}

test("locks are compared package by package, by name", async () => {
  const found = await differences("web 1.0, http 2.0, old 1.0, same 1", "web 2.0, http 1.0, new 1.0, same 1.0");
  assert.deepEqual(found, ["http downgraded", "new added", "old removed", "web upgraded"]);
});

test("the index of an entry without one is the first of the manifest", async () => {
  const index = (name: string) => (lock: Lock) => void (lock["default"]!["web"]!.index = name);
  assert.deepEqual(await differences("web 1.0", "web 1.0", index("pypi")), []);
  assert.deepEqual(await differences("web 1.0", "web 1.0", index("corp")), ["web moved"]);
});

test("what is not from an index is nobody's change", async () => {
  const git = (lock: Lock) => void (lock["default"]!["mine"] = { git: "https://git.example/mine.git" });
  assert.deepEqual(await differences("web 1.0", "web 1.0", git), []);
});
