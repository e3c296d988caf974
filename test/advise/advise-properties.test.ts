/** What holds for advice on any world, checked on random small ones; `advise-properties.long.ts` checks more of them. */

import { test } from "node:test";
import fc from "fast-check";
import { adviceProperties } from "../support/advice-properties.ts";

for (const [sentence, property] of Object.entries(adviceProperties))
  test(sentence, async () => await fc.assert(property, { numRuns: 200 }));
