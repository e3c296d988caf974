/** What holds for any world, checked on random tiny ones; `properties.long.ts` checks more of them. */

import { test } from "node:test";
import assert from "node:assert/strict";
import fc from "fast-check";
import { resolverProperties } from "../support/resolver-properties.ts";
import { ask, factsOn, world } from "../support/world.ts";

for (const [sentence, property] of Object.entries(resolverProperties))
  test(sentence, async () => await fc.assert(property, { numRuns: 50 }));

const names = ["a", "b", "c", "d", "e"];
const mixed = fc.record({
  lines: fc.array(
    fc.tuple(
      fc.constantFrom(...names),
      fc.constantFrom("1", "2b1", "2", "3b1"),
      fc.array(fc.tuple(fc.constantFrom(...names), fc.constantFrom("", ">1", ">=2b1", "==2b1", "<2", ">2", ">=3b1")), {
        maxLength: 2,
      }),
    ),
    { minLength: 4, maxLength: 14 },
  ),
  root: fc.subarray(names, { minLength: 1 }),
});

test("where a package has final releases, its pre-releases need a requirement that names them, or no stack without", async () => {
  await fc.assert(
    fc.asyncProperty(mixed, async ({ lines, root }) => {
      const text = lines
        .map(([owner, version, needs]) => `${owner} ${version} -> ${needs.map((need) => need.join("")).join(", ")}`)
        .join("\n");
      const resolution = await ask(world(text), root.join(", "));
      if (resolution.kind !== "solved") return;
      const hasFinal = new Set(lines.filter(([, version]) => !version.includes("b")).map(([name]) => name));
      const unnamed = [...resolution.stack.values()].filter(
        ({ candidate: { name, version }, requiredBy }) =>
          version.isPrerelease &&
          hasFinal.has(name) &&
          !requiredBy.some(({ requirement: { specifier } }) => specifier.namesPrerelease && specifier.admits(version)),
      );
      if (unnamed.length === 0) return;
      const reason = { unit: "test", message: "Not final" };
      const facts = factsOn((candidate) =>
        candidate.version.isPrerelease && hasFinal.has(candidate.name) ? [{ kind: "remove", candidate, reason }] : [],
      );
      assert.equal((await ask(world(text), root.join(", "), { facts })).kind, "unsolvable");
    }),
    { numRuns: 400 },
  );
});
