/** Rules that depart from the metadata of releases: what vanishes, what is needed too, and what stands in for something. */

import { test } from "node:test";
import assert from "node:assert/strict";
import { packageName, Requirement, SpecifierSet, Version } from "../../src/python/index.ts";
import type { Candidate } from "../../src/ports/index.ts";
import type { Fact, FactSource, PinCondition } from "../../src/resolver/index.ts";
import { answer, ask, world } from "../support/world.ts";

const reason = { unit: "test", message: "Told so" };

/** `name`, or `name` and bounds. */
function pin(text: string): PinCondition {
  const { name, specifier } = Requirement.parse(text);
  return specifier.clauses.length === 0 ? { name } : { name, versions: SpecifierSet.parse(specifier.toString()) };
}

function pins(text: string): PinCondition[] {
  return text === "" ? [] : text.split(" and ").map(pin);
}

function introduced(
  text: string,
  by: string,
  only: boolean,
): { introduced: NonNullable<Extract<Fact, { kind: "skip" }>["introduced"]> } {
  return { introduced: { package: packageName(text), by: pins(by), only } };
}

function skip(text: string, when = "", more = {}): Fact {
  return { kind: "skip", pin: pin(text), when: pins(when), reason, ...more };
}

function add(text: string, when: string): Fact {
  return { kind: "add", requirement: Requirement.parse(text), when: pins(when), reason };
}

function forbid(when: string, more = {}): Fact {
  return { kind: "forbid", when: pins(when), reason, ...more };
}

function score(weight: number, when: string, more = {}): Fact {
  return { kind: "score", tier: 0, weight, when: pins(when), reason, ...more };
}

/** `instead 1 for name 2`. */
type Offer = readonly [instead: string, version: string, name: string, stoodFor: string];

function rules(facts: readonly Fact[], offers: readonly Offer[] = []): FactSource {
  return {
    *facts(name, candidates): Iterable<Fact> {
      for (const fact of facts) {
        if (
          fact.kind === "skip" ? fact.pin.name === name : "when" in fact && fact.when.some((own) => own.name === name)
        )
          yield fact;
      }
      for (const [i, candidate] of candidates.entries()) yield { kind: "cost", tier: 1, cost: i, candidate, reason };
      for (const [instead, version, stood, stoodFor] of offers)
        for (const candidate of candidates)
          if (candidate.name === stood && candidate.version.text === stoodFor)
            yield { kind: "offer", candidate, instead: at(instead, version), reason };
    },
  };
}

function at(name: string, version: string): Candidate {
  return { name: packageName(name), version: Version.parse(version), index: "pypi", files: [] };
}

interface Story {
  readonly name: string;
  readonly world: string;
  readonly requires: string;
  readonly facts?: readonly Fact[];
  readonly offers?: readonly Offer[];
  readonly stack: string;
}

const skipping: readonly Story[] = [
  {
    name: "what is skipped vanishes with all that it needs, wherever it is required",
    world: "web 1 -> gone\nlog 1 -> gone <2\ngone 2 -> deep\ndeep 1",
    requires: "web, log, gone",
    facts: [skip("gone")],
    stack: "log 1, web 1",
  },
  {
    name: "what is on no index can be skipped",
    world: "web 1 -> nowhere",
    requires: "web",
    facts: [skip("nowhere")],
    stack: "web 1",
  },
  {
    name: "a backport is skipped beside a new Python",
    world: "web 1 -> python, backport\npython 4\npython 3\nbackport 1",
    requires: "web, python",
    facts: [skip("backport", "python>=4")],
    stack: "python 4, web 1",
  },
  {
    name: "and it is there beside an old one",
    world: "web 1 -> python <4, backport\npython 4\npython 3\nbackport 1",
    requires: "web, python",
    facts: [skip("backport", "python>=4")],
    stack: "backport 1, python 3, web 1",
  },
  {
    name: "the user's own line stays where a skip has a condition",
    world: "web 1 -> backport\nbackport 1",
    requires: "web, backport",
    facts: [skip("backport", "web")],
    stack: "backport 1, web 1",
  },
  {
    name: "only the requirements of who brought it in are skipped",
    world: "web 1 -> http <2\napp 1 -> http\nhttp 2\nhttp 1",
    requires: "web, app",
    facts: [skip("http", "", introduced("http", "web", false))],
    stack: "app 1, http 2, web 1",
  },
  {
    name: "a dependency of one introducer is skipped only while nobody else has it",
    world: "web 1 -> http <2\napp 1 -> http\nhttp 2\nhttp 1",
    requires: "web, app",
    facts: [skip("http", "", introduced("http", "web", true))],
    stack: "app 1, http 1, web 1",
  },
  {
    name: "and it vanishes where nobody else has",
    world: "web 1 -> http <2\nhttp 2\nhttp 1",
    requires: "web",
    facts: [skip("http", "", introduced("http", "web", true))],
    stack: "web 1",
  },
  {
    name: "of a skip with bounds other releases stay choosable for the user's own line",
    world: "web 1\nhttp 2\nhttp 1",
    requires: "web, http",
    facts: [skip("http>=2", "web")],
    stack: "http 1, web 1",
  },
  {
    name: "a requirement that no release outside the bounds meets is left out",
    world: "web 1 -> http >=2\nhttp 2\nhttp 1",
    requires: "web",
    facts: [skip("http>=2")],
    stack: "web 1",
  },
  {
    name: "a skip whose condition only holds through what nobody requires is not used",
    world: "web 1 -> heavy\nheavy 1\nidle 1 -> other\nother 1 -> idle",
    requires: "web",
    facts: [skip("heavy", "idle"), score(1, "heavy"), forbid("web and idle", introduced("idle", "web", false))],
    stack: "heavy 1, web 1",
  },
  {
    name: "nothing is installed to have something else skipped",
    world: "web 2 -> heavy\nweb 1 -> heavy\nheavy 1 -> loop\nloop 1 -> heavy\nloop 2",
    requires: "web",
    facts: [skip("heavy", "loop==1"), score(1, "heavy")],
    stack: "heavy 1, loop 2, web 2",
  },
];

const adding: readonly Story[] = [
  {
    name: "what a rule adds is in the stack, and what it needs",
    world: "web 1\nextra 1 -> deep\ndeep 1",
    requires: "web",
    facts: [add("extra", "web")],
    stack: "deep 1, extra 1, web 1",
  },
  {
    name: "nothing is added where a pin is missing",
    world: "web 1\nextra 1\nlog 1",
    requires: "web",
    facts: [add("extra", "web and log")],
    stack: "web 1",
  },
  {
    name: "an added requirement makes another stack the best",
    world: "web 2 -> old <2\nweb 1\nold 2\nold 1\nextra 1 -> old >=2",
    requires: "web, old",
    facts: [add("extra", "old")],
    stack: "extra 1, old 2, web 1",
  },
  {
    name: "a release to which nothing can be added is not chosen",
    world: "web 2\nweb 1\nextra 1",
    requires: "web",
    facts: [add("extra>=2", "web>=2")],
    stack: "web 1",
  },
];

const standingIn: readonly Story[] = [
  {
    name: "a stand-in is chosen where it costs less",
    world: "web 1 -> base[x]\nbase 2\nfast 5\nfast[x] 5 -> tools\ntools 1",
    requires: "web",
    facts: [score(1, "base")],
    offers: [["fast", "5", "base", "2"]],
    stack: "fast 5, tools 1, web 1",
  },
  {
    name: "a stand-in is not chosen where it is worse",
    world: "web 1 -> base\nbase 2\nfast 5 -> tools\ntools 1",
    requires: "web",
    facts: [score(1, "base"), score(2, "fast")],
    offers: [["fast", "5", "base", "2"]],
    stack: "base 2, web 1",
  },
  {
    name: "a stand-in meets what its original does, and costs as much",
    world: "web 1 -> base <3\nbase 3\nbase 2\nfast 5",
    requires: "web, base",
    facts: [score(1, "base<3")],
    offers: [["fast", "5", "base", "2"]],
    stack: "fast 5, web 1",
  },
  {
    name: "where the original is removed, only the stand-in is left",
    world: "web 1 -> base\nbase 2 -> nowhere\nfast 5 -> base",
    requires: "web",
    offers: [["fast", "5", "base", "2"]],
    stack: "fast 5, web 1",
  },
  {
    name: "both are there where somebody requires the stand-in by its own name and the original is chosen",
    world: "web 1 -> base, fast\nbase 2\nfast 5 -> base >=3\nbase 3",
    requires: "web",
    offers: [["fast", "5", "base", "2"]],
    stack: "base 3, fast 5, web 1",
  },
];

for (const { name, world: text, requires, facts = [], offers = [], stack } of [...skipping, ...adding, ...standingIn])
  test(name, async () =>
    assert.equal(await answer(world(text), requires, { facts: rules(facts, offers), tiers: 2 }), stack),
  );

test("who brought a package in decides whether a rule keeps it away, or what it costs", async () => {
  const index = world("web 1 -> http\napp 1 -> http\nhttp 2\nhttp 1");
  const byWeb = introduced("http", "web", true);
  const forbidden = rules([forbid("http>=2", byWeb)]);
  assert.equal(await answer(index, "web", { facts: forbidden, tiers: 2 }), "http 1, web 1");
  assert.equal(await answer(index, "web, app", { facts: forbidden, tiers: 2 }), "app 1, http 2, web 1");
  assert.equal(await answer(index, "web, http", { facts: forbidden, tiers: 2 }), "http 2, web 1");
  const dear = rules([score(5, "http>=2", byWeb)]);
  assert.equal(await answer(index, "web", { facts: dear, tiers: 2 }), "http 1, web 1");
  assert.equal(await answer(index, "web, app", { facts: dear, tiers: 2 }), "app 1, http 2, web 1");
});

test("an answer says what it does without, what a rule added, and what stands in for something", async () => {
  const index = world("web 1 -> base, gone\nbase 2\nfast 5\nextra 1\ngone 1");
  const facts = rules([skip("gone"), add("extra", "web"), score(1, "base")], [["fast", "5", "base", "2"]]);
  const resolution = await ask(index, "web, gone", { facts, tiers: 2 });
  assert.equal(resolution.kind, "solved");
  const [gone] = resolution.skipped;
  assert.deepEqual(
    [gone?.name, gone?.reason, gone?.requiredBy.map(({ kind }) => kind)],
    ["gone", reason, ["root", "package"]],
  );
  const [rule] = resolution.stack.get(packageName("extra"))!.requiredBy;
  assert.deepEqual(rule, { kind: "rule", beside: ["web"], requirement: Requirement.parse("extra"), reason });
  const fast = resolution.stack.get(packageName("fast"))!;
  assert.deepEqual(
    fast.standsFor?.map(({ candidate }) => `${candidate.name} ${candidate.version.text}`),
    ["base 2"],
  );
  assert.deepEqual(
    fast.requiredBy.map((requirer) => [requirer.kind, requirer.requirement.toString()]),
    [["package", "base"]],
  );
});
