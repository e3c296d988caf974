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
  pseudonyms:
  - {name: Simd, type: pseudonym, ${all}, match: {package_version: {name: pillow}}, run: {yield: {package_version: {name: pillow-simd}}}}
  - {name: OldSimd, type: pseudonym, ${all}, match: {package_version: {name: pillow, version: "<8"}}, run: {yield: {package_version: {name: pillow-old}}}}
  sieves:
  - {name: Narrow, type: sieve, ${all}, match: {package_version: {name: numpy, version: "<1"}}, run: {${talk}}}
  - {name: Python2, type: sieve, should_include: {adviser_pipeline: true, runtime_environments: {python_version: "<3"}}, match: {package_version: {name: numpy}}}
  - {name: Skip, type: sieve.SkipPackage, ${all}, match: {package_name: enum34}}
  steps:
  - {name: Add, type: step.AddPackage, ${all}, match: {package_version: {name: pillow}}, run: {package_version: {name: six, locked_version: "==1.16", index_url: "https://pypi.org/simple", develop: false}}}
  - {name: From, type: step, ${all}, match: {package_version: {name: numpy}, state: {package_version_from: [{name: pillow}]}}, run: {score: 0.5, ${talk}}}
  wraps:
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
    const [{ absence, onLock, rules }] = views.environments as [(typeof views.environments)[number]];
    assert.deepEqual(absence, {
      kind: "switched off",
      until: "2099-01-01",
      reason: "because",
      place: ".thoth.yaml:4:5",
    });
    assert.deepEqual(onLock, []);
    assert.deepEqual(
      rules.flatMap(({ effects }) => effects),
      [{ does: "ends the run", message: "boo" }],
    );
    assert.deepEqual((await viewRules(reading(more), undefined, services, signal)).remarks, remarks);
  });

test("a rule counts again on the day that its entry expires", async () => {
  const { absence, onLock } = await explain("Boo", { ".thoth.yaml": settings.replace("2099-01-01", "2024-10-01") });
  assert.equal(absence, undefined);
  assert.deepEqual(
    onLock.map(({ does }) => does),
    ["ends the run"],
  );
});

for (const [rule, absence] of [
  ["Boat", undefined],
  ["NeedsBuiltIn", undefined],
  ["NeedsBoo", { kind: "other rule", rule: "acme.Boo", isThere: true }],
  ["NeedsNobody", { kind: "other rule", rule: "acme.Nobody", isThere: false }],
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
    assert.deepEqual([view.onLock, view.silence], [[], [silence]]);
  });

test("without a lock, a rule has nothing to do it to", async () => {
  assert.deepEqual((await explain("Narrow", { "Pipfile.lock": undefined })).silence, ["nothing is locked"]);
});

test("a package is shown with every rule that names it in any part", async () => {
  assert.deepEqual(await about("six"), ["Add adds six==1.16 from https://pypi.org/simple to pillow"]);
  assert.deepEqual(await about("pillow-simd"), ["Simd lets pillow-simd stand in for pillow"]);
  assert.deepEqual(await about("sail"), ["Boat ends the run where sail is asked for"]);
  assert.deepEqual(await about("numpy"), [
    "Narrow refuses numpy<1",
    "From scores 0.5 for numpy where pillow requires it and nobody else",
    "Pair notes (info) on numpy beside pillow<8, and advises to change Pod",
  ]);
  assert.deepEqual(await about("pillow"), [
    "Simd lets releases of pillow-simd stand in for pillow",
    "OldSimd lets pillow-old stand in for pillow<8",
    "Add adds six==1.16 to pillow",
    "From scores 0.5 for numpy where pillow requires it and nobody else",
    "Pair notes (info) on numpy beside pillow<8, and advises to change Pod",
  ]);
});

test("a release is shown with the rules that admit it", async () => {
  assert.deepEqual(await about("six", "1.15"), []);
  assert.deepEqual(await about("pillow", "9.0"), [
    "Simd lets releases of pillow-simd stand in for pillow",
    "Add adds six==1.16 to pillow",
    "From scores 0.5 for numpy where pillow requires it and nobody else",
  ]);
  assert.ok((await about("numpy", "0.9")).includes("Narrow refuses numpy==0.9"));
});
