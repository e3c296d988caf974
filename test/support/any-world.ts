/**
 * Arbitrary tiny worlds for properties of the resolver, small and tangled so that their parts often meet, and the way from
 * such a world to a problem of the product.
 */

import fc from "fast-check";
import type { Candidate } from "../../src/ports/index.ts";
import { packageName, Requirement, SpecifierSet, Version } from "../../src/python/index.ts";
import type {
  Fact,
  FactSource,
  PinCondition,
  Problem,
  Resolution,
  Situation,
  Stack,
} from "../../src/resolver/index.ts";
import {
  type Bounds,
  isPrerelease,
  type TinyAddition,
  type TinyOffer,
  type TinyPin,
  type TinyRelease,
  type TinyRequirement,
  type TinyScore,
  type TinySituation,
  type TinySkip,
  type TinyStack,
  type TinyWorld,
} from "./brute-force.ts";
import { ask, problemOf, type QuestionOptions, world, type World } from "./world.ts";

const tinyNames = ["a", "b", "c", "d", "e"];
const versions = [1, 2, 3, 4];
const MOST_TIERS = 3;

const bounds: fc.Arbitrary<Bounds> = fc.array(
  fc.record({
    operator: fc.constantFrom(">=" as const, "<=" as const, "==" as const, "!=" as const),
    version: fc.constantFrom(...versions),
  }),
  { maxLength: 1 },
);
const extras = fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.subarray(["x", "y"]));
const name = fc.constantFrom(...tinyNames);
const anyName = fc.oneof({ weight: 30, arbitrary: name }, fc.constant("missing"));
const requirement: fc.Arbitrary<TinyRequirement> = fc.record({ name: anyName, extras, bounds });
const few = fc.array(requirement, { maxLength: 2 });
const cost = fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, fc.constantFrom(1, 2, 3, 4, 7, 50));
const release: fc.Arbitrary<TinyRelease> = fc.record({
  version: fc.constantFrom(...versions),
  removed: fc.nat(9).map((odds) => odds === 9),
  requires: few,
  extras: fc.record({ x: few, y: few }),
  costs: fc.array(cost, { minLength: MOST_TIERS, maxLength: MOST_TIERS }),
});
const releases = fc.uniqueArray(release, { minLength: 1, maxLength: 4, selector: ({ version }) => version });
const pin: fc.Arbitrary<TinyPin> = fc.record({ name, bounds: fc.option(bounds, { nil: undefined }) });
const pins = fc.array(pin, { minLength: 1, maxLength: 3 });
const introduced: fc.Arbitrary<TinySituation["introduced"]> = fc.option(
  fc.record({ package: name, by: fc.array(pin, { minLength: 1, maxLength: 2 }), only: fc.boolean() }),
  { nil: undefined, freq: 2 },
);
const score: fc.Arbitrary<TinyScore> = fc.record({
  tier: fc.nat(MOST_TIERS - 1),
  weight: fc.constantFrom(1, 2, 3, 5, 20, -1, -2, -3, -5, -20),
  when: pins,
  introduced,
});
const skip: fc.Arbitrary<TinySkip> = fc
  .record({
    pin: fc.record({ name: anyName, bounds: fc.option(bounds, { nil: undefined }) }),
    when: fc.array(pin, { maxLength: 2 }),
    introduced,
  })
  .map((made) => ({ ...made, introduced: made.introduced && { ...made.introduced, package: made.pin.name } }));
const addition: fc.Arbitrary<TinyAddition> = fc.record({ requirement, when: pins, introduced });
const offer: fc.Arbitrary<TinyOffer> = fc.record({
  name,
  version: fc.constantFrom(...versions),
  instead: fc.record({ name, version: fc.constantFrom(...versions) }),
});

/** Rules that depart from the metadata of releases, in about half of the worlds. */
const departures = fc.oneof(
  fc.constant({ skips: [], additions: [], offers: [] }),
  fc.record({
    skips: fc.array(skip, { maxLength: 3 }),
    additions: fc.array(addition, { maxLength: 2 }),
    offers: fc.array(offer, { maxLength: 3 }),
  }),
);

/** Requirements that may miss, contradict or go round, several tiers, rules that reward and rules that forbid. */
const knottyWorld: fc.Arbitrary<TinyWorld> = fc
  .record({
    packages: fc.record({ a: releases, b: releases, c: releases, d: releases, e: releases }),
    root: fc.array(requirement, { minLength: 1, maxLength: 3 }),
    constraints: fc.array(fc.record({ name, extras: fc.constant([]), bounds }), { maxLength: 1 }),
    forbids: fc.array(fc.record({ when: pins, introduced }), { maxLength: 2 }),
    prereleases: fc.constant(false),
    tiers: fc.integer({ min: 1, max: MOST_TIERS }),
    scores: fc.array(score, { maxLength: 5 }),
    departures,
  })
  .map(departing);

/** Nothing stands in for itself, and what an offer speaks of is there. */
function departing({
  departures: { skips, additions, offers },
  ...made
}: Omit<TinyWorld, "skips" | "additions" | "offers"> & {
  readonly departures: Pick<TinyWorld, "skips" | "additions" | "offers">;
}): TinyWorld {
  return { ...made, skips, additions, offers: possibleOffers(offers, made.packages) };
}

export function possibleOffers(offers: readonly TinyOffer[], packages: TinyWorld["packages"]): readonly TinyOffer[] {
  const exists = (name: string, version: number): boolean =>
    packages[name]?.some((release) => release.version === version) === true;
  return offers.filter(
    ({ name: own, version, instead }) =>
      own !== instead.name && exists(own, version) && exists(instead.name, instead.version),
  );
}

/** Mostly nothing, so that a later tier may well cost nothing. */
const optionalCost = fc.constantFrom(0, 0, 0, 1, 6);

/** Nearly always has stacks, very many of them, and what one package gains another loses. */
function wideWorld(names: readonly string[]): fc.Arbitrary<TinyWorld> {
  const loose: fc.Arbitrary<TinyRequirement> = fc.record({
    name: fc.constantFrom(...names),
    extras: fc.constant([]),
    bounds: fc.array(
      fc.record({ operator: fc.constantFrom("<=" as const, "!=" as const), version: fc.constantFrom(2, 3) }),
      { maxLength: 1 },
    ),
  });
  const wideRelease = (version: number): fc.Arbitrary<TinyRelease> =>
    fc.record({
      version: fc.constant(version),
      removed: fc.constant(false),
      requires: fc.array(loose, { maxLength: 1 }),
      extras: fc.constant({}),
      costs: fc.tuple(version === 3 ? fc.constant(0) : fc.constantFrom(1, 2, 4), optionalCost, optionalCost),
    });
  const wideReleases = fc.tuple(wideRelease(3), wideRelease(2), wideRelease(1));
  const exactPins = fc
    .tuple(
      fc.subarray([...names], { minLength: 2, maxLength: Math.min(4, names.length) }),
      fc.array(fc.constantFrom(3, 3, 3, 2), { minLength: 4, maxLength: 4 }),
    )
    .map(([together, at]): TinyPin[] =>
      together.map((owner, i) => ({ name: owner, bounds: [{ operator: "==", version: at[i]! }] })),
    );
  const wideScore: fc.Arbitrary<TinyScore> = fc.record({
    tier: fc.nat(MOST_TIERS - 1),
    weight: fc.constantFrom(1, 2, 3, 4, -1, -2, -3),
    when: exactPins,
  });
  return fc.record({
    packages: fc.record(Object.fromEntries(names.map((owner) => [owner, wideReleases]))),
    root: fc
      .subarray([...names], { minLength: 3 })
      .map((asked) => asked.map((owner) => ({ name: owner, extras: [], bounds: [] }))),
    constraints: fc.constant([]),
    forbids: fc.array(
      exactPins.map((when) => ({ when })),
      { minLength: 2, maxLength: 16 },
    ),
    skips: fc.constant([]),
    additions: fc.constant([]),
    offers: fc.constant([]),
    prereleases: fc.constant(false),
    tiers: fc.integer({ min: 1, max: MOST_TIERS }),
    scores: fc.array(wideScore, { maxLength: 10 }),
  });
}

/** Four packages that go round, and many rules that leave something out, add something or let something stand in. */
const departingWorld: fc.Arbitrary<TinyWorld> = (() => {
  const own = fc.constantFrom("a", "b", "c", "d");
  const someBounds = fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, bounds);
  const loose = fc.record({
    name: own,
    extras: fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, fc.constant(["x"])),
    bounds: someBounds,
  });
  const loosePin = fc.record({ name: own, bounds: fc.option(bounds, { nil: undefined, freq: 2 }) });
  const brought = fc.option(
    fc.record({ package: own, by: fc.array(loosePin, { minLength: 1, maxLength: 2 }), only: fc.boolean() }),
    { nil: undefined, freq: 1 },
  );
  const beside = fc.array(loosePin, { minLength: 1, maxLength: 2 });
  const releaseOf = (version: number): fc.Arbitrary<TinyRelease> =>
    fc.record({
      version: fc.constant(version),
      removed: fc.constant(false),
      requires: fc.array(loose, { maxLength: 2 }),
      extras: fc.record({ x: fc.array(loose, { maxLength: 1 }) }),
      costs: fc.tuple(fc.constantFrom(0, 1, 3), optionalCost, optionalCost),
    });
  const ownReleases = fc.tuple(releaseOf(1), releaseOf(2));
  return fc
    .record({
      packages: fc.record({ a: ownReleases, b: ownReleases, c: ownReleases, d: ownReleases }),
      root: fc.array(fc.record({ name: own, extras: fc.constant([]), bounds: someBounds }), {
        minLength: 1,
        maxLength: 2,
      }),
      constraints: fc.constant([]),
      forbids: fc.array(fc.record({ when: beside, introduced: brought }), { maxLength: 1 }),
      prereleases: fc.constant(false),
      tiers: fc.integer({ min: 1, max: MOST_TIERS }),
      scores: fc.array(
        fc.record({
          tier: fc.nat(MOST_TIERS - 1),
          weight: fc.constantFrom(1, 4, -1, -4),
          when: beside,
          introduced: brought,
        }),
        { maxLength: 2 },
      ),
      departures: fc.record({
        skips: fc.array(
          fc.record({ pin: loosePin, when: fc.array(loosePin, { maxLength: 2 }), introduced: brought }).map((made) => ({
            ...made,
            introduced: made.introduced && { ...made.introduced, package: made.pin.name },
          })),
          { minLength: 1, maxLength: 3 },
        ),
        additions: fc.array(fc.record({ requirement: loose, when: beside, introduced: brought }), { maxLength: 1 }),
        offers: fc.array(
          fc.record({
            name: own,
            version: fc.constantFrom(1, 2),
            instead: fc.record({ name: own, version: fc.constantFrom(1, 2) }),
          }),
          { maxLength: 2 },
        ),
      }),
    })
    .map(departing);
})();

export const tinyWorld: fc.Arbitrary<TinyWorld> = fc
  .oneof(knottyWorld, wideWorld(["a", "b", "c", "d", "e", "f", "g"]), departingWorld)
  .map((made) => ({ ...made, scores: made.scores.filter(({ tier }) => tier < made.tiers) }));

/** Two or three worlds with the same number of tiers: copies of one without some of its releases and lines, or strangers. */
export const tinyWorlds: fc.Arbitrary<readonly TinyWorld[]> = fc
  .oneof(
    fc.tuple(knottyWorld, knottyWorld),
    fc.tuple(departingWorld, departingWorld),
    fc.tuple(wideWorld(["a", "b", "c", "d"]), wideWorld(["b", "c", "d", "e"])),
    fc.tuple(wideWorld(["a", "b", "c"]), wideWorld(["a", "b", "c"]), wideWorld(["a", "b", "c"])),
  )
  .chain((worlds) => fc.tuple(fc.constant(worlds), fc.boolean(), fc.array(fc.nat(99), { minLength: 9, maxLength: 9 })))
  .map(([worlds, areCopies, keys]) => {
    const { tiers } = worlds[0];
    return worlds.map((own, i) => {
      const world = areCopies && i > 0 ? lessened(worlds[0], keys.slice(i * 3, i * 3 + 3)) : own;
      return { ...world, tiers, scores: world.scores.filter(({ tier }) => tier < tiers) };
    });
  });

/** The world without three of its releases, which `keys` choose, without its first line and its first rule. */
function lessened(tiny: TinyWorld, keys: readonly number[]): TinyWorld {
  const releases = Object.values(tiny.packages).flat();
  const gone = new Set(keys.map((key) => releases[key % releases.length]!));
  const packages = Object.fromEntries(
    Object.entries(tiny.packages).map(([owner, list]) => [
      owner,
      list.map((each) => ({ ...each, removed: each.removed || gone.has(each) })),
    ]),
  );
  return { ...tiny, packages, root: tiny.root.slice(tiny.root.length > 1 ? 1 : 0), forbids: tiny.forbids.slice(1) };
}

/** Every other release is a pre-release. */
export const prereleaseWorld: fc.Arbitrary<TinyWorld> = tinyWorld.map((made) => ({ ...made, prereleases: true }));

/** @param options besides facts and constraints, which are the world's. */
export function askTiny(tiny: TinyWorld, options: QuestionOptions = {}, universe = toWorld(tiny)): Promise<Resolution> {
  return ask(universe, linesOf(tiny.root, tiny), { ...optionsOf(tiny), ...options });
}

export function problemOfTiny(tiny: TinyWorld): Problem {
  return problemOf(toWorld(tiny), linesOf(tiny.root, tiny), optionsOf(tiny));
}

function optionsOf(tiny: TinyWorld): QuestionOptions {
  return { constraints: linesOf(tiny.constraints, tiny), facts: toFacts(tiny), tiers: tiny.tiers };
}

function linesOf(requirements: readonly TinyRequirement[], { prereleases }: TinyWorld): string {
  return requirements.map((required) => format(required, prereleases)).join(", ");
}

export function toWorld(tiny: TinyWorld): World {
  const lines: string[] = [];
  for (const [owner, list] of Object.entries(tiny.packages))
    for (const { version, requires, extras: optional } of list) {
      const spelled = spell(version, tiny.prereleases);
      lines.push(`${owner} ${spelled} -> ${linesOf(requires, tiny)}`);
      for (const [extra, more] of Object.entries(optional))
        lines.push(`${owner}[${extra}] ${spelled} -> ${linesOf(more, tiny)}`);
    }
  return world(lines.join("\n"));
}

/** Version by name, the names sorted. */
export function toTinyStack(stack: Stack): TinyStack {
  return Object.fromEntries([...stack].map(([owner, { candidate }]) => [owner, numberOf(candidate.version)]));
}

/** Rules are one object each, stated for every package that they name. */
function toFacts(tiny: TinyWorld): FactSource {
  const reason = { unit: "test", message: "Told so" };
  const toCondition = ({ name: owner, bounds: limits }: TinyPin): PinCondition => {
    const versions = limits && SpecifierSet.parse(formatBounds(limits, tiny.prereleases));
    return { name: packageName(owner), ...(versions === undefined ? {} : { versions }) };
  };
  const toSituation = ({ when, introduced: brought }: TinySituation): Situation => ({
    when: when.map(toCondition),
    ...(brought === undefined
      ? {}
      : { introduced: { package: packageName(brought.package), by: brought.by.map(toCondition), only: brought.only } }),
  });
  const rules: Extract<Fact, Situation>[] = [
    ...tiny.forbids.map((rule) => ({ kind: "forbid" as const, ...toSituation(rule), reason })),
    ...tiny.scores.map((rule) => ({
      kind: "score" as const,
      tier: rule.tier,
      weight: rule.weight,
      ...toSituation(rule),
      reason,
    })),
    ...tiny.additions.map((rule) => ({
      kind: "add" as const,
      requirement: Requirement.parse(format(rule.requirement, tiny.prereleases)),
      ...toSituation(rule),
      reason,
    })),
  ];
  const skips = tiny.skips.map((rule) => ({
    kind: "skip" as const,
    pin: toCondition(rule.pin),
    ...toSituation(rule),
    reason,
  }));
  /** Offers name candidates of packages that may be met later, by what they are. */
  const at = (owner: string, version: number): Candidate => ({
    name: packageName(owner),
    version: Version.parse(spell(version, tiny.prereleases)),
    index: "pypi",
    files: [],
  });
  return {
    *facts(owner, candidates): Iterable<Fact> {
      for (const candidate of candidates) {
        const { version } = candidate;
        const found = tiny.packages[owner]!.find((other) => other.version === numberOf(version))!;
        if (found.removed) yield { kind: "remove", candidate, reason };
        for (const [tier, value] of found.costs.slice(0, tiny.tiers).entries())
          yield { kind: "cost", tier, cost: value, candidate, reason };
        for (const { name: own, version: offered, instead } of tiny.offers)
          if (own === owner && offered === numberOf(version))
            yield { kind: "offer", candidate, instead: at(instead.name, instead.version), reason };
      }
      for (const rule of skips) if (rule.pin.name === owner) yield rule;
      for (const rule of rules) if (rule.when.some((condition) => condition.name === owner)) yield rule;
    },
  };
}

function format({ name: target, extras: asked, bounds: limits }: TinyRequirement, prereleases: boolean): string {
  const text = `${target}${asked.length > 0 ? `[${asked.join()}]` : ""}${formatBounds(limits, prereleases)}`;
  return Requirement.parse(text).toString();
}

function formatBounds(limits: Bounds, prereleases: boolean): string {
  return limits.map(({ operator, version }) => `${operator}${spell(version, prereleases)}`).join();
}

/** A pre-release comes right before the number after its own. */
function spell(version: number, prereleases: boolean): string {
  return prereleases && isPrerelease(version) ? `${version + 1}b1` : String(version);
}

function numberOf({ text }: Version): number {
  return text.endsWith("b1") ? Number.parseInt(text, 10) - 1 : Number(text);
}
