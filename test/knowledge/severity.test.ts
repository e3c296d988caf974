import assert from "node:assert/strict";
import { test } from "node:test";
import { rateVector, type SeverityStatement } from "../../src/knowledge/index.ts";
import type { OsvRecord } from "../../src/knowledge/osv.ts";
import { statementOf, worstStatement } from "../../src/knowledge/severity.ts";

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
  // Flaws that FIRST works through in its examples for 3.1 and 4.0.
  ["CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N", 6.1, "medium"],
  ["CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N", 6.4, "medium"],
  ["CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N", 3.1, "low"],
  ["CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:H/I:H/A:H", 9.9, "critical"],
  ["CVSS:3.1/AV:L/AC:L/PR:H/UI:N/S:U/C:L/I:L/A:L", 4.2, "medium"],
  ["CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H", 8.8, "high"],
  ["CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H", 7.8, "high"],
  ["CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N", 7.5, "high"],
  ["CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:C/C:N/I:H/A:N", 6.8, "medium"],
  ["CVSS:3.1/AV:P/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 6.8, "medium"],
  ["CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:L/I:N/A:N", 5.8, "medium"],
  ["CVSS:3.1/AV:A/AC:L/PR:N/UI:N/S:C/C:H/I:N/A:H", 9.3, "critical"],
  ["CVSS:3.1/AV:N/AC:L/PR:L/UI:R/S:C/C:L/I:L/A:N", 5.4, "medium"],
  ["CVSS:3.1/AV:A/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 8.8, "high"],
  ["CVSS:3.1/AV:P/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:N", 4.6, "medium"],
  ["CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:H/I:H/A:N", 6.8, "medium"],
  ["CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:H/I:H/A:H", 7.5, "high"],
  ["CVSS:4.0/AV:L/AC:L/AT:P/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 7.3, "high"],
  ["CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:P/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 7.7, "high"],
  ["CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:N/VC:H/VI:L/VA:L/SC:N/SI:N/SA:N", 8.3, "high"],
  ["CVSS:4.0/AV:L/AC:L/AT:N/PR:N/UI:A/VC:L/VI:N/VA:N/SC:N/SI:N/SA:N", 4.6, "medium"],
  ["CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:A/VC:N/VI:N/VA:N/SC:L/SI:L/SA:N", 5.1, "medium"],
  ["CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:L/VI:L/VA:N/SC:N/SI:N/SA:N", 6.9, "medium"],
  ["CVSS:4.0/AV:L/AC:L/AT:N/PR:H/UI:N/VC:N/VI:N/VA:N/SC:H/SI:N/SA:N", 5.9, "medium"],
  ["CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H", 10, "critical"],
  ["CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N", 8.7, "high"],
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

/** A record of GitHub's that says nothing else. */
const record = (said: Partial<OsvRecord>): OsvRecord => ({ id: "GHSA-1", modified: "2024-02-03T04:05:06Z", ...said });
const medium4 = "CVSS:4.0/AV:L/AC:L/AT:N/PR:H/UI:N/VC:L/VI:N/VA:N/SC:N/SI:N/SA:N";

const severities: readonly (readonly [string, Partial<OsvRecord>, string | undefined])[] = [
  ["nothing", {}, undefined],
  ["a vector", { severity: [{ type: "CVSS_V3", score: critical }] }, "critical, CVSS 3.1"],
  [
    "version 4 beats version 3, in whatever order",
    {
      severity: [
        { type: "CVSS_V3", score: critical },
        { type: "CVSS_V4", score: medium4 },
      ],
    },
    "medium, CVSS 4.0",
  ],
  [
    "a vector beats a word",
    { severity: [{ type: "CVSS_V3", score: low }], database_specific: { severity: "HIGH" } },
    "low, CVSS 3.1",
  ],
  [
    "a word where the vector cannot be read",
    { severity: [{ type: "CVSS_V3", score: "?" }], database_specific: { severity: "MODERATE" } },
    "medium",
  ],
  ["a word beyond the scale", { database_specific: { severity: "dreadful" } }, undefined],
  [
    "a vector without any impact is low",
    { severity: [{ type: "CVSS_V3", score: vectors[4]?.[0] ?? "" }] },
    "low, CVSS 3.1",
  ],
  [
    "the worst of two vectors of one version",
    {
      severity: [
        { type: "CVSS_V3", score: low },
        { type: "CVSS_V3", score: critical },
      ],
    },
    "critical, CVSS 3.1",
  ],
  [
    "a vector beside the package",
    { affected: [{ severity: [{ type: "CVSS_V3", score: critical }] }] },
    "critical, CVSS 3.1",
  ],
];

for (const [title, said, expected] of severities)
  test(`severity of a record: ${title}`, () => {
    const statement = statementOf(record(said));
    const { band, cvss } = statement ?? {};
    assert.equal(cvss === undefined ? band : `${band}, CVSS ${cvss.version}`, expected);
  });

test("a statement keeps the vector, its score, the source and the date", () => {
  assert.deepEqual(statementOf(record({ severity: [{ type: "CVSS_V3", score: critical }] })), {
    band: "critical",
    record: "GHSA-1",
    source: "GitHub",
    date: "2024-02-03",
    cvss: { version: "3.1", vector: critical, score: 9.8 },
  });
});

/** Of a band or a score, by an id. */
const said = (id: string, word: string | undefined, vector?: string): SeverityStatement => {
  const vectors = vector === undefined ? {} : { severity: [{ type: "CVSS", score: vector }] };
  const statement = statementOf({ id, database_specific: { severity: word }, ...vectors });
  if (statement === undefined) throw new Error(`${id} says nothing`);
  return statement;
};

const quarrels: readonly (readonly [string, readonly SeverityStatement[], string | undefined])[] = [
  ["nobody", [], undefined],
  ["whoever says the worst", [said("PYSEC-1", "LOW"), said("GHSA-1", "HIGH"), said("CVE-1", "MODERATE")], "GHSA-1"],
  [
    "whoever has a score, among equal bands",
    [said("PYSEC-1", "CRITICAL"), said("CVE-1", undefined, critical)],
    "CVE-1",
  ],
  ["the record itself before GitHub's", [said("GHSA-1", "HIGH"), said("PYSEC-1", "HIGH")], "PYSEC-1"],
  ["GitHub's before that of a CVE", [said("CVE-1", "HIGH"), said("GHSA-1", "HIGH")], "GHSA-1"],
];

for (const [title, statements, expected] of quarrels)
  test(`of several statements counts that of ${title}`, () => {
    assert.equal(worstStatement(statements)?.record, expected);
    assert.equal(worstStatement(statements.toReversed())?.record, expected);
  });
