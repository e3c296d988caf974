/**
 * How far a stack is from the lock that stands: what a smallest change is the smallest of. A package that keeps its locked
 * release costs nothing. A patch costs less than a minor move, that less than a major one, and each the more, the more
 * lines of releases it passes over; so the nearest line wins, and in it the newest release. A package that the lock lacks
 * costs as much as a minor move, and an older release more than several new major versions.
 *
 * A package that nobody needs any more costs nothing: absence never does, or no lower bound would be sound. Whatever let it
 * go has moved, and has paid for that.
 */

import type { Candidate } from "../../ports/index.ts";
import { Version } from "../../python/index.ts";
import { levelBetween, type MoveLevel } from "../move-level.ts";
import { type Cost, type Tier, unit, type Weighing } from "./weighing.ts";

export const distance: Tier = { name: "distance from the lock", costs: distanceCosts };

/** Of a move to the next line of releases. */
const levelCosts: Readonly<Record<MoveLevel, number>> = { patch: unit, minor: 5 * unit, major: 20 * unit };

/** Of each line passed over on the way, so many of which count. */
const lineCosts: Readonly<Record<MoveLevel, number>> = { patch: 0, minor: unit / 10, major: unit };
const mostLines = 50;

const addedCost = levelCosts.minor;
const downgradeCost = 100 * unit;

function* distanceCosts({ open, locked }: Weighing): Iterable<Cost> {
  if (locked === undefined) yield* open.map((candidate) => ({ candidate, cost: addedCost, reason: isAdded }));
  else yield* moveCosts(open, locked);
}

const isAdded = { unit: "distance", message: "it is not in the lock" };

/** @param open newest first. */
function* moveCosts(open: readonly Candidate[], locked: Version): Iterable<Cost> {
  const lines = { patch: 0, minor: 0, major: 0 };
  let last = locked;
  for (const candidate of open.toReversed()) {
    const { version } = candidate;
    const order = Version.compare(version, locked);
    if (order === 0) continue;
    const level = levelBetween(locked, version);
    if (order < 0) {
      const message = `it is older than ${locked.text}, which is locked`;
      yield { candidate, cost: downgradeCost + levelCosts[level], reason: { unit: "distance", message } };
      continue;
    }
    if (Version.compare(version, last) > 0) lines[levelBetween(last, version)]++;
    last = version;
    const passed = Math.min(Math.max(lines[level] - 1, 0), mostLines);
    const message = `it is ${words[level]} after ${locked.text}, which is locked`;
    yield { candidate, cost: levelCosts[level] + passed * lineCosts[level], reason: { unit: "distance", message } };
  }
}

const words: Readonly<Record<MoveLevel, string>> = {
  patch: "a later patch",
  minor: "a new minor version",
  major: "a new major version",
};
