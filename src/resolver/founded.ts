/**
 * The part of a model that counts: packages that can be reached from the user's requirements over requirements that
 * apply. A model may hold more, and what nobody asks for is never installed.
 */

import { compareText } from "../base/index.ts";
import type { ExtraName, PackageName, Version } from "../python/index.ts";
import { variableOf } from "./core/literal.ts";
import type { Solver } from "./core/solver.ts";
import type { KnownPackage } from "./known-package.ts";
import type { Choice } from "./metadata-reader.ts";
import type { Requirer, Stack } from "./resolution.ts";
import type { RootLine } from "./root-line.ts";

/** A package of the stack in the making. */
export interface FoundedPackage {
  readonly known: KnownPackage;
  readonly ordinal: number;
  readonly extras: Set<ExtraName>;
  /** In the order of finding. */
  readonly requiredBy: Requirer[];
}

export interface Founded {
  readonly packages: ReadonlyMap<PackageName, FoundedPackage>;
  /** Chosen candidates whose metadata has not been read, in the order of finding. */
  readonly unread: readonly Choice[];
}

/** Walks the solver's present model, breadth first, from those of the user's `requirements` that hold in it. */
export function findFounded(
  requirements: readonly RootLine[],
  known: ReadonlyMap<PackageName, KnownPackage>,
  solver: Solver,
): Founded {
  const packages = new Map<PackageName, FoundedPackage>();
  const unread: Choice[] = [];
  /** Packages with an extra each (undefined: without) whose requirements are still to be followed. */
  const open: (readonly [FoundedPackage, ExtraName | undefined])[] = [];

  const arrive = (requirer: Requirer): void => {
    const { requirement } = requirer;
    let found = packages.get(requirement.name);
    if (found === undefined) {
      const owner = known.get(requirement.name)!;
      found = { known: owner, ordinal: owner.choice()!, extras: new Set(), requiredBy: [] };
      packages.set(requirement.name, found);
      open.push([found, undefined]);
      if (owner.read[found.ordinal] === undefined) unread.push([owner, found.ordinal]);
    }
    if (requirer.kind === "root" || requirer.name !== requirement.name) found.requiredBy.push(requirer);
    for (const extra of requirement.extras) {
      if (found.extras.has(extra)) continue;
      found.extras.add(extra);
      open.push([found, extra]);
    }
  };

  // An explanation asks what there is without some of the user's lines.
  for (const { root, literal } of requirements)
    if (solver.isTrue(variableOf(literal)))
      arrive({ kind: "root", origin: root.origin, requirement: root.requirement });
  for (const [found, extra] of open)
    for (const edge of found.known.read[found.ordinal]?.edges ?? [])
      if (edge.extra === extra) arrive({ kind: "package", name: found.known.name, requirement: edge.requirement });
  return { packages, unread };
}

/** The versions of the founded packages. */
export function pinsOf({ packages }: Founded): ReadonlyMap<PackageName, Version> {
  return new Map([...packages].map(([name, { known, ordinal }]) => [name, known.candidate(ordinal).version]));
}

/** The founded packages as a stack, by name. */
export function toStack({ packages }: Founded): Stack {
  const sorted = [...packages].sort(([a], [b]) => compareText(a, b));
  return new Map(
    sorted.map(([name, { known, ordinal, extras, requiredBy }]) => [
      name,
      {
        candidate: known.candidate(ordinal),
        extras: [...extras].sort(),
        requiredBy: requiredBy.toSorted(compareRequirers),
      },
    ]),
  );
}

/** Root first, in the order of the manifest; then by name. */
function compareRequirers(a: Requirer, b: Requirer): number {
  if (a.kind === "root" || b.kind === "root") return Number(b.kind === "root") - Number(a.kind === "root");
  return compareText(a.name, b.name);
}
