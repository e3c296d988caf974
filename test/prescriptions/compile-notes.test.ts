/** What units tell of a finished stack: when, how gravely, and with which links and changes. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { type Note, notesBefore } from "../../src/pipeline/index.ts";
import { candidate, context } from "../support/pipeline-samples.ts";
import { compile, finishedStack, load, told } from "../support/rule-samples.ts";

const run = context({
  run: {
    indexes: new Map([
      ["pypi", "https://pypi.example/simple"],
      ["extra", "https://extra.example/simple"],
    ]),
  },
});

const say = (what: string, type = "WARNING") =>
  `[{type: ${type}, message: "${what}", link: "https://example.org/${what}"}]`;
const pins = (list: string) => `match: {state: {resolved_dependencies: [${list}]}}`;

/** What is in it, or might be. */
const atHand = ["demo 2.0", "demo 1.0", "other 1.0"].map((release) => candidate(release));

const stack = finishedStack(
  [candidate("demo 1.0"), candidate("other 1.0")],
  ["other -> demo", "demo -> leaf", "other -> leaf"],
  atHand,
);

function spell({ severity, reason }: Note): string {
  return `${severity} ${reason.message}`;
}

/** A list under `units`, a rule, and what is told of the stack `demo 1.0`, `other 1.0`, in which `other` requires `demo`. */
const notes: readonly (readonly [string, string, string, readonly string[]])[] = [
  ["a wrap on any stack", "wraps", `type: wrap, run: {justification: ${say("a")}}`, ["warning a"]],
  [
    "a wrap on a pin",
    "wraps",
    `type: wrap, ${pins('{name: Demo, version: "<2"}')}, run: {justification: ${say("a")}}`,
    ["warning a"],
  ],
  [
    "a wrap on another pin",
    "wraps",
    `type: wrap, ${pins('{name: demo, version: ">=2"}')}, run: {justification: ${say("a")}}`,
    [],
  ],
  [
    "a wrap on two pins",
    "wraps",
    `type: wrap, ${pins("{name: demo}, {name: absent}")}, run: {justification: ${say("a")}}`,
    [],
  ],
  [
    "a wrap on either of two pins, once,",
    "wraps",
    `type: wrap, match: [{state: {resolved_dependencies: [{name: demo}]}}, {state: {resolved_dependencies: [{name: other}]}}], run: {justification: ${say("a")}}`,
    ["warning a"],
  ],
  [
    "a wrap on a pin without a name, which is any package,",
    "wraps",
    `type: wrap, ${pins('{version: "==1.0"}')}, run: {justification: ${say("a")}}`,
    ["warning a"],
  ],
  [
    "a wrap on a pin without a name that no package has",
    "wraps",
    `type: wrap, ${pins('{version: ">=2"}')}, run: {justification: ${say("a")}}`,
    [],
  ],
  [
    "a wrap on two pins without names, each of which a package has,",
    "wraps",
    `type: wrap, ${pins('{version: "<2"}, {index_url: "https://pypi.example/simple"}')}, run: {justification: ${say("a")}}`,
    ["warning a"],
  ],
  [
    "a wrap on a pin from another index",
    "wraps",
    `type: wrap, ${pins('{name: demo, index_url: "https://extra.example/simple"}')}, run: {justification: ${say("a")}}`,
    [],
  ],
  [
    "a wrap on a pin from any index but one",
    "wraps",
    `type: wrap, ${pins('{name: demo, index_url: {not: "https://extra.example/simple"}, develop: false}')}, run: {justification: ${say("a")}}`,
    ["warning a"],
  ],
  [
    "stack information, each entry with its severity,",
    "wraps",
    'type: wrap, run: {stack_info: [{type: ERROR, message: "b\\n", link: slug}, {type: INFO, message: c, link: slug}]}',
    ["error b", "info c"],
  ],
  [
    "justifications before stack information",
    "wraps",
    `type: wrap, run: {stack_info: ${say("b")}, justification: ${say("a", "ERROR")}}`,
    ["error a", "warning b"],
  ],
  [
    "a step with a justification",
    "steps",
    `type: step, match: {package_version: {name: demo, version: "<2"}}, run: {score: 0.1, justification: ${say("a")}}`,
    ["warning a"],
  ],
  [
    "a step beside a pin that is not there",
    "steps",
    `type: step, match: {package_version: {name: demo}, state: {resolved_dependencies: [{name: absent}]}}, run: {justification: ${say("a")}}`,
    [],
  ],
  [
    "a step beside a package that has brought the matched one in",
    "steps",
    `type: step, match: {package_version: {name: demo}, state: {resolved_dependencies: [{name: other}]}}, run: {justification: ${say("a")}}`,
    ["warning a"],
  ],
  [
    "a step on who has brought a package in",
    "steps",
    `type: step, match: {package_version: {name: demo}, state: {package_version_from: [{name: other, version: "==1"}]}}, run: {justification: ${say("a")}}`,
    ["warning a"],
  ],
  [
    "a step on who has not brought a package in",
    "steps",
    `type: step, match: {package_version: {name: other}, state: {package_version_from: [{name: demo}]}}, run: {justification: ${say("a")}}`,
    [],
  ],
  [
    "a step on packages without a name",
    "steps",
    `type: step, match: {package_version: {version: "<2"}}, run: {justification: ${say("a")}}`,
    ["warning a"],
  ],
  [
    "a group with a justification",
    "steps",
    `type: step.Group, match: {group: [{package_version: {name: other}}, {package_version: {name: demo}}]}, run: {justification: ${say("a")}}`,
    ["warning a"],
  ],
  [
    "a step that had a release to refuse",
    "steps",
    `type: step, match: {package_version: {name: demo, version: ">=2"}}, run: {not_acceptable: never, stack_info: ${say("a")}}`,
    ["warning a"],
  ],
  [
    "a step that had nothing to refuse",
    "steps",
    `type: step, match: {package_version: {name: demo, version: ">=3"}}, run: {not_acceptable: never, stack_info: ${say("a")}}`,
    [],
  ],
  [
    "a step that refuses a package which is not in the stack",
    "steps",
    `type: step, match: {package_version: {name: third}}, run: {not_acceptable: never, stack_info: ${say("a")}}`,
    [],
  ],
  [
    "a step that refuses what others bring in, and they did",
    "steps",
    `type: step, match: {package_version: {name: demo, version: ">=2"}, state: {package_version_from: [{name: other, version: "==1"}]}}, run: {not_acceptable: never, stack_info: ${say("a")}}`,
    ["warning a"],
  ],
  [
    "a step that refuses what a release that is not there brings in",
    "steps",
    `type: step, match: {package_version: {name: demo, version: ">=2"}, state: {package_version_from: [{name: other, version: "==3"}]}}, run: {not_acceptable: never, stack_info: ${say("a")}}`,
    [],
  ],
  [
    "a step that refuses what a package that is not there brings in",
    "steps",
    `type: step, match: {package_version: {name: demo, version: ">=2"}, state: {package_version_from: [{name: third}]}}, run: {not_acceptable: never, stack_info: ${say("a")}}`,
    [],
  ],
  [
    "a group that kept releases apart",
    "steps",
    `type: step.Group, match: {group: [{package_version: {name: other}}, {package_version: {name: demo, version: ">=2"}}]}, run: {not_acceptable: never, stack_info: ${say("a")}}`,
    ["warning a"],
  ],
  [
    "a sieve that had a release to leave out",
    "sieves",
    `type: sieve, match: {package_version: {name: demo, version: ">=2"}}, run: {stack_info: ${say("a")}}`,
    ["warning a"],
  ],
  [
    "a sieve that had none",
    "sieves",
    `type: sieve, match: {package_version: {name: demo, version: ">=3"}}, run: {stack_info: ${say("a")}}`,
    [],
  ],
  [
    "a step that added a package",
    "steps",
    `type: step.AddPackage, match: {package_version: {name: demo}}, run: {package_version: {name: other, locked_version: "==1.0", index_url: "https://pypi.example/simple", develop: false}, stack_info: ${say("a")}}`,
    ["warning a"],
  ],
  [
    "a stride on pins",
    "strides",
    `type: stride, ${pins('{name: demo}, {version: "==1.0"}')}, run: {stack_info: ${say("a")}}`,
    ["warning a"],
  ],
  [
    "a stride that refused a pin without a name",
    "strides",
    `type: stride, ${pins('{version: ">=2"}')}, run: {not_acceptable: never, stack_info: ${say("a")}}`,
    ["warning a"],
  ],
  ["a boot, whatever the stack,", "boots", `type: boot, run: {stack_info: ${say("a")}}`, []],
];

for (const [title, section, rule, expected] of notes)
  test(`told of a finished stack by ${title}: ${expected.length === 0 ? "nothing" : expected.join(", ")}`, () => {
    assert.deepEqual(told(compile(section, rule), run, stack).map(spell), expected);
  });

const departing: readonly (readonly [string, string])[] = [
  ["sieves", `type: sieve.SkipPackage, match: {package_name: gone}, run: {stack_info: ${say("a")}}`],
  ["steps", `type: step.SkipPackage, match: {package_version: {name: gone}}, run: {stack_info: ${say("a")}}`],
  ["steps", `type: step.SkipPackage, match: {package_version: {version: "<1"}}, run: {stack_info: ${say("a")}}`],
  [
    "pseudonyms",
    `type: pseudonym, match: {package_version: {name: gone}}, run: {yield: {package_version: {name: other}}, stack_info: ${say("a")}}`,
  ],
];

for (const [section, rule] of departing)
  test(`what leaves something out, or stands in, says so where it did: ${rule}`, () => {
    const { candidates } = stack;
    const of = (...departed: string[]) =>
      told(compile(section, rule), run, finishedStack(candidates, [], candidates, departed)).map(spell);
    assert.deepEqual(of("UNKNOWN.R0"), ["warning a"]);
    assert.deepEqual(of("UNKNOWN.R1"), []);
  });

test("a refusal of what nobody else brings in says nothing where the user asks for it too", () => {
  const saysOf = (more: string, line: string) => {
    const rule = `type: step, match: {package_version: {name: demo, version: ">=2"}, state: {package_version_from: [{name: other}]${more}}}`;
    const asking = { ...run, requirements: context({ requirements: [line] }).requirements };
    return told(compile("steps", `${rule}, run: {not_acceptable: never, stack_info: ${say("a")}}`), asking, stack).map(
      spell,
    );
  };
  assert.deepEqual(saysOf("", "other"), ["warning a"]);
  assert.deepEqual(saysOf("", "demo"), []);
  assert.deepEqual(saysOf(", package_version_from_allow_other: true", "demo"), ["warning a"]);
});

test("a boot tells its stack information before there is a stack, if it is about the request", () => {
  const units = compile(
    "boots",
    `type: boot, run: {stack_info: ${say("any", "ERROR")}}`,
    `type: boot, match: {package_name: demo}, run: {stack_info: ${say("direct")}}`,
    `type: boot, match: {package_name: other}, run: {stack_info: ${say("absent")}}`,
  );
  assert.deepEqual(notesBefore(context({ requirements: ["demo"] }), units).map(spell), ["error any", "warning direct"]);
});

test("a pre-release in the stack meets the bounds of steps, groups, strides and wraps like any other release", () => {
  const pin = '{name: demo, version: ">=1.5"}';
  const early = finishedStack([candidate("demo 2.0rc1")]);
  const rules: readonly (readonly [string, string])[] = [
    ["steps", `type: step, match: {package_version: ${pin}}, run: {justification: ${say("a")}}`],
    [
      "steps",
      `type: step.Group, match: {group: [{package_version: ${pin}}, {package_version: ${pin}}]}, run: {justification: ${say("a")}}`,
    ],
    ["strides", `type: stride, ${pins(pin)}, run: {stack_info: ${say("a")}}`],
    ["wraps", `type: wrap, ${pins(pin)}, run: {justification: ${say("a")}}`],
  ];
  for (const [section, rule] of rules)
    assert.deepEqual(told(compile(section, rule), run, early).map(spell), ["warning a"], rule);
});

test("every stack gets its own justifications and manifest changes", () => {
  const changes = "[{apiVersion: v1, kind: Pod, patch: {op: remove, path: /a}}]";
  const units = compile(
    "wraps",
    `type: wrap, ${pins("{name: demo}")}, run: {justification: ${say("a")}, advised_manifest_changes: ${changes}}`,
  );
  const [first, second] = ["demo 1.0", "demo 2.0"].map((release) =>
    told(units, run, finishedStack([candidate(release)])),
  );
  assert.equal(first?.[0]?.manifestChanges?.length, 1);
  assert.deepEqual(second, first);
});

const link = (text: string) =>
  told(
    compile("wraps", `type: wrap, run: {justification: [{type: INFO, message: m, link: "${text}"}]}`),
    run,
    stack,
  )[0];

/** What stands in a rule, and the links it becomes. */
const links: readonly (readonly [string, readonly string[]])[] = [
  ["slug_1-a", ["https://thoth-station.ninja/j/slug_1-a"]],
  ["https://a.example/x", ["https://a.example/x"]],
  [
    "https://a.example  https://b.example/y\\n http://c.example",
    ["https://a.example", "https://b.example/y", "http://c.example"],
  ],
  ["https://a.example slug", ["https://a.example", "https://thoth-station.ninja/j/slug"]],
];

for (const [text, expected] of links)
  test(`the link ${text} leads to ${expected.join(" and ")}`, () => {
    const note = link(text);
    assert.deepEqual([note?.reason.link, ...(note?.moreLinks ?? [])], expected);
  });

test("slugs follow the base that whoever loads the rules names", () => {
  const rule =
    "{name: R, type: wrap, should_include: {adviser_pipeline: true}, run: {stack_info: [{type: INFO, message: m, link: slug}]}}";
  const { units } = load({ "rules.yaml": `units: {wraps: [${rule}]}` }, { linkBase: "https://rules.example/" });
  assert.equal(told(units, run, stack)[0]?.reason.link, "https://rules.example/slug");
});

test("a justification says what it is about", () => {
  const entry =
    'type: INFO, message: m, link: a, package_name: De.mo, advisory: text, cve_id: CVE-1, cve_name: c, version_range: "<2"';
  const [note] = told(compile("wraps", `type: wrap, run: {justification: [{${entry}}]}`), run, stack);
  assert.deepEqual(note?.subject, { package: "de-mo", versions: "<2", advisory: "text", cve: "CVE-1", cveName: "c" });
});

/** Manifest changes as a rule states them, and the operations. */
const manifestChanges: readonly (readonly [string, object])[] = [
  [
    "[{apiVersion: apps/v1, kind: Deployment, patch: {op: add, path: /spec/env/-, value: {name: A, value: null}}}]",
    { op: "add", path: "/spec/env/-", value: { name: "A", value: null } },
  ],
  [
    "{apiVersion: apps/v1, kind: Deployment, patch: [{op: test, path: '', value: null}, {op: replace, path: /a~1b, value: 1}, {op: remove, path: /c}]}",
    [
      { op: "test", path: "", value: null },
      { op: "replace", path: "/a~1b", value: 1 },
      { op: "remove", path: "/c" },
    ],
  ],
  [
    "[{apiVersion: apps/v1, kind: Deployment, patch: [{op: move, from: /a, path: /ab}, {op: copy, from: /a, path: /a/b}]}]",
    [
      { op: "move", from: "/a", path: "/ab" },
      { op: "copy", from: "/a", path: "/a/b" },
    ],
  ],
];

for (const [text, patch] of manifestChanges)
  test(`manifest changes ${text} become operations of JSON Patch`, () => {
    const units = compile(
      "wraps",
      `type: wrap, run: {log: {type: INFO, message: why}, advised_manifest_changes: ${text}}`,
    );
    const [note, ...rest] = told(units, run, stack);
    assert.equal(rest.length, 0);
    assert.equal(note?.reason.message, "why");
    assert.deepEqual(note?.manifestChanges, [{ apiVersion: "apps/v1", kind: "Deployment", patch }]);
  });

const releaseNotes = (more: string, include = "{adviser_pipeline: true}") =>
  load(
    {
      "rules.yaml": `units: {wraps: [{name: R, type: wrap.GHReleaseNotes, should_include: ${include}, match: {state: {resolved_dependencies: [{name: demo}]}}, run: {release_notes: {organization: org, repository: repo.py${more}}}}]}`,
    },
    { strict: true },
  ).units;

test("release notes are those of the version in the stack", () => {
  for (const [more, tag] of [
    ["", "1.0"],
    [", tag_version_prefix: v", "v1.0"],
    [", tag_version_prefix: ray-", "ray-1.0"],
  ] as const) {
    const [note] = told(releaseNotes(more), run, stack);
    assert.equal(note?.reason.link, `https://github.com/org/repo.py/releases/tag/${tag}`);
    assert.equal(note.reason.message, "Release notes of demo 1.0");
  }
  assert.deepEqual(told(releaseNotes(""), run, finishedStack([candidate("other 1.0")])), []);
});

test("release notes are told only where the rule takes part", () => {
  for (const include of [
    "{}",
    "{adviser_pipeline: true, times: 0}",
    "{adviser_pipeline: true, recommendation_types: [security]}",
  ])
    assert.deepEqual(told(releaseNotes("", include), run, stack), []);
});
