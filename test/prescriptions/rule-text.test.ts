/** What a rule says by itself, read again from what it was compiled from; the same of a rule in compiled form. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { listStore, type PipelineContext, type Unit, type UnitStore, withoutUnits } from "../../src/pipeline/index.ts";
import { loadPrescriptions, PackedStore, packPrescriptions, ruleFile } from "../../src/prescriptions/index.ts";
import { packageName } from "../../src/python/index.ts";
import { context } from "../support/pipeline-samples.ts";

const talk = 'stack_info: [{type: INFO, message: hello, link: "https://example.org"}]';

/** Section, name, type and the rest of each unit. */
const rules = [
  ["boots", "Boot", "boot", `match: {package_name: Sail_Boat}, run: {not_acceptable: no boats}`],
  [
    "pseudonyms",
    "Simd",
    "pseudonym",
    "match: {package_version: {name: pillow}}, run: {yield: {package_version: {name: Pillow-SIMD}}}",
  ],
  ["sieves", "Any", "sieve", 'match: {package_version: {version: "==0.1"}}'],
  ["sieves", "Skip", "sieve.SkipPackage", "match: {package_name: enum34}"],
  [
    "steps",
    "Add",
    "step.AddPackage",
    'match: {package_version: {name: foo}}, run: {package_version: {name: six, locked_version: "==1.16", index_url: "https://example.org", develop: false}}',
  ],
  [
    "steps",
    "From",
    "step",
    "match: {package_version: {name: foo}, state: {resolved_dependencies: [{name: beside}], package_version_from: [{name: origin}]}}, run: {score: 0.5}",
  ],
  [
    "steps",
    "Group",
    "step.Group",
    "match: {group: [{package_version: {name: one}}, {package_version: {name: two}}]}, run: {not_acceptable: no}",
  ],
  [
    "strides",
    "Stride",
    "stride",
    "match: {state: {resolved_dependencies: [{name: one}, {name: three}]}}, run: {not_acceptable: no}",
  ],
  [
    "wraps",
    "Pair",
    "wrap",
    `match: [{state: {resolved_dependencies: [{name: numpy, version: "==1"}, {name: pillow}]}}], run: {${talk}, advised_manifest_changes: {apiVersion: v1, kind: Pod, patch: {op: add, path: /x, value: {name: environment}}}}`,
  ],
  [
    "wraps",
    "Subject",
    "wrap",
    'run: {justification: [{type: INFO, message: hello, link: "https://example.org", package_name: flask}]}',
  ],
] as const;

function yaml(
  units: readonly (readonly [string, string, string, string])[],
  include = "adviser_pipeline: true",
): string {
  const sections = Map.groupBy(units, ([section]) => section);
  const written = [...sections].map(([section, all]) => {
    const lines = all.map(
      ([, name, type, rest]) => `  - {name: ${name}, type: ${type}, should_include: {${include}}, ${rest}}\n`,
    );
    return `  ${section}:\n${lines.join("")}`;
  });
  return `units:\n${written.join("")}`;
}

const files = [ruleFile("a.yaml", yaml(rules))];
const { units } = loadPrescriptions(files, { strict: true });
const stores: Readonly<Record<string, UnitStore>> = {
  "a list": listStore(units),
  "compiled rules": PackedStore.open(packPrescriptions(files, Buffer.alloc(32))),
};

for (const [what, store] of Object.entries(stores))
  test(`${what}: a rule is found by every package that it names, in what it matches and in what it does`, () => {
    const naming = (name: string) => store.naming(packageName(name)).map((unit) => unit.name.replace("UNKNOWN.", ""));
    const found = ["sail-boat", "pillow", "pillow-simd", "enum34", "foo", "six", "beside", "origin", "one", "two"];
    assert.deepEqual(
      Object.fromEntries([...found, "three", "numpy", "flask", "environment"].map((name) => [name, naming(name)])),
      {
        "sail-boat": ["Boot"],
        pillow: ["Simd", "Pair"],
        "pillow-simd": ["Simd"],
        enum34: ["Skip"],
        foo: ["Add", "From"],
        six: ["Add"],
        beside: ["From"],
        origin: ["From"],
        one: ["Group", "Stride"],
        two: ["Group"],
        three: ["Stride"],
        numpy: ["Pair"],
        flask: ["Subject"],
        environment: [],
      },
    );
  });

test("what is switched off names nothing", () => {
  const store = withoutUnits(stores["a list"]!, new Set(["UNKNOWN.Pair"]));
  assert.deepEqual(store.naming(packageName("numpy")), []);
});

test("a compiled rule says what it said before", () => {
  const said = (unit: Unit | undefined) => {
    const text = unit!.text!();
    return JSON.stringify([text.situations(), text.act(), text.reason(), text.notes()]);
  };
  for (const unit of units) assert.equal(said(stores["compiled rules"]!.find(unit)), said(unit), unit.name);
});

const run: PipelineContext = { ...context(), labels: new Map([["team", "web"]]) };

for (const [include, expected] of [
  ["adviser_pipeline: true", undefined],
  ["dependency_monkey_pipeline: true", { key: "adviser_pipeline", stated: false }],
  ["adviser_pipeline: true, times: 0", { key: "times", stated: 0 }],
  ["adviser_pipeline: true, recommendation_types: [security]", { key: "recommendation_types", stated: ["security"] }],
  ["adviser_pipeline: true, labels: {team: web}", undefined],
  ["adviser_pipeline: true, labels: {team: app}", { key: "labels", stated: { team: "app" } }],
  [
    "adviser_pipeline: true, library_usage: {flask: [flask.Flask]}",
    { key: "library_usage", stated: { flask: ["flask.Flask"] } },
  ],
  [
    'adviser_pipeline: true, labels: {team: web}, runtime_environments: {python_version: ">=3", platforms: [mars]}',
    { key: "runtime_environments.platforms", stated: ["mars"] },
  ],
  ["adviser_pipeline: true, dependencies: {boots: [acme.Nobody]}", undefined],
] as const)
  test(`the first condition that fails is told: ${include}`, () => {
    const text = yaml([["sieves", "One", "sieve", "match: {package_version: {name: demo}}"]], include);
    const [unit] = loadPrescriptions([ruleFile("a.yaml", text)], { strict: true }).units;
    assert.deepEqual(unit!.text!().failing(run), expected);
    const alone = unit!.condition!.holds(run);
    assert.equal(alone, expected === undefined);
  });
