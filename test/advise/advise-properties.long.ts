/** What holds for advice on any world, on ten thousand of them each. */

import { test } from "node:test";
import fc from "fast-check";
import { adviceProperties } from "../support/advice-properties.ts";
import "../support/seed.ts";

const RUNS = 10_000;

for (const [sentence, property] of Object.entries(adviceProperties))
  test(`${sentence}, ${RUNS} times`, async () => await fc.assert(property, { numRuns: RUNS }));
