import assert from "node:assert/strict";
import { test } from "node:test";
import { candidate, context } from "../support/pipeline-samples.ts";
import { compile, factLines, load, offerLines, opinions, scores } from "../support/rule-samples.ts";

const main = "https://pypi.example/simple";
const extra = "https://extra.example/simple";
const run = context({
  run: {
    indexes: new Map([
      ["pypi", main],
      ["extra", extra],
    ]),
  },
});
const demo = ["demo 2.0", "demo 2.0rc1", "demo 1.0"].map((release) => candidate(release));
const other = [candidate("other 1.0")];

/** What a rule states of three releases of `demo` and one of `other`. */
const facts: readonly (readonly [string, string, string, readonly string[]])[] = [
  [
    "a sieve removes",
    "sieves",
    'type: sieve, match: {package_version: {name: demo, version: ">1"}}',
    ["remove demo 2.0", "remove demo 2.0rc1"],
  ],
  ["a name is normalised", "sieves", 'type: sieve, match: {package_version: {name: De_mo, version: "==1"}}', []],
  [
    "a name in capitals",
    "sieves",
    'type: sieve, match: {package_version: {name: DEMO, version: "==1"}}',
    ["remove demo 1.0"],
  ],
  [
    "a sieve without a name speaks of all",
    "sieves",
    'type: sieve, match: {package_version: {version: "==1.0"}}',
    ["remove demo 1.0", "remove other 1.0"],
  ],
  [
    "a list of matches are alternatives",
    "sieves",
    'type: sieve, match: [{package_version: {name: demo, version: "==2"}}, {package_version: {name: other}}, {package_version: {name: demo, version: ">=2"}}]',
    ["remove demo 2.0", "remove other 1.0"],
  ],
  [
    "a step refuses",
    "steps",
    'type: step, match: {package_version: {name: demo, version: "==1"}}, run: {not_acceptable: never}',
    ["remove demo 1.0"],
  ],
  [
    "a step refuses beside other pins",
    "steps",
    'type: step, match: {package_version: {name: demo, version: "<2"}, state: {resolved_dependencies: [{name: other, version: ">=1"}, {name: Third.Party}]}}, run: {not_acceptable: never, multi_package_resolution: true}',
    ["forbid demo<2 with other>=1 with third-party"],
  ],
  [
    "a step refuses what others bring in too, unless it says who has to",
    "steps",
    "type: step, match: {package_version: {name: demo}, state: {resolved_dependencies: [{name: other}], package_version_from_allow_other: false}}, run: {not_acceptable: never}",
    ["forbid demo with other"],
  ],
  [
    "a step refuses what only some have brought in",
    "steps",
    'type: step, match: {package_version: {name: demo, version: "<2"}, state: {package_version_from: [{name: other, version: ">=1"}]}}, run: {not_acceptable: never}',
    ["forbid demo<2 introduced by other>=1 alone"],
  ],
  [
    "a step refuses what some have brought in, whoever else has",
    "steps",
    "type: step, match: {package_version: {name: demo}, state: {resolved_dependencies: [{name: third}], package_version_from: [{name: other}], package_version_from_allow_other: true}}, run: {not_acceptable: never}",
    ["forbid demo with third introduced by other"],
  ],
  [
    "a step stops the search",
    "steps",
    'type: step, match: {package_version: {name: demo, version: "==1"}}, run: {eager_stop_pipeline: enough}',
    ["remove demo 1.0"],
  ],
  [
    "a step scores beside other pins",
    "steps",
    "type: step, match: {package_version: {name: demo}, state: {resolved_dependencies: [{name: other}]}}, run: {score: -0.25}",
    ["score -0.25 demo with other"],
  ],
  [
    "a step scores what somebody has brought in",
    "steps",
    "type: step, match: {package_version: {name: demo}, state: {package_version_from: [{name: other}]}}, run: {score: 1}",
    ["score 1 demo introduced by other alone"],
  ],
  [
    "a step that only tells states no facts",
    "steps",
    "type: step, match: {package_version: {name: demo}}, run: {}",
    [],
  ],
  [
    "a sieve skips a package",
    "sieves",
    "type: sieve.SkipPackage, match: [{package_name: Other}, {package_name: absent}]",
    ["skip other"],
  ],
  [
    "a step skips a release",
    "steps",
    'type: step.SkipPackage, match: {package_version: {name: demo, version: "<2"}}, run: {multi_package_resolution: true}',
    ["skip demo<2"],
  ],
  [
    "a step skips what only one package has brought in",
    "steps",
    'type: step.SkipPackage, match: {package_version: {name: demo}, state: {resolved_dependencies: [{name: third}], package_version_from: [{name: other, version: "==2.*"}]}}',
    ["skip demo beside third introduced by other==2.* alone"],
  ],
  [
    "a step adds a package",
    "steps",
    `type: step.AddPackage, match: {package_version: {name: demo, version: "==2"}}, run: {package_version: {name: Six, locked_version: "==1.16.0", index_url: "${main}", develop: false}}`,
    ["add six==1.16.0 to demo==2", "forbid demo==2 with six from extra"],
  ],
  [
    "a step adds nothing from an index that the project does not know",
    "steps",
    'type: step.AddPackage, match: {package_version: {name: demo}}, run: {package_version: {name: six, locked_version: "==1.16.0", index_url: "https://else.example/simple", develop: true}}',
    [],
  ],
  [
    "a group scores",
    "steps",
    "type: step.Group, match: {group: [{package_version: {name: other}}, {package_version: {name: demo}}]}, run: {score: 0.5}",
    ["score 0.5 other with demo"],
  ],
  [
    "a group of three stops the search",
    "steps",
    "type: step.Group, match: {group: [{package_version: {name: other}}, {package_version: {name: demo}}, {package_version: {name: third}}]}, run: {eager_stop_pipeline: enough}",
    ["forbid other with demo with third"],
  ],
  [
    "a stride refuses",
    "strides",
    'type: stride, match: {state: {resolved_dependencies: [{name: other, version: "==1"}, {name: demo}]}}, run: {not_acceptable: never}',
    ["forbid other==1 with demo"],
  ],
  [
    "a stride without a name refuses any package",
    "strides",
    'type: stride, match: {state: {resolved_dependencies: [{version: "<2"}, {name: third}]}}, run: {not_acceptable: never}',
    ["forbid demo<2 with third", "forbid other<2 with third"],
  ],
  [
    "a stride takes any package for granted beside a named one",
    "strides",
    "type: stride, match: {state: {resolved_dependencies: [{}, {name: other}]}}, run: {not_acceptable: never}",
    ["forbid other"],
  ],
  [
    "a stride that only tells states no facts",
    "strides",
    "type: stride, match: {state: {resolved_dependencies: [{name: demo}]}}, run: {}",
    [],
  ],
  [
    "an index is known by its address",
    "sieves",
    `type: sieve, match: {package_version: {name: demo, version: "==1", index_url: "${main}/"}}`,
    ["remove demo 1.0"],
  ],
  ["another index", "sieves", `type: sieve, match: {package_version: {name: demo, index_url: "${extra}"}}`, []],
  [
    "any index but one",
    "steps",
    `type: step, match: {package_version: {name: demo, index_url: {not: "${extra}"}}, state: {resolved_dependencies: [{name: other, index_url: "${main}"}]}}, run: {not_acceptable: never}`,
    ["forbid demo not from extra with other from pypi"],
  ],
  [
    "an index that the project does not know never matches",
    "steps",
    'type: step, match: {package_version: {name: demo}, state: {resolved_dependencies: [{name: other, index_url: "https://else.example"}]}}, run: {not_acceptable: never}',
    [],
  ],
  [
    "any index but one that the project does not know always matches",
    "sieves",
    'type: sieve, match: {package_version: {name: other, index_url: {not: "https://else.example"}}}',
    ["remove other 1.0"],
  ],
  [
    "what is not for development alone",
    "sieves",
    "type: sieve, match: [{package_version: {name: other, develop: false}}, {package_version: {name: demo, develop: true}}]",
    ["remove other 1.0"],
  ],
  [
    "bounds that contradict each other never match",
    "sieves",
    'type: sieve, match: {package_version: {name: demo, version: "<1.0,>1.4"}}',
    [],
  ],
  [
    "a version without clauses is any",
    "sieves",
    'type: sieve, match: {package_version: {name: other, version: ""}}',
    ["remove other 1.0"],
  ],
  [
    "a version that is not in normal form",
    "sieves",
    'type: sieve, match: {package_version: {name: demo, version: "==v2.0-rc1"}}',
    ["remove demo 2.0rc1"],
  ],
  [
    "versions outside of PEP 440 are compared as texts",
    "sieves",
    'type: sieve, match: [{package_version: {name: demo, version: "==git"}}, {package_version: {name: demo, version: "<1.2-devel"}}, {package_version: {name: demo, version: ">=0.9j,>=1"}}]',
    [],
  ],
  [
    "every version differs from one outside of PEP 440",
    "sieves",
    'type: sieve, match: {package_version: {name: other, version: "!=git"}}',
    ["remove other 1.0"],
  ],
  [
    "a pseudonym states no facts of its own",
    "pseudonyms",
    "type: pseudonym, match: {package_version: {name: demo}}, run: {yield: {package_version: {name: other}}}",
    [],
  ],
  ["a boot states no facts", "boots", "type: boot, run: {not_acceptable: never}", []],
  [
    "a step without a name refuses each package beside another",
    "steps",
    'type: step, match: {package_version: {version: "<2"}, state: {resolved_dependencies: [{name: other}]}}, run: {not_acceptable: never}',
    ["forbid demo<2 with other", "forbid other<2 with other"],
  ],
  [
    "a step that only scores states no facts",
    "steps",
    "type: step, match: {package_version: {name: demo}}, run: {score: -0.5}",
    [],
  ],
  [
    "a group refuses",
    "steps",
    'type: step.Group, match: {group: [{package_version: {name: other}}, {package_version: {name: demo, version: "==1"}}]}, run: {not_acceptable: never}',
    ["forbid other with demo==1"],
  ],
  [
    "a group may name one package twice",
    "steps",
    'type: step.Group, match: [{group: [{package_version: {name: demo, version: "<2"}}, {package_version: {name: demo, version: ">1"}}]}], run: {not_acceptable: never}',
    ["forbid demo<2 with demo>1"],
  ],
  [
    "a wrap states nothing",
    "wraps",
    "type: wrap, match: {state: {resolved_dependencies: [{name: demo}]}}, run: {}",
    [],
  ],
];

for (const [title, section, rule, expected] of facts)
  test(title, () => {
    const units = compile(section, rule);
    assert.deepEqual([...factLines(units, run, demo), ...factLines(units, run, other)], expected);
  });

test("a step scores each matching candidate once, pre-releases too", () => {
  const units = compile(
    "steps",
    'type: step, match: [{package_version: {name: demo, version: ">=1.5"}}, {package_version: {name: demo, version: ">=2"}}], run: {score: 0.2}',
  );
  assert.deepEqual(scores(units, run, demo), { "2.0": 0.2, "2.0rc1": 0.2 });
  assert.deepEqual(scores(units, run, other), {});
});

test("facts and opinions do not depend on the order of files", () => {
  const file = (name: string, score: number) =>
    `units: {steps: [{name: ${name}, type: step, should_include: {adviser_pipeline: true}, match: {package_version: {name: demo}}, run: {score: ${score}}}]}`;
  const files = { "a.yaml": file("A", 0.1), "b.yaml": file("B", -0.3), "c.yaml": file("C", 0.2) };
  const forwards = load(files);
  const backwards = load(Object.fromEntries(Object.entries(files).toReversed()));
  assert.deepEqual(opinions(forwards.units, run, demo), opinions(backwards.units, run, demo));
});

/** What a pseudonym offers for three releases of `demo`, of the same three and one more of `fast`. */
const offers: readonly (readonly [string, string, readonly string[]])[] = [
  [
    "the same version",
    'match: {package_version: {name: demo, version: ">=1.5"}}, run: {yield: {yield_matched_version: true, package_version: {name: Fast}}}',
    ["fast 2.0 for demo 2.0", "fast 2.0rc1 for demo 2.0rc1"],
  ],
  [
    "one version",
    'match: [{package_version: {name: demo, version: "==1"}}], run: {yield: {package_version: {name: fast, locked_version: "==3"}}}',
    ["fast 3.0 for demo 1.0"],
  ],
  [
    "every release",
    'match: {package_version: {name: demo, version: "==1"}}, run: {yield: {package_version: {name: fast}}}',
    ["fast 3.0 for demo 1.0", "fast 2.0 for demo 1.0", "fast 2.0rc1 for demo 1.0", "fast 1.0 for demo 1.0"],
  ],
  [
    "nothing of an index that has none",
    `match: {package_version: {name: demo}}, run: {yield: {package_version: {name: fast, index_url: "${extra}"}}}`,
    [],
  ],
  [
    "nothing for another index",
    `match: {package_version: {name: demo, index_url: "${extra}"}}, run: {yield: {package_version: {name: fast}}}`,
    [],
  ],
];

const fast = ["fast 3.0", "fast 2.0", "fast 2.0rc1", "fast 1.0"].map((release) => candidate(release));

for (const [title, rule, expected] of offers)
  test(`a pseudonym offers ${title}`, () => {
    const units = compile("pseudonyms", `type: pseudonym, ${rule}`);
    assert.deepEqual(offerLines(units, run, demo, fast), expected);
    assert.deepEqual(offerLines(units, run, other, fast), []);
  });

/** A kind of unit, and what it says of `demo >=1.5`, of which there is a pre-release. */
const kindsOfMatch: readonly (readonly [string, string, string])[] = [
  ["sieves", "type: sieve, match: {package_version: PIN}", "remove demo 2.0rc1"],
  ["steps", "type: step, match: {package_version: PIN}, run: {not_acceptable: never}", "remove demo 2.0rc1"],
  [
    "pseudonyms",
    "type: pseudonym, match: {package_version: PIN}, run: {yield: {yield_matched_version: true, package_version: {name: fast}}}",
    "fast 2.0rc1 for demo 2.0rc1",
  ],
];

for (const [section, rule, expected] of kindsOfMatch)
  test(`a pre-release matches the bounds of ${section} like any other release`, () => {
    const units = compile(section, rule.replace("PIN", '{name: demo, version: ">=1.5"}'));
    const lines = [...factLines(units, run, demo), ...offerLines(units, run, demo, fast)];
    assert.ok(lines.includes(expected), lines.join("\n"));
  });

test("what a step adds is needed only beside the release that matches", () => {
  const units = compile(
    "steps",
    `type: step.AddPackage, match: {package_version: {name: demo, version: "==2"}}, run: {package_version: {name: six, locked_version: "==1.0", index_url: "${main}", develop: false}}`,
  );
  assert.deepEqual(
    factLines(units, run, demo).filter((line) => line.startsWith("add")),
    ["add six==1.0 to demo==2"],
  );
});

test("what only development needs is told from the user's own lines", () => {
  const units = compile("sieves", "type: sieve, match: {package_version: {develop: true}}");
  const developed = context({ run: { developed: new Set([other[0]!.name]) } });
  assert.deepEqual([...factLines(units, developed, demo), ...factLines(units, developed, other)], ["remove other 1.0"]);
});

/** What a boot is bound to, and whether it refuses a request for `pyifd`. */
const boots: readonly (readonly [string, string, boolean])[] = [
  ["nothing", "", true],
  ["the package, however written", "match: {package_name: pyIFD}, ", true],
  ["one of two packages", "match: [{package_name: absent}, {package_name: pyIFD}], ", true],
  ["another package", "match: {package_name: demo}, ", false],
];

for (const [title, match, refuses] of boots)
  for (const word of ["not_acceptable", "eager_stop_pipeline"])
    test(`a boot with ${word} that is bound to ${title} ${refuses ? "ends" : "does not end"} the run`, () => {
      const [boot] = compile("boots", `type: boot, ${match}run: {${word}: no}`);
      const reason = boot?.kind === "boot" ? boot.refuses?.(context({ requirements: ["PyIFD>=1"] })) : undefined;
      assert.deepEqual(reason, refuses ? { unit: "UNKNOWN.R0", message: "no" } : undefined);
    });

test("units of one kind each speak for themselves", () => {
  const units = compile(
    "steps",
    ...["first", "second"].map(
      (word) =>
        `type: step, match: {package_version: {name: demo}}, run: {score: 0.1, log: {type: INFO, message: ${word}}}`,
    ),
  );
  const reasons = opinions(units, run, demo.slice(0, 1)).map(({ reason }) => reason);
  assert.deepEqual(reasons, [
    { unit: "UNKNOWN.R0", message: "first" },
    { unit: "UNKNOWN.R1", message: "second" },
  ]);
});

const told = (what: string) => `[{type: WARNING, message: "${what}", link: "https://example.org/${what}"}]`;

const reasons: readonly (readonly [string, string, object])[] = [
  [
    "its own words for refusing, with the first link",
    `not_acceptable: never, stack_info: ${told("info")}`,
    { message: "never", link: "https://example.org/info" },
  ],
  [
    "its first justification",
    `score: 0, justification: ${told("just")}, stack_info: ${told("info")}`,
    { message: "just", link: "https://example.org/just" },
  ],
  ["its log", "score: 0, log: {type: INFO, message: logged}", { message: "logged" }],
  ["nothing of its own", "score: 0", { message: "A rule without words of its own" }],
];

for (const [title, words, expected] of reasons)
  test(`the reason of a step is ${title}`, () => {
    const [step] = compile("steps", `type: step, match: {package_version: {name: demo}}, run: {${words}}`);
    const stated = step?.kind === "step" ? [...step.facts(run, demo[0]!.name, demo)] : [];
    assert.deepEqual(stated[0]?.reason, { unit: "UNKNOWN.R0", ...expected });
  });
