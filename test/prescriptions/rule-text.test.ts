/** What a rule says by itself, read again from what it was compiled from; the same of a rule in compiled form. */

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  type FailingCondition,
  listStore,
  type PipelineContext,
  type Unit,
  type UnitStore,
  withoutUnits,
} from "../../src/pipeline/index.ts";
import type { EnvironmentSettings } from "../../src/environments/index.ts";
import type { ImageContents } from "../../src/ports/index.ts";
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
const image: ImageContents = { symbols: new Set(), rpms: [], pythonPackages: [] };
const environment = (settings: Partial<EnvironmentSettings>) => context({ settings }).environment;
const within = (conditions: string) => `adviser_pipeline: true, runtime_environments: {${conditions}}`;
const failing = (key: string, stated: unknown): FailingCondition => ({ kind: "condition", key, stated });
const unknown = (of: "code" | "image" | "environment", key: string, stated: unknown): FailingCondition => ({
  kind: "not known",
  of,
  key,
  stated,
});
const gcc = [{ package_name: "gcc" }];
const avx = [{ cpu_flags: { not: ["avx2"] } }];
const inEnvironment = "runtime_environments";

for (const [include, expected, more] of [
  ["adviser_pipeline: true", undefined],
  ["dependency_monkey_pipeline: true", { kind: "other pipeline", pipelines: ["dependency-monkey"] }],
  [
    "adviser_pipeline: false, dependency_monkey_pipeline: true, times: 0",
    { kind: "other pipeline", pipelines: ["dependency-monkey"] },
  ],
  ["times: 1", { kind: "other pipeline", pipelines: [] }],
  ["adviser_pipeline: true, times: 0", failing("times", 0)],
  ["adviser_pipeline: true, recommendation_types: [security]", failing("recommendation_types", ["security"])],
  ["adviser_pipeline: true, labels: {team: web}", undefined],
  ["adviser_pipeline: true, labels: {team: app}", failing("labels", { team: "app" })],
  [
    "library_usage: {flask: [flask.Flask]}, adviser_pipeline: true",
    unknown("code", "library_usage", { flask: ["flask.Flask"] }),
  ],
  [
    "library_usage: {flask: [flask.Flask]}, adviser_pipeline: true",
    failing("library_usage", { flask: ["flask.Flask"] }),
    { libraryUsage: new Map() },
  ],
  [
    "library_usage: {flask: [flask.Flask]}, adviser_pipeline: true, recommendation_types: [performance]",
    failing("recommendation_types", ["performance"]),
  ],
  [
    "library_usage: {flask: [flask.Flask]}, adviser_pipeline: true, runtime_environments: {mkl_version: '>1'}",
    unknown("environment", `${inEnvironment}.mkl_version`, ">1"),
  ],
  [
    'adviser_pipeline: true, labels: {team: web}, runtime_environments: {python_version: ">=3", platforms: [mars]}',
    failing(`${inEnvironment}.platforms`, ["mars"]),
  ],
  [within("mkl_version: '>1', python_version: '<3'"), failing(`${inEnvironment}.python_version`, "<3")],
  [
    within("rpm_packages: {not: [{package_name: gcc}]}"),
    unknown("image", `${inEnvironment}.rpm_packages`, { not: gcc }),
  ],
  [within("rpm_packages: [{package_name: gcc}]"), failing(`${inEnvironment}.rpm_packages`, gcc), { image }],
  [
    within("python_packages: {not: [{name: pip}]}"),
    unknown("image", `${inEnvironment}.python_packages`, { not: [{ name: "pip" }] }),
  ],
  [within("abi: [A]"), unknown("image", `${inEnvironment}.abi`, ["A"]), { image }],
  [within("abi: [A]"), failing(`${inEnvironment}.abi`, ["A"]), { image: { ...image, symbols: new Set(["B"]) } }],
  [within("base_images: [a/b]"), unknown("environment", `${inEnvironment}.base_images`, ["a/b"])],
  [
    within("base_images: [a/b]"),
    failing(`${inEnvironment}.base_images`, ["a/b"]),
    { environment: environment({ base_image: "c/d" }) },
  ],
  [
    within("cuda_version: null"),
    failing(`${inEnvironment}.cuda_version`, null),
    { environment: environment({ cuda_version: "11.1" }) },
  ],
  [within("operating_systems: [{name: fedora}]"), failing(`${inEnvironment}.operating_systems`, [{ name: "fedora" }])],
  [within("hardware: [{cpu_flags: {not: [avx2]}}]"), unknown("environment", `${inEnvironment}.hardware`, avx)],
  [
    within("hardware: [{cpu_flags: {not: [avx2]}}]"),
    unknown("environment", `${inEnvironment}.hardware`, avx),
    { environment: environment({ hardware: { cpu_family: 99, cpu_model: 1 } }) },
  ],
  [
    within("hardware: [{cpu_flags: {not: [avx2]}}]"),
    failing(`${inEnvironment}.hardware`, avx),
    { environment: environment({ hardware: { cpu_family: 6, cpu_model: 60 } }) },
  ],
  [
    within("hardware: {not: [{cpu_models: [60]}]}"),
    failing(`${inEnvironment}.hardware`, { not: [{ cpu_models: [60] }] }),
    { environment: environment({ hardware: { cpu_model: 60 } }) },
  ],
  ["adviser_pipeline: true, dependencies: {boots: [acme.Nobody]}", undefined],
] as readonly (readonly [string, FailingCondition | undefined, Partial<PipelineContext>?])[])
  test(`the condition that fails is told, and whether it is known: ${include}, ${expected?.kind}`, () => {
    const text = yaml([["sieves", "One", "sieve", "match: {package_version: {name: demo}}"]], include);
    const [unit] = loadPrescriptions([ruleFile("a.yaml", text)], { strict: true }).units;
    const here = { ...run, ...more };
    assert.deepEqual(unit!.text!().failing(here), expected);
    const alone = unit!.condition!.holds(here);
    assert.equal(alone, expected === undefined);
  });

test("what is brought in is out of reach where no index of the run has its address", () => {
  const [add, simd] = ["Add", "Simd"].map((name) => {
    const act = units.find((unit) => unit.name === `UNKNOWN.${name}`)!.text!().act();
    return "pin" in act ? act.pin : undefined;
  });
  const at = (url: string): PipelineContext => ({ ...run, indexes: new Map([["one", url]]) });
  const reached = [at("https://example.org/"), at("https://other.example")].map((one) => [
    add?.hasIndex(one),
    simd?.hasIndex(one),
  ]);
  assert.deepEqual(reached, [
    [true, true],
    [false, true],
  ]);
});
