/** What holds for any world, checked on random tiny ones against a solver that tries everything. */

import { test } from "node:test";
import assert from "node:assert/strict";
import fc from "fast-check";
import { packageName, Requirement, SpecifierSet } from "../../src/python/index.ts";
import type { Fact, FactSource, Resolution } from "../../src/resolver/index.ts";
import {
  allStacks,
  type Bounds,
  type TinyRequirement,
  type TinyStack,
  type TinyWorld,
} from "../support/brute-force.ts";
import { ask, factsOn, world, type World } from "../support/world.ts";

const names = ["a", "b", "c", "d", "e"];
const versions = [1, 2, 3];

const bounds: fc.Arbitrary<Bounds> = fc.array(
  fc.record({
    operator: fc.constantFrom(">=" as const, "<=" as const, "==" as const, "!=" as const),
    version: fc.constantFrom(...versions),
  }),
  { maxLength: 1 },
);
const extras = fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.subarray(["x", "y"]));
const name = fc.oneof({ weight: 30, arbitrary: fc.constantFrom(...names) }, fc.constant("missing"));
const requirement: fc.Arbitrary<TinyRequirement> = fc.record({ name, extras, bounds });
const few = fc.array(requirement, { maxLength: 2 });
const release = fc.record({
  version: fc.constantFrom(...versions),
  removed: fc.nat(9).map((odds) => odds === 0),
  requires: few,
  extras: fc.record({ x: few, y: few }),
});
const releases = fc.uniqueArray(release, { minLength: 1, maxLength: 3, selector: ({ version }) => version });
const tinyWorld: fc.Arbitrary<TinyWorld> = fc.record({
  packages: fc.record({ a: releases, b: releases, c: releases, d: releases, e: releases }),
  root: fc.array(requirement, { minLength: 1, maxLength: 3 }),
  constraints: fc.array(fc.record({ name: fc.constantFrom(...names), extras: fc.constant([]), bounds }), {
    maxLength: 1,
  }),
  forbids: fc.array(
    fc.array(fc.record({ name: fc.constantFrom(...names), bounds: fc.option(bounds, { nil: undefined }) }), {
      minLength: 1,
      maxLength: 3,
    }),
    { maxLength: 2 },
  ),
});

const runs = { numRuns: 400 };

test("finds a stack exactly when there is one, and it is one", async () => {
  await fc.assert(
    fc.asyncProperty(tinyWorld, async (tiny) => {
      const stacks = allStacks(tiny);
      const resolution = await askTiny(tiny);
      assert.equal(resolution.kind, stacks.length > 0 ? "solved" : "unsolvable");
      if (resolution.kind === "solved") assert.ok(stacks.some((stack) => sameStack(stack, toTinyStack(resolution))));
    }),
    runs,
  );
});

test("the same problem has the same answer, whatever the order of facts", async () => {
  await fc.assert(
    fc.asyncProperty(tinyWorld, async (tiny) => {
      const first = await askTiny(tiny);
      const again = await askTiny(tiny);
      const reversed = await askTiny({ ...tiny, forbids: tiny.forbids.toReversed() });
      assert.deepEqual(withoutStatistics(again), withoutStatistics(first));
      assert.equal(reversed.kind, first.kind);
      if (first.kind === "solved") assert.deepEqual(toTinyStack(reversed), toTinyStack(first));
    }),
    runs,
  );
});

test("dropping a requirement never leaves no stack", async () => {
  await fc.assert(
    fc.asyncProperty(tinyWorld, async (tiny) => {
      const before = await askTiny(tiny);
      const after = await askTiny({ ...tiny, root: tiny.root.slice(1) });
      if (before.kind === "solved") assert.equal(after.kind, "solved");
    }),
    runs,
  );
});

test("a conflict names user lines that cannot hold together, none of which can be missed", async () => {
  await fc.assert(
    fc.asyncProperty(tinyWorld, async (tiny) => {
      const resolution = await askTiny(tiny);
      if (resolution.kind !== "unsolvable") return;
      const { requirements, lines } = resolution.conflict;
      const keep = (left: ReadonlySet<string>): TinyWorld => ({
        ...tiny,
        root: tiny.root.filter((_, i) => left.has(`Pipfile:${i + 1}`)),
        constraints: tiny.constraints.filter((_, i) => left.has(`constraints.txt:${i + 1}`)),
      });
      const all = requirements.map(({ file, line }) => `${file}:${line}`);
      assert.equal(allStacks(keep(new Set(all))).length, 0);
      for (const dropped of all)
        assert.notEqual(allStacks(keep(new Set(all.filter((place) => place !== dropped)))).length, 0);
      assert.equal(lines.at(-1)?.kind, "root");
      assert.ok(lines.length <= 10);
    }),
    runs,
  );
});

test("no stack costs less than the answer, and the bound says so", async () => {
  await fc.assert(
    fc.asyncProperty(tinyWorld, async (tiny) => {
      const resolution = await askTiny(tiny, true);
      if (resolution.kind !== "solved") return;
      const costs = allStacks(tiny).map((stack) => Object.values(stack).reduce((sum, version) => sum + 3 - version, 0));
      assert.deepEqual([resolution.cost, resolution.bound], [[Math.min(...costs)], [Math.min(...costs)]]);
    }),
    runs,
  );
});

const mixed = fc.record({
  lines: fc.array(
    fc.tuple(
      fc.constantFrom(...names),
      fc.constantFrom("1", "2b1", "2", "3b1"),
      fc.array(fc.tuple(fc.constantFrom(...names), fc.constantFrom("", ">1", ">=2b1", "==2b1", "<2", ">2", ">=3b1")), {
        maxLength: 2,
      }),
    ),
    { minLength: 4, maxLength: 14 },
  ),
  root: fc.subarray(names, { minLength: 1 }),
});

test("where a package has final releases, its pre-releases need a requirement that names them, or no stack without", async () => {
  await fc.assert(
    fc.asyncProperty(mixed, async ({ lines, root }) => {
      const text = lines
        .map(([owner, version, needs]) => `${owner} ${version} -> ${needs.map((need) => need.join("")).join(", ")}`)
        .join("\n");
      const resolution = await ask(world(text), root.join(", "));
      if (resolution.kind !== "solved") return;
      const hasFinal = new Set(lines.filter(([, version]) => !version.includes("b")).map(([name]) => name));
      const unnamed = [...resolution.stack.values()].filter(
        ({ candidate: { name, version }, requiredBy }) =>
          version.isPrerelease &&
          hasFinal.has(name) &&
          !requiredBy.some(({ requirement: { specifier } }) => specifier.namesPrerelease && specifier.admits(version)),
      );
      if (unnamed.length === 0) return;
      const reason = { unit: "test", message: "Not final" };
      const facts = factsOn((candidate) =>
        candidate.version.isPrerelease && hasFinal.has(candidate.name) ? [{ kind: "remove", candidate, reason }] : [],
      );
      assert.equal((await ask(world(text), root.join(", "), { facts })).kind, "unsolvable");
    }),
    { numRuns: 800 },
  );
});

/** @param scored whether each release costs as many units as it lies below 3. */
function askTiny(tiny: TinyWorld, scored = false): Promise<Resolution> {
  return ask(toWorld(tiny), tiny.root.map(format).join(", "), {
    constraints: tiny.constraints.map(format).join(", "),
    facts: toFacts(tiny, scored),
    tiers: scored ? 1 : 0,
  });
}

function toWorld({ packages }: TinyWorld): World {
  const lines: string[] = [];
  for (const [name, list] of Object.entries(packages))
    for (const { version, requires, extras } of list) {
      lines.push(`${name} ${version} -> ${requires.map(format).join(", ")}`);
      for (const [extra, more] of Object.entries(extras))
        lines.push(`${name}[${extra}] ${version} -> ${more.map(format).join(", ")}`);
    }
  return world(lines.join("\n"));
}

function toFacts(tiny: TinyWorld, scored: boolean): FactSource {
  const reason = { unit: "test", message: "Told so" };
  return {
    *facts(name, candidates): Iterable<Fact> {
      for (const candidate of candidates) {
        const number = Number(candidate.version.text);
        const removed = tiny.packages[name]!.some((release) => release.version === number && release.removed);
        if (removed) yield { kind: "remove", candidate, reason };
        if (scored) yield { kind: "cost", tier: 0, cost: 3 - number, candidate, reason };
      }
      for (const pins of tiny.forbids)
        if (pins.some((pin) => pin.name === name)) yield { kind: "forbid", when: pins.map(toCondition), reason };
    },
  };
}

function toCondition(pin: TinyWorld["forbids"][number][number]): Extract<Fact, { kind: "forbid" }>["when"][number] {
  const name = packageName(pin.name);
  return pin.bounds === undefined ? { name } : { name, versions: SpecifierSet.parse(formatBounds(pin.bounds)) };
}

function format({ name, extras, bounds: limits }: TinyRequirement): string {
  const text = `${name}${extras.length > 0 ? `[${extras.join()}]` : ""}${formatBounds(limits)}`;
  return Requirement.parse(text).toString();
}

function formatBounds(limits: Bounds): string {
  return limits.map(({ operator, version }) => `${operator}${version}`).join();
}

function toTinyStack(resolution: Resolution): TinyStack {
  assert.equal(resolution.kind, "solved");
  return Object.fromEntries(
    [...resolution.stack].map(([name, { candidate }]) => [name, Number(candidate.version.text)]),
  );
}

function sameStack(a: TinyStack, b: TinyStack): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function withoutStatistics(resolution: Resolution): unknown {
  if (resolution.kind === "solved") return { ...toTinyStack(resolution), cost: resolution.cost };
  return resolution.kind === "unsolvable" ? resolution.conflict : undefined;
}
