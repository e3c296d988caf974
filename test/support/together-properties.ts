/**
 * What must hold for environments that are solved as one: their stacks are those of the plain twin that tries every
 * combination, and whoever is interrupted is no worse off than each for itself. `npm run test:long` has ten thousand of them.
 */

import assert from "node:assert/strict";
import fc from "fast-check";
import { type Weighed, costTogether, isProved, resolveTogether } from "../../src/resolver/index.ts";
import { askTiny, problemOfTiny, tinyWorlds, toTinyStack } from "./any-world.ts";
import { allAnswers, bestTogether, compareTiers, costTogether as plainCost, type TinyWorld } from "./brute-force.ts";
import { Countdown } from "./countdown.ts";

const worldsAndTier = tinyWorlds.chain((worlds) => fc.tuple(fc.constant(worlds), fc.nat(worlds[0]!.tiers)));

/** By sentence. */
export const togetherProperties: Readonly<Record<string, fc.IAsyncProperty<unknown>>> = {
  "environments together have the best stacks by their costs and how far they agree": fc.asyncProperty(
    worldsAndTier,
    async ([worlds, agreementBefore]) => {
      const alone = await eachAlone(worlds);
      const best = bestTogether(worlds, agreementBefore);
      assert.equal(alone === undefined, best === undefined);
      if (alone === undefined || best === undefined) return;
      const together = await resolveTogether(partsOf(worlds, alone), { agreementBefore, signal: never });
      assert.ok(together.proved);
      assert.deepEqual(
        together.stacks.map(({ stack }) => toTinyStack(stack)),
        best.stacks,
      );
      assert.deepEqual(costTogether(together.stacks, agreementBefore), best.cost);
    },
  ),

  "environments that are interrupted together have stacks that are no worse than each one's own": fc.asyncProperty(
    worldsAndTier,
    fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
    fc.boolean(),
    async ([worlds, agreementBefore], share, settles) => {
      const alone = await eachAlone(worlds);
      if (alone === undefined) return;
      const parts = partsOf(worlds, alone);
      const full = new Countdown(Infinity);
      const whole = await resolveTogether(parts, { agreementBefore, signal: full.signal });
      const { signal } = new Countdown(Math.floor(share * full.looks));
      const stop = settles ? { signal: never, settle: AbortSignal.abort() } : { signal };
      const { stacks, proved } = await resolveTogether(partsOf(worlds, alone), { agreementBefore, ...stop });
      const answers = stacks.map((own) => ({ stack: toTinyStack(own.stack), cost: own.cost }));
      for (const i of stacks.keys()) assert.ok(allAnswers(worlds[i]!).some((valid) => isEqual(valid, answers[i])));
      const cost = costTogether(stacks, agreementBefore);
      assert.deepEqual(cost, plainCost(answers, agreementBefore));
      assert.ok(compareTiers(cost, costTogether(alone, agreementBefore)) <= 0);
      if (proved) assert.deepEqual(cost, costTogether(whole.stacks, agreementBefore));
    },
  ),
};

const never = new AbortController().signal;

/** The best stack of each; undefined where one has none. */
async function eachAlone(worlds: readonly TinyWorld[]): Promise<readonly Weighed[] | undefined> {
  const alone: Weighed[] = [];
  for (const world of worlds) {
    const resolution = await askTiny(world);
    if (resolution.kind !== "solved") return undefined;
    assert.ok(isProved(resolution));
    alone.push(resolution);
  }
  return alone;
}

function partsOf(worlds: readonly TinyWorld[], alone: readonly Weighed[]): Parameters<typeof resolveTogether>[0] {
  return worlds.map((world, i) => ({ problem: problemOfTiny(world), alone: alone[i]! }));
}

function isEqual(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
