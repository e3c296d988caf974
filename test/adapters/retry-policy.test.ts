import assert from "node:assert/strict";
import { test } from "node:test";

import { restAfter, usualRetries } from "../../src/adapters/retry-policy.ts";

const rests: [number, number][] = [
  [1, 5_000],
  [2, 10_000],
  [3, 20_000],
  [6, 160_000],
  [7, 300_000],
  [50, 300_000],
];

for (const [failures, longest] of rests) {
  test(`after ${failures} failures a job rests between half of ${longest} ms and all of it`, () => {
    for (let job = 0; job < 100; job++) {
      const rest = restAfter(failures, usualRetries);
      assert.ok(Number.isInteger(rest) && rest >= longest / 2 && rest <= longest, `${rest} ms`);
    }
  });
}

test("jobs that failed together do not come back together", () => {
  const rests = new Set(Array.from({ length: 50 }, () => restAfter(3, usualRetries)));
  assert.ok(rests.size > 25);
});
