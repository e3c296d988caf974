/** What each kind of unit refuses, where, and what to write instead. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "../support/rule-samples.ts";

const told = "[{type: INFO, message: m, link: a}]";
const pin = "match: {package_version: {name: demo}}";
const state = "match: {state: {resolved_dependencies: [{name: demo}]}}";
const change = (patch: string) =>
  `type: wrap, run: {advised_manifest_changes: [{apiVersion: v1, kind: Pod, patch: ${patch}}]}`;

/** A list under `units`, a unit in flow style on line 3, and the complaint behind `rules.yaml:3:`. */
const refused: readonly (readonly [string, string, string])[] = [
  ["steps", `type: Step, ${pin}, run: {}`, "45: unit `Bad`: `Step` is not a type of unit: write `step`"],
  [
    "steps",
    `type: step.group, ${pin}, run: {}`,
    "45: unit `Bad`: `step.group` is not a type of unit: write `step.Group`",
  ],
  ["boots", "type: boot", "7: unit `Bad`: `run` is missing"],
  ["boots", "type: boot, match: null, run: {}", "58: unit `Bad`: `match` must be a mapping, not null"],
  ["boots", "type: boot, match: {name: demo}, run: {}", "59: unit `Bad`: unknown key `match.name`"],
  [
    "boots",
    'type: boot, match: {package_name: "-"}, run: {}',
    "73: unit `Bad`: `-` is not a name: it takes letters, digits and inner `.`, `_` or `-`",
  ],
  [
    "boots",
    "type: boot, run: {not_acceptable: a, eager_stop_pipeline: b}",
    "97: unit `Bad`: `run.eager_stop_pipeline` beside `run.not_acceptable`: both refuse: keep one",
  ],
  [
    "pseudonyms",
    'type: pseudonym, match: {package_version: {version: "<2"}}, run: {yield: {package_version: {name: fast}}}',
    "81: unit `Bad`: `match.package_version.name` is missing",
  ],
  ["pseudonyms", `type: pseudonym, ${pin}, run: {}`, "101: unit `Bad`: `run.yield` is missing"],
  [
    "pseudonyms",
    `type: pseudonym, ${pin}, run: {yield: {yield_matched_version: true, package_version: {name: fast, locked_version: "==1"}}}`,
    "185: unit `Bad`: `locked_version` beside `yield_matched_version`: which of the two versions is meant? Take one out",
  ],
  [
    "pseudonyms",
    `type: pseudonym, ${pin}, run: {yield: {package_version: {name: fast, locked_version: ">=1"}}}`,
    "156: unit `Bad`: `>=1` is not one version: write it as `==1.2.3`",
  ],
  [
    "pseudonyms",
    `type: pseudonym, ${pin}, run: {yield: {package_version: {name: Demo}}}`,
    "63: unit `Bad`: `demo` cannot stand in for itself: write the name of another package under `run.yield`",
  ],
  [
    "sieves",
    "type: sieve.SkipPackage, match: {package_name: [a]}",
    "86: unit `Bad`: `match.package_name` must be text, not a list",
  ],
  ["sieves", "type: sieve.SkipPackage, match: {}", "71: unit `Bad`: `match.package_name` is missing"],
  [
    "sieves",
    "type: sieve, match: {package_version: {name: demo, index_url: null}}",
    "101: unit `Bad`: `match.package_version.index_url` must be text or a mapping, not null",
  ],
  [
    "sieves",
    'type: sieve, match: {package_version: {name: demo, develop: "no"}}',
    "99: unit `Bad`: `match.package_version.develop` must be `true` or `false`, not `no`",
  ],
  [
    "sieves",
    'type: sieve, match: {package_version: {name: demo, version: "~=1"}}',
    "99: unit `Bad`: `~=1` is not a version specifier; write an operator and a version, such as `>=1.4,<2`",
  ],
  [
    "sieves",
    'type: sieve, match: {package_version: {name: demo, version: ">=1 <2"}}',
    "99: unit `Bad`: `>=1 <2` is not a version specifier; write an operator and a version, such as `>=1.4,<2`",
  ],
  ["sieves", `type: sieve, ${pin}, run: {score: 1}`, "98: unit `Bad`: unknown key `run.score`"],
  ["steps", `type: step, ${pin}`, "7: unit `Bad`: `run` is missing"],
  ["steps", `type: step, ${pin}, run: {score: 2}`, "104: unit `Bad`: `run.score` must be <= 1, not the number 2"],
  [
    "steps",
    `type: step, ${pin}, run: {score: 1, eager_stop_pipeline: a}`,
    "104: unit `Bad`: `run.score` beside `run.eager_stop_pipeline`: what ends the search is in no stack, and there is nothing to score",
  ],
  [
    "steps",
    `type: step, ${pin}, run: {not_acceptable: a, justification: ${told}}`,
    "131: unit `Bad`: `run.justification` beside `run.not_acceptable`: what is refused is in no stack, and there is nothing to justify",
  ],
  [
    "steps",
    `type: step, ${pin}, run: {justification: ${told}, eager_stop_pipeline: a}`,
    "112: unit `Bad`: `run.justification` beside `run.eager_stop_pipeline`: what ends the search is in no stack, and there is nothing to justify",
  ],
  [
    "steps",
    `type: step, ${pin}, run: {not_acceptable: a, eager_stop_pipeline: a}`,
    "137: unit `Bad`: `run.eager_stop_pipeline` beside `run.not_acceptable`: both refuse: keep one",
  ],
  [
    "steps",
    "type: step, match: {package_version: {name: demo}, state: {resolved_dependencies: []}}, run: {}",
    "121: unit `Bad`: `match.state.resolved_dependencies` must list at least 1, not 0",
  ],
  [
    "steps",
    'type: step, match: {package_version: {name: demo}, state: {package_version_from: [{version: "<2"}]}}, run: {}',
    "121: unit `Bad`: `match.state.package_version_from[0].name` is missing",
  ],
  [
    "steps",
    "type: step.SkipPackage, match: [{package_version: {name: demo}}]",
    "70: unit `Bad`: `match` of a `step.SkipPackage` is one mapping: write a unit for each",
  ],
  ["steps", `type: step.SkipPackage, ${pin}, run: {score: 1}`, "109: unit `Bad`: unknown key `run.score`"],
  [
    "steps",
    `type: step.AddPackage, ${pin}, run: {package_version: {name: six, locked_version: "==1", index_url: a}}`,
    "125: unit `Bad`: `run.package_version.develop` is missing",
  ],
  [
    "steps",
    `type: step.AddPackage, ${pin}, run: {package_version: {name: six, locked_version: null, index_url: a, develop: false}}`,
    "153: unit `Bad`: `run.package_version.locked_version` must be text, not null",
  ],
  [
    "steps",
    `type: step.AddPackage, ${pin}, run: {package_version: {name: six, locked_version: "===1.0", index_url: a, develop: false}}`,
    "153: unit `Bad`: `===1.0` is not one version: write it as `==1.2.3`",
  ],
  [
    "steps",
    `type: step.AddPackage, ${pin}, run: {package_version: {name: six, locked_version: "==1.*", index_url: a, develop: false}}`,
    "153: unit `Bad`: `==1.*` is not one version: write it as `==1.2.3`",
  ],
  [
    "steps",
    "type: step.Group, match: {group: [{package_version: {name: demo}}]}, run: {}",
    "72: unit `Bad`: `match.group` must list at least 2, not 1",
  ],
  [
    "steps",
    'type: step.Group, match: {group: [{package_version: {name: demo}}, {package_version: {version: "<1"}}]}, run: {}',
    "124: unit `Bad`: `match.group[1].package_version.name` is missing",
  ],
  [
    "steps",
    "type: step.Group, match: {group: [{package_version: {name: demo}}, {package_version: {name: a}}]}, run: {score: 1, not_acceptable: a}",
    "151: unit `Bad`: `run.score` beside `run.not_acceptable`: what is refused is in no stack, and there is nothing to score",
  ],
  ["strides", "type: stride, run: {}", "7: unit `Bad`: `match` is missing"],
  ["strides", `type: stride, ${state}, run: {score: 1}`, "116: unit `Bad`: unknown key `run.score`"],
  [
    "strides",
    'type: stride, match: {state: {resolved_dependencies: [{version: "<1"}, {version: "<2"}]}}, run: {not_acceptable: a}',
    "92: unit `Bad`: two entries without a name: write the name of the package in all of them but one",
  ],
  ["wraps", `type: wrap, ${state}, run: {not_acceptable: a}`, "114: unit `Bad`: unknown key `run.not_acceptable`"],
  [
    "wraps",
    'type: wrap, run: {justification: [{type: INFO, message: a, link: "a ftp://b"}]}',
    "104: unit `Bad`: `ftp://b` is neither an http address nor a slug of letters, digits, `_` and `-`",
  ],
  [
    "wraps",
    "type: wrap, run: {justification: [{type: INFO, message: a, link: a, version_range: newer}]}",
    "122: unit `Bad`: `newer` is not a version specifier; write an operator and a version, such as `>=1.4,<2`",
  ],
  [
    "wraps",
    'type: wrap, run: {justification: [{type: INFO, message: a, link: a, package_name: "a b"}]}',
    "121: unit `Bad`: `a b` is not a name: it takes letters, digits and inner `.`, `_` or `-`",
  ],
  [
    "wraps",
    "type: wrap, run: {justification: [{type: INFO, message: a, link: a, colour: red}]}",
    "107: unit `Bad`: unknown key `run.justification[0].colour`",
  ],
  [
    "wraps",
    "type: wrap, run: {advised_manifest_changes: []}",
    "83: unit `Bad`: `run.advised_manifest_changes` lists nothing",
  ],
  [
    "wraps",
    "type: wrap, run: {advised_manifest_changes: [{kind: Pod, patch: {}}]}",
    "84: unit `Bad`: `run.advised_manifest_changes[0].apiVersion` is missing",
  ],
  ["wraps", change("[]"), "119: unit `Bad`: `run.advised_manifest_changes[0].patch` lists nothing"],
  [
    "wraps",
    change('{op: "add,", path: /a, value: 1}'),
    "124: unit `Bad`: `add,` is not an operation of JSON Patch: write `op: add`",
  ],
  [
    "wraps",
    change("{op: insert, path: /a, value: 1}"),
    "124: unit `Bad`: `insert` is not an operation of JSON Patch: write one of `add`, `remove`, `replace`, `move`, `copy`, `test`",
  ],
  [
    "wraps",
    change("{op: add, path: /a}"),
    "119: unit `Bad`: `run.advised_manifest_changes[0].patch.value` is missing, which `op: add` needs",
  ],
  [
    "wraps",
    change("{op: add, path: spec.env, value: 1}"),
    "135: unit `Bad`: `spec.env` is not a JSON pointer: write `/spec/env`",
  ],
  [
    "wraps",
    change("{op: add, path: /a~b, value: 1}"),
    "135: unit `Bad`: `/a~b` is not a JSON pointer: write `~0` for each `~`",
  ],
  [
    "wraps",
    change("{op: remove, path: /a, value: 1}"),
    "149: unit `Bad`: `run.advised_manifest_changes[0].patch.value` says nothing to `op: remove`: take it out",
  ],
  [
    "wraps",
    change("[{op: remove, path: /a}, {op: move, path: /a/b, from: /a}]"),
    "161: unit `Bad`: `/a/b` is inside of `/a`, which is moved there",
  ],
  [
    "wraps",
    change("{op: copy, path: /a}"),
    "119: unit `Bad`: `run.advised_manifest_changes[0].patch.from` is missing, which `op: copy` needs",
  ],
  [
    "wraps",
    "type: wrap.GHReleaseNotes, run: {release_notes: {organization: a, repository: b}}",
    "7: unit `Bad`: `match` is missing",
  ],
  [
    "wraps",
    `type: wrap.GHReleaseNotes, ${state}, run: {release_notes: {organization: a/b, repository: b}}`,
    "159: unit `Bad`: `run.release_notes.organization` must be written with letters, digits, `.`, `_` and `-`, not `a/b`",
  ],
  [
    "wraps",
    "type: wrap.GHReleaseNotes, match: {state: {resolved_dependencies: [{name: a}, {name: b}]}}, run: {release_notes: {organization: a, repository: b}}",
    "105: unit `Bad`: `match.state.resolved_dependencies` must list at most 1, not 2",
  ],
];

for (const [section, rule, expected] of refused)
  test(`${section}: {${rule}} is refused`, () => {
    const text = `units:\n  ${section}:\n    - {name: Bad, should_include: {}, ${rule}}\n`;
    const [rejected] = load({ "rules.yaml": text }).rejected;
    assert.equal(rejected?.errors[0].code, "INVALID_RULE");
    assert.equal(rejected.errors[0].message.replace("rules.yaml:3:", ""), expected);
  });
