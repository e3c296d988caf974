/**
 * The part of a model that counts: packages that can be reached from the user's requirements over requirements that
 * apply and are not left out. A model may hold more, and what nobody asks for is never installed.
 */

import { compareText } from "../base/index.ts";
import type { ExtraName, PackageName, Version } from "../python/index.ts";
import { isTrue, variableOf, type Literal } from "./core/literal.ts";
import type { Solver } from "./core/solver.ts";
import type { Reason } from "./fact.ts";
import type { Addition, Edge, KnownPackage } from "./known-package.ts";
import type { Choice } from "./metadata-reader.ts";
import type { Chosen, Requirer, Skipped, Stack, StoodFor } from "./resolution.ts";
import type { RootLine } from "./root-line.ts";
import type { Leave, Skipping } from "./skipping.ts";

/** A package of the stack in the making, or one that another stands in for. */
export interface FoundedPackage {
  readonly known: KnownPackage;
  readonly ordinal: number;
  readonly extras: Set<ExtraName>;
  /** In the order of finding. */
  readonly requiredBy: Requirer[];
}

/** A requirement of the stack that may be left out. */
export interface FoundedLeave {
  readonly skips: readonly Skipping[];
  readonly isTaken: boolean;
  readonly requirer: Requirer;
  /** By the model. */
  readonly by: Skipping | undefined;
}

export interface Founded {
  readonly packages: ReadonlyMap<PackageName, FoundedPackage>;
  /** The user's requirements that hold in the model. */
  readonly lines: readonly RootLine[];
  /** What rules add. */
  readonly fired: ReadonlySet<Addition>;
  /** In the order of finding. */
  readonly leaves: readonly FoundedLeave[];
  /** Chosen candidates whose metadata has not been read, in the order of finding. */
  readonly unread: readonly Choice[];
}

/** Whether a literal is true in the solver's present model. */
export function isTrueIn(solver: Solver, literal: Literal): boolean {
  const variable = variableOf(literal);
  return solver.isTrue(variable) === (literal === isTrue(variable));
}

/**
 * Walks the solver's present model, breadth first, from those of the user's `requirements` that hold in it. What may be
 * left out or added goes by the model: whether that is right is for `ConditionalFacts` to say.
 */
export function findFounded(
  requirements: readonly RootLine[],
  known: ReadonlyMap<PackageName, KnownPackage>,
  additions: readonly Addition[],
  solver: Solver,
): Founded {
  const packages = new Map<PackageName, FoundedPackage>();
  const unread: Choice[] = [];
  const leaves: FoundedLeave[] = [];
  const fired = new Set<Addition>();
  /** Packages with an extra each (undefined: without) whose requirements are still to be followed. */
  const open: (readonly [FoundedPackage, ExtraName | undefined])[] = [];

  const ask = (requirer: Requirer, leave: Leave | undefined): void => {
    const isTaken = leave === undefined || (leave.taken !== undefined && isTrueIn(solver, leave.taken));
    const by = leave?.skips.find(({ variable }) => solver.isTrue(variable));
    if (leave !== undefined) leaves.push({ skips: leave.skips, isTaken, requirer, by });
    if (isTaken) arrive(requirer);
  };

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
    if (requirer.kind !== "package" || requirer.name !== requirement.name) found.requiredBy.push(requirer);
    for (const extra of requirement.extras) {
      if (found.extras.has(extra)) continue;
      found.extras.add(extra);
      open.push([found, extra]);
    }
  };

  const follow = ({ owner, requirement, leave }: Edge): void =>
    ask({ kind: "package", name: owner.name, requirement }, leave);

  // An explanation asks what there is without some of the user's lines.
  const lines = requirements.filter(({ literal }) => isTrueIn(solver, literal));
  for (const { root, leave } of lines) ask({ kind: "root", origin: root.origin, requirement: root.requirement }, leave);
  let at = 0;
  for (;;) {
    for (; at < open.length; at++) {
      const [found, extra] = open[at]!;
      for (const edge of found.known.read[found.ordinal]?.edges ?? []) if (edge.extra === extra) follow(edge);
    }
    const next = additions.filter((addition) => !fired.has(addition) && isDue(addition, packages, solver));
    if (next.length === 0) return { packages, lines, fired, leaves, unread };
    for (const addition of next) {
      fired.add(addition);
      const { owners, fact, leave } = addition;
      const beside = owners.map(({ name }) => name).sort(compareText);
      ask({ kind: "rule", beside, requirement: fact.requirement, reason: fact.reason }, leave);
    }
  }
}

function isDue({ owners, fires }: Addition, packages: Founded["packages"], solver: Solver): boolean {
  return isTrueIn(solver, fires) && owners.every(({ name }) => packages.has(name));
}

/** The versions of the packages in the stack. */
export function pinsOf({ packages }: Founded): ReadonlyMap<PackageName, Version> {
  const there = [...packages].filter(([, { known, ordinal }]) => !known.isStandIn(ordinal));
  return new Map(there.map(([name, { known, ordinal }]) => [name, known.candidate(ordinal).version]));
}

/** The founded packages as a stack, by name. */
export function toStack({ packages }: Founded): Stack {
  const sorted = [...packages].sort(([a], [b]) => compareText(a, b));
  return new Map(
    sorted.flatMap(([name, found]) =>
      found.known.isStandIn(found.ordinal) ? [] : [[name, toChosen(found, packages)]],
    ),
  );
}

function toChosen({ known, ordinal, extras, requiredBy }: FoundedPackage, packages: Founded["packages"]): Chosen {
  const stoodFor = new Map<PackageName, StoodFor>();
  const requirers = requiredBy.flatMap((requirer): readonly Requirer[] => {
    const other = requirer.kind === "package" ? packages.get(requirer.name) : undefined;
    const offer = other?.known.standIn(other.ordinal);
    if (other === undefined || offer === undefined) return [requirer];
    // Asked for once more with each extra.
    if (stoodFor.has(other.known.name)) return [];
    stoodFor.set(other.known.name, { candidate: offer.candidate, reason: offer.reason });
    return other.requiredBy.filter((own) => own.kind !== "package" || own.name !== known.name);
  });
  const standsFor = [...stoodFor].sort(([a], [b]) => compareText(a, b)).map(([, each]) => each);
  return {
    candidate: known.candidate(ordinal),
    extras: [...extras].sort(),
    requiredBy: requirers.toSorted(compareRequirers),
    ...(standsFor.length === 0 ? {} : { standsFor }),
  };
}

/** What is required and left out, unless the stack meets it all the same. */
export function toSkipped({ packages, leaves }: Founded): readonly Skipped[] {
  const skipped = new Map<PackageName, { requiredBy: Requirer[]; reason: Reason }>();
  for (const { isTaken, requirer, by } of leaves) {
    const { requirement } = requirer;
    const found = packages.get(requirement.name);
    if (isTaken || (found !== undefined && requirement.specifier.admits(found.known.candidate(found.ordinal).version)))
      continue;
    const own = skipped.get(requirement.name) ?? { requiredBy: [], reason: by!.fact.reason };
    own.requiredBy.push(requirer);
    skipped.set(requirement.name, own);
  }
  return [...skipped]
    .sort(([a], [b]) => compareText(a, b))
    .map(([name, { requiredBy, reason }]) => ({ name, requiredBy: requiredBy.toSorted(compareRequirers), reason }));
}

const places = { root: 0, package: 1, rule: 2 } satisfies Record<Requirer["kind"], number>;

/** Root first, in the order of the manifest; then packages by name, then rules. */
function compareRequirers(a: Requirer, b: Requirer): number {
  if (a.kind === "package" && b.kind === "package") return compareText(a.name, b.name);
  if (a.kind === "rule" && b.kind === "rule") return compareText(a.reason.unit, b.reason.unit);
  return places[a.kind] - places[b.kind];
}
