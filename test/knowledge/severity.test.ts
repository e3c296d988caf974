import assert from "node:assert/strict";
import { test } from "node:test";
import { rateVector } from "../../src/knowledge/index.ts";
import { severityOf, worstSeverity } from "../../src/knowledge/severity.ts";

const critical = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H";
const low = "CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N";

// Scores by the calculators of FIRST.
const vectors: readonly (readonly [string, number, string] | readonly [string])[] = [
  [critical, 9.8, "critical"],
  ["CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:N", 7.5, "high"],
  ["CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:N/I:N/A:H", 5.5, "medium"],
  [low, 1.6, "low"],
  ["CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", 0, "none"],
  ["CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", 10, "critical"],
  [`${critical}/E:U/RL:O/RC:U`, 9.8, "critical"],
  ["CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 9.3, "critical"],
  ["AV:N/AC:L/Au:N/C:P/I:P/A:P", 7.5, "high"],
  ["CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H"],
  [`${critical}/AV:L`],
  [`${critical}/ZZ:1`],
  ["CVSS:3.1/AV:?/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"],
  ["CVSS:9.9/AV:N"],
  ["AV:N"],
  ["AV:N//"],
  ["7.5"],
  [""],
];

for (const [vector, score, band] of vectors)
  test(`the vector \`${vector}\` is rated ${band ?? "not at all"}`, () => {
    assert.deepEqual(rateVector(vector), band === undefined ? undefined : { score, band });
  });

const severities: readonly (readonly [string, Parameters<typeof severityOf>[0], string])[] = [
  ["nothing is unknown", {}, "unknown"],
  ["a vector", { severity: [{ type: "CVSS_V3", score: critical }] }, "critical"],
  [
    "version 4 beats version 3, in whatever order",
    {
      severity: [
        { type: "CVSS_V3", score: critical },
        { type: "CVSS_V4", score: "CVSS:4.0/AV:L/AC:L/AT:N/PR:H/UI:N/VC:L/VI:N/VA:N/SC:N/SI:N/SA:N" },
      ],
    },
    "medium",
  ],
  [
    "a vector beats a word",
    { severity: [{ type: "CVSS_V3", score: low }], database_specific: { severity: "HIGH" } },
    "low",
  ],
  [
    "a word where the vector cannot be read",
    { severity: [{ type: "CVSS_V3", score: "?" }], database_specific: { severity: "MODERATE" } },
    "medium",
  ],
  ["a word beyond the scale", { database_specific: { severity: "dreadful" } }, "unknown"],
  ["a vector without any impact is low", { severity: [{ type: "CVSS_V3", score: vectors[4]?.[0] ?? "" }] }, "low"],
];

for (const [title, record, expected] of severities)
  test(`severity of a record: ${title}`, () => assert.equal(severityOf(record), expected));

test("the worst of severities, where unknown says least", () => {
  assert.equal(worstSeverity(["unknown", "low", "high", "medium"]), "high");
  assert.equal(worstSeverity(["unknown"]), "unknown");
  assert.equal(worstSeverity([]), "unknown");
});
