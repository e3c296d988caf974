/** How urgent a lock is, by nothing but its pins. */

import assert from "node:assert/strict";
import { test } from "node:test";

import type { AdvisoryKnowledge } from "../../src/advise/services.ts";
import { surveyLock } from "../../src/advise/survey-lock.ts";
import { Advisories } from "../../src/knowledge/index.ts";

/** One advisory for each package, fixed in 2.0; the package has the name of its severity. */
const severities = ["critical", "high", "moderate", "low", "unheard-of"];
const records = severities.map((severity, index) => ({
  id: `ADV-${index}`,
  database_specific: { severity: severity.toUpperCase() },
  affected: [
    {
      package: { ecosystem: "PyPI", name: severity },
      ranges: [{ type: "ECOSYSTEM", events: [{ introduced: "0" }, { fixed: "2.0" }] }],
    },
  ],
}));
const advisories = Advisories.of(records, { asOf: "2026-11-01", digest: "0" });

/** A lock in which each section has `NAME PIN` lines. */
function lock(...sections: readonly (readonly string[])[]): string {
  const entries = sections.map((lines) =>
    Object.fromEntries(lines.map((line) => [line.split(" ")[0], entry(line.split(" ")[1])])),
  );
  const [main = {}, develop = {}, ...others] = entries;
  const meta = { hash: { sha256: "" }, "pipfile-spec": 6, requires: {}, sources: [] };
  const more = Object.fromEntries(others.map((section, index) => [`group-${index}`, section]));
  return JSON.stringify({ _meta: meta, default: main, develop, ...more });
}

function entry(pin: string | undefined): Record<string, unknown> {
  return pin === undefined ? { git: "https://example.org/x", ref: "0".repeat(40) } : { version: pin };
}

const locks: readonly (readonly [name: string, text: string, urgency: number])[] = [
  ["an empty one", lock(), 0],
  ["packages without advisories", lock(["web ==1.0"]), 0],
  ["fixed releases", lock(["critical ==2.0", "high ==2.1"]), 0],
  ["a low one", lock(["low ==1.0"]), 1],
  ["a medium one", lock(["moderate ==1.0"]), 2],
  ["one whose severity nobody knows", lock(["unheard-of ==1.0"]), 2],
  ["a high one", lock(["high ==1.0"]), 3],
  ["a critical one", lock(["critical ==1.0"]), 4],
  ["the worst of many, wherever it stands", lock(["low ==1.0", "critical ==1.0", "high ==1.0"]), 4],
  ["one that only development needs", lock(["low ==1.0"], ["high ==1.0"]), 3],
  ["one of another category", lock([], [], ["high ==1.0"]), 3],
  ["one from version control", lock(["critical"]), 0],
];

for (const [name, text, urgency] of locks)
  test(`urgency ${urgency}: ${name}`, () => {
    assert.equal(survey(text, { kind: "loaded", advisories }), urgency);
  });

test("without advisories nothing is urgent", () => {
  const missing = { kind: "missing", reason: "no advisories are installed" } as const;
  assert.equal(survey(lock(["critical ==1.0"]), missing), 0);
});

test("a lock that cannot be read is refused by its place", () => {
  assert.throws(() => survey("{", { kind: "loaded", advisories }, "a/Pipfile.lock"), {
    code: "INVALID_PIPFILE_LOCK",
    message: /^a\/Pipfile\.lock:/,
  });
});

function survey(text: string, knowledge: AdvisoryKnowledge, place = "Pipfile.lock"): number {
  return surveyLock({ lock: { place, text } }, { advisories: knowledge, today: "2026-11-25" });
}
