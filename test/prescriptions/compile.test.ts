import assert from "node:assert/strict";
import { test } from "node:test";
import { notesOn, type Unit } from "../../src/pipeline/index.ts";
import { candidate, context } from "../support/pipeline-samples.ts";
import { factLines, load, opinions, scores } from "../support/rule-samples.ts";

const run = context();
const demo = ["demo 2.0", "demo 2.0rc1", "demo 1.0"].map((release) => candidate(release));
const other = [candidate("other 1.0")];

/** The units of one list, each written in flow style without its name and `should_include`. */
function compile(section: string, ...rules: readonly string[]): readonly Unit[] {
  const lines = rules.map(
    (rule, index) => `    - {name: R${index}, should_include: {adviser_pipeline: true}, ${rule}}`,
  );
  const { units } = load({ "rules.yaml": `units:\n  ${section}:\n${lines.join("\n")}\n` }, { strict: true });
  return units;
}

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

/** A list under `units`, a rule, and what is told of the stack `demo 1.0`, `other 1.0`. */
const notes: readonly (readonly [string, string, string, readonly string[]])[] = [
  ["a wrap on any stack", "wraps", `type: wrap, run: {justification: ${told("a")}}`, ["warning a"]],
  [
    "a wrap on a pin",
    "wraps",
    `type: wrap, match: {state: {resolved_dependencies: [{name: demo, version: "<2"}]}}, run: {justification: ${told("a")}}`,
    ["warning a"],
  ],
  [
    "a wrap on another pin",
    "wraps",
    `type: wrap, match: {state: {resolved_dependencies: [{name: demo, version: ">=2"}]}}, run: {justification: ${told("a")}}`,
    [],
  ],
  [
    "a wrap on two pins",
    "wraps",
    `type: wrap, match: [{state: {resolved_dependencies: [{name: demo}, {name: absent}]}}], run: {justification: ${told("a")}}`,
    [],
  ],
  [
    "a wrap on either of two pins speaks once",
    "wraps",
    `type: wrap, match: [{state: {resolved_dependencies: [{name: demo}]}}, {state: {resolved_dependencies: [{name: other}]}}], run: {justification: ${told("a")}}`,
    ["warning a"],
  ],
  [
    "stack information",
    "wraps",
    'type: wrap, run: {stack_info: [{type: ERROR, message: "b\\n", link: slug}, {type: INFO, message: c, link: "https://a.example https://b.example"}]}',
    ["warning b", "info c"],
  ],
  [
    "a step with a justification",
    "steps",
    `type: step, match: {package_version: {name: demo, version: "<2"}}, run: {score: 0.1, justification: ${told("a")}}`,
    ["warning a"],
  ],
  [
    "a step with a justification beside another pin",
    "steps",
    `type: step, match: {package_version: {name: demo}, state: {resolved_dependencies: [{name: absent}]}}, run: {justification: ${told("a")}}`,
    [],
  ],
  [
    "a group with a justification",
    "steps",
    `type: step.Group, match: {group: [{package_version: {name: demo}}, {package_version: {name: other}}]}, run: {justification: ${told("a")}}`,
    ["warning a"],
  ],
  [
    "a step that refuses",
    "steps",
    `type: step, match: {package_version: {name: demo}}, run: {not_acceptable: never, stack_info: ${told("a")}}`,
    [],
  ],
];

for (const [title, section, rule, expected] of notes)
  test(`told of a finished stack by ${title}: ${expected.length === 0 ? "nothing" : expected.join(", ")}`, () => {
    const stack = [candidate("demo 1.0"), candidate("other 1.0")];
    const told = notesOn(stack, compile(section, rule));
    assert.deepEqual(
      told.map(({ severity, reason }) => `${severity} ${reason.message}`),
      expected,
    );
  });

test("a link is the first address, or a slug made into one", () => {
  const [slug, several] = notesOn([], compile("wraps", notes[5]![2]));
  assert.equal(slug?.reason.link, "https://thoth-station.ninja/j/slug");
  assert.equal(several?.reason.link, "https://a.example");
});
