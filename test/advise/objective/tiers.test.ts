import { test } from "node:test";
import assert from "node:assert/strict";

import type { AdvisoryHit } from "../../../src/advise/index.ts";
import { type Cost, type Weighing, tiers } from "../../../src/advise/objective/tiers.ts";
import type { Candidate } from "../../../src/ports/index.ts";
import { Version, packageName } from "../../../src/python/index.ts";
import { candidate, file } from "../../support/pipeline-samples.ts";

/** @param versions newest first, each perhaps with the day of its upload. */
function weighing(versions: readonly string[], more: Partial<Weighing> = {}): Weighing {
  const open = versions.map((text) => {
    const [version = "", day] = text.split(" ");
    return candidate(`web ${version}`, [
      file("web.whl", { uploaded: day === undefined ? undefined : `${day}T00:00:00Z` }),
    ]);
  });
  const rest = { opinions: [], locked: undefined, direct: false, advisories: () => [] };
  return { name: packageName("web"), open, eligible: open, ...rest, ...more };
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
  };
}

const severities = ["critical", "high", "medium", "unknown", "low"] as const;
const known = (one: Candidate) => (one.version.text === "1.0" ? severities.map((each) => hit(each, each)) : []);
const flawed = weighing(["2.0", "1.0"], { advisories: known });

test("an advisory costs by its severity, and only severe ones count as severe", () => {
  assert.deepEqual(tell(tiers.severeAdvisories.costs(flawed)), ["1.0: 10000", "1.0: 6000"]);
  assert.deepEqual(tell(tiers.otherAdvisories.costs(flawed)), ["1.0: 3000", "1.0: 3000", "1.0: 1000"]);
  assert.equal([...tiers.advisories.costs(flawed)].length, severities.length);
});

test("the reason of an advisory's cost names it and where to read it", () => {
  const [first] = tiers.advisories.costs(flawed);
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
