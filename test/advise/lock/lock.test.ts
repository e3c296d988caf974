import assert from "node:assert/strict";
import { test } from "node:test";

import { type QuestionSketch, adviceWorld, ask, lockOf, solved } from "../../support/advice-world.ts";

const world = await adviceWorld({ indexes: { pypi: "web 2.0\nweb 1.0", corp: "web 2.0\nweb 1.0" } });
const other = `sha256:${"0".repeat(64)}`;
const pinned = '[packages]\nweb = "==2.0"';

interface Entry {
  hashes: string[];
  index?: string;
}

/** The hashes of `web` after advice on `sections`, where the old lock pins `web 2.0` by these. */
async function hashes(sections: string, locked: (own: readonly string[]) => string[]): Promise<string[]> {
  const old = JSON.parse(lockOf(world, '[packages]\nweb = "<3"', "web 2.0")) as { default: { web: Entry } };
  old.default.web.hashes = locked(old.default.web.hashes);
  const sketch: QuestionSketch = { lock: JSON.stringify(old) };
  return (JSON.parse(solved(await ask(world, sections, sketch)).lock) as typeof old).default.web.hashes;
}

const own = await hashes(pinned, () => []);

test("a new pin has the hashes of its release and of no other", () => assert.equal(own.length, 1));

test("a pin that stays keeps its hashes where they hold all that the index lists", async () => {
  assert.deepEqual(await hashes(pinned, (mine) => [...mine, other]), [...own, other].toSorted());
});

for (const [title, sections, locked] of [
  ["lack one that the index lists", pinned, () => [other]],
  ["are of another kind", pinned, (mine: readonly string[]) => [...mine, "md5:00"]],
  ["are of another index", '[packages]\nweb = {version = "==2.0", index = "corp"}', (mine) => [...mine, other]],
] as const satisfies readonly (readonly [string, string, (own: readonly string[]) => string[]])[])
  test(`hashes that ${title} are written anew`, async () => assert.deepEqual(await hashes(sections, locked), own));
