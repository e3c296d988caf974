import assert from "node:assert/strict";
import { test } from "node:test";

import { readElsewherePins } from "../../../src/advise/lock/elsewhere.ts";
import { readQuestion } from "../../../src/advise/question.ts";
import { adviceWorld, lockOf, manifestText, requestOf, signal } from "../../support/advice-world.ts";

const world = await adviceWorld({
  indexes: { pypi: "win 4.0 (yanked bad)\nwin 3.0rc1\nwin 2.0 (python >=3.9)\nwin 1.0\nwin 0.9" },
});

/** Such as `win 1.0`, or why there is none. */
async function choose(specifier: string, locked?: string): Promise<string> {
  const sections = `[packages]\nwin = {version = "${specifier}", sys_platform = "== 'win32'"}`;
  const lock = locked === undefined ? {} : { lock: lockOf(world, sections, locked) };
  const request = requestOf(manifestText(world, sections), lock);
  const question = await readQuestion(request, world.services, signal);
  const { pins, missing } = await readElsewherePins(question, new Map(), signal);
  const told = [...pins.values()].map(({ name, version }) => `${name} ${version.text}`);
  return [...told, ...missing.map(({ item, reason }) => `${item.entry.name} ${reason}`)].join(", ");
}

for (const [specifier, locked, chosen] of [
  ["*", undefined, "win 1.0"],
  ["*", "win 0.9", "win 0.9"],
  [">0.9", "win 0.9", "win 1.0"],
  [">1.0", undefined, "win 2.0"],
  [">=3.0rc1", undefined, "win 3.0rc1"],
  ["*", "win 4.0", "win 1.0"],
  [">=9", undefined, `win has no release that \`win = {version = ">=9", sys_platform = "== 'win32'"}\` admits`],
] as const)
  test(`\`${specifier}\`, ${locked ?? "nothing"} locked: ${chosen}`, async () => {
    assert.equal(await choose(specifier, locked), chosen);
  });
