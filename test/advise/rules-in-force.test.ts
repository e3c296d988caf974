/** What a repository says about rules in `.thoth.yaml`, through a whole answer. */

import assert from "node:assert/strict";
import { test } from "node:test";

import type { Advice } from "../../src/advise/index.ts";
import { adviceWorld, ask } from "../support/advice-world.ts";

const world = await adviceWorld({ indexes: { pypi: "demo 2.0\ndemo 1.0" }, units: [] });

const refusing = (name: string, version: string) => `units:
  sieves:
  - name: ${name}
    type: sieve
    should_include: {adviser_pipeline: true}
    match: {package_version: {name: demo, version: "${version}"}}
    run: {stack_info: [{type: INFO, message: ${name} does not want it, link: "https://example.org"}]}
`;

/** @param settings lines below `prescriptions:`. */
async function advise(settings: string, rules: Readonly<Record<string, string | undefined>> = {}): Promise<Advice> {
  return await ask(world, '[packages]\ndemo = "*"', {
    thothYaml: `prescriptions:\n${settings}`,
    ownRules: Object.entries(rules).map(([path, text]) => ({ path, text })),
  });
}

function pinned({ outcome }: Advice): string {
  if (outcome.kind !== "solved") return outcome.kind;
  return Object.entries(outcome.packages)
    .map(([name, { version }]) => `${name} ${version}`)
    .join();
}

const warnings = ({ notes }: Advice) =>
  notes.filter(({ severity }) => severity === "warning").map(({ message }) => message);

const off = (rule: string, expires: string) =>
  `  off: [{rule: ${rule}, reason: we cannot yet, expires: "${expires}"}]\n`;

test("a repository's own rules count for it, and are named with the data", async () => {
  const advice = await advise("  files: [rules.yaml]\n", { "rules.yaml": refusing("NoTwo", "==2.0") });
  assert.equal(pinned(advice), "demo 1.0");
  assert.deepEqual(
    advice.data.filter(({ kind }) => kind === "rules").map(({ name }) => name),
    ["test", "own rules"],
  );
  assert.deepEqual(warnings(advice), []);
});

test("a rule that is switched off does not count until the day it expires", async () => {
  const rules = { "rules.yaml": refusing("NoTwo", "==2.0") };
  const before = await advise(off("UNKNOWN.NoTwo", "2024-10-02"), rules);
  assert.equal(pinned(before), "demo 2.0");
  assert.deepEqual(warnings(before), []);
  const on = await advise(off("UNKNOWN.NoTwo", "2024-10-01"), rules);
  assert.equal(pinned(on), "demo 1.0");
  assert.deepEqual(warnings(on), [
    ".thoth.yaml:2:9: `UNKNOWN.NoTwo` was switched off until 2024-10-01, and counts again",
  ]);
});

test("what a repository says wrong about rules is told, and the rest counts", async () => {
  const settings = `  sources: {elsewhere: false}\n${off("acme.Nobody", "2027-01-01")}`;
  const advice = await advise(settings, {
    "a.yaml": refusing("NoTwo", "==2.0"),
    "b.yaml": refusing("NoTwo", "==1.0"),
    "c.yaml": "units: {boots: 1}\n",
    "d.yaml": undefined,
  });
  assert.equal(pinned(advice), "demo 1.0");
  assert.deepEqual(warnings(advice), [
    "`prescriptions.sources` names `elsewhere`, and there is no such source of rules here",
    "`prescriptions.files` names `d.yaml`, and there is no such file",
    "rules are left out: b.yaml:3:11: the unit `UNKNOWN.NoTwo` already stands in a.yaml",
    "rules are left out: c.yaml:1:16: `units.boots` must be a list, not the number 1",
    ".thoth.yaml:3:9: there is no rule `acme.Nobody` to switch off",
  ]);
});

test("a source that a repository leaves out is not asked, and not named with the data", async () => {
  const advice = await advise("  sources: {test: false}\n");
  assert.deepEqual(
    advice.data.filter(({ kind }) => kind === "rules"),
    [],
  );
});

test("switching off a rule of a source that is left out has no effect, and that is told", async () => {
  const { services } = world;
  const sets = services.rules.sets.map((set) => ({
    ...set,
    pathOf: (rule: string) => (rule === "test.Known" ? "known.yaml" : undefined),
  }));
  const other = { ...world, services: { ...services, rules: { ...services.rules, sets } } };
  const entries = ["test.Known", "test.Unknown"].map((rule) => `{rule: ${rule}, reason: so, expires: "2099-01-01"}`);
  const thothYaml = `prescriptions:\n  sources: {test: false}\n  off: [${entries.join(", ")}]\n`;
  assert.deepEqual(warnings(await ask(other, '[packages]\ndemo = "*"', { thothYaml })), [
    ".thoth.yaml:3:9: `test.Known` is of the source `test`, which is left out, so that this entry has no effect",
    ".thoth.yaml:3:64: there is no rule `test.Unknown` to switch off",
  ]);
});
