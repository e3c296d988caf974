/** That every type of rule obeys its `should_include`, and that rules can ask for each other and for built-in units. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { builtinUnits, includedUnits } from "../../src/pipeline/index.ts";
import { context } from "../support/pipeline-samples.ts";
import { load } from "../support/rule-samples.ts";

const pin = "{name: demo}";
const told = "stack_info: [{type: INFO, message: hello, link: hello}]";
const locked = '{name: other, locked_version: "==1.0", index_url: "https://pypi.org/simple", develop: false}';

/** The shortest rule of each type, by the list it stands in. */
const types: readonly (readonly [section: string, type: string, rest: string])[] = [
  ["boots", "boot", `run: {${told}}`],
  [
    "pseudonyms",
    "pseudonym",
    `match: {package_version: ${pin}}, run: {yield: {yield_matched_version: true, package_version: {name: other}}}`,
  ],
  ["sieves", "sieve", `match: {package_version: ${pin}}`],
  ["sieves", "sieve.SkipPackage", "match: {package_name: demo}"],
  ["steps", "step", `match: {package_version: ${pin}}, run: {score: 0.5}`],
  ["steps", "step.SkipPackage", `match: {package_version: ${pin}}`],
  ["steps", "step.AddPackage", `match: {package_version: ${pin}}, run: {package_version: ${locked}}`],
  [
    "steps",
    "step.Group",
    `match: {group: [{package_version: ${pin}}, {package_version: {name: other}}]}, run: {not_acceptable: "no"}`,
  ],
  ["strides", "stride", `match: {state: {resolved_dependencies: [${pin}]}}, run: {not_acceptable: "no"}`],
  ["wraps", "wrap", `run: {${told}}`],
  [
    "wraps",
    "wrap.GHReleaseNotes",
    `match: {state: {resolved_dependencies: [${pin}]}}, run: {release_notes: {organization: a, repository: b}}`,
  ],
];

/** The names of the rules in `files` that take part, beside the units that are built in. */
function included(files: Readonly<Record<string, string>>): readonly string[] {
  const { units } = load(files, { strict: true });
  return includedUnits([...builtinUnits, ...units], context())
    .filter((unit) => units.includes(unit))
    .map(({ name }) => name);
}

for (const [section, type, rest] of types)
  test(`a rule of the type ${type} takes part only where its conditions hold`, () => {
    const rule = (name: string, include: string) =>
      `    - {name: ${name}, type: ${type}, should_include: ${include}, ${rest}}\n`;
    const conditions = {
      Plain: "{adviser_pipeline: true}",
      Off: "{adviser_pipeline: true, times: 0}",
      Unsaid: "{}",
      Elsewhere: "{adviser_pipeline: true, runtime_environments: {operating_systems: [{name: fedora}]}}",
    };
    const rules = Object.entries(conditions).map(([name, include]) => rule(name, include));
    assert.deepEqual(included({ "a.yaml": `units:\n  ${section}:\n${rules.join("")}` }), ["UNKNOWN.Plain"]);
  });

test("rules ask for each other by the names of their namespaces, across files, and for built-in units", () => {
  const file = (rules: Readonly<Record<string, string>>) => {
    const lines = Object.entries(rules).map(
      ([name, more]) =>
        `    - {name: ${name}, type: wrap, should_include: {adviser_pipeline: true, ${more}}, run: {${told}}}\n`,
    );
    return `units:\n  wraps:\n${lines.join("")}`;
  };
  const metadata = (name: string) => `prescription: {name: ${name}, release: "1"}\n`;
  const names = included({
    "_prescription_metadata.yaml": metadata("ours"),
    "a.yaml": file({
      First: "dependencies: {wraps: [theirs.Last]}",
      Second: "dependencies: {wraps: [ours.First], sieves: [yanked]}",
      Bare: "dependencies: {wraps: [First]}",
      OtherKind: "dependencies: {boots: [ours.First]}",
      Unknown: "dependencies: {sieves: [NobodyHasThis]}",
      Off: "times: 0",
      NeedsOff: "dependencies: {wraps: [ours.First, ours.Off]}",
    }),
    "other/_prescription_metadata.yaml": metadata("theirs"),
    "other/b.yaml": file({ Last: "" }),
  });
  assert.deepEqual(names, ["ours.First", "ours.Second", "theirs.Last"]);
});
