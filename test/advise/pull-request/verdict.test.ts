import assert from "node:assert/strict";
import { test } from "node:test";
import type { Advice, AdviceChange } from "../../../src/advise/advice.ts";
import { summarise } from "../../../src/advise/pull-request/summary.ts";
import { writeVerdict } from "../../../src/advise/pull-request/verdict.ts";
import { hitsOf, inference } from "../../support/example-advice.ts";
import { planInput, planned, unsolvable } from "../../support/made-up-advice.ts";

/** A solved advice with these moves of direct dependencies. */
function moving(...moves: readonly (readonly [AdviceChange["kind"], string | null, string | null])[]): Advice {
  const changes = moves.map(([kind, from, to], i): AdviceChange => ({
    name: `p${i}`,
    kind,
    from,
    to,
    direct: true,
    sections: ["default"],
    because: { kind: "newest" },
    held_back: [],
  }));
  const outcome = { kind: "solved", proved: false, lock: "new\n", packages: {}, changes } as const;
  return { ...inference(), outcome: { ...outcome, changes } };
}

function verdict(...advice: readonly Advice[]): string {
  return writeVerdict(summarise(planInput(advice.map((one) => planned(one)))), 1_000);
}

for (const [moves, expected] of [
  [[["upgraded", "1.9", "2.0"]], "Risk: high, new major version of `p0`."],
  [[["upgraded", "1.9", "1!1.9"]], "Risk: high, new major version of `p0`."],
  [[["downgraded", "2.0.1", "2.0.0"]], "Risk: high, downgrade, removal or another index for `p0`."],
  [[["moved", "2.0", "2.0"]], "Risk: high, downgrade, removal or another index for `p0`."],
  [[["removed", "2.0", null]], "Risk: high, downgrade, removal or another index for `p0`."],
  [
    [
      ["upgraded", "1.1", "1.2"],
      ["upgraded", "1.1.1", "1.1.2"],
    ],
    "Risk: medium, new minor version of `p0`.",
  ],
  [[["upgraded", "1.1.1", "1.1.2"]], "Risk: low, direct dependencies get patch releases."],
  [[["added", null, "1.0"]], "Risk: low, direct dependencies are only added."],
] as const)
  test(`${moves.map((move) => move.join(" ")).join(", ")} is told as "${expected}"`, () => {
    assert.ok(verdict(moving(...moves)).includes(expected), verdict(moving(...moves)));
  });

test("what is introduced is said in bold", () => {
  const [known, ...before] = hitsOf("inference");
  const text = verdict({
    ...inference(),
    advisories: { judged: true, as_of: "2024-10-10", before, after: [known!] },
  });
  assert.match(text, /\*\*Introduces 1 advisory\.\*\*/);
  assert.doesNotMatch(text, /remain/);
});

test("where there is no lock before or after, nothing is said of its advisories", () => {
  const advice: Advice = { ...unsolvable(), advisories: { judged: true, as_of: "2024-10-10", before: [], after: [] } };
  const input = planInput([{ ...planned(advice), oldLock: undefined }]);
  assert.doesNotMatch(writeVerdict(summarise(input), 1_000), /[Aa]dvisor/);
});

test("no data means no verdict on advisories", () => {
  const text = verdict({ ...inference(), advisories: { judged: false, reason: "no advisories are installed" } });
  assert.match(text, /^\*\*Changes 50 packages in 1 environment\.\*\* Advisories are not judged for `inference`\./);
  assert.doesNotMatch(text, /No advisory/);
});

test("an environment without an answer is named", () => {
  assert.match(verdict(inference(), unsolvable()), /There is no answer for `reporting`\./);
});

test("numbers stand in for names that do not fit", () => {
  const advice = moving(["upgraded", "1.0", "2.0"]);
  const name = "n".repeat(150);
  const long = Array.from({ length: 8 }, (_, i) => ({
    ...unsolvable(),
    environment: { ...advice.environment, name: `${name}${i}` },
  }));
  const text = writeVerdict(summarise(planInput([advice, ...long].map((one) => planned(one)))), 400);
  assert.match(text, /There is no answer for 8 environments\./);
});
