import assert from "node:assert/strict";
import { test } from "node:test";

import { Advisories } from "../../src/knowledge/index.ts";
import { judgeAge } from "../../src/main/services.ts";

const advisories = Advisories.of([], { asOf: "2026-01-01T00:00:00Z", digest: "" });
const service = { allow: [], catalogue: undefined, proxy: undefined } as unknown as Parameters<typeof judgeAge>[1];

for (const [who, which, day, expected] of [
  ["a service judges by advisories of 45 days", service, "2026-02-15", "loaded"],
  ["a service does not judge by older ones", service, "2026-02-16", "missing"],
  ["a person's own machine does, and prints their date", "own machine", "2030-01-01", "loaded"],
  ["so does the shipped data", "shipped", "2030-01-01", "loaded"],
] as const)
  test(who, () => assert.equal(judgeAge(advisories, which, new Date(day)).kind, expected));

test("without advisories nobody judges", () => {
  assert.equal(judgeAge(undefined, "own machine", new Date()).kind, "missing");
});
