import assert from "node:assert/strict";
import { test } from "node:test";
import type { Advice } from "../../../src/advise/advice.ts";
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
    after: [{ ...other, fixed_in: null }, flask],
  },
};

test("introduced, remaining and fixed advisories stand apart, the worst first", () => {
  assert.equal(
    security(mixed),
    `## Security

| Introduced | Severity | Package | Fix |
| --- | --- | --- | --- |
| [PYSEC-2023-62](https://osv.dev/vulnerability/PYSEC-2023-62) (CVE-2023-30861) | high | \`flask\` | fixed in \`2.2.5\` |

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
