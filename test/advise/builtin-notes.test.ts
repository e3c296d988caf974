/** Where a reader meets what the built-in units say: on the pull request, on the page of the check, or in a refusal. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { type Advice, adviseAll } from "../../src/advise/index.ts";
import { planChange } from "../../src/advise/plan.ts";
import type { OperatingSystem } from "../../src/environments/index.ts";
import { type AdviceWorld, adviceWorld, lockOf, manifestText, requestOf, signal } from "../support/advice-world.ts";

const world = await adviceWorld({ indexes: { pypi: "web 2.0 -> http\nweb 1.0\nhttp 1.0" } });
const sections = '[packages]\nweb = "*"';

interface Story {
  readonly sections?: string;
  readonly lock?: string;
  /** One environment each, on the same files; undefined for one that does not say. */
  readonly systems?: readonly (OperatingSystem | undefined)[];
  readonly today?: string;
}

async function tell({ sections: own = sections, lock, systems = [undefined], today }: Story) {
  const request = requestOf(manifestText(world, own), lock === undefined ? {} : { lock });
  const projects = systems.map((operatingSystem, i) => ({
    ...request,
    environment: { ...request.environment, name: `e${i}`, operatingSystem, labels: { team: "data" } },
  }));
  const advice = await adviseAll(projects, servicesOn(world, today ?? "2024-10-01"), signal);
  const environments = advice.map((each) => ({ advice: each, oldLock: lock }));
  const shared = { project: undefined, notes: [], command: "thoth advise", inputDigest: "0".repeat(64) };
  return { advice, plan: planChange({ environments, ...shared }) };
}

function servicesOn({ services }: AdviceWorld, today: string): AdviceWorld["services"] {
  return { ...services, rules: { ...services.rules, today } };
}

test("what was assumed of an environment is told on the page of the check and in the details, and not on the pull request", async () => {
  const { plan } = await tell({});
  const facts = [
    /The answer is for/,
    /no operating system is stated/,
    /without bounds: `web`/,
    /`team=data`/,
    /likewise \[web 2\.0\]/,
  ];
  for (const fact of facts) {
    assert.match(plan.checkPage, fact);
    assert.match(plan.details, fact);
    assert.doesNotMatch(plan.body, fact);
  }
});

test("a Python that gets no more fixes is a warning on the pull request, with its schedule", async () => {
  const warning =
    /Warning: Python 3\.8 has had no security fixes since 2024-10-07 \(`end-of-life-python`, \[peps\.python\.org\]/;
  assert.match((await tell({ today: "2024-10-08" })).plan.body, warning);
  assert.doesNotMatch((await tell({ today: "2024-10-07" })).plan.body, /security fixes/);
});

test("a Pipfile that has changed since its lock is told, and one that has not is not", async () => {
  const changed = /`Pipfile` has changed since `Pipfile\.lock` was made for it/;
  const lock = lockOf(world, sections, "web 1.0");
  assert.doesNotMatch((await tell({ lock })).plan.body, changed);
  const other = '[packages]\nweb = ">=1"';
  assert.match((await tell({ lock, sections: other })).plan.body, changed);
  const unsigned = JSON.stringify({ ...(JSON.parse(lock) as object), _meta: { "pipfile-spec": 6, sources: [] } });
  assert.doesNotMatch((await tell({ lock: unsigned })).plan.body, changed);
});

test("an environment that is refused says why and what to write, and the one beside it has its answer", async () => {
  const { advice, plan } = await tell({
    systems: [
      { name: "windows", version: "11" },
      { name: "rhel", version: "8" },
    ],
  });
  assert.deepEqual(
    advice.map(({ outcome }) => outcome.kind),
    ["refused", "solved"],
  );
  assert.equal(ruleOf(advice[0]!), "platform");
  assert.equal(plan.kind, "change");
  for (const page of [plan.body, plan.checkPage]) {
    assert.match(page, /There is no answer for `e0`\./);
    assert.match(
      page,
      /`e0`: .*Which wheels fit `windows 11` is not known.*`operating_system: \{name: debian, version: "12"\}`/,
    );
    assert.match(page, /\| refused \|/);
  }
});

test("where all environments are refused nothing changes", async () => {
  const { plan } = await tell({ systems: [{ name: "macos", version: "14" }] });
  assert.deepEqual(plan.kind === "nothing" && plan.reason, "No lock changes: 1 environment is refused");
});

function ruleOf({ outcome }: Advice): string | undefined {
  return outcome.kind === "refused" ? outcome.rule.unit : undefined;
}
