import assert from "node:assert/strict";
import { test } from "node:test";

import { Advisories } from "../../src/knowledge/index.ts";
import { judgeAge } from "../../src/main/services.ts";

const advisories = Advisories.of([], { asOf: "2026-01-01", digest: "" });
const service = { allow: [], catalogue: undefined, proxy: undefined } as unknown as Parameters<typeof judgeAge>[1];

for (const [who, which, day, expected] of [
  ["a service judges by advisories of 30 days", service, "2026-01-31T23:59:59Z", { kind: "loaded", age: 30 }],
  ["so does a person's own machine", "own machine", "2026-01-31T00:00:00Z", { kind: "loaded", age: 30 }],
  [
    "a service does not judge by older ones",
    service,
    "2026-02-01T00:00:00Z",
    { kind: "missing", reason: "the advisories are as of 2026-01-01, 31 days old and too old to judge by" },
  ],
  [
    "nor does a person's own machine",
    "own machine",
    "2026-02-01T00:00:00Z",
    { kind: "missing", reason: "the advisories are as of 2026-01-01, 31 days old and too old to judge by" },
  ],
  ["advisories of a day to come are as new as can be", service, "2025-12-31T00:00:00Z", { kind: "loaded", age: 0 }],
  ["the shipped data is of one day, whatever the day", "shipped", "2030-01-01T00:00:00Z", { kind: "loaded" }],
] as const)
  test(who, () => {
    const judged = judgeAge(advisories, which, new Date(day));
    assert.deepEqual(judged, expected.kind === "loaded" ? { ...expected, advisories } : expected);
  });

test("without advisories nobody judges", () => {
  assert.equal(judgeAge(undefined, "own machine", new Date()).kind, "missing");
});
