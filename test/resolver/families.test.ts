/**
 * Families of problems that defeat a search which forgets, at small sizes; `bench/families.ts` lets them grow. Whoever is
 * interrupted in one must have a stack and a true bound.
 */

import { test } from "node:test";
import assert from "node:assert/strict";
import { Countdown } from "../support/countdown.ts";
import { families } from "../support/families/all.ts";
import { askInstance, judge, worldOf } from "../support/families/family.ts";
import { ask, world } from "../support/world.ts";

const seeds = [1, 2];
/** Of the way to the answer. */
const interruptions = [0.4, 0.8];

for (const { name, unit, sizes, make } of families)
  test(`${name} of ${sizes.small} ${unit}: the answer is the one it was built for`, async () => {
    for (const seed of seeds) {
      const instance = make(sizes.small, seed);
      const universe = worldOf(instance);
      const full = new Countdown(Infinity);
      const resolution = await askInstance(instance, universe, full.signal);
      assert.notEqual(resolution.kind, "stopped");
      judge(instance, resolution);
      if (seed !== seeds[0]) continue;
      for (const share of interruptions) {
        const countdown = new Countdown(Math.floor(share * full.looks));
        judge(instance, await askInstance(instance, universe, countdown.signal));
      }
    }
  });

test("hundreds of releases that need a missing package are refuted, in one line", async () => {
  const releases = Array.from({ length: 500 }, (_, i) => `many ${i + 1} -> gone >=${i + 1}`);
  const resolution = await ask(world(releases.join("\n")), "many");
  assert.equal(resolution.kind, "unsolvable");
  assert.deepEqual(
    resolution.conflict.lines.map(({ kind }) => kind),
    ["missing", "requires", "root"],
  );
});
