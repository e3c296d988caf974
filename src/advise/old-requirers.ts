/**
 * Who required what in the old lock: what it pins may come from releases that the new stack has no more. Locks do not say it,
 * and the metadata of their releases does, as far as it was read anyway; nothing is fetched for this.
 */

import type { ExtraName, PackageName, Requirement } from "../python/index.ts";
import { Version } from "../python/index.ts";
import type { LockedPin } from "./lock/locked-pins.ts";
import type { Question } from "./question.ts";

/** Edges of the old lock, as far as they are known. */
export interface OldRequirers {
  /** By package, those that are locked and require it here. */
  readonly of: ReadonlyMap<PackageName, ReadonlySet<PackageName>>;
  /** What is locked, and of which nobody has read what it requires. */
  readonly unread: ReadonlySet<PackageName>;
}

type Known = Pick<Question, "old" | "universe" | "markers"> & {
  readonly wishes: Pick<Question["wishes"], "requirements">;
};

/** Pure: asks the universe for what was read before, and for nothing else. */
export function oldRequirers({ old, universe, markers, wishes }: Known): OldRequirers {
  const requirers = new Map<PackageName, Set<PackageName>>();
  const unread = new Set<PackageName>();
  const extras = new Map<PackageName, Set<ExtraName>>();
  const open = new Set(old.keys());
  /** Whoever is asked for with another extra may require more. */
  const ask = ({ name, extras: asked }: Pick<Requirement, "name" | "extras">) => {
    const known = extras.get(name) ?? new Set();
    extras.set(name, known);
    if (asked.some((extra) => !known.has(extra)) && old.has(name)) open.add(name);
    for (const extra of asked) known.add(extra);
  };
  for (const { name, extras: locked } of old.values()) ask({ name, extras: locked as readonly ExtraName[] });
  for (const { requirement } of wishes.requirements) ask(requirement);
  for (const name of open) {
    open.delete(name);
    const requires = requirementsRead(old.get(name)!, universe);
    if (requires === undefined) unread.add(name);
    for (const requirement of requires ?? []) {
      if (requirement.marker?.evaluate(markers, [...(extras.get(name) ?? [])]) === false) continue;
      const known = requirers.get(requirement.name);
      if (known === undefined) requirers.set(requirement.name, new Set([name]));
      else known.add(name);
      ask(requirement);
    }
  }
  return { of: requirers, unread };
}

function requirementsRead({ name, version }: LockedPin, universe: Question["universe"]) {
  if (version === undefined) return undefined;
  const locked = universe.known(name).find((candidate) => Version.equal(candidate.version, version));
  return locked && universe.requirementsRead(locked);
}
