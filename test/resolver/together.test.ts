/** Environments that are solved as one: on random tiny worlds, and in small stories. */

import { test } from "node:test";
import fc from "fast-check";
import { togetherProperties } from "../support/together-properties.ts";

for (const [sentence, property] of Object.entries(togetherProperties))
  test(sentence, async () => await fc.assert(property, { numRuns: 75 }));
