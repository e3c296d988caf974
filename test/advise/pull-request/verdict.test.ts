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

const judged = { judged: true, as_of: "2024-10-10", before: [], after: [] } as const;
const all = { kind: "fix", advisories: "all" } as const;

test("a lock that is found and not written is no lock to call free of advisories", () => {
  const advice: Advice = { ...inference(), advisories: { ...judged, before: [], after: [] } };
  const lockless = { ...planned(advice), oldLock: undefined };
  const fix = (...environments: readonly ReturnType<typeof planned>[]) =>
    writeVerdict(summarise(planInput(environments, { goal: all })), 1_000);
  assert.equal(fix(lockless), "**No lock changes.** There is no lock, so there is nothing to fix.");
  const other = { ...advice, lock_path: "a/Pipfile.lock", environment: { ...advice.environment, name: "other" } };
  assert.equal(
    fix(lockless, planned(other)),
    "**No lock changes.** No advisory known as of 2024-10-10 remains. There is no lock for `inference`, so there is nothing to fix.",
  );
  const written = writeVerdict(summarise(planInput([lockless])), 1_000);
  assert.match(written, /No advisory known as of 2024-10-10 remains\./);
});

test("what nobody can judge is named", () => {
  const saying = (...names: readonly string[]) =>
    verdict({
      ...inference(),
      fix: {
        asked: null,
        absent: [],
        remaining: names.map((id) => ({ id, package: "web", version: "1", why: { kind: "undecided" as const } })),
      },
    });
  assert.match(saying("A-1"), / Whether `A-1` concerns a locked release cannot be told\./);
  assert.match(saying("A-1", "A-2"), / Whether `A-1` and `A-2` concern a locked release cannot be told\./);
});

test("a major version that an advisory forces on a package that others require is part of the risk", () => {
  const forced = (because: AdviceChange["because"], goal?: typeof all) => {
    const advice = moving(["upgraded", "1.9", "2.0"], ["upgraded", "1.1", "1.2"]);
    if (advice.outcome.kind !== "solved") assert.fail();
    const [first, second] = advice.outcome.changes;
    const changes = [{ ...first!, direct: false, because }, second!];
    return writeVerdict(
      summarise(planInput([planned({ ...advice, outcome: { ...advice.outcome, changes } })], { goal })),
      1_000,
    );
  };
  const said = "Risk: medium, new minor version of `p1`; new major version of `p0`, which others require.";
  assert.ok(forced({ kind: "fixes", advisories: ["A-1"] }).includes(said));
  assert.ok(forced({ kind: "newest" }, all).includes(said));
  assert.ok(forced({ kind: "newest" }).includes("Risk: medium, new minor version of `p1`. "));
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
