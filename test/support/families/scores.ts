/** Families that test the optimiser: the first stack is near the best in none of them. */

import { SeededRandom } from "../random.ts";
import { type Family, type Instance, type Packages, upTo } from "./family.ts";

const DEPTH = 6;

/**
 * Chains of seven packages. The newest of a chain's head is insecure; its secure release takes everything behind it one
 * release down, and what lies at the end is insecure too, more or less so. Greedy choices are wrong in half of them.
 */
export const scoreTraps: Family = {
  name: "score traps",
  unit: "chains",
  sizes: { small: 8, growing: [5, 15, 50, 142] },
  make: (chains, seed) => {
    const random = new SeededRandom(seed);
    const packages: Record<string, Packages[string]> = {};
    const insecure = new Map<string, number>();
    const pins: Record<string, string> = {};
    const cost = [0, 0];
    for (const chain of upTo(chains)) {
      for (let depth = 0; depth <= DEPTH; depth++) {
        const next = `c${chain}d${depth + 1}`;
        packages[`c${chain}d${depth}`] =
          depth === DEPTH ? { 2: {}, 1: {} } : { 2: { requires: [next] }, 1: { requires: [`${next}<2`] } };
      }
      const [head, end] = [1 + random.below(9), 1 + random.below(9)];
      insecure.set(`c${chain}d0 2`, head);
      insecure.set(`c${chain}d${DEPTH} 1`, end);
      cost[0]! += Math.min(head, end);
      cost[1]! += head <= end ? 0 : DEPTH + 1;
      pins[`c${chain}d0`] = head <= end ? "2" : "1";
    }
    const costs: Instance["costs"] = (name, version) => [insecure.get(`${name} ${version}`) ?? 0, 2 - Number(version)];
    const root = upTo(chains).map((chain) => `c${chain}d0`);
    return { packages, root, tiers: 2, costs, forbids: [], expected: { kind: "best", cost, pins } };
  },
};

/** Packages in a ring of which no two neighbours go together at their newest. Odd, so that no fraction is an answer. */
const RING = 7;

/** Rings of packages whose older releases cost nearly the same: thousands of near ties, and a gap under every one. */
export const wideOptimum: Family = {
  name: "wide optimum",
  unit: "rings",
  sizes: { small: 5, growing: [5, 15, 50, 142] },
  make: (rings, seed) => {
    const random = new SeededRandom(seed);
    const packages: Record<string, Packages[string]> = {};
    const weights = new Map<string, number>();
    const forbids: Instance["forbids"][number][] = [];
    let total = 0;
    for (const ring of upTo(rings)) {
      const own = upTo(RING).map(() => 1000 + random.below(20));
      for (const [place, weight] of own.entries()) {
        packages[`r${ring}p${place}`] = { 2: {}, 1: {} };
        weights.set(`r${ring}p${place}`, weight);
        forbids.push([
          [`r${ring}p${place}`, "==2"],
          [`r${ring}p${(place + 1) % RING}`, "==2"],
        ]);
      }
      total += leastCover(own);
    }
    const costs: Instance["costs"] = (name, version) => [version === "1" ? weights.get(name)! : 0];
    return {
      packages,
      root: Object.keys(packages),
      tiers: 1,
      costs,
      forbids,
      expected: { kind: "best", cost: [total], pins: {} },
    };
  },
};

/** The least weight that touches every edge of a ring, by trying all. */
function leastCover(weights: readonly number[]): number {
  let least = Infinity;
  for (let set = 0; set < 2 ** weights.length; set++) {
    const takes = (place: number): boolean => ((set >> (place % weights.length)) & 1) === 1;
    if (!weights.every((_, place) => takes(place) || takes(place + 1))) continue;
    least = Math.min(
      least,
      weights.reduce((sum, weight, place) => sum + (takes(place) ? weight : 0), 0),
    );
  }
  return least;
}
