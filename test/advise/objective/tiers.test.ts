import { test } from "node:test";
import assert from "node:assert/strict";

import type { AdvisoryHit } from "../../../src/advise/index.ts";
import { type Cost, type Weighing, tiers } from "../../../src/advise/objective/tiers.ts";
import type { Candidate } from "../../../src/ports/index.ts";
import { SpecifierSet, Version, packageName } from "../../../src/python/index.ts";
import { candidate, file } from "../../support/pipeline-samples.ts";

/** @param versions newest first, each perhaps with the day of its upload. */
function weighing(versions: readonly string[], more: Partial<Weighing> = {}): Weighing {
  const open = versions.map((text) => {
    const [version = "", day] = text.split(" ");
    return candidate(`web ${version}`, [
      file("web.whl", { uploaded: day === undefined ? undefined : `${day}T00:00:00Z` }),
    ]);
  });
  const user = { locked: undefined, direct: false, lines: [], developed: false };
  const known = { opinions: [], waived: new Map(), advisories: () => [], inherited: () => [], flaws: () => [] };
  return { name: packageName("web"), open, eligible: open, ...user, ...known, ...more };
}

/** Such as `1.0: 10000`. */
function tell(costs: Iterable<Cost>): string[] {
  return [...costs].map(({ candidate: { version }, cost }) => `${version.text}: ${cost}`);
}

function hit(id: string, severity: AdvisoryHit["severity"]): AdvisoryHit {
  return {
    id,
    aliases: [],
    package: "web",
    version: "1.0",
    severity,
    fixed_in: null,
    link: `https://osv.example/${id}`,
    reach: null,
  };
}

const severities = ["critical", "high", "medium", "unknown", "low"] as const;
const known = (one: Candidate) => (one.version.text === "1.0" ? severities.map((each) => hit(each, each)) : []);
const flawed = weighing(["2.0", "1.0"], { advisories: known });

test("an advisory costs by its severity, and only severe ones count as severe", () => {
  assert.deepEqual(tell(tiers.severeAdvisories.costs(flawed)), ["1.0: 10000", "1.0: 6000"]);
  assert.deepEqual(tell(tiers.otherAdvisories.costs(flawed)), ["1.0: 3000", "1.0: 3000", "1.0: 1000"]);
  assert.equal([...tiers.unreachedAdvisories.costs(flawed)].length, severities.length);
});

test("the reason of an advisory's cost names it and where to read it", () => {
  const [first] = tiers.unreachedAdvisories.costs(flawed);
  assert.deepEqual(first!.reason, {
    unit: "advisories",
    message: "critical (critical) affects it",
    link: "https://osv.example/critical",
  });
});

test("a release below the locked one is a regression, however old", () => {
  const locked = Version.parse("2.0");
  const costs = tiers.regressions.costs(weighing(["3.0 2024-01-01", "2.0 2010-01-01", "1.0 2023-12-01"], { locked }));
  assert.deepEqual(tell(costs), ["1.0: 10000"]);
});

test("without a lock a release more than 36 months older than the newest is a regression", () => {
  const versions = ["4.0 2024-03-01", "3.0 2021-03-01", "2.0 2021-02-28", "1.0"];
  assert.deepEqual(tell(tiers.regressions.costs(weighing(versions))), ["2.0: 10000"]);
});

test("without a day of upload nothing is called old", () => {
  assert.deepEqual(tell(tiers.regressions.costs(weighing(["2.0", "1.0 2001-01-01"]))), []);
});

test("freshness grows with the logarithm of what is skipped, fourfold for a direct dependency", () => {
  const versions = ["5.0", "4.0", "3.0", "2.0"];
  assert.deepEqual(tell(tiers.freshness.costs(weighing(versions))), ["4.0: 10000", "3.0: 15850", "2.0: 20000"]);
  const direct = tell(tiers.freshness.costs(weighing(versions, { direct: true })));
  assert.deepEqual(direct, ["4.0: 40000", "3.0: 63400", "2.0: 80000"]);
});

test("what nobody can expect to get does not count as newer", () => {
  const all = weighing(["3.0rc1", "2.0", "1.0"]);
  assert.deepEqual(tell(tiers.freshness.costs({ ...all, eligible: all.open.slice(1) })), ["1.0: 10000"]);
});

test("opinions count in whole steps in one tier, and the rest in another", () => {
  const all = weighing(["3.0", "2.0", "1.0"]);
  const opinion = (at: number, score: number) => ({
    kind: "opinion" as const,
    candidate: all.open[at]!,
    score,
    reason: { unit: "test", message: "so" },
  });
  const heard = { ...all, opinions: [opinion(0, 0.32), opinion(1, 0.5)] };
  assert.deepEqual(tell(tiers.rules.costs(heard)), ["3.0: 1500", "1.0: 5000"]);
  assert.deepEqual(tell(tiers.ruleTies.costs(heard)), ["3.0: 300"]);
});

/** How near the code comes, whether development alone needs it, and what a critical advisory weighs. */
const weights: readonly (readonly [AdvisoryHit["reach"], boolean, number])[] = [
  [null, false, 10_000],
  [null, true, 5_000],
  [reach(4), false, 15_000],
  [reach(4), true, 7_500],
  [reach(4, "tests"), false, 10_000],
  [reach(3), false, 12_500],
  [reach(2), false, 10_000],
  [reach("unknown"), false, 10_000],
  [reach(1), false, 7_500],
  [reach(0), false, 5_000],
  [reach(0, "docs"), false, 5_000],
];

function reach(
  level: NonNullable<AdvisoryHit["reach"]>["level"],
  only_in: NonNullable<AdvisoryHit["reach"]>["only_in"] = null,
): AdvisoryHit["reach"] {
  return { level, file: null, line: null, only_in };
}

for (const [reached, developed, weight] of weights)
  test(`a critical advisory ${JSON.stringify(reached)} ${developed ? "in development" : "that ships"}: ${weight}`, () => {
    const advisories = () => [{ ...hit("A", "critical"), reach: reached }];
    assert.deepEqual(tell(tiers.severeAdvisories.costs(weighing(["1.0"], { advisories, developed }))), [
      `1.0: ${weight}`,
    ]);
  });

test("an advisory is in the one tier of `security` or in the other, and in none where it is accepted", () => {
  const near = { ...hit("A", "low"), reach: reach(4) };
  const accepted = { ...hit("C", "high"), accepted: { reason: "r", until: null } };
  const known = weighing(["1.0"], { advisories: () => [near, hit("B", "low"), accepted] });
  assert.deepEqual(tell(tiers.reachedAdvisories.costs(known)), ["1.0: 1500"]);
  assert.deepEqual(tell(tiers.unreachedAdvisories.costs(known)), ["1.0: 1000"]);
});

test("what goes back costs what is locked, and what it has itself", () => {
  const of: Readonly<Record<string, readonly AdvisoryHit[]>> = {
    "3.0": [hit("A", "low")],
    "2.0": [hit("A", "high")],
    "1.0": [hit("B", "low")],
  };
  const advisories = ({ version }: Candidate) => of[version.text] ?? [];
  const known = weighing(["3.0", "2.0", "1.0", "0.9"], { advisories, locked: Version.parse("2.0") });
  const sums = Map.groupBy(tiers.unreachedAdvisories.costs(known), ({ candidate: { version } }) => version.text);
  assert.deepEqual(
    [...sums].map(([version, costs]) => [version, costs.reduce((sum, { cost }) => sum + cost, 0)]),
    [
      ["3.0", 1_000],
      ["2.0", 6_000],
      ["1.0", 7_000],
      ["0.9", 6_000],
    ],
  );
});

/** The lock, the line, a release with the day of its upload, and whether it is a major move nobody asked for. */
const moves: readonly (readonly [string | undefined, string, string, boolean])[] = [
  ["1.0", "*", "2.0 2024-01-01", true],
  ["1.0", ">=1", "2.0 2024-01-01", true],
  ["1.0", "!=2.1", "2.0 2024-01-01", true],
  ["1.0", "*", "1!1.0 2024-01-01", true],
  ["1.0", ">=2", "2.0 2024-01-01", false],
  ["1.0", ">=2", "3.0 2024-01-01", true],
  ["1.0", "<4", "3.0 2024-01-01", false],
  ["1.0", "==2.*", "2.0 2024-01-01", false],
  ["1.0", "~=2.0", "2.3 2024-01-01", false],
  ["1.0", "*", "1.9 2024-01-01", false],
  ["2.0", "*", "1.0 2024-01-01", false],
  ["23.2", "*", "24.1 2024-02-01", false],
  ["2023.7", "*", "2024.1 2024-02-01", false],
  ["23.2", "*", "24.1", true],
  ["68.0", "*", "69.0 2024-01-01", true],
  [undefined, "*", "2.0 2024-01-01", false],
];

for (const [locked, line, release, isHeld] of moves)
  test(`from ${locked ?? "nothing"} with \`${line}\` to ${release} is ${isHeld ? "" : "not "}a major move that nobody asked for`, () => {
    const lines = [SpecifierSet.parse(line === "*" ? "" : line)];
    const user = { locked: locked === undefined ? undefined : Version.parse(locked), lines };
    assert.equal([...tiers.majorMoves.costs(weighing([release], { ...user, direct: true }))].length, isHeld ? 1 : 0);
    // What others require is theirs to choose.
    assert.deepEqual([...tiers.majorMoves.costs(weighing([release], { ...user, lines: [], direct: false }))], []);
  });

test("each flaw costs the same in the tier of health, and so does a young release in that of the cooldown", () => {
  const reason = { unit: "test", message: "so" };
  const flaws = ({ version }: Candidate) => (version.text === "2.0" ? [reason, reason] : []);
  assert.deepEqual(tell(tiers.health.costs(weighing(["2.0", "1.0"], { flaws }))), ["2.0: 10000", "2.0: 10000"]);
  const all = weighing(["2.0", "1.0"]);
  assert.deepEqual(tell(tiers.cooldown.costs({ ...all, waived: new Map([[all.open[0]!, reason]]) })), ["2.0: 10000"]);
});
