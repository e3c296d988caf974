/**
 * The search of old, for comparison: no propagation, no learning from clauses. A roll-out takes one package after the
 * other, breadth first, chooses a release that fits what has been asked of it so far, and ends with a stack, or in a dead
 * end as soon as nothing fits or a choice made before does not.
 */

import type { Candidate } from "../src/ports/index.ts";
import type { ExtraName, PackageName, Requirement } from "../src/python/index.ts";
import { compareCosts, type Fact, pinMatches, type Problem } from "../src/resolver/index.ts";
import { SeededRandom } from "../test/support/random.ts";

/** Which of the releases that fit, those that cost least first, is chosen. */
export type Policy = "greedy" | "random" | "table";

export interface RollOuts {
  readonly valid: number;
  readonly dead: number;
  /** Choices made until the first stack, and until the best one that was found; undefined without a stack. */
  readonly toFirst: number | undefined;
  readonly toBest: number | undefined;
  /** Candidates whose metadata was read. */
  readonly reads: number;
  readonly cost: readonly number[] | undefined;
}

/** A package as roll-outs know it. */
interface Known {
  /** Cheapest first, then newest. */
  readonly candidates: readonly Candidate[];
  readonly costs: ReadonlyMap<Candidate, readonly number[]>;
  readonly forbids: readonly Extract<Fact, { readonly kind: "forbid" }>[];
}

/** How often a release was part of a roll-out, and the sum of the rewards; only stacks teach, as they did then. */
type Table = Map<Candidate, { visits: number; sum: number }>;

export async function rollOut(problem: Problem, policy: Policy, count: number, seed: number): Promise<RollOuts> {
  const world = new RollOutWorld(problem);
  const random = new SeededRandom(seed);
  const table: Table = new Map();
  let [valid, choices]: [number, number] = [0, 0];
  let [toFirst, toBest]: [number | undefined, number | undefined] = [undefined, undefined];
  let best: readonly number[] | undefined;
  for (let run = 0; run < count; run++) {
    const choose = (fitting: readonly Candidate[]): Candidate => {
      choices++;
      if (policy === "greedy" || (policy === "table" && random.chance(1 - 0.99 ** run)))
        return policy === "greedy" ? fitting[0]! : fitting.reduce((a, b) => (mean(table, b) > mean(table, a) ? b : a));
      return fitting[Math.min(fitting.length - 1, Math.floor(-Math.log2(1 - random.next())))]!;
    };
    const stack = await world.walk(choose);
    if (stack === undefined) continue;
    valid++;
    toFirst ??= choices;
    const cost = await world.costOf(stack);
    if (best === undefined || compareCosts(cost, best) < 0) [best, toBest] = [cost, choices];
    const reward = 1 / (1 + cost.reduce((sum, tier) => sum + tier, 0));
    for (const candidate of stack) {
      const { visits, sum } = table.get(candidate) ?? { visits: 0, sum: 0 };
      table.set(candidate, { visits: visits + 1, sum: sum + reward });
    }
  }
  return { valid, dead: count - valid, toFirst, toBest, reads: world.reads, cost: best };
}

function mean(table: Table, candidate: Candidate): number {
  const seen = table.get(candidate);
  return seen === undefined ? 0 : seen.sum / seen.visits;
}

class RollOutWorld {
  readonly #problem: Problem;
  readonly #packages = new Map<PackageName, Known>();
  readonly #requirements = new Map<Candidate, readonly Requirement[] | undefined>();
  readonly #signal = new AbortController().signal;

  constructor(problem: Problem) {
    this.#problem = problem;
  }

  get reads(): number {
    return this.#requirements.size;
  }

  /** @returns a stack, or undefined for a dead end. */
  async walk(choose: (fitting: readonly Candidate[]) => Candidate): Promise<readonly Candidate[] | undefined> {
    const asked = new Map<PackageName, Requirement[]>();
    const chosen = new Map<PackageName, Candidate>();
    for (const { requirement } of this.#problem.constraints) add(asked, requirement);
    const open = this.#problem.requirements.map(({ requirement }) => requirement);
    /** Extras that have been followed, as `name[extra]`. */
    const followed = new Set<string>();
    for (const requirement of open) add(asked, requirement);
    for (const requirement of open) {
      const { name, specifier } = requirement;
      const before = chosen.get(name);
      if (before !== undefined && !specifier.admits(before.version)) return undefined;
      const candidate = before ?? (await this.#choose(name, asked.get(name)!, choose));
      if (candidate === undefined) return undefined;
      chosen.set(name, candidate);
      const requires = await this.#requires(candidate);
      if (requires === undefined) return undefined;
      const extras = requirement.extras.filter((extra) => !followed.has(`${name}[${extra}]`));
      for (const extra of extras) followed.add(`${name}[${extra}]`);
      for (const next of requires.filter((other) => this.#applies(other, extras, before === undefined))) {
        add(asked, next);
        open.push(next);
      }
    }
    const stack = [...chosen.values()];
    const forbids = stack.flatMap(({ name }) => this.#packages.get(name)!.forbids);
    const isForbidden = forbids.some(({ when }) => when.every((pin) => stack.some((held) => pinMatches(pin, held))));
    return isForbidden ? undefined : stack;
  }

  async costOf(stack: readonly Candidate[]): Promise<readonly number[]> {
    const total = Array.from<number>({ length: this.#problem.tiers }).fill(0);
    for (const candidate of stack)
      for (const [tier, cost] of this.#packages.get(candidate.name)!.costs.get(candidate)!.entries())
        total[tier]! += cost;
    return total;
  }

  #applies({ marker }: Requirement, extras: readonly ExtraName[], isFirst: boolean): boolean {
    if (marker === undefined) return isFirst;
    const { markers } = this.#problem;
    return marker.evaluate(markers) ? isFirst : extras.length > 0 && marker.evaluate(markers, extras);
  }

  async #choose(
    name: PackageName,
    asked: readonly Requirement[],
    choose: (fitting: readonly Candidate[]) => Candidate,
  ): Promise<Candidate | undefined> {
    const { candidates } = await this.#meet(name);
    const fitting = candidates.filter(({ version }) => asked.every(({ specifier }) => specifier.admits(version)));
    return fitting.length === 0 ? undefined : choose(fitting);
  }

  async #meet(name: PackageName): Promise<Known> {
    const met = this.#packages.get(name);
    if (met !== undefined) return met;
    const list = await this.#problem.universe.candidates(name, this.#signal);
    const all = list.kind === "known" ? list.candidates : [];
    const facts = all.length === 0 ? [] : [...this.#problem.facts.facts(name, all)];
    const removed = new Set(facts.flatMap((fact) => (fact.kind === "remove" ? [fact.candidate] : [])));
    const costs = new Map(
      all.map((candidate) => [candidate, Array.from<number>({ length: this.#problem.tiers }).fill(0)]),
    );
    for (const fact of facts) if (fact.kind === "cost") costs.get(fact.candidate)![fact.tier]! += fact.cost;
    const candidates = all
      .filter((candidate) => !removed.has(candidate))
      .toSorted((a, b) => compareCosts(costs.get(a)!, costs.get(b)!));
    const known = { candidates, costs, forbids: facts.filter((fact) => fact.kind === "forbid") };
    this.#packages.set(name, known);
    return known;
  }

  async #requires(candidate: Candidate): Promise<readonly Requirement[] | undefined> {
    if (this.#requirements.has(candidate)) return this.#requirements.get(candidate);
    const answer = await this.#problem.universe.requirements(candidate, this.#signal);
    const requires = answer.kind === "known" ? answer.requires : undefined;
    this.#requirements.set(candidate, requires);
    return requires;
  }
}

function add(asked: Map<PackageName, Requirement[]>, requirement: Requirement): void {
  const all = asked.get(requirement.name) ?? [];
  all.push(requirement);
  asked.set(requirement.name, all);
}
