import { test } from "node:test";
import assert from "node:assert/strict";
import type { Fact } from "../../src/resolver/index.ts";
import { packageName, SpecifierSet } from "../../src/python/index.ts";
import { answer, ask, factsOn, linux, world, type QuestionOptions } from "../support/world.ts";

/** One question: a world, what is required of it, and the answer on one line. */
interface Case {
  readonly name: string;
  readonly world: string;
  readonly requires: string;
  readonly answer: string;
  readonly options?: QuestionOptions;
}

const reason = { unit: "test", message: "Told so" };

/** @param rule the pins that may not meet: `name` or `name and bounds`, separated by commas. */
function forbid(rule: string): QuestionOptions {
  const when = rule.split(", ").map((pin) => {
    const [, name = "", bounds = ""] = /^([a-z]+)(.*)$/.exec(pin) ?? [];
    return bounds === ""
      ? { name: packageName(name) }
      : { name: packageName(name), versions: SpecifierSet.parse(bounds) };
  });
  return { facts: factsOn(() => [{ kind: "forbid", when, reason }]) };
}

const cases: readonly Case[] = [
  {
    name: "falls back to an older release when the newest needs a missing one",
    world: `web 2.0 -> http >=2
            web 1.0 -> http >=1
            http 1.5`,
    requires: "web",
    answer: "http 1.5, web 1.0",
  },
  {
    name: "leaves out what nobody requires",
    world: `web 1
            http 1`,
    requires: "web",
    answer: "web 1",
  },
  {
    name: "follows a cycle",
    world: `a 1 -> b
            b 1 -> a`,
    requires: "a",
    answer: "a 1, b 1",
  },
  {
    name: "takes a release that requires itself, and not one that requires another of itself",
    world: `a 3 -> a ==2
            a 2 -> a
            a 1`,
    requires: "a",
    answer: "a 2",
  },
  {
    name: "follows an extra that stands for other extras of its own package",
    world: `web 1
            web[all] 1 -> web[socks,tls]
            web[socks] 1 -> socks
            web[tls] 1 -> tls <2
            socks 1
            tls 2
            tls 1`,
    requires: "web[all]",
    answer: "socks 1, tls 1, web 1",
  },
  {
    name: "takes a release without the extra, as a missing extra is no reason against it",
    world: `web 2
            web 1
            web[socks] 1 -> socks
            socks 1`,
    requires: "web[socks]",
    answer: "web 2",
  },
  {
    name: "follows an extra that is asked for after the release was read",
    world: `web 1
            web[socks] 1 -> socks
            socks 1
            late 1 -> later
            later 1 -> web[socks]`,
    requires: "web, late",
    answer: "late 1, later 1, socks 1, web 1",
  },
  {
    name: "reads markers in the problem's environment",
    world: `web 1 -> old; python_version < "3.9", new; python_version >= "3.9"
            old 1
            new 1`,
    requires: "web",
    answer: "old 1, web 1",
    options: { markers: { ...linux, python_version: "3.8", python_full_version: "3.8.0" } },
  },
  {
    name: "applies a constraint where the package is used",
    world: `web 1 -> http
            http 2
            http 1`,
    requires: "web",
    answer: "http 1, web 1",
    options: { constraints: "http <2, unused <1" },
  },
  {
    name: "keeps to the index that a requirement is pinned to",
    world: `web 2 @pypi
            web 1 @corp`,
    requires: "web @corp",
    answer: "web 1",
  },
  {
    name: "has no stack when the index lacks what is asked of it",
    world: `web 2 @pypi
            web 1 @corp`,
    requires: "web >1 @corp",
    answer: "none",
  },
  {
    name: "keeps forbidden pins apart",
    world: `a 2
            a 1
            b 2
            b 1`,
    requires: "a, b",
    answer: "a 2, b 1",
    options: forbid("a==2, b==2"),
  },
  {
    name: "lets forbidden pins be where one of them is not required",
    world: `a 2
            b 2`,
    requires: "a",
    answer: "a 2",
    options: forbid("a==2, b==2"),
  },
  {
    name: "takes a condition without versions for the presence of a package",
    world: `a 2 -> b
            a 1
            b 1`,
    requires: "a",
    answer: "a 1",
    options: forbid("b, a"),
  },
  {
    name: "lets a pre-release meet the bounds of a condition",
    world: `a 2rc1
            a 1
            b 1`,
    requires: "a, b",
    answer: "a 1, b 1",
    options: { ...forbid("a>1, b"), prereleases: ["a"] },
  },
  {
    name: "takes no pre-release while a final release will do",
    world: `a 2rc1
            a 1`,
    requires: "a",
    answer: "a 1",
  },
  {
    name: "takes a pre-release where the policy allows it for the package",
    world: `a 2rc1 -> b
            a 1
            b 2rc1
            b 1`,
    requires: "a",
    answer: "a 2rc1, b 1",
    options: { prereleases: ["a"] },
  },
  {
    name: "takes a pre-release that a requirement names",
    world: `a 2 -> b >=2b1
            a 1 -> b
            b 2b1
            b 1`,
    requires: "a",
    answer: "a 2, b 2b1",
  },
  {
    name: "takes no pre-release for a requirement that is not met in the end",
    world: `a 2 -> b >=2b1, c >=2
            a 1 -> b
            b 2b1
            b 1
            c 1`,
    requires: "a, b",
    answer: "a 1, b 1",
  },
  {
    name: "rather takes an older release than a pre-release that nobody names",
    world: `a 2 -> b >1
            a 1 -> b
            b 2b1
            b 1`,
    requires: "a",
    answer: "a 1, b 1",
  },
  {
    name: "takes no pre-release that is named for an extra which only another release of its own asks for",
    world: `a 1
            a[y] 1 -> b >=0b1
            b 2b1
            b 1 -> a[y]`,
    requires: "a, b",
    answer: "a 1, b 1",
    options: { tiers: 1, facts: factsOn((candidate) => (candidate.name === "b" ? cost(candidate, { "1": 5 }) : [])) },
  },
  {
    name: "takes a pre-release where no stack can do without",
    world: `a 1 -> b >1
            b 2b1
            b 1`,
    requires: "a",
    answer: "a 1, b 2b1",
  },
  {
    name: "tries the preferred release first",
    world: `a 3
            a 2
            a 1`,
    requires: "a",
    answer: "a 2",
    options: { preferred: "a 2" },
  },
  {
    name: "tries the preferred release after those that cost less",
    world: `a 3
            a 2
            a 1`,
    requires: "a",
    answer: "a 3",
    options: { preferred: "a 2", tiers: 1, facts: factsOn((candidate) => cost(candidate, { "2": 1 })) },
  },
  {
    name: "weighs an earlier tier before a later one",
    world: `a 3
            a 2
            a 1`,
    requires: "a",
    answer: "a 1",
    options: {
      tiers: 2,
      facts: factsOn((candidate) => [...cost(candidate, { "3": 1, "2": 1 }), ...cost(candidate, { "1": 9 }, 1)]),
    },
  },
  {
    name: "holds to an assumed pin",
    world: `a 2 -> b ==2
            a 1 -> b ==1
            b 2
            b 1`,
    requires: "a",
    answer: "a 1, b 1",
    options: { assume: "b 1" },
  },
  {
    name: "has no stack for an assumed pin that does not exist",
    world: `a 2`,
    requires: "a",
    answer: "none",
    options: { assume: "a 3" },
  },
  {
    name: "takes nothing from an address",
    world: `a 2 -> b @ https://example.org/b.zip
            a 1
            b 1`,
    requires: "a",
    answer: "a 1",
  },
];

function cost(
  candidate: Extract<Fact, { kind: "cost" }>["candidate"],
  costs: Record<string, number>,
  tier = 0,
): Fact[] {
  const found = costs[candidate.version.text];
  return found === undefined ? [] : [{ kind: "cost", tier, cost: found, candidate, reason }];
}

for (const { name, world: text, requires, answer: expected, options } of cases)
  test(name, async () => assert.equal(await answer(world(text), requires, options), expected));

test("never walks a package down to an ancient release because another was decided first", async () => {
  const lines = Array.from({ length: 100 }, (_, i) => i + 1).flatMap((version) => [
    `early ${version} -> common ${version > 90 ? ">=5" : "<9"}`,
    `late ${version} -> ${version > 2 ? "common <5" : ""}`,
  ]);
  const index = world([...lines, "common 9", "common 5", "common 4"].join("\n"));
  assert.equal(await answer(index, "early, late"), "common 4, early 90, late 100");
});

test("reads the metadata only of releases that it wants to choose", async () => {
  const index = world(`web 2 -> http <2
                       web 1
                       http 2
                       http 1
                       other 1`);
  await ask(index, "web");
  assert.deepEqual(index.read, ["web 2", "http 1"]);
});

test("names everyone who asks for a package, and the extras", async () => {
  const resolution = await ask(
    world(`web 1 -> http[tls,socks]
           app 1 -> http[tls] >=1
           http 1`),
    "web, http, app",
  );
  assert.equal(resolution.kind, "solved");
  const http = resolution.stack.get(packageName("http"))!;
  assert.deepEqual(http.extras, ["socks", "tls"]);
  const asking = http.requiredBy.map((requirer) =>
    requirer.kind === "root" ? `${requirer.origin.file}:${requirer.origin.line}` : "name" in requirer && requirer.name,
  );
  assert.deepEqual(asking, ["Pipfile:2", "app", "web"]);
});

test("says what a stack costs, and that none costs less", async () => {
  const index = world(`a 2
                       a 1
                       b 2 -> a <2
                       b 1`);
  const facts = factsOn((candidate) => cost(candidate, { "1": 5 }));
  const cheapest = await ask(index, "a", { facts, tiers: 1 });
  const bound = await ask(index, "a <2", { facts, tiers: 1 });
  const open = await ask(index, "a, b", { facts, tiers: 1 });
  assert.deepEqual(cheapest.kind === "solved" && [cheapest.cost, cheapest.bound], [[0], [0]]);
  assert.deepEqual(bound.kind === "solved" && [bound.cost, bound.bound], [[5], [5]]);
  assert.deepEqual(open.kind === "solved" && [open.cost, open.bound], [[5], [5]]);
});

test("stops when the signal has fired", async () => {
  const index = world("a 1");
  assert.equal(await answer(index, "a", { signal: AbortSignal.abort() }), "stopped");
});

test("stops when the signal fires while metadata is read", async () => {
  const controller = new AbortController();
  const index = world("a 1");
  const interrupted = {
    ...index,
    requirements: async (): Promise<never> => {
      controller.abort();
      throw controller.signal.reason;
    },
  };
  assert.equal(await answer(interrupted, "a", { signal: controller.signal }), "stopped");
});

test("throws what an index that is down throws", async () => {
  const broken = {
    ...world("a 1"),
    candidates: async (): Promise<never> => Promise.reject(new Error("index is down")),
  };
  await assert.rejects(ask(broken, "a"), /index is down/);
});
