/**
 * Random packages with the statistics of real ones, as measured on an extract of an index of 2020: releases share their
 * requirements with neighbours in runs of 3.2 on average, a release requires 7.4 packages, and most bounds are lower
 * ones. A stack is planted: one release of each package, which every requirement of planted releases admits.
 */

import { SeededRandom } from "../random.ts";
import { type Family, freshness, type Packages, upTo } from "./family.ts";

const RELEASES = 20;
const MEAN_RUN = 3.2;
const MOST_REQUIRED = 15;

export const likeReal: Family = {
  name: "random like real",
  unit: "packages",
  sizes: { small: 30, growing: [30, 100, 300, 1000] },
  make: (size, seed) => {
    const random = new SeededRandom(seed);
    const planted = upTo(size).map(() => Math.ceil(RELEASES * (1 - random.next() ** 2 / 2)));
    const packages: Packages = Object.fromEntries(
      upTo(size).map((number) => [`p${number}`, releasesOf(number, planted, random)]),
    );
    const root = upTo(Math.max(3, Math.floor(size / 20))).map((number) => `p${number}`);
    const { costs, ...rest } = freshness(packages);
    const cost = costOfReached(packages, root, planted, costs);
    return { packages, root, costs, ...rest, expected: { kind: "planted", cost: [cost] } };
  },
};

function releasesOf(number: number, planted: readonly number[], random: SeededRandom): Packages[string] {
  const releases: Record<string, Packages[string][string]> = {};
  let requires: readonly string[] = [];
  let plantedRun = false;
  for (const version of upTo(RELEASES)) {
    const isPlanted = planted[number - 1] === version;
    if (version === 1 || random.chance(1 / MEAN_RUN) || (isPlanted && !plantedRun)) {
      plantedRun = isPlanted;
      requires = requirementsOf(number, version, { planted, isPlanted, random });
    }
    releases[version] = { requires };
  }
  return releases;
}

interface Drawing {
  readonly planted: readonly number[];
  readonly isPlanted: boolean;
  readonly random: SeededRandom;
}

/** Requires packages of a later number, so that leaves exist, and now and then an earlier one. */
function requirementsOf(number: number, version: number, { planted, isPlanted, random }: Drawing): string[] {
  const found = new Map<number, string>();
  for (const _ of upTo(random.below(MOST_REQUIRED + 1))) {
    const other = random.chance(0.03)
      ? 1 + random.below(planted.length)
      : number + 1 + Math.floor(random.next() ** 2 * (planted.length - number));
    if (other === number || other > planted.length) continue;
    const around = isPlanted ? planted[other - 1]! : Math.min(RELEASES, Math.max(1, version + random.below(7) - 3));
    found.set(other, `p${other}${boundAround(around, random)}`);
  }
  return [...found.values()];
}

/** A specifier that admits `version`. */
function boundAround(version: number, random: SeededRandom): string {
  const shape = random.next();
  const below = Math.max(1, version - random.below(6));
  const above = version + 1 + random.below(6);
  if (shape < 0.3) return "";
  if (shape < 0.8) return `>=${below}`;
  if (shape < 0.92) return `>=${below},<${above}`;
  if (shape < 0.95) return `<${above}`;
  if (shape < 0.98) return `!=${version === 1 ? 2 : version - 1}`;
  return `==${version}`;
}

function costOfReached(
  packages: Packages,
  root: readonly string[],
  planted: readonly number[],
  costs: (name: string, version: string) => readonly number[],
): number {
  const reached = new Set(root);
  let cost = 0;
  for (const name of reached) {
    const version = String(planted[Number(name.slice(1)) - 1]!);
    cost += costs(name, version)[0]!;
    for (const requirement of packages[name]![version]!.requires ?? []) reached.add(/^p\d+/.exec(requirement)![0]);
  }
  return cost;
}
