/** Where there is no stack, every step of the way to that verdict is checked by a checker of its own. */

import { test } from "node:test";
import assert from "node:assert/strict";
import fc from "fast-check";
import { Encoding } from "../../src/resolver/encoding.ts";
import { Encodings } from "../../src/resolver/encodings.ts";
import type { Problem } from "../../src/resolver/index.ts";
import { Search } from "../../src/resolver/search.ts";
import { problemOfTiny, tinyWorld } from "../support/any-world.ts";
import { families } from "../support/families/all.ts";
import { problemOfInstance, worldOf } from "../support/families/family.ts";
import { complaintAboutRefutation, refutationOf, type RefutationStep } from "../support/refutation-checker.ts";

interface Refuted {
  readonly encoding: Encoding;
  readonly steps: readonly RefutationStep[];
  readonly core: readonly number[];
}

/** @returns undefined where there is a stack. */
async function refute(problem: Problem): Promise<Refuted | undefined> {
  const { signal } = new AbortController();
  const encoding = new Encoding(problem);
  await encoding.encodeRoot(signal);
  const lines = [...encoding.requirements, ...encoding.constraints].map(({ literal }) => literal);
  const outcome = await new Search(new Encodings([encoding]), signal).run(lines);
  if (outcome.kind !== "none") return undefined;
  for (const literal of outcome.core) assert.ok(lines.includes(literal));
  return { encoding, steps: refutationOf(encoding.solver), core: outcome.core };
}

function complaint({ encoding, steps, core }: Refuted): string | undefined {
  return complaintAboutRefutation(encoding.solver.groups, steps, core);
}

for (const { name, sizes, make } of families) {
  const instance = make(sizes.small, 1);
  if (instance.expected.kind !== "none") continue;
  test(`${name}: the refutation follows`, async () => {
    const refuted = await refute(problemOfInstance(instance, worldOf(instance)));
    assert.equal(refuted && complaint(refuted), undefined);
    assert.ok(refuted !== undefined);
  });
}

test("the refutation of any world without a stack follows", async () => {
  await fc.assert(
    fc.asyncProperty(tinyWorld, async (tiny) => {
      const refuted = await refute(problemOfTiny(tiny));
      if (refuted !== undefined) assert.equal(complaint(refuted), undefined);
    }),
    { numRuns: 100 },
  );
});

test("a refutation that lacks a clause it rests on does not follow", async () => {
  const [pigeonhole] = families;
  const instance = pigeonhole!.make(4, 1);
  const refuted = (await refute(problemOfInstance(instance, worldOf(instance))))!;
  const needed = new Set(refuted.encoding.solver.refutation());
  for (const [i, { learned }] of refuted.steps.entries()) {
    if (learned || !needed.has(i + 1)) continue;
    const steps = refuted.steps.filter((_, other) => other !== i);
    // The clause of a selector says no more than the rules of its group and the requirement say of a choice.
    if (complaint({ ...refuted, steps }) !== undefined) return;
  }
  assert.fail("every clause was needless");
});
