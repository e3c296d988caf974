/** `should_include`: in which runs a unit takes part. What it says of environments is tested in the folder beside. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { PipelineContext } from "../../src/pipeline/index.ts";
import { condition, type RunRow, testRuns } from "../support/condition-samples.ts";
import { context } from "../support/pipeline-samples.ts";

type Run = Partial<PipelineContext>;

const monkey = (decisionType: "all" | "random"): Run => ({ pipeline: { kind: "dependency-monkey", decisionType } });
const advice = (stated: string) => `{adviser_pipeline: true${stated === "" ? "" : `, ${stated}`}}`;
const experiment = (stated: string) => `{dependency_monkey_pipeline: true, ${stated}}`;

const pipelines: readonly RunRow[] = [
  ["{}", false],
  ["{}", false, monkey("all")],
  ["{adviser_pipeline: false}", false],
  ["{adviser_pipeline: true}", true],
  ["{adviser_pipeline: true}", false, monkey("all")],
  ["{dependency_monkey_pipeline: true}", false],
  ["{dependency_monkey_pipeline: true}", true, monkey("random")],
  ["{dependency_monkey_pipeline: false}", false, monkey("random")],
  ["{adviser_pipeline: true, dependency_monkey_pipeline: true}", true],
  ["{adviser_pipeline: true, dependency_monkey_pipeline: true}", true, monkey("all")],
  [advice("times: 1"), true],
  [advice("times: 0"), false],
  ["{times: 1}", false],

  [advice("recommendation_types: [stable, security]"), true],
  [advice("recommendation_types: [latest]"), false],
  [advice("recommendation_types: [latest]"), true, { recommendationType: "latest" }],
  [advice("recommendation_types: []"), false],
  [advice("recommendation_types: {not: [latest]}"), true],
  [advice("recommendation_types: {not: [latest, stable]}"), false],
  [advice("recommendation_types: {not: []}"), true],
  [experiment("recommendation_types: [latest]"), true, monkey("all")],

  [experiment("decision_types: [all]"), true, monkey("all")],
  [experiment("decision_types: [all]"), false, monkey("random")],
  [experiment("decision_types: [all, random]"), true, monkey("random")],
  [experiment("decision_types: {not: [random]}"), true, monkey("all")],
  [experiment("decision_types: {not: [random]}"), false, monkey("random")],
  [advice("decision_types: [random]"), true],

  [advice("authenticated: true"), false],
  [advice("authenticated: true"), true, { authenticated: true }],
  [advice("authenticated: false"), true],
  [advice("authenticated: false"), false, { authenticated: true }],
];

testRuns(pipelines, ([, , run = {}]) => `in a run of ${JSON.stringify(run)}`);

const labels = (...pairs: readonly (readonly [string, string])[]): Run => ({ labels: new Map(pairs) });

const labelRows: readonly RunRow[] = [
  [advice("labels: {team: ml}"), true, labels(["team", "ml"])],
  [advice("labels: {team: ml}"), true, labels(["stage", "test"], ["team", "ml"])],
  [advice("labels: {team: ml}"), false, labels(["team", "web"])],
  [advice("labels: {team: ml}"), false, labels(["ml", "team"])],
  [advice("labels: {team: ml}"), false, labels()],
  [advice("labels: {team: ml, stage: test}"), true, labels(["stage", "test"])],
  [advice("labels: {team: ml, stage: test}"), true, labels(["team", "ml"], ["stage", "live"])],
  [advice("labels: {team: ml, stage: test}"), false, labels(["team", "test"], ["stage", "ml"])],
  [advice("labels: {toString: a}"), false, labels()],
  [advice("labels: {}"), true, labels()],
];

testRuns(labelRows, ([, , run]) => `with the labels ${JSON.stringify([...(run?.labels ?? [])])}`);

const uses = (usage: Readonly<Record<string, readonly string[]>>): Run => ({
  libraryUsage: new Map(Object.entries(usage).map(([library, symbols]) => [library, new Set(symbols)])),
});
const flask = uses({ flask: ["flask.json.dumps", "flask.Flask"], os: ["os.path.join"] });
const cors = uses({ flask: ["flask_cors.CORS"], flask_cors: ["flask_cors.CORS"] });

const usageRows: readonly RunRow[] = [
  [advice("library_usage: {flask: [flask.Flask]}"), true, flask],
  // The order of what is used tells nothing.
  [advice("library_usage: {flask: [flask.json.dumps]}"), true, flask],
  [advice("library_usage: {flask: [flask.json.dumps, flask.Flask]}"), true, flask],
  [advice("library_usage: {flask: [flask.Flask, flask.g]}"), false, flask],
  [advice("library_usage: {flask: [flask.Flask], os: [os.path.join]}"), true, flask],
  [advice("library_usage: {flask: [flask.Flask], os: [os.remove]}"), false, flask],
  [advice("library_usage: {flask: [flask.Flask], django: [django.setup]}"), false, flask],
  [advice("library_usage: {flask: [flask.*]}"), true, flask],
  [advice("library_usage: {flask: [flask.json.*]}"), true, flask],
  [advice("library_usage: {flask: [flask.js.*]}"), false, flask],
  [advice("library_usage: {flask: [flask.Flask.*]}"), true, flask],
  [advice("library_usage: {flask: [flask]}"), false, flask],
  [advice("library_usage: {flask: []}"), true, flask],
  [advice("library_usage: {django: []}"), false, flask],
  [advice("library_usage: {flask: [flask.Flask]}"), false, uses({ flask: [] })],
  [advice("library_usage: {flask: [flask.Flask]}"), false, { libraryUsage: undefined }],
  [advice("library_usage: {constructor: [a]}"), false, flask],
  [advice("library_usage: {}"), true, { libraryUsage: undefined }],
  // A name that only begins alike is another library.
  [advice("library_usage: {flask: [flask.*]}"), false, cors],
  [advice("library_usage: {flask_cors: [flask_cors.*]}"), true, cors],
];

testRuns(usageRows, ([, , run]) =>
  run?.libraryUsage === undefined
    ? "of code that nobody has looked into"
    : `of ${[...run.libraryUsage.keys()].join(", ")}`,
);

test("every symbol that is used counts, whichever is told first", () => {
  const rule = condition(advice("library_usage: {flask: [flask.Flask]}"));
  for (const symbols of [
    ["flask.Flask", "flask.g"],
    ["flask.g", "flask.Flask"],
  ])
    assert.equal(rule.holds(context({ run: uses({ flask: symbols }) })), true);
});

test("symbols of a library whose name begins alike are not the library's", () => {
  assert.equal(condition(advice("library_usage: {flask: [flask.*]}")).holds(context({ run: cors })), false);
});

test("what a run knows of the code reaches the rules, library by library", () => {
  const rule = condition(advice("library_usage: {os: [os.path.*]}"));
  assert.equal(rule.holds(context({ run: flask })), true);
  assert.equal(rule.holds(context({ run: uses({ report: ["os.path.join"] }) })), false);
});

test("units with equal conditions share one, in whatever order its keys are written", () => {
  const first = condition("{adviser_pipeline: true, labels: {a: b, c: d}}");
  assert.equal(condition("{labels: {c: d, a: b}, adviser_pipeline: true}"), first);
  assert.notEqual(condition("{adviser_pipeline: true, labels: {a: b, c: e}}"), first);
});

test("a list keeps its order and its nulls in the comparison of conditions", () => {
  const of = (platforms: string) =>
    condition(`{adviser_pipeline: true, runtime_environments: {platforms: ${platforms}}}`);
  assert.notEqual(of("[null]"), of("[]"));
  assert.notEqual(of("[null]"), of('["null"]'));
});

test("a wrong value is refused although a right one with the same JSON was seen before", () => {
  condition("{runtime_environments: {platforms: [null]}}");
  assert.throws(() => condition("{runtime_environments: {platforms: [.nan]}}"), { code: "INVALID_RULE" });
});

test("a condition that is too long to be remembered holds all the same", () => {
  const long = condition(`{adviser_pipeline: true, labels: {key: ${"a".repeat(2_000)}}}`);
  assert.equal(long.holds(context({ run: labels(["key", "a".repeat(2_000)]) })), true);
});

test("dependencies are told by kind and full name", () => {
  const { dependencies } = condition(
    "{adviser_pipeline: true, dependencies: {wraps: [thoth.A, thoth.B], boots: [platform], sieves: []}}",
  );
  assert.deepEqual(dependencies, [
    { kind: "boot", name: "platform" },
    { kind: "wrap", name: "thoth.A" },
    { kind: "wrap", name: "thoth.B" },
  ]);
});

/** A value that is wrong, the column where it stands, and what is said of it. */
const wrong: readonly (readonly [stated: string, column: number, complaint: string])[] = [
  ["yes", 17, "`should_include` must be a mapping, not `yes`"],
  ["{times: 2}", 25, "`should_include.times` must be `0` or `1`, not the number 2"],
  ["{adviser_pipeline: 1}", 36, "`should_include.adviser_pipeline` must be `true` or `false`, not the number 1"],
  ["{adviser_pipelines: true}", 18, "unknown key `should_include.adviser_pipelines`"],
  [
    "{dependency_monkey_pipeline: x}",
    46,
    "`should_include.dependency_monkey_pipeline` must be `true` or `false`, not `x`",
  ],
  [
    "{recommendation_types: [LATEST]}",
    41,
    "`should_include.recommendation_types[0]` must be `latest` or `stable` or `testing` or `performance` or `security`, not `LATEST`",
  ],
  [
    "{decision_types: {not: [some]}}",
    41,
    "`should_include.decision_types.not[0]` must be `all` or `random`, not `some`",
  ],
  ["{decision_types: {nor: [all]}}", 35, "unknown key `should_include.decision_types.nor`"],
  ["{authenticated: maybe}", 33, "`should_include.authenticated` must be `true` or `false`, not `maybe`"],
  ["{labels: {a: 1}}", 30, "`should_include.labels.a` must be text, not the number 1"],
  ["{labels: [a]}", 26, "`should_include.labels` must be a mapping, not a list"],
  ["{library_usage: {a: b}}", 37, "`should_include.library_usage.a` must be a list, not `b`"],
  ["{dependencies: {wrap: [a]}}", 33, "unknown key `should_include.dependencies.wrap`"],
  ["{dependencies: {wraps: a}}", 40, "`should_include.dependencies.wraps` must be a list, not `a`"],
];

/** The same under `runtime_environments`. */
const wrongEnvironments: readonly (readonly [stated: string, column: number, complaint: string])[] = [
  [
    "operating_systems: [{version: 8.2}]",
    71,
    "`R.operating_systems[0].version` must be text or a whole number, not the number 8.2",
  ],
  ["operating_systems: [{release: 8}]", 62, "unknown key `R.operating_systems[0].release`"],
  ["hardware: []", 51, "`R.hardware` lists nothing"],
  [
    "hardware: [{cpu_models: [Skylake]}]",
    66,
    "`R.hardware[0].cpu_models[0]` must be a whole number or null, not `Skylake`",
  ],
  ["hardware: [{cpu_flags: [sse]}]", 65, "`R.hardware[0].cpu_flags[0]` must be `avx2` or `avx512`, not `sse`"],
  [
    "hardware: [{gpu_models: 1}]",
    65,
    "`R.hardware[0].gpu_models` must be a list or a mapping or null, not the number 1",
  ],
  [
    'python_version: "3.8"',
    57,
    "`3.8` is not a version specifier; write an operator and a version, such as `>=1.4,<2`",
  ],
  ["cuda_version: 11.1", 55, "`R.cuda_version` must be text or null, not the number 11.1"],
  ['mkl_version: ""', 54, "`R.mkl_version` is empty, and must be a version specifier"],
  ["platforms: linux-x86_64", 52, "`R.platforms` must be a list or a mapping, not `linux-x86_64`"],
  ["base_images: [1]", 55, "`R.base_images[0]` must be text or null, not the number 1"],
  ["abi: {not: GLIBC_2.17}", 52, "`R.abi.not` must be a list, not `GLIBC_2.17`"],
  ["rpm_packages: [{name: git}]", 57, "unknown key `R.rpm_packages[0].name`"],
  [
    "rpm_packages: [{package_name: git, epoch: 1}]",
    83,
    "`R.rpm_packages[0].epoch` must be text or null, not the number 1",
  ],
  ["rpm_packages: [{package_name: git, release: null}]", 85, "`R.rpm_packages[0].release` must be text, not null"],
  ["rpm_packages: [{arch: noarch}]", 56, "`R.rpm_packages[0].package_name` is missing"],
  ["python_packages: [{name: a, version: 1.0}]", 78, "`R.python_packages[0].version` must be text, not the number 1"],
  [
    'python_packages: {not: [{name: a, version: "1.0"}]}',
    84,
    "`1.0` is not a version specifier; write an operator and a version, such as `>=1.4,<2`",
  ],
  [
    'python_packages: [{name: a, location: "a{3}"}]',
    79,
    "`a{3}` counts repetitions, which is not read; write `*`, `+` or `?`",
  ],
];

const wrongAnywhere = [
  ...wrong,
  ...wrongEnvironments.map(
    ([stated, column, complaint]) =>
      [
        `{runtime_environments: {${stated}}}`,
        column,
        complaint.replace("`R.", "`should_include.runtime_environments."),
      ] as const,
  ),
];

for (const [stated, column, complaint] of wrongAnywhere)
  test(`${stated} is refused, and the place is named`, () =>
    assert.throws(() => condition(stated), {
      code: "INVALID_RULE",
      message: `rule.yaml:1:${column}: ${complaint}`,
    }));
