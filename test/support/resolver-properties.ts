/**
 * What must hold for any world: the verdict, the optimum, the bound at every moment, and the conflict are those of the
 * plain twin that tries everything. The gate checks each on fifty worlds, `npm run test:long` on ten thousand.
 */

import assert from "node:assert/strict";
import fc from "fast-check";
import { type Answer, type Conflict, noKnowledge, predictorNames, type Resolution } from "../../src/resolver/index.ts";
import { askTiny, possibleOffers, prereleaseWorld, tinyWorld, toTinyStack, toWorld } from "./any-world.ts";
import {
  allAnswers,
  allStacks,
  bestStack,
  compareTiers,
  holds,
  type Optimum,
  type TinyRequirement,
  type TinyStack,
  type TinyWorld,
} from "./brute-force.ts";
import { Countdown } from "./countdown.ts";
import type { World } from "./world.ts";

/** Worlds in which a stack remains one when a line goes: nothing hangs on what else there is. */
const steadyWorld: fc.Arbitrary<TinyWorld> = tinyWorld.map((tiny) => ({
  ...tiny,
  forbids: tiny.forbids.filter(({ introduced }) => introduced?.only !== true),
  additions: tiny.additions.filter(({ introduced }) => introduced?.only !== true),
  skips: tiny.skips.filter(({ when, introduced }) => when.length === 0 && introduced === undefined),
}));

/** By sentence. */
export const resolverProperties: Readonly<Record<string, fc.IAsyncProperty<unknown>>> = {
  "the answer is the best stack, bounded by what it costs, or there is none": fc.asyncProperty(
    tinyWorld,
    async (tiny) => {
      const best = bestStack(tiny);
      const resolution = await askTiny(tiny);
      assert.equal(resolution.kind, best === undefined ? "unsolvable" : "solved");
      if (resolution.kind !== "solved") return;
      const { cost, bound } = resolution;
      assert.deepEqual({ ...toPlain(resolution), bound }, { ...best, bound: cost });
    },
  ),

  "the answer does not depend on the order of facts, releases, requirements and lines, or on what is tried first":
    fc.asyncProperty(tinyWorld, fc.array(fc.nat(99), { minLength: 8, maxLength: 8 }), async (tiny, keys) => {
      const first = await askTiny(tiny);
      const preferred = Object.entries(tiny.packages).map(([name, [release]]) => `${name} ${release!.version}`);
      for (const resolution of [
        await askTiny(shuffled(tiny, keys)),
        await askTiny(tiny, { preferred: preferred.join(", ") }),
      ])
        assert.deepEqual(toPlain(resolution), toPlain(first));
    }),

  "no predictor changes the answer, whatever it has learned": fc.asyncProperty(
    fc.oneof(tinyWorld, prereleaseWorld),
    tinyWorld,
    fc.constantFrom(...predictorNames),
    fc.integer(),
    async (tiny, elsewhere, name, seed) => {
      const unsteered = await askTiny(tiny);
      const plain = toPlain(unsteered);
      const first = await askTiny(tiny, { predictor: { name, seed, knowledge: noKnowledge } });
      const other = await askTiny(elsewhere, { predictor: { name, seed, knowledge: noKnowledge } });
      for (const before of [first, other]) {
        const knowledge = (before.kind !== "unsolvable" && before.learned) || noKnowledge;
        const resolution = await askTiny(tiny, { predictor: { name, seed: seed + 1, knowledge } });
        for (const steered of [first, resolution]) {
          assert.deepEqual(toPlain(steered), plain);
          assert.deepEqual(conflictOf(steered), conflictOf(unsteered));
          if (steered.kind === "solved") assert.deepEqual(steered.bound, steered.cost);
        }
      }
    },
  ),

  "whoever is interrupted has a stack, and no stack costs less than the bound": fc.asyncProperty(
    tinyWorld,
    fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
    async (tiny, share) => {
      const full = new Countdown(Infinity);
      await askTiny(tiny, { signal: full.signal });
      const countdown = new Countdown(Math.floor(share * full.looks));
      assertInterrupted(tiny, await askTiny(tiny, { signal: countdown.signal }));
    },
  ),

  "whoever settles for the best so far has a stack, if there is one": fc.asyncProperty(tinyWorld, async (tiny) => {
    const resolution = await askTiny(tiny, { settle: AbortSignal.abort() });
    assert.equal(resolution.kind === "unsolvable", bestStack(tiny) === undefined);
    assert.ok(resolution.kind !== "stopped" || resolution.best !== undefined);
    assertInterrupted(tiny, resolution);
  }),

  "an abort while metadata is read keeps the best stack so far, whether the read ends or throws": fc.asyncProperty(
    tinyWorld,
    fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
    async (tiny, share) => {
      const full = toWorld(tiny);
      await askTiny(tiny, {}, full);
      const reads = Math.floor(share * full.read.length);
      const [ended, thrown] = [await abortedAt(tiny, reads, false), await abortedAt(tiny, reads, true)];
      assertInterrupted(tiny, ended);
      assert.deepEqual(withBound(thrown), withBound(ended));
    },
  ),

  "a release that was not chosen is not missed": fc.asyncProperty(tinyWorld, fc.nat(99), async (tiny, choice) => {
    const first = await askTiny(tiny);
    if (first.kind !== "solved") return;
    const { stack } = toPlain(first)!;
    // What is stood in for is chosen in a way, and what a rule would keep out lets a requirement be left out.
    const isMeant = (name: string, version: number): boolean =>
      tiny.offers.some((offer) => offer.name === name && offer.version === version) ||
      tiny.skips.some(({ pin }) => pin.name === name && pin.bounds !== undefined);
    const others = Object.entries(tiny.packages).flatMap(([name, list]) =>
      list
        .filter(({ version }) => stack[name] !== version && !isMeant(name, version))
        .map((release) => [name, release] as const),
    );
    if (others.length === 0) return;
    const [name, gone] = others[choice % others.length]!;
    const left = tiny.packages[name]!.filter((release) => release !== gone);
    const packages = left.length === 0 ? without(tiny.packages, name) : { ...tiny.packages, [name]: left };
    const offers = possibleOffers(tiny.offers, packages);
    assert.deepEqual(toPlain(await askTiny({ ...tiny, packages, offers })), toPlain(first));
  }),

  "a reward installs nothing that nobody requires": fc.asyncProperty(
    tinyWorld,
    fc.constantFrom("a", "b", "c", "d", "e"),
    fc.nat(2),
    async (tiny, beside, tier) => {
      const alone = { version: 1, removed: false, requires: [], extras: {}, costs: [] };
      const score = { tier: tier % tiny.tiers, weight: -100 };
      const idle = { name: "idle", bounds: undefined };
      const rewarded: TinyWorld = {
        ...tiny,
        packages: { ...tiny.packages, idle: [alone] },
        scores: [
          ...tiny.scores,
          { ...score, when: [idle] },
          { ...score, when: [{ name: beside, bounds: undefined }, idle] },
        ],
      };
      assert.deepEqual(toPlain(await askTiny(rewarded)), toPlain(await askTiny(tiny)));
    },
  ),

  "a conflict names lines of the user's that cannot hold together, none of which can be missed": fc.asyncProperty(
    tinyWorld,
    async (tiny) => {
      const resolution = await askTiny(tiny);
      if (resolution.kind !== "unsolvable") return;
      const { requirements, lines } = resolution.conflict;
      const named = requirements.map(({ file, line }) => `${file}:${line}`);
      const hasStack = (lines: readonly string[]): boolean => allStacks(onlyLines(tiny, lines)).length > 0;
      const others = linesOf(tiny).filter((line) => !named.includes(line));
      // A line may be what lets a rule leave something out, so that others come back with it or go.
      const around = subsetsOf(others);
      for (const more of around) assert.ok(!hasStack([...named, ...more]));
      for (const line of named) {
        const rest = named.filter((other) => other !== line);
        assert.ok(around.some((more) => hasStack([...rest, ...more])));
      }
      assert.equal(lines.at(-1)?.kind, "root");
    },
  ),

  "relaxations are the cheapest of all after which there is a stack, and none of them does more than it has to":
    fc.asyncProperty(steadyWorld, async (tiny) => {
      const resolution = await askTiny(tiny, { relax: () => new AbortController().signal });
      if (resolution.kind !== "unsolvable") return;
      assert.deepEqual(sayWays(resolution.conflict), cheapestWays(tiny).slice(0, 3));
    }),

  "the same above a floor, with nothing older than it that the lines do not take now": fc.asyncProperty(
    steadyWorld,
    fc.integer({ min: 1, max: 4 }),
    async (tiny, floor) => {
      const floors = Object.keys(tiny.packages).map((name) => `${name} ${floor}`);
      const resolution = await askTiny(tiny, { relax: () => new AbortController().signal, floor: floors.join(", ") });
      if (resolution.kind !== "unsolvable") return;
      assert.deepEqual(sayWays(resolution.conflict), cheapestWays(tiny, floor).slice(0, 3));
    },
  ),

  "after each relaxation there is a stack, whatever a rule leaves out": fc.asyncProperty(tinyWorld, async (tiny) => {
    const resolution = await askTiny(tiny, { relax: () => new AbortController().signal });
    if (resolution.kind !== "unsolvable") return;
    for (const lines of resolution.conflict.relaxations) {
      const lossAt = (isConstraint: boolean) => (_: unknown, i: number) => {
        const file = isConstraint ? "constraints.txt" : "Pipfile";
        return (
          lines.find(({ root: { origin } }) => origin.file === file && origin.line === i + 1)?.without ?? "nothing"
        );
      };
      const losses = [...tiny.root.map(lossAt(false)), ...tiny.constraints.map(lossAt(true))];
      assert.notDeepEqual(allStacks(withLosses(tiny, tinyLines(tiny), losses)), []);
    }
  }),

  "what the stack does without is told, and what is told it does without": fc.asyncProperty(tinyWorld, async (tiny) => {
    const resolution = await askTiny(tiny);
    if (resolution.kind !== "solved") return;
    const stack = toTinyStack(resolution.stack);
    const stoodFor = new Set<string>(
      [...resolution.stack.values()].flatMap(({ standsFor = [] }) => standsFor.map(({ candidate }) => candidate.name)),
    );
    const required = Object.entries(stack).flatMap(
      ([name, version]) => tiny.packages[name]!.find((release) => release.version === version)!.requires,
    );
    const told = new Set<string>(resolution.skipped.map(({ name }) => name));
    for (const { name } of [...tiny.root, ...required])
      if (stack[name] === undefined && !stoodFor.has(name)) assert.ok(told.has(name), `${name} is missing`);
    for (const { name, requiredBy } of resolution.skipped)
      for (const { requirement } of requiredBy) {
        assert.equal(requirement.name, name);
        const chosen = resolution.stack.get(requirement.name);
        assert.ok(chosen === undefined || !requirement.specifier.admits(chosen.candidate.version));
      }
    for (const { requiredBy } of resolution.stack.values()) assert.ok(requiredBy.length > 0);
  }),

  "dropping a requirement never leaves no stack": fc.asyncProperty(steadyWorld, async (tiny) => {
    const before = await askTiny(tiny);
    const after = await askTiny({ ...tiny, root: tiny.root.slice(1) });
    if (before.kind === "solved") assert.equal(after.kind, "solved");
  }),

  "pre-releases that no requirement names are chosen only where no stack can do without": fc.asyncProperty(
    prereleaseWorld,
    async (tiny) => {
      const best = bestStack(tiny);
      const resolution = await askTiny(tiny);
      if (best !== undefined) return assert.deepEqual(toPlain(resolution), best);
      const answers = allAnswers({ ...tiny, prereleases: false });
      assert.equal(resolution.kind, answers.length > 0 ? "solved" : "unsolvable");
      const plain = toPlain(resolution);
      if (plain !== undefined) assertAmong(answers, plain);
    },
  ),

  "nothing is read twice": fc.asyncProperty(tinyWorld, async (tiny) => {
    const universe = toWorld(tiny);
    const { statistics } = await askTiny(tiny, {}, universe);
    assert.equal(new Set(universe.read).size, universe.read.length);
    assert.equal(statistics.metadataRead, universe.read.length);
  }),

  "pins taken for granted bind what is in the stack, and install nothing": fc.asyncProperty(
    tinyWorld,
    fc.subarray(["a", "b", "c", "d", "e"], { maxLength: 2 }),
    async (tiny, pinned) => {
      const pins = pinned
        .filter((name) => tiny.packages[name] !== undefined)
        .map((name) => [name, tiny.packages[name]![0]!.version] as const);
      const packages = Object.fromEntries(
        Object.entries(tiny.packages).map(([name, list]) => {
          const pin = pins.find(([other]) => other === name);
          return [name, pin === undefined ? list : list.filter(({ version }) => version === pin[1])];
        }),
      );
      // What would keep out a release that is pinned away is not what this asks.
      const skips = tiny.skips.filter(({ pin }) => pin.bounds === undefined || !pinned.includes(pin.name));
      const left = { ...tiny, skips };
      const resolution = await askTiny(left, { assume: pins.map((pin) => pin.join(" ")).join(", ") });
      const best = bestStack({ ...left, packages });
      assert.equal(resolution.kind, best === undefined ? "unsolvable" : "solved");
      assert.deepEqual(toPlain(resolution), best);
    },
  ),
};

/** The answer where the signal fires during the read after `reads` of them. */
function abortedAt(tiny: TinyWorld, reads: number, throws: boolean): Promise<Resolution> {
  const controller = new AbortController();
  const inner = toWorld(tiny);
  const universe: World = {
    ...inner,
    requirements: async (candidate, signal) => {
      if (inner.read.length === reads) controller.abort();
      if (throws) signal.throwIfAborted();
      return await inner.requirements(candidate, signal);
    },
  };
  return askTiny(tiny, { signal: controller.signal }, universe);
}

function assertInterrupted(tiny: TinyWorld, resolution: Resolution): void {
  const best = bestStack(tiny);
  if (resolution.kind === "unsolvable") return assert.equal(best, undefined);
  const answer = resolution.kind === "solved" ? resolution : resolution.best;
  if (answer === undefined) return;
  const plain = toPlain(resolution)!;
  const { cost } = plain;
  assertAmong(allAnswers(tiny), plain);
  assert.ok(compareTiers(answer.bound, best!.cost) <= 0, `a bound of ${answer.bound.join()} over ${best!.cost.join()}`);
  if (resolution.kind === "solved") assert.deepEqual(cost, best!.cost);
}

function assertAmong(answers: readonly Optimum[], { stack, cost }: Optimum): void {
  assert.ok(answers.some((valid) => JSON.stringify(valid) === JSON.stringify({ stack, cost })));
}

function toPlain(resolution: Resolution): { readonly stack: TinyStack; readonly cost: readonly number[] } | undefined {
  const found: Answer | undefined = resolution.kind === "stopped" ? resolution.best : answerOf(resolution);
  return found && { stack: toTinyStack(found.stack), cost: found.cost };
}

function conflictOf(resolution: Resolution): readonly string[] | undefined {
  return resolution.kind === "unsolvable" ? resolution.conflict.requirements.map(({ text }) => text) : undefined;
}

function answerOf(resolution: Exclude<Resolution, { readonly kind: "stopped" }>): Answer | undefined {
  return resolution.kind === "solved" ? resolution : undefined;
}

function withBound(resolution: Resolution): unknown {
  return resolution.kind === "stopped"
    ? { ...toPlain(resolution), bound: resolution.best?.bound }
    : toPlain(resolution);
}

/** The same world told in another order, which `keys` choose. */
function shuffled(tiny: TinyWorld, keys: readonly number[]): TinyWorld {
  const mix = <Item>(items: readonly Item[]): Item[] =>
    items
      .map((item, i) => ({ item, key: keys[i % keys.length]! * 31 + i * keys[(i + 3) % keys.length]! }))
      .sort((a, b) => a.key - b.key)
      .map(({ item }) => item);
  return {
    ...tiny,
    packages: Object.fromEntries(
      mix(Object.entries(tiny.packages)).map(([name, list]) => [
        name,
        mix(list).map((release) => ({ ...release, requires: mix(release.requires) })),
      ]),
    ),
    root: mix(tiny.root),
    forbids: mix(tiny.forbids).map((rule) => ({ ...rule, when: mix(rule.when) })),
    scores: mix(tiny.scores).map((rule) => ({ ...rule, when: mix(rule.when) })),
    skips: mix(tiny.skips).map((rule) => ({ ...rule, when: mix(rule.when) })),
    additions: mix(tiny.additions).map((rule) => ({ ...rule, when: mix(rule.when) })),
    offers: mix(tiny.offers),
  };
}

type Loss = "nothing" | "bounds" | "line";

interface TinyLine {
  readonly name: string;
  readonly written: string;
  readonly requirement: TinyRequirement;
  readonly isConstraint: boolean;
}

function tinyLines(tiny: TinyWorld): TinyLine[] {
  const toLine = (isConstraint: boolean) => (requirement: TinyRequirement, i: number) => {
    const file = isConstraint ? "constraints.txt" : "Pipfile";
    return { name: requirement.name, written: `${file}:${i + 1}`, requirement, isConstraint };
  };
  return [...tiny.root.map(toLine(false)), ...tiny.constraints.map(toLine(true))];
}

function linesOf(tiny: TinyWorld): string[] {
  return tinyLines(tiny).map(({ written }) => written);
}

function subsetsOf<Item>([item, ...rest]: readonly Item[]): Item[][] {
  if (item === undefined) return [[]];
  return subsetsOf(rest).flatMap((subset) => [subset, [item, ...subset]]);
}

function sayWays({ relaxations }: Conflict): string[][] {
  return relaxations.map((lines) =>
    lines.map(({ root: { origin }, without, gives }) => {
      return `${origin.file}:${origin.line} without ${without}: ${gives?.version.text ?? "nothing"}`;
    }),
  );
}

/** All minimal ways to relax three of the user's lines or fewer, cheapest first, by trying every one. */
function cheapestWays(tiny: TinyWorld, floor = 0): string[][] {
  const lines = tinyLines(tiny);
  const losses = allLosses(lines).toSorted((a, b) => compareTiers(costOfLosses(a), costOfLosses(b)));
  const ways: (readonly Loss[])[] = [];
  for (const loss of losses) {
    const doesMore = ways.some((way) => way.every((without, i) => rank[without] <= rank[loss[i]!]));
    const touched = loss.filter((without) => without !== "nothing").length;
    if (!doesMore && touched <= 3 && allStacks(withLosses(tiny, lines, loss, floor)).length > 0) ways.push(loss);
  }
  return ways.map((loss) => {
    const { stack } = bestStack(withLosses(tiny, lines, loss, floor))!;
    const touched = lines.map(({ name, written }, i) => `${written} without ${loss[i]!}: ${stack[name] ?? "nothing"}`);
    return touched.filter((_, i) => loss[i] !== "nothing");
  });
}

const rank = { nothing: 0, bounds: 1, line: 2 } satisfies Record<Loss, number>;

function allLosses([line, ...rest]: readonly TinyLine[]): Loss[][] {
  if (line === undefined) return [[]];
  const possible: Loss[] = ["nothing"];
  if (line.requirement.bounds.length > 0) possible.push("bounds");
  if (!line.isConstraint) possible.push("line");
  return possible.flatMap((loss) => allLosses(rest).map((others) => [loss, ...others]));
}

/** Fewer lines first, then fewer that go altogether, then those that come first. */
function costOfLosses(losses: readonly Loss[]): number[] {
  const touched = [...losses.keys()].filter((i) => losses[i] !== "nothing");
  return [touched.length, losses.filter((loss) => loss === "line").length, ...touched, Infinity];
}

function withLosses(tiny: TinyWorld, lines: readonly TinyLine[], losses: readonly Loss[], floor = 0): TinyWorld {
  const left = lines.flatMap((line, i) => {
    if (losses[i] === "nothing") return [line];
    const { name, bounds } = line.requirement;
    const older = (tiny.packages[name] ?? []).filter(({ version }) => version < floor && !holds(bounds, version));
    const loosened = older.map(({ version }) => ({ operator: "!=" as const, version }));
    const isConstraint = line.isConstraint || losses[i] === "line";
    const extras = isConstraint ? [] : line.requirement.extras;
    return [{ ...line, isConstraint, requirement: { name, extras, bounds: loosened } }];
  });
  const of = (isConstraint: boolean) => left.filter((line) => line.isConstraint === isConstraint);
  return {
    ...tiny,
    root: of(false).map(({ requirement }) => requirement),
    constraints: of(true).map(({ requirement }) => requirement),
  };
}

function onlyLines(tiny: TinyWorld, lines: readonly string[]): TinyWorld {
  return {
    ...tiny,
    root: tiny.root.filter((_, i) => lines.includes(`Pipfile:${i + 1}`)),
    constraints: tiny.constraints.filter((_, i) => lines.includes(`constraints.txt:${i + 1}`)),
  };
}

function without<Value>(record: Readonly<Record<string, Value>>, name: string): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).filter(([other]) => other !== name));
}
