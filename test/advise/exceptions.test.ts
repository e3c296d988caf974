/** Rules that depart from the metadata of releases, or end a run, through a whole question: from YAML to the lock. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { type Advice, advise, sayBecause } from "../../src/advise/index.ts";
import { PackedStore, packPrescriptions, ruleFile } from "../../src/prescriptions/index.ts";
import {
  adviceWorld,
  changeOf,
  lockOf,
  manifestText,
  pins,
  requestOf,
  signal,
  solved,
} from "../support/advice-world.ts";
import { compile } from "../support/rule-samples.ts";

const index = `web 2.0 -> fast-base >=1, old
               web 1.0
               fast-base 1.0 -> leaf
               fast 1.0
               old 1.0 -> leaf
               leaf 1.0
               six 1.1
               six 1.0`;

async function run(
  sections: string,
  rules: Readonly<Record<string, readonly string[]>>,
  locked?: string,
): Promise<Advice> {
  const units = Object.entries(rules).flatMap(([section, list]) => compile(section, ...list));
  const world = await adviceWorld({ indexes: { pypi: index }, units });
  const lock = locked === undefined ? {} : { lock: lockOf(world, sections, locked) };
  return await advise(requestOf(manifestText(world, sections), lock), world.services, signal);
}

const web = '[packages]\nweb = "*"';
const alone = "match: {package_version: {name: fast-base}}";
const twin = `type: pseudonym, ${alone}, run: {yield: {yield_matched_version: true, package_version: {name: fast}}, log: {type: INFO, message: built for it}}`;

/** What holds, the lines of the Pipfile, the rules, and the stack. */
const stacks: readonly (readonly [string, string, Readonly<Record<string, readonly string[]>>, string])[] = [
  ["without rules", web, {}, "fast-base 1.0, leaf 1.0, old 1.0, web 2.0"],
  [
    "a package stands in for one that may not be chosen",
    web,
    { pseudonyms: [twin], sieves: ["type: sieve, match: {package_version: {name: fast-base}}"] },
    "fast 1.0, leaf 1.0, old 1.0, web 2.0",
  ],
  [
    "a package stands in for one that the user asks for",
    '[packages]\nfast-base = "==1.0"',
    { pseudonyms: [twin], sieves: ["type: sieve, match: {package_version: {name: fast-base}}"] },
    "fast 1.0",
  ],
  [
    "a package is skipped, and what only it requires goes with it",
    web,
    {
      sieves: [
        "type: sieve.SkipPackage, match: {package_name: fast-base}",
        "type: sieve.SkipPackage, match: {package_name: old}",
      ],
    },
    "web 2.0",
  ],
  [
    "a package is skipped where only one has brought it in",
    web,
    {
      steps: [
        'type: step.SkipPackage, match: {package_version: {name: old}, state: {package_version_from: [{name: web, version: ">=2"}]}}',
      ],
    },
    "fast-base 1.0, leaf 1.0, web 2.0",
  ],
  [
    "a package stays where the user asks for it as well",
    '[packages]\nweb = "*"\nold = "*"',
    {
      steps: [
        'type: step.SkipPackage, match: {package_version: {name: old}, state: {package_version_from: [{name: web, version: ">=2"}]}}',
      ],
    },
    "fast-base 1.0, leaf 1.0, old 1.0, web 2.0",
  ],
  [
    "a package is added beside the release that needs it",
    '[packages]\nweb = "*"',
    {
      steps: [
        'type: step.AddPackage, match: {package_version: {name: web, version: "==2"}}, run: {package_version: {name: six, locked_version: "==1.0", index_url: "https://pypi.org/simple", develop: false}}',
      ],
    },
    "fast-base 1.0, leaf 1.0, old 1.0, six 1.0, web 2.0",
  ],
  [
    "nothing is added beside another release",
    '[packages]\nweb = "<2"',
    {
      steps: [
        'type: step.AddPackage, match: {package_version: {name: web, version: "==2"}}, run: {package_version: {name: six, locked_version: "==1.0", index_url: "https://pypi.org/simple", develop: false}}',
      ],
    },
    "web 1.0",
  ],
  [
    "a refusal beside what brings a package in is obeyed",
    web,
    {
      steps: [
        "type: step, match: {package_version: {name: old}, state: {resolved_dependencies: [{name: web, version: '>=2'}]}}, run: {not_acceptable: never}",
      ],
    },
    "web 1.0",
  ],
  [
    "a score beside another pin is worth an older release",
    web,
    {
      steps: [
        "type: step, match: {package_version: {name: old}, state: {resolved_dependencies: [{name: web, version: '>=2'}]}}, run: {score: -1}",
      ],
    },
    "web 1.0",
  ],
];

for (const [title, sections, rules, expected] of stacks)
  test(`${title}: ${expected}`, async () => assert.equal(pins(await run(sections, rules)), expected));

test("a rule that departs from the metadata is listed among the rules", async () => {
  const advice = await run(web, {
    pseudonyms: [twin],
    sieves: ["type: sieve, match: {package_version: {name: fast-base}}"],
  });
  assert.ok(solved(advice).packages["fast"]);
  assert.deepEqual(
    advice.rules.filter(({ message }) => message === "built for it"),
    [{ unit: "UNKNOWN.R0", message: "built for it" }],
  );
});

/** What is locked, and which of two rules had a say: one of the newest releases, and one of the older ones. */
const heard: readonly (readonly [string | undefined, readonly string[]])[] = [
  [undefined, ["not with web 2"]],
  ["web 2.0", ["not with web 2"]],
  ["web 1.0, six 1.0", ["not with web 2", "not with web 1"]],
];

for (const [locked, expected] of heard)
  test(`where ${locked ?? "nothing"} is locked, these have a say: ${expected.join(" and ")}`, async () => {
    const steps = ["2", "1"].map(
      (web) =>
        `type: step, match: {package_version: {name: six, version: "==1.${Number(web) - 1}"}, state: {resolved_dependencies: [{name: web, version: "==${web}.0"}]}}, run: {not_acceptable: not with web ${web}}`,
    );
    const advice = await run('[packages]\nweb = "*"\nsix = "*"', { steps }, locked);
    assert.deepEqual(
      advice.rules.map(({ message }) => message),
      expected,
    );
  });

/** Rules, and why a package is there, or is not any more. */
const becauses: readonly (readonly [string, Readonly<Record<string, readonly string[]>>, string, string])[] = [
  [
    "stands in",
    { pseudonyms: [twin], sieves: ["type: sieve, match: {package_version: {name: fast-base}}"] },
    "fast",
    "`web 2.0` requires `fast-base>=1`; by a rule: built for it (`UNKNOWN.R0`)",
  ],
  [
    "is added",
    {
      steps: [
        'type: step.AddPackage, match: {package_version: {name: web}}, run: {package_version: {name: six, locked_version: "==1.0", index_url: "https://pypi.org/simple", develop: false}, log: {type: INFO, message: it is imported}}',
      ],
    },
    "six",
    "`web 2.0` requires `six==1.0`; by a rule: it is imported (`UNKNOWN.R0`)",
  ],
  [
    "is skipped",
    {
      sieves: ["type: sieve.SkipPackage, match: {package_name: old}, run: {log: {type: INFO, message: not any more}}"],
    },
    "old",
    "not any more (`UNKNOWN.R0`)",
  ],
];

for (const [title, rules, name, because] of becauses)
  test(`a package that ${title} says which rule did it`, async () => {
    const advice = await run('[packages]\nweb = "<3"', rules, "web 1.0, old 1.0");
    assert.equal(sayBecause(changeOf(advice, name).because, new Map()), because);
  });

test("a boot ends the run with its reason, and the notes of the request are told", async () => {
  const { outcome, notes } = await run(web, {
    boots: [
      'type: boot, match: {package_name: Web}, run: {not_acceptable: no such thing, stack_info: [{type: ERROR, message: m, link: "https://a.example https://b.example"}]}',
    ],
  });
  assert.deepEqual(outcome, {
    kind: "refused",
    rule: { unit: "UNKNOWN.R0", message: "no such thing", link: "https://a.example" },
  });
  assert.deepEqual(
    notes.filter(({ unit }) => unit === "UNKNOWN.R0"),
    [
      {
        severity: "error",
        message: "m",
        unit: "UNKNOWN.R0",
        link: "https://a.example",
        more_links: ["https://b.example"],
      },
    ],
  );
});

test("equal notes are told once, and manifest changes are in the advice of each environment", async () => {
  const rule =
    'type: wrap, match: {state: {resolved_dependencies: [{name: web}]}}, run: {justification: [{type: INFO, message: threads, link: a}, {type: INFO, message: threads, link: a}], advised_manifest_changes: [{apiVersion: v1, kind: Pod, patch: {op: add, path: /a, value: "1"}}]}';
  const units = compile("wraps", rule);
  const world = await adviceWorld({ indexes: { pypi: index }, units });
  for (const name of ["one", "two"]) {
    const { notes } = await advise(requestOf(manifestText(world, web), { name }), world.services, signal);
    const told = notes.filter(({ message }) => message === "threads");
    assert.deepEqual(
      told.map(({ manifest_changes: changes }) => changes),
      [[{ api_version: "v1", kind: "Pod", patch: [{ op: "add", path: "/a", value: "1" }] }]],
    );
  }
});

test("rules that were kept compiled tell of what they took out of the stack, or let stand in", async () => {
  const say = (message: string) => `stack_info: [{type: INFO, message: ${message}, link: a}]`;
  const unit = (name: string, text: string) => `{name: ${name}, should_include: {adviser_pipeline: true}, ${text}}`;
  const text = `units:
  sieves:
    - ${unit("A", `type: sieve.SkipPackage, match: {package_name: old}, run: {${say("skipped")}}`)}
    - ${unit("B", "type: sieve, match: {package_version: {name: fast-base}}")}
  steps:
    - ${unit("C", `type: step.SkipPackage, match: {package_version: {name: leaf}}, run: {${say("absent")}}`)}
  pseudonyms:
    - ${unit("D", `type: pseudonym, ${alone}, run: {yield: {package_version: {name: fast}}, ${say("stands in")}}`)}
`;
  const store = PackedStore.open(packPrescriptions([ruleFile("rules.yaml", text)], Buffer.alloc(32)));
  const world = await adviceWorld({ indexes: { pypi: index } });
  const [set] = world.services.rules.sets;
  const rules = { ...world.services.rules, sets: [{ ...set!, store }] };
  const advice = await advise(requestOf(manifestText(world, web)), { ...world.services, rules }, signal);
  assert.equal(pins(advice), "fast 1.0, web 2.0");
  const told = advice.notes.filter(({ unit: name }) => name?.startsWith("UNKNOWN.") === true);
  assert.deepEqual(told.map(({ message }) => message).toSorted(), ["skipped", "stands in"]);
});
