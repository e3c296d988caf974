/** Families that test how conflicts are learned from: three without a stack, three whose newest releases mislead. */

import { SeededRandom } from "../random.ts";
import { type Family, freshness, type Packages, upTo } from "./family.ts";

/** No two pigeons share a hole, and there is one hole too few. No short refutation exists for a search of clauses. */
export const pigeonhole: Family = {
  name: "pigeonhole",
  unit: "pigeons",
  sizes: { small: 6, growing: [6, 7, 8, 9, 10] },
  make: (pigeons) => {
    const holes = upTo(pigeons - 1);
    const packages: Packages = Object.fromEntries([
      ...upTo(pigeons).map((pigeon) => [
        `pigeon${pigeon}`,
        Object.fromEntries(holes.map((hole) => [hole, { requires: [`hole${hole}==${pigeon}`] }])),
      ]),
      ...holes.map((hole) => [`hole${hole}`, Object.fromEntries(upTo(pigeons).map((pigeon) => [pigeon, {}]))]),
    ]);
    const root = upTo(pigeons).map((pigeon) => `pigeon${pigeon}`);
    return { packages, root, ...freshness(packages), expected: { kind: "none", lines: pigeons } };
  },
};

/** The two packages of a layer disagree on what both need unless both step down; a seed lets some layers agree. */
export const diamondTowers: Family = {
  name: "diamond towers",
  unit: "layers",
  sizes: { small: 12, growing: [10, 30, 100, 333] },
  make: (layers, seed) => {
    const random = new SeededRandom(seed);
    const packages: Record<string, Packages[string]> = {};
    const pins: Record<string, string> = {};
    let cost = 0;
    for (const layer of upTo(layers)) {
      const disagree = random.chance(0.7);
      const next = layer === layers ? [] : [`left${layer + 1}`, `right${layer + 1}`];
      packages[`left${layer}`] = { 2: { requires: [`tip${layer}==3`] }, 1: { requires: [`tip${layer}==1`] } };
      packages[`right${layer}`] = {
        2: { requires: [`tip${layer}==${disagree ? 2 : 3}`] },
        1: { requires: [`tip${layer}==1`] },
      };
      packages[`tip${layer}`] = { 3: { requires: next }, 2: { requires: next }, 1: { requires: next } };
      pins[`tip${layer}`] = disagree ? "1" : "3";
      cost += disagree ? 4 : 0;
    }
    const expected = { kind: "best" as const, cost: [cost], pins };
    return { packages, root: ["left1", "right1"], ...freshness(packages), expected };
  },
};

/** Three packages that release together, each pinned to the next; the newest do not fit what the user asks for. */
export const pinnedChains: Family = {
  name: "pinned chains",
  unit: "releases",
  sizes: { small: 60, growing: [200, 600, 2000] },
  make: (releases, seed) => {
    const fits = Math.max(1, Math.floor(releases / 6) + (seed % 7));
    const packages: Packages = {
      a: Object.fromEntries(upTo(releases).map((version) => [version, { requires: [`b==${version}`] }])),
      b: Object.fromEntries(upTo(releases).map((version) => [version, { requires: [`c==${version}`] }])),
      c: Object.fromEntries(
        upTo(releases).map((version) => [version, { requires: [version > fits ? "bound>=2" : "bound"] }]),
      ),
      bound: { 2: {}, 1: {} },
    };
    const expected = { kind: "best" as const, cost: [3 * (releases - fits) + 1], pins: { a: String(fits) } };
    return { packages, root: ["a", "bound<2"], ...freshness(packages), expected };
  },
};

/** Many releases, each of which needs another range of a package that is not there. */
export const missingPackage: Family = {
  name: "missing package",
  unit: "releases",
  sizes: { small: 150, growing: [100, 500, 2000] },
  make: (releases) => {
    const many = upTo(releases).map((version) => [version, { requires: [`gone>=${version},<${version + 10}`] }]);
    const packages: Packages = { many: Object.fromEntries(many) };
    return { packages, root: ["many"], ...freshness(packages), expected: { kind: "none", lines: 1 } };
  },
};

/** Layers of packages, a third fewer than releases of each, every one pinned to the next, over a leaf that does not fit. */
export const solanaLayers: Family = {
  name: "solana layers",
  unit: "packages",
  sizes: { small: 20, growing: [30, 100, 300] },
  make: (layers) => {
    const releases = upTo(Math.ceil((layers * 2) / 3));
    const packages: Packages = {
      ...Object.fromEntries(
        upTo(layers).map((layer) => [
          `p${layer}`,
          Object.fromEntries(
            releases.map((version) => [
              version,
              { requires: [layer < layers ? `p${layer + 1}==${version}` : "leaf<1"] },
            ]),
          ),
        ]),
      ),
      leaf: { 1: {} },
    };
    return { packages, root: ["p1"], ...freshness(packages), expected: { kind: "none", lines: 1 } };
  },
};

/** The culprit is chosen first, and its victim may be as old as it likes: wrong is to walk down the victim. */
export const wrongBacktracking: Family = {
  name: "wrong backtracking",
  unit: "releases",
  sizes: { small: 120, growing: [100, 400, 1600] },
  make: (releases, seed) => {
    const culprits = Math.floor(releases / 10) + (seed % 5);
    const newest = releases - culprits;
    const packages: Packages = {
      culprit: Object.fromEntries(
        upTo(releases).map((version) => [version, version > newest ? { requires: ["common>=5"] } : {}]),
      ),
      victim: Object.fromEntries(
        upTo(releases).map((version) => [version, version > 2 ? { requires: ["common<5"] } : {}]),
      ),
      common: Object.fromEntries(upTo(9).map((version) => [version, {}])),
    };
    const pins = { culprit: String(newest), victim: String(releases), common: "4" };
    const expected = { kind: "best" as const, cost: [culprits + 5], pins };
    return { packages, root: ["culprit", "victim"], ...freshness(packages), expected };
  },
};
