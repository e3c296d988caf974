import assert from "node:assert/strict";
import { test } from "node:test";
import type { EnvironmentSettings, RecommendationType } from "../../src/environments/index.ts";
import { includedUnits } from "../../src/pipeline/index.ts";
import { context } from "../support/pipeline-samples.ts";
import { load } from "../support/rule-samples.ts";

type Settings = Partial<EnvironmentSettings>;

/** `should_include`, what the run is, and whether the unit takes part. The run is `stable`, RHEL 8, Python 3.8, without CUDA. */
const cases: readonly (readonly [string, boolean, Settings?, RecommendationType?])[] = [
  ["{}", false],
  ["{adviser_pipeline: false}", false],
  ["{adviser_pipeline: true}", true],
  ["{dependency_monkey_pipeline: true}", false],
  ["{adviser_pipeline: true, dependency_monkey_pipeline: true}", true],
  ["{adviser_pipeline: true, times: 1}", true],
  ["{adviser_pipeline: true, times: 0}", false],
  ["{adviser_pipeline: true, recommendation_types: [stable, security]}", true],
  ["{adviser_pipeline: true, recommendation_types: [latest]}", false],
  ["{adviser_pipeline: true, recommendation_types: [latest]}", true, {}, "latest"],
  ["{adviser_pipeline: true, recommendation_types: []}", false],
  ["{adviser_pipeline: true, recommendation_types: {not: [latest]}}", true],
  ["{adviser_pipeline: true, recommendation_types: {not: [stable]}}", false],
  ...environments([
    ['{cuda_version: "==11.1"}', true, { cuda_version: "11.1" }],
    ['{cuda_version: "==11.1"}', false, { cuda_version: "11.2" }],
    ['{cuda_version: "==11.1"}', false, {}],
    ['{cuda_version: "!=11.1"}', false, {}],
    ['{cuda_version: "!=11.1"}', true, { cuda_version: "11.2" }],
    ['{cuda_version: ">=0.0"}', true, { cuda_version: "11" }],
    ["{cuda_version: null}", true, {}],
    ["{cuda_version: null}", false, { cuda_version: "11.1" }],
    ['{cudnn_version: "==8"}', true, { cudnn_version: "8.0" }],
    ['{cudnn_version: "==8"}', false, { cudnn_version: "8.0.61" }],
    ['{openblas_version: ">=0.3"}', true, { openblas_version: "0.3.1" }],
    ['{openmpi_version: "<4"}', true, { openmpi_version: "3.1" }],
    ["{mkl_version: null}", false, { mkl_version: "2021.1" }],
    ['{python_version: ">=3.8,<=3.10"}', true, { python_version: "3.10" }],
    ['{python_version: "<3.8"}', false, {}],
    ['{python_version: "==3.8"}', true, {}],
    ["{python_version: null}", false, {}],
    ["{platforms: [linux-x86_64, null]}", true, {}],
    ["{platforms: [null]}", false, {}],
    ["{platforms: {not: [linux-x86_64]}}", false, {}],
    ["{operating_systems: [{name: fedora}, {name: rhel}]}", true, {}],
    ['{operating_systems: [{name: rhel, version: "8"}]}', true, {}],
    ['{operating_systems: [{name: rhel, version: "9"}]}', false, {}],
    ["{operating_systems: [{}]}", true, {}],
    ["{operating_systems: []}", false, {}],
    ['{operating_systems: [{name: rhel}], cuda_version: "==11.1"}', false, {}],
  ]),
];

function environments(rows: readonly (readonly [string, boolean, Settings])[]): typeof cases {
  return rows.map(([text, expected, settings]) => [
    `{adviser_pipeline: true, runtime_environments: ${text}}`,
    expected,
    settings,
  ]);
}

for (const [include, expected, settings = {}, type] of cases)
  test(`${include} ${expected ? "takes" : "does not take"} part with ${JSON.stringify(settings)} ${type ?? ""}`, () => {
    const rule = `units: {wraps: [{name: A, type: wrap, should_include: ${include}, run: {}}]}`;
    const { units, rejected } = load({ "a.yaml": rule });
    assert.deepEqual(rejected, []);
    const run = context({ settings, ...(type && { type }) });
    assert.equal(includedUnits(units, run).length === 1, expected);
  });
