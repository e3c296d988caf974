/** Explanations, compared whole. */

import { test } from "node:test";
import assert from "node:assert/strict";
import type { Candidate } from "../../src/ports/index.ts";
import { packageName, Requirement, SpecifierSet } from "../../src/python/index.ts";
import type { ConflictLine, Fact } from "../../src/resolver/index.ts";
import { ask, factsOn, world, type QuestionOptions } from "../support/world.ts";

interface Case {
  readonly name: string;
  readonly world: string;
  readonly requires: string;
  readonly says: readonly string[];
  readonly options?: QuestionOptions;
}

const told = { unit: "test", message: "Told so" };
const needsNewPython = { unit: "requires-python", message: "Needs Python >=3.11" };

const cases: readonly Case[] = [
  {
    name: "ends in the user's line",
    world: `report 1 -> pandas >=3
            pandas 3.1
            pandas 3.0
            pandas 2.2`,
    requires: "unrelated, report",
    options: { facts: factsOn((candidate) => remove(candidate, /^3/)) },
    says: ["pandas 3.0 to 3.1: Needs Python >=3.11", "report 1 requires pandas>=3", "root report"],
  },
  {
    name: "names two lines that cannot hold together and no third",
    world: `a 2 -> common >=2
            a 1 -> common >=2
            b 1 -> common <2
            common 2
            common 1`,
    requires: "unrelated, a, b",
    says: ["a every release requires common>=2", "b 1 requires common<2", "root a", "root b"],
  },
  {
    name: "tells a package that is nowhere",
    world: "a 1 -> gone >=2",
    requires: "a",
    says: ["gone is on none of the indexes `pypi`", "a 1 requires gone", "root a"],
  },
  {
    name: "tells that there is no such release",
    world: "a 1",
    requires: "a >=2,<3",
    says: ["a >=2,<3: There is no such release", "root a >=2,<3"],
  },
  {
    name: "tells requirements that differ from release to release as one range",
    world: `a 3 -> b ==3
            a 2 -> b ==2
            a 1 -> b ==1
            b 3 -> gone
            b 2 -> gone
            b 1 -> gone`,
    requires: "a",
    says: [
      "gone is on none of the indexes `pypi`",
      "b every release requires gone",
      "a every release requires b<=3,>=1",
      "root a",
    ],
  },
  {
    name: "tells a rule and a constraint",
    world: `a 1 -> b
            b 2
            b 1`,
    requires: "a",
    options: { constraints: "b >=2", facts: forbidding("a", "b>=2") },
    says: ["a, b: May not meet", "a 1 requires b", "root a", "root b >=2"],
  },
  {
    name: "does not tell an assumed pin",
    world: `a 2 -> b <2
            a 1
            b 2
            b 1`,
    requires: "a, b >=2",
    options: { assume: "a 2" },
    says: ["a 2 requires b<2", "root a", "root b >=2"],
  },
  {
    name: "names the rule that adds what cannot be had",
    world: "a 1\nb 1",
    requires: "a",
    options: {
      facts: {
        facts: (name) =>
          name === "a" ? [{ kind: "add", requirement: Requirement.parse("b>=2"), when: [{ name }], reason: told }] : [],
      },
    },
    says: ["b >=2: There is no such release", "a: b>=2 too, Told so", "root a"],
  },
  {
    name: "names what may stand in, and why it does not",
    world: "a 1 -> c\nb 1 -> c >=2\nc 1",
    requires: "a, c <1",
    options: {
      facts: factsOn((candidate) =>
        candidate.name === "a"
          ? [{ kind: "offer", candidate, instead: { ...candidate, name: packageName("b") }, reason: told }]
          : [],
      ),
    },
    says: ["c <1: There is no such release", "root c <1"],
  },
  {
    name: "tells of a stand-in where it would have to be chosen",
    world: "a 1 -> c >=2\nb 1 -> c >=2\nc 1",
    requires: "a",
    options: {
      facts: factsOn((candidate) =>
        candidate.name === "a"
          ? [{ kind: "offer", candidate, instead: { ...candidate, name: packageName("b") }, reason: told }]
          : [],
      ),
    },
    says: [
      "c >=2: There is no such release",
      "b 1 requires c>=2",
      "b 1 in place of a 1: Told so",
      "a 1 requires c>=2",
      "root a",
    ],
  },
  {
    name: "names the rule that keeps releases out beside others",
    world: "a 1 -> b\nb 1",
    requires: "a, b",
    options: {
      facts: {
        facts: (name) =>
          name === "b"
            ? [
                {
                  kind: "skip",
                  pin: { name, versions: SpecifierSet.parse(">=1") },
                  when: [{ name: packageName("a") }],
                  reason: told,
                },
              ]
            : [],
      },
    },
    says: ["a, b: Told so", "root a", "root b"],
  },
];

function remove(candidate: Candidate, versions: RegExp): Fact[] {
  return versions.test(candidate.version.text) ? [{ kind: "remove", candidate, reason: needsNewPython }] : [];
}

function forbidding(...pins: string[]): ReturnType<typeof factsOn> {
  const when = pins.map((pin) => ({ name: packageName(pin.slice(0, 1)), versions: SpecifierSet.parse(pin.slice(1)) }));
  return factsOn(() => [{ kind: "forbid", when, reason: { unit: "test", message: "May not meet" } }]);
}

function say(line: ConflictLine): string {
  switch (line.kind) {
    case "requires":
      return `${line.name} ${line.versions} requires ${line.requirement.toString()}`;
    case "excluded":
      return `${line.name} ${line.versions}: ${line.reason.message}`;
    case "forbidden":
      return `${line.names.join(", ")}: ${line.reason.message}`;
    case "added":
      return `${line.names.join(", ")}: ${line.requirement.toString()} too, ${line.reason.message}`;
    case "offered": {
      const { name, version, instead, reason } = line;
      return `${instead.name} ${instead.version.text} in place of ${name} ${version}: ${reason.message}`;
    }
    case "missing":
      return `${line.name} ${line.reason}`;
    case "root":
      return `root ${line.origin.text}`;
  }
}

for (const { name, world: text, requires, says, options } of cases)
  test(name, async () => {
    const resolution = await ask(world(`${text}\nunrelated 1`), requires, options);
    assert.equal(resolution.kind, "unsolvable");
    assert.deepEqual(resolution.conflict.lines.map(say), says);
  });

test("tells every line of a long proof", async () => {
  const links = Array.from({ length: 20 }, (_, i) => `p${i} 1 -> p${i + 1}`);
  const resolution = await ask(world(links.join("\n")), "p0");
  assert.equal(resolution.kind, "unsolvable");
  const { lines } = resolution.conflict;
  // The missing package, 20 requirements and the user's line.
  assert.equal(lines.length, 22);
  assert.deepEqual([say(lines[0]!), say(lines.at(-1)!)], ["p20 is on none of the indexes `pypi`", "root p0"]);
});
