import assert from "node:assert/strict";
import { test } from "node:test";
import type { Advice, AdvisoryHit } from "../../../src/advise/advice.ts";
import { writeSecurity } from "../../../src/advise/pull-request/security.ts";
import { summarise } from "../../../src/advise/pull-request/summary.ts";
import { hitsOf, inference } from "../../support/example-advice.ts";
import { planInput, planned, unsolvable } from "../../support/made-up-advice.ts";

function security(advice: Advice, budget = 8_000): string {
  return writeSecurity(summarise(planInput([planned(advice)])), budget);
}

const [certifi, other, flask] = hitsOf("inference") as [
  ReturnType<typeof hitsOf>[0],
  ReturnType<typeof hitsOf>[0],
  ReturnType<typeof hitsOf>[0],
];
const mixed: Advice = {
  ...inference(),
  advisories: {
    judged: true,
    as_of: "2024-10-10",
    before: [certifi, other],
    after: [
      { ...other, fixed_in: null },
      { ...flask, published: "2023-05-02" },
    ],
  },
};

test("introduced, remaining and fixed advisories stand apart, the worst first", () => {
  assert.equal(
    security(mixed),
    `## Security

| Introduced | Severity | Package | Fix |
| --- | --- | --- | --- |
| [PYSEC-2023-62](https://osv.dev/vulnerability/PYSEC-2023-62) (CVE-2023-30861) of 2023-05-02 | high | \`flask\` | fixed in \`2.2.5\` |

| Remaining | Severity | Package | Fix |
| --- | --- | --- | --- |
| [PYSEC-2023-135](https://osv.dev/vulnerability/PYSEC-2023-135) (CVE-2023-37920) | critical | \`certifi\` | no fix known |

| Fixed | Severity | Package | Now |
| --- | --- | --- | --- |
| [PYSEC-2022-42986](https://osv.dev/vulnerability/PYSEC-2022-42986) (CVE-2022-23491) | high | \`certifi\` | \`2026.10.19.post1\` |

Judged by advisories as of 2024-10-10.`,
  );
});

test("over its budget the section keeps the ids and drops the prose", () => {
  const text = security(mixed, 200);
  assert.match(text, /Introduced: `PYSEC-2023-62`\n\nRemaining: `PYSEC-2023-135`\n\nFixed: `PYSEC-2022-42986`/);
});

test("without data nothing is called safe", () => {
  const text = security({ ...inference(), advisories: { judged: false, reason: "no advisories are installed" } });
  assert.equal(text, "## Security\n\n- Not judged for `inference`: no advisories are installed");
});

test("a lock that stays keeps its advisories, whatever an answer would have fixed", () => {
  assert.match(security(unsolvable()), /\| Remaining \|/);
  assert.doesNotMatch(security(unsolvable()), /\| Fixed \|/);
});

test("old advisories are said to be old, and too old ones not to be judged by", () => {
  const said = (advisories: Advice["advisories"]) => security({ ...inference(), advisories });
  const judged = { judged: true, as_of: "2024-10-10", before: [], after: [] } as const;
  assert.match(said({ ...judged, before: [], after: [], old: true }), /as of 2024-10-10 \(more than 7 days old\)\.$/m);
  const reason = "the advisories are as of 2024-10-10, 31 days old and too old to judge by";
  assert.match(
    said({ judged: false, reason }),
    /^- Not judged for .*: the advisories are as of 2024-10-10, 31 days old/m,
  );
});

/** How near the code comes, and the cell that says so. */
const nearness: readonly (readonly [Exclude<AdvisoryHit["reach"], null>, string])[] = [
  [{ level: 4, file: "app.py", line: 7, only_in: null }, "used at `app.py:7`"],
  [{ level: 3, file: "app.py", line: 7, only_in: null }, "its module is imported at `app.py:7`"],
  [{ level: 2, file: "t.py", line: 1, only_in: "tests" }, "imported at `t.py:1`, only in tests"],
  [{ level: 1, file: "app.py", line: 7, only_in: null }, "needed by what `app.py:7` imports"],
  [{ level: 0, file: null, line: null, only_in: null }, "no import found"],
  [{ level: "unknown", file: null, line: null, only_in: null }, "cannot be told"],
];

for (const [reach, cell] of nearness)
  test(`an advisory says how near the code comes: ${cell}`, () => {
    const after = [{ ...flask, reach }];
    const text = security({ ...inference(), advisories: { judged: true, as_of: "2024-10-10", before: after, after } });
    assert.match(text, /\| Remaining \| Severity \| Package \| Fix \| Code \|/);
    assert.ok(text.includes(`| ${cell} |`), text);
  });

test("of equally severe advisories the one that the code comes nearest to is the first", () => {
  const near = { ...flask, id: "B", reach: { level: 4, file: null, line: null, only_in: null } as const };
  const far = { ...flask, id: "A", reach: { level: 0, file: null, line: null, only_in: null } as const };
  const both = [far, near];
  const text = security({
    ...inference(),
    advisories: { judged: true, as_of: "2024-10-10", before: both, after: both },
  });
  assert.ok(text.indexOf("[B]") < text.indexOf("[A]"), text);
});

test("what is accepted is no remaining one, and stands below with its reason and its end", () => {
  const after = [{ ...flask, accepted: { reason: "not *used*", until: "2027-01-01" } }];
  const text = security({ ...inference(), advisories: { judged: true, as_of: "2024-10-10", before: after, after } });
  assert.ok(!text.includes("Remaining"));
  assert.match(text, /\| Accepted \| .* \| Reason \|\n.*\n\| .* \| not \\\*used\\\*, until 2027-01-01 \|/);
});
