import { test } from "node:test";
import assert from "node:assert/strict";

import { objectives } from "../../../src/advise/objective/objective.ts";
import { recommendationTypes } from "../../../src/environments/index.ts";
import { adviceWorld, ask, pins } from "../../support/advice-world.ts";

test("every type has an objective of tiers with different names, and freshness in it", () => {
  for (const type of recommendationTypes) {
    const names = objectives[type].map(({ name }) => name);
    assert.equal(new Set(names).size, names.length);
    assert.ok(names.includes("freshness"));
  }
});

test("the tiers stand in the order of the design", () => {
  const told = Object.fromEntries(
    recommendationTypes.map((type) => [type, objectives[type].map(({ name }) => name).join(" · ")]),
  );
  const rest = "freshness · small differences between rules";
  assert.deepEqual(told, {
    stable: `severe advisories · regressions · major moves not asked for · other advisories · cooldown · rules · health · ${rest}`,
    security: `advisories that the code reaches · advisories · regressions · cooldown · health · rules · ${rest}`,
    performance: `severe advisories · rules · regressions · other advisories · cooldown · health · ${rest}`,
    latest: "freshness · rules · small differences between rules",
    testing: "freshness · rules · small differences between rules",
  });
});

// One world, five types: everything from 2.0 on has a severe flaw.
const index = "web 4.0rc1\nweb 3.0\nweb 2.0\nweb 1.0\nweb 0.9";
const answers = { latest: "3.0", testing: "4.0rc1", stable: "1.0", security: "1.0", performance: "1.0" } as const;

for (const type of recommendationTypes)
  test(`\`${type}\` chooses ${answers[type]}`, async () => {
    const world = await adviceWorld({ indexes: { pypi: index }, advisories: "web>=2.0 high" });
    assert.equal(pins(await ask(world, '[packages]\nweb = "*"', { type })), `web ${answers[type]}`);
  });

test("a small flaw outweighs freshness for `security` and `stable`, and nothing else for `latest`", async () => {
  const world = await adviceWorld({ indexes: { pypi: "web 2.0\nweb 1.0" }, advisories: "web>=2.0 low" });
  const chosen = await Promise.all(
    recommendationTypes.map(async (type) => `${type} ${pins(await ask(world, '[packages]\nweb = "*"', { type }))}`),
  );
  assert.deepEqual(chosen.toSorted(), [
    "latest web 2.0",
    "performance web 1.0",
    "security web 1.0",
    "stable web 1.0",
    "testing web 2.0",
  ]);
});
