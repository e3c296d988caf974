/** Rules as a person looks at them, in a folder with a Pipfile, a lock and rules of its own. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { type AdviceServices, viewRule, viewRules } from "../../src/advise/index.ts";
import { listStore } from "../../src/pipeline/index.ts";
import { loadPrescriptions, ruleFile } from "../../src/prescriptions/index.ts";
import { packageName, Version } from "../../src/python/index.ts";
import { adviceWorld, signal } from "../support/advice-world.ts";

const talk = 'stack_info: [{type: INFO, message: hello, link: "https://example.org/a https://example.org/b"}]';
const all = "should_include: {adviser_pipeline: true}";

const own = `units:
  boots:
  - {name: Boo, type: boot, ${all}, run: {not_acceptable: boo}}
  - {name: NeedsBoo, type: boot, should_include: {adviser_pipeline: true, dependencies: {boots: [acme.Boo]}}, run: {${talk}}}
  - {name: NeedsNobody, type: boot, should_include: {adviser_pipeline: true, dependencies: {boots: [acme.Nobody]}}, run: {${talk}}}
  - {name: NeedsBuiltIn, type: boot, should_include: {adviser_pipeline: true, dependencies: {sieves: [yanked]}}, run: {${talk}}}
  - {name: Boat, type: boot, ${all}, match: {package_name: sail}, run: {not_acceptable: no boats}}
  - {name: Asked, type: boot, ${all}, match: [{package_name: pillow}, {package_name: sail}], run: {not_acceptable: hello, ${talk}}}
  - {name: Log, type: boot, ${all}, match: {package_name: pillow}, run: {log: {message: hello, type: INFO}}}
  - {name: NeedsStep, type: boot, should_include: {adviser_pipeline: true, dependencies: {steps: [acme.Narrow]}}, run: {${talk}}}
  - {name: NeedsBuiltInStep, type: boot, should_include: {adviser_pipeline: true, dependencies: {steps: [yanked]}}, run: {${talk}}}
  - {name: NeedsItself, type: boot, should_include: {adviser_pipeline: true, dependencies: {boots: [acme.NeedsItself]}}, run: {${talk}}}
  - {name: Round, type: boot, should_include: {adviser_pipeline: true, dependencies: {boots: [acme.About]}}, run: {${talk}}}
  - {name: About, type: boot, should_include: {adviser_pipeline: true, dependencies: {boots: [acme.AndBack]}}, run: {${talk}}}
  - {name: AndBack, type: boot, should_include: {adviser_pipeline: true, dependencies: {boots: [acme.About, acme.Round]}}, run: {${talk}}}
  - {name: NeedsRound, type: boot, should_include: {adviser_pipeline: true, dependencies: {boots: [acme.Round]}}, run: {${talk}}}
  - {name: CodeAndBoo, type: boot, should_include: {adviser_pipeline: true, library_usage: {flask: []}, dependencies: {boots: [acme.Boo]}}, run: {${talk}}}
  - {name: Code, type: boot, should_include: {adviser_pipeline: true, library_usage: {flask: []}, dependencies: {sieves: [acme.Narrow]}}, run: {${talk}}}
  pseudonyms:
  - {name: Simd, type: pseudonym, ${all}, match: {package_version: {name: pillow}}, run: {yield: {package_version: {name: pillow-simd}}}}
  - {name: OldSimd, type: pseudonym, ${all}, match: {package_version: {name: pillow, version: "<8"}}, run: {yield: {package_version: {name: pillow-old}}}}
  - {name: Same, type: pseudonym, ${all}, match: [{package_version: {name: pil}}, {package_version: {name: PIL2, version: "<2"}}], run: {yield: {yield_matched_version: true, package_version: {name: pil-same}}}}
  - {name: Far, type: pseudonym, ${all}, match: {package_version: {name: numpy}}, run: {yield: {package_version: {name: far, locked_version: "==1", index_url: "https://far.example"}}, ${talk}}}
  sieves:
  - {name: Narrow, type: sieve, ${all}, match: {package_version: {name: numpy, version: "<1"}}, run: {${talk}}}
  - {name: Python2, type: sieve, should_include: {adviser_pipeline: true, runtime_environments: {python_version: "<3"}}, match: {package_version: {name: numpy}}}
  - {name: Skip, type: sieve.SkipPackage, ${all}, match: {package_name: enum34}}
  steps:
  - {name: Add, type: step.AddPackage, ${all}, match: {package_version: {name: pillow}}, run: {package_version: {name: six, locked_version: "==1.16", index_url: "https://pypi.org/simple", develop: false}}}
  - {name: From, type: step, ${all}, match: {package_version: {name: numpy}, state: {package_version_from: [{name: pillow}]}}, run: {score: 0.5, ${talk}}}
  - {name: AddFar, type: step.AddPackage, ${all}, match: {package_version: {name: numpy}}, run: {package_version: {name: far, locked_version: "==1", index_url: "https://far.example", develop: false}, ${talk}}}
  strides:
  - {name: AnyFour, type: stride, ${all}, match: {state: {resolved_dependencies: [{version: "==4"}, {name: pillow}]}}, run: {not_acceptable: no fours}}
  wraps:
  - {name: Always, type: wrap, ${all}, run: {advised_manifest_changes: {apiVersion: v1, kind: Pod, patch: {op: remove, path: /x}}}}
  - name: Pair
    type: wrap
    ${all}
    match: {state: {resolved_dependencies: [{name: numpy}, {name: pillow, version: "<8"}]}}
    run: {${talk}, advised_manifest_changes: {apiVersion: v1, kind: Pod, patch: {op: remove, path: /x}}}
`;

const settings = `prescriptions:
  files: [meta/_prescription_metadata.yaml, meta/own.yaml, meta/gone.yaml, meta/bad.yaml]
  off:
  - {rule: acme.Boo, reason: because, expires: "2099-01-01"}
  - {rule: acme.Typo, reason: because, expires: "2099-01-01"}
`;

const lock = {
  _meta: { hash: { sha256: "" }, "pipfile-spec": 6, requires: {}, sources: [] },
  default: { numpy: { version: "==2.1" }, pillow: { version: "==8.3.0" } },
  develop: {},
};

const files: Readonly<Record<string, string>> = {
  ".thoth.yaml": settings,
  "meta/_prescription_metadata.yaml": "prescription: {name: acme}\n",
  "meta/own.yaml": own,
  "meta/bad.yaml": "units: 1\n",
  Pipfile: '[packages]\npillow = "*"\n',
  "Pipfile.lock": JSON.stringify(lock),
};

const remarks = [
  "`prescriptions.files` names `meta/gone.yaml`, and there is no such file",
  "rules are left out: meta/bad.yaml:1:8: `units` must be a mapping, not the number 1",
  ".thoth.yaml:5:5: there is no rule `acme.Typo` to switch off",
];

const { services } = await adviceWorld({ indexes: { pypi: "numpy 2.1\npillow 8.3.0" }, units: [] });

const reading = (more: Readonly<Record<string, string | undefined>> = {}) => ({
  readFile: (path: string) => Promise.resolve({ ...files, ...more }[path]),
});

async function explain(rule: string, more?: Readonly<Record<string, string | undefined>>, other?: AdviceServices) {
  const { environments } = await viewRule(reading(more), `acme.${rule}`, other ?? services, signal);
  return environments[0]!;
}

async function about(name: string, version?: string): Promise<readonly string[]> {
  const subject = { name: packageName(name), version: version === undefined ? undefined : Version.parse(version) };
  const { environments } = await viewRules(reading(), subject, services, signal);
  return environments[0]!.rules.flatMap(({ rule, effects }) => effects.map(({ does }) => `${rule.slice(5)} ${does}`));
}

for (const [where, more] of [
  ["with a manifest", {}],
  ["without one", { Pipfile: undefined }],
  ["with a broken one", { Pipfile: "[" }],
] as const)
  test(`${where}, a rule that is switched off takes no part, and what is wrong with rules is told`, async () => {
    const views = await viewRule(reading(more), "acme.Boo", services, signal);
    assert.deepEqual(views.remarks, remarks);
    const [{ absence, here, rules }] = views.environments as [(typeof views.environments)[number]];
    assert.deepEqual(absence, {
      kind: "switched off",
      until: "2099-01-01",
      reason: "because",
      place: ".thoth.yaml:4:5",
    });
    assert.deepEqual(here, []);
    assert.deepEqual(
      rules.flatMap(({ effects }) => effects),
      [{ does: "ends the run", message: "boo" }],
    );
    assert.deepEqual((await viewRules(reading(more), undefined, services, signal)).remarks, remarks);
  });

test("a rule counts again on the day that its entry expires", async () => {
  const { absence, here } = await explain("Boo", { ".thoth.yaml": settings.replace("2099-01-01", "2024-10-01") });
  assert.equal(absence, undefined);
  assert.deepEqual(
    here.map(({ does }) => does),
    ["ends the run"],
  );
});

for (const [rule, absence] of [
  ["Boat", undefined],
  ["NeedsBuiltIn", undefined],
  ["NeedsBoo", { kind: "other rule", rule: "acme.Boo" }],
  ["NeedsNobody", { kind: "no such rule", rule: "acme.Nobody", wanted: "boot" }],
  ["NeedsStep", { kind: "no such rule", rule: "acme.Narrow", wanted: "step", found: "sieve" }],
  ["NeedsBuiltInStep", { kind: "no such rule", rule: "yanked", wanted: "step", found: "sieve" }],
  ["NeedsItself", { kind: "itself" }],
  ["Round", { kind: "itself", through: "acme.About" }],
  ["NeedsRound", { kind: "other rule", rule: "acme.Round" }],
  ["CodeAndBoo", { kind: "other rule", rule: "acme.Boo" }],
  ["Code", { kind: "not known", of: "code", key: "library_usage", stated: { flask: [] } }],
  ["Python2", { kind: "condition", key: "runtime_environments.python_version", stated: "<3" }],
] as const)
  test(`why a rule takes no part, if it takes none: ${rule}`, async () => {
    assert.deepEqual((await explain(rule)).absence, absence);
  });

test("a rule of a source that is left out says so", async () => {
  const { units, pathOf } = loadPrescriptions([
    ruleFile("_prescription_metadata.yaml", "prescription: {name: acme}\n"),
    ruleFile("a.yaml", own),
  ]);
  const sets = [{ ...services.rules.sets[0]!, name: "elsewhere", store: listStore(units), pathOf }];
  const thothYaml = "prescriptions: {sources: {elsewhere: false}}\n";
  const other = { ...services, rules: { ...services.rules, sets } };
  const { absence, rules } = await explain("Boat", { ".thoth.yaml": thothYaml }, other);
  assert.deepEqual(absence, { kind: "source left out", source: "elsewhere" });
  assert.equal(rules[0]?.source, "elsewhere");
});

const links = { link: "https://example.org/a", moreLinks: ["https://example.org/b"] };

test("a wrap says what it tells, of which releases, and what to change in manifests", async () => {
  const { rules, silence } = await explain("Pair");
  const manifestChanges = [{ apiVersion: "v1", kind: "Pod", patch: { op: "remove", path: "/x" } }];
  assert.deepEqual(rules[0]?.effects, [
    {
      does: "notes (info) on numpy beside pillow<8, and advises to change Pod",
      message: "hello",
      ...links,
      manifestChanges,
    },
  ]);
  assert.deepEqual(silence, ["it speaks of `pillow<8`, and `pillow 8.3.0` is locked"]);
});

for (const [rule, does, silence] of [
  ["Narrow", "refuses numpy<1", "it speaks of `numpy<1`, and `numpy 2.1` is locked"],
  ["Skip", "leaves out enum34", "it speaks of `enum34`, and `enum34` is not locked"],
  ["Boat", "ends the run where sail is asked for", "`sail` is not asked for"],
  [
    "AddFar",
    "adds far==1 from https://far.example to numpy",
    "`far==1` is to come from `https://far.example`, and there is no such index in this folder",
  ],
  [
    "Far",
    "lets far==1 from https://far.example stand in for numpy",
    "`far==1` is to come from `https://far.example`, and there is no such index in this folder",
  ],
  ["OldSimd", "lets pillow-old stand in for pillow<8", "it speaks of `pillow<8`, and `pillow 8.3.0` is locked"],
  [
    "From",
    "scores 0.5 for numpy where pillow requires it and nobody else",
    "it asks who brought a package in, and that is not known here",
  ],
] as const)
  test(`a rule says what it does, and why that is nothing to what is locked: ${rule}`, async () => {
    const view = await explain(rule);
    assert.deepEqual(
      view.rules[0]?.effects.map((effect) => effect.does),
      [does],
    );
    assert.deepEqual([view.here, view.silence], [[], [silence]]);
  });

test("without a lock, a rule has nothing to do it to", async () => {
  assert.deepEqual((await explain("Narrow", { "Pipfile.lock": undefined })).silence, ["nothing is locked"]);
});

test("a rule that has nothing but a log says that, and is not shown with its package", async () => {
  const { rules, here, silence } = await explain("Log");
  assert.deepEqual([rules[0]?.effects, here, silence], [[], [], ["it neither does nor tells anything, a `log` aside"]]);
  assert.deepEqual(
    (await about("pillow")).filter((line) => line.startsWith("Log")),
    [],
  );
});

test("a boot that does and tells the same says it once, with all its links", async () => {
  const { rules, here } = await explain("Asked");
  const words = { message: "hello", ...links };
  assert.deepEqual(rules[0]?.effects, [{ does: "ends the run where pillow or sail is asked for", ...words }]);
  assert.deepEqual(here, [{ does: "ends the run", ...words }]);
});

test("a rule without words of its own has none anywhere", async () => {
  for (const rule of ["Simd", "Add", "Always"]) {
    const { rules, here } = await explain(rule);
    const messages = [...rules[0]!.effects, ...here].map(({ message }) => message);
    assert.deepEqual(messages, ["", ""], rule);
  }
});

test("what is added from one of several indexes is told once", async () => {
  const source = (name: string) => `[[source]]\nname = "${name}"\nurl = "https://${name}.example"\nverify_ssl = true\n`;
  const lines = `${source("near")}${source("far")}[packages]\npillow = "*"\n`;
  const two = await adviceWorld({ indexes: { near: "numpy 2.1\npillow 8.3.0", far: "far 1" }, units: [] });
  const { here } = await explain("AddFar", { Pipfile: lines }, two.services);
  assert.deepEqual(
    here.map(({ does }) => does),
    ["adds far==1 from https://far.example to numpy"],
  );
});

test("a rule on any package is about those releases only to which it does something", async () => {
  assert.deepEqual(await about("nobody"), []);
  assert.deepEqual(await about("nobody", "3"), []);
  assert.deepEqual(await about("nobody", "4"), ["AnyFour refuses nobody==4 beside pillow"]);
});

test("a package is shown with every rule that names it in any part", async () => {
  assert.deepEqual(await about("six"), ["Add adds six==1.16 from https://pypi.org/simple to pillow"]);
  assert.deepEqual(await about("pillow-simd"), ["Simd lets pillow-simd stand in for pillow"]);
  assert.deepEqual(await about("sail"), [
    "Boat ends the run where sail is asked for",
    "Asked ends the run where pillow or sail is asked for",
  ]);
  assert.deepEqual(await about("numpy"), [
    "Narrow refuses numpy<1",
    "From scores 0.5 for numpy where pillow requires it and nobody else",
    "Pair notes (info) on numpy beside pillow<8, and advises to change Pod",
  ]);
  assert.deepEqual(await about("pillow"), [
    "Asked ends the run where pillow or sail is asked for",
    "Simd lets pillow-simd stand in for pillow",
    "OldSimd lets pillow-old stand in for pillow<8",
    "Add adds six==1.16 from https://pypi.org/simple to pillow",
    "From scores 0.5 for numpy where pillow requires it and nobody else",
    "AnyFour refuses any package ==4 beside pillow",
    "Pair notes (info) on numpy beside pillow<8, and advises to change Pod",
  ]);
});

test("a release is shown with the rules that admit it", async () => {
  for (const version of [undefined, "1"])
    assert.deepEqual(await about("pil", version), ["Same lets pil-same stand in for pil at the same version"]);
  assert.deepEqual(await about("pil2", "1"), ["Same lets pil-same stand in for pil2<2 at the same version"]);
  assert.deepEqual(await about("pil2", "2"), []);
  assert.deepEqual(await about("six", "1.15"), []);
  assert.deepEqual(await about("pillow", "9.0"), [
    "Asked ends the run where pillow or sail is asked for",
    "Simd lets pillow-simd stand in for pillow",
    "Add adds six==1.16 from https://pypi.org/simple to pillow",
    "From scores 0.5 for numpy where pillow requires it and nobody else",
    "AnyFour refuses any package ==4 beside pillow",
  ]);
  assert.ok((await about("numpy", "0.9")).includes("Narrow refuses numpy==0.9"));
});
