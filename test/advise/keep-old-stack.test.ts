import { test } from "node:test";
import assert from "node:assert/strict";

import { findOldStack, keepOldStack } from "../../src/advise/keep-old-stack.ts";
import { readQuestion } from "../../src/advise/question.ts";
import { resolve } from "../../src/resolver/index.ts";
import { adviceWorld, lockOf, manifestText, requestOf, signal } from "../support/advice-world.ts";

/** The pins that are kept of the `locked` ones, when the search found those of `found`. */
async function kept(index: string, sections: string, locked: string, found: string): Promise<string> {
  const world = await adviceWorld({ indexes: { pypi: index }, advisories: "http>=2.0 high" });
  const ours = requestOf(manifestText(world, sections), { lock: lockOf(world, sections, locked) });
  const question = await readQuestion(ours, world.services, signal);
  const pinned = found.split(", ").map((pin) => pin.replace(" ", "=="));
  const exact = requestOf(
    manifestText(world, `[packages]\n${pinned.map((pin) => pin.replace("==", ' = "==') + '"').join("\n")}`),
  );
  const other = await readQuestion(exact, world.services, signal);
  const answer = await resolve({ ...question.problem, requirements: other.problem.requirements }, { signal });
  if (answer.kind !== "solved") assert.fail(answer.kind);
  const { stack } = keepOldStack(answer, await findOldStack(question, signal));
  return [...stack].map(([name, { candidate }]) => `${name} ${candidate.version.text}`).join(", ");
}

const index = "web 2.0 -> http>=2\nweb 1.0 -> http\nhttp 2.0\nhttp 1.0";
const any = '[packages]\nweb = "*"';

test("a better answer is taken", async () => {
  const newer = `web 1.1 -> http\n${index}`;
  assert.equal(await kept(newer, any, "web 1.0, http 1.0", "web 1.1, http 1.0"), "http 1.0, web 1.1");
});

test("the user's stack stays where the answer is no better", async () => {
  assert.equal(await kept(index, any, "web 1.0, http 1.0", "web 2.0, http 2.0"), "http 1.0, web 1.0");
});

test("a lock that breaks the user's own lines is not kept", async () => {
  assert.equal(
    await kept(index, '[packages]\nweb = ">=2"', "web 1.0, http 1.0", "web 2.0, http 2.0"),
    "http 2.0, web 2.0",
  );
});

test("what the lock lacks is chosen, and what it has too much is left out", async () => {
  assert.equal(await kept(`${index}\nold 1.0`, any, "web 1.0, old 1.0", "web 2.0, http 2.0"), "http 1.0, web 1.0");
});
