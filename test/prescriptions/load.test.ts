import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "../support/rule-samples.ts";

const sieve = (name: string, match = '{name: demo, version: "==1.0"}') => `units:
  sieves:
    - name: ${name}
      type: sieve
      should_include: {adviser_pipeline: true}
      match: {package_version: ${match}}
`;

/** A step whose lines a case replaces; the lines are numbered in the messages below. */
const step = (more: { include?: string; match?: string; run?: string; extra?: string }) => `units:
  steps:
    - name: Demo
      type: step
      should_include: ${more.include ?? "{adviser_pipeline: true}"}
      match: ${more.match ?? "{package_version: {name: demo}}"}
      run: ${more.run ?? "{score: 0.1}"}
${more.extra ?? ""}`;

/** A file `bad.yaml` and why it is left out. */
const rejected: readonly (readonly [string, string, string, string])[] = [
  [
    "is not YAML",
    "units: [",
    "INVALID_YAML",
    "bad.yaml:1:9: not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]: `units: [`",
  ],
  [
    "says a key twice",
    "units: {}\nunits: {}\n",
    "DUPLICATE_KEY",
    "bad.yaml:2:1: the key `units` already stands on line 1",
  ],
  [
    "has an unquoted exclusion",
    step({ match: "{package_version: {name: demo, version: !=8.1}}" }),
    "INVALID_YAML",
    "bad.yaml:6:54: not valid YAML: Unresolved tag: !=8.1: `match: {package_version: {name: demo, version: !=8.1}}`",
  ],
  ["nests too deep", "[".repeat(21), "INPUT_TOO_DEEP", "bad.yaml:1: nested more than 20 levels deep"],
  ["is empty", "", "INVALID_RULE", "bad.yaml:1:1: the file must be a mapping, not null"],
  ["has no units", "metadata: {}\n", "INVALID_RULE", "bad.yaml:1:1: `units` is missing"],
  ["has a list of an unknown kind", "units: {hops: []}\n", "INVALID_RULE", "bad.yaml:1:9: unknown key `units.hops`"],
  [
    "has a list that is none",
    "units: {sieves: {}}\n",
    "INVALID_RULE",
    "bad.yaml:1:17: `units.sieves` must be a list, not a mapping",
  ],
  [
    "has a unit that is no mapping",
    "units: {sieves: [1]}\n",
    "INVALID_RULE",
    "bad.yaml:1:18: the unit must be a mapping, not the number 1",
  ],
  [
    "has a unit of an unknown type",
    "units: {sieves: [{name: A, type: filter}]}\n",
    "INVALID_RULE",
    "bad.yaml:1:34: unit `A`: `filter` is not a type of unit: there are `boot`, `pseudonym`, `sieve`, `step`, `stride`, `wrap`",
  ],
  [
    "has a type named like a method",
    "units: {sieves: [{name: A, type: toString}]}\n",
    "INVALID_RULE",
    "bad.yaml:1:34: unit `A`: `toString` is not a type of unit: there are `boot`, `pseudonym`, `sieve`, `step`, `stride`, `wrap`",
  ],
  [
    "has a unit in the wrong list",
    "units: {sieves: [{name: A, type: wrap}]}\n",
    "INVALID_RULE",
    "bad.yaml:1:34: unit `A`: a unit of the type `wrap` belongs under `wraps`",
  ],
  [
    "has no unit name",
    "units: {sieves: [{type: sieve, should_include: {}, match: {}}]}\n",
    "INVALID_RULE",
    "bad.yaml:1:18: `name` is missing",
  ],
  [
    "has an unknown key",
    sieve("Bad") + "      colour: red\n",
    "INVALID_RULE",
    "bad.yaml:7:7: unit `Bad`: unknown key `colour`",
  ],
  [
    "has a match without a package",
    step({ match: "{}" }),
    "INVALID_RULE",
    "bad.yaml:6:14: unit `Demo`: `match.package_version` is missing",
  ],
  [
    "has an empty list of matches",
    step({ match: "[]" }),
    "INVALID_RULE",
    "bad.yaml:6:14: unit `Demo`: `match` lists nothing",
  ],
  [
    "has a name that is none",
    step({ match: '[{package_version: {name: "-"}}]' }),
    "INVALID_RULE",
    "bad.yaml:6:40: unit `Demo`: `-` is not a name: it takes letters, digits and inner `.`, `_` or `-`",
  ],
  [
    "has a bad specifier",
    step({ match: '{package_version: {name: demo, version: "=>1"}}' }),
    "INVALID_RULE",
    "bad.yaml:6:54: unit `Demo`: `=>1` is not a version specifier; write an operator and a version, such as `>=1.4,<2`",
  ],
  [
    "has a version that is a number",
    step({ match: "{package_version: {name: demo, version: 1.0}}" }),
    "INVALID_RULE",
    "bad.yaml:6:54: unit `Demo`: `match.package_version.version` must be text, not the number 1",
  ],
  [
    "has a score out of range",
    step({ run: "{score: 1.5}" }),
    "INVALID_RULE",
    "bad.yaml:7:20: unit `Demo`: `run.score` must be <= 1, not the number 1.5",
  ],
  [
    "has a score that is text",
    step({ run: '{score: "1"}' }),
    "INVALID_RULE",
    "bad.yaml:7:20: unit `Demo`: `run.score` must be a number, not `1`",
  ],
  [
    "refuses and scores",
    step({ run: "{score: 1, not_acceptable: never}" }),
    "INVALID_RULE",
    "bad.yaml:7:20: unit `Demo`: `run.score` beside `run.not_acceptable`: what is refused is in no stack, and there is nothing to score",
  ],
  [
    "has a link that is none",
    step({ run: '{justification: [{type: INFO, message: hello, link: "javascript:alert(1)"}]}' }),
    "INVALID_RULE",
    "bad.yaml:7:64: unit `Demo`: `javascript:alert(1)` is neither an http address nor a slug of letters, digits, `_` and `-`",
  ],
  [
    "has a justification of an unknown type",
    step({ run: "{justification: [{type: LOUD, message: hello, link: a}]}" }),
    "INVALID_RULE",
    "bad.yaml:7:36: unit `Demo`: `run.justification[0].type` must be `INFO` or `WARNING` or `ERROR`, not `LOUD`",
  ],
  [
    "has an unknown recommendation type",
    step({ include: "{recommendation_types: [fastest]}" }),
    "INVALID_RULE",
    "bad.yaml:5:47: unit `Demo`: `should_include.recommendation_types[0]` must be `latest` or `stable` or `testing` or `performance` or `security`, not `fastest`",
  ],
  [
    "has a bad version of Python",
    step({ include: '{adviser_pipeline: true, runtime_environments: {python_version: "3.8"}}' }),
    "INVALID_RULE",
    "bad.yaml:5:87: unit `Demo`: `3.8` is not a version specifier; write an operator and a version, such as `>=1.4,<2`",
  ],
  [
    "has a version of CUDA that is a number",
    step({ include: "{runtime_environments: {cuda_version: 11.1}}" }),
    "INVALID_RULE",
    "bad.yaml:5:61: unit `Demo`: `should_include.runtime_environments.cuda_version` must be text or null, not the number 11.1",
  ],
  [
    "has one unit twice",
    sieve("A") + sieve("A").split("\n").slice(2).join("\n"),
    "DUPLICATE_UNIT",
    "bad.yaml:7:13: the unit `UNKNOWN.A` already stands in bad.yaml",
  ],
];

for (const [title, text, code, message] of rejected)
  test(`a file that ${title} is left out, and the rest is loaded`, () => {
    const set = load({ "bad.yaml": text, "good.yaml": sieve("Good") });
    assert.deepEqual(
      set.rejected.map(({ path, errors: [{ code, message }] }) => ({ path, code, message })),
      [{ path: "bad.yaml", code, message }],
    );
    assert.deepEqual(
      set.units.map(({ name }) => name),
      ["UNKNOWN.Good"],
    );
    assert.equal(set.files, 1);
    assert.throws(() => load({ "bad.yaml": text, "good.yaml": sieve("Good") }, { strict: true }), { code, message });
  });

test("two files that declare one unit: the later path is left out and both are named", () => {
  const set = load({ "b.yaml": sieve("Same"), "a.yaml": sieve("Same"), "c.yaml": sieve("Other") });
  assert.deepEqual(
    set.rejected.flatMap(({ errors }) => errors.map(({ message }) => message)),
    ["b.yaml:3:13: the unit `UNKNOWN.Same` already stands in a.yaml"],
  );
  assert.deepEqual(
    set.units.map(({ name }) => name),
    ["UNKNOWN.Same", "UNKNOWN.Other"],
  );
});

test("a file with one bad unit is left out whole", () => {
  const second = sieve("Second", "{name: demo, colour: red}").split("\n").slice(2).join("\n");
  const set = load({ "a.yaml": sieve("First") + second, "b.yaml": sieve("First") });
  assert.deepEqual(
    set.units.map(({ name }) => name),
    ["UNKNOWN.First"],
  );
  assert.equal(set.rejected.length, 1);
});

test("whoever mends a file reads of every unit that is wrong, up to twenty", () => {
  const unit = (name: string, more: string) => `    - {name: ${name}, type: sieve, should_include: {}, ${more}}\n`;
  const text = (count: number) => {
    const right = "match: {package_version: {name: demo}}, run: {}";
    const lines = Array.from({ length: count }, (_, i) => unit(`R${i}`, i % 2 === 0 ? `colour: red, ${right}` : right));
    return `units:\n  sieves:\n${lines.join("")}`;
  };
  const linesOf = (count: number) =>
    load({ "a.yaml": text(count) }).rejected.flatMap(({ errors }) =>
      errors.map(({ message }) => Number(/^a\.yaml:(\d+):/.exec(message)?.[1])),
    );
  assert.deepEqual(linesOf(5), [3, 5, 7]);
  assert.equal(linesOf(50).length, 20);
});

test("metadata names the units of its folder and below, the nearest one wins", () => {
  const metadata = (name: string) => `prescription: {name: ${name}, release: "2026-01-01"}\n`;
  const set = load({
    "_prescription_metadata.yaml": metadata("ours"),
    "a.yaml": sieve("A"),
    "deep/down/b.yaml": sieve("B"),
    "other/_prescription_metadata.yaml": metadata("theirs"),
    "other/down/c.yaml": sieve("A"),
  });
  assert.deepEqual(
    set.units.map(({ name }) => name),
    ["ours.A", "ours.B", "theirs.A"],
  );
  assert.equal(set.release, "2026-01-01");
});

test("a release without quotes is what is written, and a name counts whatever else is wrong", () => {
  for (const [metadata, release, rejected] of [
    ["prescription: {name: acme, release: 1.5}\n", "1.5", 0],
    ["prescription: {name: acme, release: [1]}\n", "UNKNOWN", 1],
    ["prescription: {name: acme}\ncolour: red\n", "UNKNOWN", 1],
  ] as const) {
    const set = load({ "_prescription_metadata.yaml": metadata, "a.yaml": sieve("A") });
    assert.deepEqual([set.units[0]?.name, set.release, set.rejected.length], ["acme.A", release, rejected], metadata);
  }
});

test("metadata that does not fit is reported, and its rules have no name before theirs", () => {
  const set = load({ "_prescription_metadata.yaml": "prescription: {nom: x}\n", "a.yaml": sieve("A") });
  assert.deepEqual(
    set.rejected.flatMap(({ errors }) => errors.map(({ message }) => message)),
    ["_prescription_metadata.yaml:1:16: unknown key `prescription.nom`"],
  );
  assert.equal(set.units[0]?.name, "UNKNOWN.A");
});

test("merge keys are read, and other aliases are refused", () => {
  const set = load({
    "a.yaml": `metadata: &on {adviser_pipeline: true}\n${sieve("A").replace("{adviser_pipeline: true}", "{<<: *on}")}`,
    "b.yaml": `metadata: &on {adviser_pipeline: true}\n${sieve("B").replace("{adviser_pipeline: true}", "*on")}`,
  });
  assert.deepEqual(
    set.units.map(({ name }) => name),
    ["UNKNOWN.A"],
  );
  assert.equal(set.rejected[0]?.errors[0].code, "ALIAS_REFUSED");
});

test("the digest changes with every path and text, and with nothing else", () => {
  const files = { "a.yaml": sieve("A"), "b.yaml": sieve("B") };
  const { digest } = load(files);
  assert.equal(load({ "b.yaml": files["b.yaml"], "a.yaml": files["a.yaml"] }).digest, digest);
  assert.notEqual(load({ ...files, "b.yaml": sieve("C") }).digest, digest);
  assert.notEqual(load({ "a.yaml": files["a.yaml"], "c.yaml": files["b.yaml"] }).digest, digest);
  assert.notEqual(load({ "a.yaml": files["a.yaml"] }).digest, digest);
});
