/** What holds for any world, on ten thousand of them each.. */

import { test } from "node:test";
import fc from "fast-check";
import { resolverProperties } from "../support/resolver-properties.ts";

const RUNS = 10_000;
const seed = Number(process.env["THOTH_TEST_SEED"] ?? 1);

for (const [sentence, property] of Object.entries(resolverProperties))
  test(`${sentence}, ${RUNS} times`, async () => await fc.assert(property, { numRuns: RUNS, seed }));
