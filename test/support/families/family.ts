/**
 * Families of problems that grow with a number, each known to defeat some way of searching. An instance comes with its
 * answer, by construction; whatever the resolver says is judged against that, and a stack by a checker of its own.
 */

import assert from "node:assert/strict";
import { packageName, SpecifierSet } from "../../../src/python/index.ts";
import type { Fact, FactSource, Problem, Resolution } from "../../../src/resolver/index.ts";
import { complaintsAbout, type ScenarioRelease } from "../universe-checker.ts";
import { ask, linux, problemOf, type QuestionOptions, world, type World } from "../world.ts";

/** By name and version. */
export type Packages = Readonly<Record<string, Readonly<Record<string, ScenarioRelease>>>>;

export type Expected =
  /** There is no stack; `lines` of the user's are to blame. */
  | { readonly kind: "none"; readonly lines: number }
  /** What the best stack costs by tier, and some of its pins. */
  | { readonly kind: "best"; readonly cost: readonly number[]; readonly pins: Readonly<Record<string, string>> }
  /** A stack of this cost was planted; the best costs no more. */
  | { readonly kind: "planted"; readonly cost: readonly number[] };

export interface Instance {
  readonly packages: Packages;
  readonly root: readonly string[];
  readonly tiers: number;
  /** By tier, what a release costs. */
  readonly costs: (name: string, version: string) => readonly number[];
  /** Pins, each as a name and a specifier, that may not occur together. */
  readonly forbids: readonly (readonly (readonly [name: string, specifier: string])[])[];
  readonly expected: Expected;
}

export interface Family {
  readonly name: string;
  /** What its size counts. */
  readonly unit: string;
  readonly sizes: {
    /** For the tests of every day: a fraction of a second. */
    readonly small: number;
    /** For measuring growth, ascending. */
    readonly growing: readonly number[];
  };
  readonly make: (size: number, seed: number) => Instance;
}

/** The numbers from 1 to `length`. */
export function upTo(length: number): number[] {
  return Array.from({ length }, (_, i) => i + 1);
}

/** Every release costs as many as there are newer ones, in the one tier there is. */
export function freshness(packages: Packages): Pick<Instance, "tiers" | "costs" | "forbids"> {
  const places = new Map<string, number>();
  for (const [name, releases] of Object.entries(packages)) {
    const newestFirst = Object.keys(releases).sort((a, b) => Number(b) - Number(a));
    for (const [place, version] of newestFirst.entries()) places.set(`${name} ${version}`, place);
  }
  return { tiers: 1, costs: (name, version) => [places.get(`${name} ${version}`)!], forbids: [] };
}

export function worldOf({ packages }: Instance): World {
  const lines: string[] = [];
  for (const [name, releases] of Object.entries(packages))
    for (const [version, { requires = [], extras = {} }] of Object.entries(releases)) {
      lines.push(`${name} ${version} -> ${requires.join(", ")}`);
      for (const [extra, more] of Object.entries(extras))
        lines.push(`${name}[${extra}] ${version} -> ${more.join(", ")}`);
    }
  return world(lines.join("\n"));
}

export function askInstance(instance: Instance, universe: World, signal?: AbortSignal): Promise<Resolution> {
  return ask(universe, instance.root.join(", "), {
    ...optionsOf(instance),
    ...(signal === undefined ? {} : { signal }),
  });
}

export function problemOfInstance(instance: Instance, universe: World): Problem {
  return problemOf(universe, instance.root.join(", "), optionsOf(instance));
}

function optionsOf(instance: Instance): QuestionOptions {
  return { facts: factsOf(instance), tiers: instance.tiers };
}

/** @throws when the resolution is not the one expected, or is not what it says it is. */
export function judge({ packages, root, costs, tiers, expected }: Instance, resolution: Resolution): void {
  if (resolution.kind === "unsolvable") {
    assert.equal(expected.kind, "none");
    if (expected.kind === "none") assert.equal(resolution.conflict.requirements.length, expected.lines);
    return;
  }
  const answer = resolution.kind === "solved" ? resolution : resolution.best;
  if (answer === undefined) return;
  assert.notEqual(expected.kind, "none");
  if (expected.kind === "none") return;
  const pins = Object.fromEntries([...answer.stack].map(([name, { candidate }]) => [name, candidate.version.text]));
  assert.deepEqual(complaintsAbout(pins, packages, root, linux), []);
  const sum = upTo(tiers).map((tier) =>
    Object.entries(pins).reduce((total, [name, version]) => total + costs(name, version)[tier - 1]!, 0),
  );
  assert.deepEqual(answer.cost, sum);
  assert.ok(
    compare(answer.bound, expected.cost) <= 0,
    `a bound of ${answer.bound.join()} over ${expected.cost.join()}`,
  );
  if (resolution.kind === "stopped") return;
  assert.deepEqual(answer.bound, answer.cost);
  if (expected.kind === "planted") return assert.ok(compare(answer.cost, expected.cost) <= 0);
  assert.deepEqual(answer.cost, expected.cost);
  for (const [name, version] of Object.entries(expected.pins)) assert.equal(pins[name], version, name);
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, tier) => value !== b[tier]);
  return at < 0 ? 0 : a[at]! - b[at]!;
}

function factsOf({ costs, forbids }: Instance): FactSource {
  const reason = { unit: "family", message: "The family has it so" };
  const byName = new Map<string, Fact[]>();
  for (const pins of forbids) {
    const when = pins.map(([name, versions]) => ({ name: packageName(name), versions: SpecifierSet.parse(versions) }));
    const fact: Fact = { kind: "forbid", when, reason };
    for (const [name] of pins) byName.set(name, [...(byName.get(name) ?? []), fact]);
  }
  return {
    *facts(name, candidates): Iterable<Fact> {
      for (const candidate of candidates)
        for (const [tier, cost] of costs(name, candidate.version.text).entries())
          if (cost > 0) yield { kind: "cost", tier, cost, candidate, reason };
      yield* byName.get(name) ?? [];
    },
  };
}
