/**
 * Packages that move for the sake of others: what is locked of them keeps another package from where it is now, or in the
 * stack at all, though it has an advisory.
 */

import { extraName, type ExtraName, type PackageName, type Requirement, Version } from "../../python/index.ts";
import type { Stack } from "../../resolver/index.ts";
import type { BecauseReason } from "../advice.ts";
import type { Solved } from "../keep-old-stack.ts";
import type { Question } from "../question.ts";

/** A package whose release is another one than in the lock. */
interface Moved {
  readonly name: PackageName;
  readonly from: { readonly version: Version | undefined } | undefined;
}

/** By package, as far as there is one that it frees; of several the first in the order of its requirements. */
export async function freedBy(
  question: Question,
  { stack }: Solved,
  moved: readonly Moved[],
  signal: AbortSignal,
): Promise<ReadonlyMap<PackageName, BecauseReason>> {
  const reasons = new Map<PackageName, BecauseReason>();
  for (const { name, from } of moved) {
    const chosen = stack.get(name);
    if (chosen === undefined || from?.version === undefined) continue;
    const { version } = from;
    const requires = await requirementsOf(question, { name, extras: chosen.extras, version }, signal);
    const bound = requires.find((requirement) => keeps(requirement, stack));
    const reason = bound
      ? reasonFor(stack, { name, version, bound })
      : await reasonByLoss(question, stack, { name, version, requires }, signal);
    if (reason !== undefined) reasons.set(name, reason);
  }
  return reasons;
}

interface Release {
  readonly name: PackageName;
  readonly version: Version;
  readonly extras: readonly ExtraName[];
}

/** What a locked release would require here. */
async function requirementsOf(
  { universe, markers }: Question,
  { name, version, extras }: Release,
  signal: AbortSignal,
): Promise<readonly Requirement[]> {
  const list = await universe.candidates(name, signal);
  const candidates = list.kind === "known" ? list.candidates : [];
  const locked = candidates.find((candidate) => Version.equal(candidate.version, version));
  const answer = locked && (await universe.requirements(locked, signal));
  if (answer?.kind !== "known") return [];
  return answer.requires.filter(({ marker }) => marker?.evaluate(markers, extras) ?? true);
}

/** The first that leaves the stack with an advisory, or takes along one that does; what has it itself before others. */
async function reasonByLoss(
  question: Question,
  stack: Stack,
  { name, version, requires }: Pick<Release, "name" | "version"> & { readonly requires: readonly Requirement[] },
  signal: AbortSignal,
): Promise<BecauseReason | undefined> {
  const lost = requires.filter((requirement) => leaves(question, stack, requirement.name));
  let bound = lost.find((requirement) => isFlawed(question, requirement.name));
  for (const each of lost) bound ??= (await takesAlong(question, stack, each, signal)) ? each : undefined;
  return (
    bound && {
      kind: "frees",
      package: bound.name,
      version: null,
      demand: { by: name, by_version: version.toString(), requirement: sayBound(bound) },
      now: null,
    }
  );
}

function leaves({ old }: Question, stack: Stack, name: PackageName): boolean {
  return old.get(name)?.version !== undefined && !stack.has(name);
}

function isFlawed({ old, advisories }: Question, name: PackageName): boolean {
  const version = old.get(name)?.version;
  return version !== undefined && advisories.hits(name, version).some(({ accepted }) => accepted === undefined);
}

/** Whether what a leaving package requires leaves too, and has an advisory, however far from it. */
async function takesAlong(
  question: Question,
  stack: Stack,
  requirement: Requirement,
  signal: AbortSignal,
): Promise<boolean> {
  const seen = new Set([requirement.name]);
  for (const name of seen) {
    const { version, extras } = question.old.get(name)!;
    const locked = { name, version: version!, extras: extras.map(extraName) };
    for (const { name: next } of await requirementsOf(question, locked, signal)) {
      if (!leaves(question, stack, next)) continue;
      if (isFlawed(question, next)) return true;
      seen.add(next);
    }
  }
  return false;
}

function keeps({ name, specifier }: Requirement, stack: Stack): boolean {
  const other = stack.get(name);
  return other !== undefined && !specifier.admits(other.candidate.version);
}

function reasonFor(
  stack: Stack,
  { name, version, bound }: { readonly name: PackageName; readonly version: Version; readonly bound: Requirement },
): BecauseReason {
  const freed = stack.get(bound.name)!;
  const now = freed.requiredBy.find((requirer) => requirer.kind === "package" && requirer.name === name);
  return {
    kind: "frees",
    package: bound.name,
    version: freed.candidate.version.toString(),
    demand: { by: name, by_version: version.toString(), requirement: sayBound(bound) },
    now: now === undefined ? null : `${bound.name}${now.requirement.specifier.toString()}`,
  };
}

function sayBound({ name, specifier }: Requirement): string {
  return `${name}${specifier.toString()}`;
}
