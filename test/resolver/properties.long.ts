/** What holds for any world, and for several at once, on ten thousand of them each. */

import { test } from "node:test";
import fc from "fast-check";
import { resolverProperties } from "../support/resolver-properties.ts";
import "../support/seed.ts";
import { togetherProperties } from "../support/together-properties.ts";

const RUNS = 10_000;

for (const [sentence, property] of Object.entries({ ...resolverProperties, ...togetherProperties }))
  test(`${sentence}, ${RUNS} times`, async () => await fc.assert(property, { numRuns: RUNS }));
