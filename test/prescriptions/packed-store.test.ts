import assert from "node:assert/strict";
import { test } from "node:test";

import { type PipelineContext, statementsOf, type Unit, type Units, unitsOf } from "../../src/pipeline/index.ts";
import {
  isWholePack,
  loadPrescriptions,
  PackedStore,
  packPrescriptions,
  ruleFile,
} from "../../src/prescriptions/index.ts";
import { packageName } from "../../src/python/index.ts";
import { candidate, context } from "../support/pipeline-samples.ts";

const origin = Buffer.alloc(32, 7);

/** Units of one kind as YAML: each line is a name, then the rest of the unit in flow style. */
function rules(section: string, type: string, units: Readonly<Record<string, string>>): string {
  const lines = Object.entries(units).map(
    ([name, rest]) => `  - {name: ${name}, type: ${type}, should_include: {adviser_pipeline: true}, ${rest}}\n`,
  );
  return `units:\n  ${section}:\n${lines.join("")}`;
}

const told = 'run: {justification: [{type: INFO, message: hello, link: "https://example.org"}]}';
const about = (...pins: readonly string[]) =>
  `match: [${pins.map((pin) => `{state: {resolved_dependencies: [${pin}]}}`).join(", ")}], ${told}`;

const image = "quay.example.org/team/image:v1.0.0";
const onImage = `units:
  boots:
  - name: Refusing
    type: boot
    should_include: {adviser_pipeline: true, runtime_environments: {base_images: ["${image}"]}}
    run: {not_acceptable: never}
  wraps:
  - name: OnImage
    type: wrap
    should_include: {adviser_pipeline: true, runtime_environments: {base_images: ["${image}"]}}
    ${told.replace("justification", "stack_info")}
`;

const texts: Readonly<Record<string, string>> = {
  "_prescription_metadata.yaml": "prescription: {name: acme, release: '2026-11-01'}\n",
  "a.yaml": rules("wraps", "wrap", {
    AnyStack: told.replace("justification", "stack_info"),
    AnyDemo: about("{name: Demo}"),
    Exact: about('{name: demo, version: "==1.0"}'),
    ExactLong: about('{name: demo, version: "==1.0.0"}'),
    ExactOther: about('{name: demo, version: "==2.0"}'),
    Range: about('{name: demo, version: ">=1.0"}'),
    Prefix: about('{name: demo, version: "==1.*"}'),
    Either: about('{name: other, version: "==3.0"}', '{name: demo, version: "==2.0"}'),
    Constructor: about("{name: constructor}"),
  }),
  "b.yaml": rules("sieves", "sieve", {
    OldDemo: 'match: {package_version: {name: demo, version: "<1.0"}}',
    OldAnything: 'match: {package_version: {version: "==0.1"}}',
  }),
  "c.yaml": onImage,
  "bad.yaml": "units: {sieves: [1]}\n",
};

const files = Object.entries(texts).map(([path, text]) => ruleFile(path, text));
const pack = packPrescriptions(files, origin);
const store = PackedStore.open(pack, origin);
const unitsIn = (run: PipelineContext): Units => unitsOf([store], run);
const wraps = (units: readonly Unit[]) => names(units.filter(({ kind }) => kind === "wrap"));
const names = (units: readonly { readonly name: string }[]) => units.map(({ name }) => name.replace("acme.", ""));

test("what was compiled says what the loader says", () => {
  const { units, pathOf: _, ...summary } = loadPrescriptions(files);
  const shown = (set: typeof summary) => ({
    ...set,
    rejected: set.rejected.map(({ path, errors: [{ code, message }] }) => [path, code, message]),
  });
  assert.deepEqual(shown(store.summary), shown(summary));
  assert.equal(store.summary.unitCount, units.length);
  assert.deepEqual(packPrescriptions(files.toReversed(), origin), pack);
});

test("a run finds the units that state something of a package, and makes each once", () => {
  const units = unitsIn(context());
  assert.deepEqual(names(units.of(packageName("demo"))), ["OldDemo", "OldAnything"]);
  assert.deepEqual(names(units.of(packageName("other"))), ["OldAnything"]);
  assert.equal(units.of(packageName("demo"))[0], unitsIn(context()).of(packageName("demo"))[0]);
  const old = candidate("demo 0.9");
  assert.deepEqual(
    [...statementsOf(units.of(old.name), context(), old.name, [old])].map(({ kind }) => kind),
    ["remove"],
  );
});

/** A release in the stack, and the wraps that may speak of it. */
const stacks: readonly (readonly [string, readonly string[]])[] = [
  ["demo 1.0", ["AnyStack", "AnyDemo", "Exact", "ExactLong", "Range", "Prefix"]],
  ["demo 1.0.0", ["AnyStack", "AnyDemo", "Exact", "ExactLong", "Range", "Prefix"]],
  ["demo 1.0+local.1", ["AnyStack", "AnyDemo", "Exact", "ExactLong", "Range", "Prefix"]],
  ["demo 1.0.1", ["AnyStack", "AnyDemo", "Range", "Prefix"]],
  ["demo 1.0rc1", ["AnyStack", "AnyDemo", "Range", "Prefix"]],
  ["demo 2", ["AnyStack", "AnyDemo", "ExactOther", "Range", "Prefix", "Either"]],
  ["other 3.0", ["AnyStack", "Either"]],
  ["constructor 1", ["AnyStack", "Constructor"]],
  ["tostring 1", ["AnyStack"]],
];

for (const [release, expected] of stacks)
  test(`of a stack with ${release} speak ${expected.join(", ")}`, () => {
    assert.deepEqual(wraps(unitsIn(context()).on([candidate(release)])), expected);
  });

test("rules of one base image are looked at where it runs, and nowhere else", () => {
  const there = unitsIn(context({ settings: { base_image: image } }));
  const elsewhere = unitsIn(context({ settings: { base_image: `${image}-dev` } }));
  assert.deepEqual(names(there.boots([])), ["Refusing"]);
  assert.deepEqual(wraps(there.on([])), ["AnyStack", "OnImage"]);
  for (const units of [elsewhere, unitsIn(context())]) {
    assert.deepEqual(names(units.boots([])), []);
    assert.deepEqual(wraps(units.on([])), ["AnyStack"]);
  }
});

test("a unit is found by its kind and full name, with its file", () => {
  assert.equal(store.find({ kind: "sieve", name: "acme.OldDemo" })?.name, "acme.OldDemo");
  assert.equal(store.find({ kind: "wrap", name: "acme.Exact" })?.name, "acme.Exact");
  assert.equal(store.find({ kind: "wrap", name: "acme.OldDemo" }), undefined);
  assert.equal(store.pathOf("acme.Refusing"), "c.yaml");
  assert.equal(store.pathOf("acme.Missing"), undefined);
});

test("bytes that are damaged, cut short or of something else are not opened", () => {
  assert.ok(isWholePack(pack, origin));
  for (const at of [0, 5, 9, 13, 20, 50, pack.length >> 1, pack.length - 1]) {
    const damaged = Buffer.from(pack);
    damaged[at]! ^= 1;
    assert.ok(!isWholePack(damaged, origin), `byte ${at}`);
    assert.throws(() => PackedStore.open(damaged, origin), /damaged/);
  }
  for (const length of [0, 10, pack.length - 1]) assert.ok(!isWholePack(pack.subarray(0, length), origin));
  assert.ok(!isWholePack(pack, Buffer.alloc(32)));
});
