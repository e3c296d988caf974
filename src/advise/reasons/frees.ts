/** Packages that move for the sake of others: what is locked of them keeps another package from where it is now. */

import { type PackageName, type Requirement, Version } from "../../python/index.ts";
import type { Chosen, Stack } from "../../resolver/index.ts";
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
    const bound = (await requirementsOf(question, chosen, from.version, signal)).find((requirement) =>
      keeps(requirement, stack),
    );
    if (bound !== undefined) reasons.set(name, reasonFor(stack, { name, version: from.version, bound }));
  }
  return reasons;
}

/** What the locked release of `chosen` would require here. */
async function requirementsOf(
  { judge, universe, markers }: Question,
  { candidate: { name }, extras }: Chosen,
  version: Version,
  signal: AbortSignal,
): Promise<readonly Requirement[]> {
  const locked = judge.judgement(name)?.candidates.find((candidate) => Version.equal(candidate.version, version));
  const answer = locked && (await universe.requirements(locked, signal));
  if (answer?.kind !== "known") return [];
  return answer.requires.filter(({ marker }) => marker?.evaluate(markers, extras) ?? true);
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
    demand: { by: name, by_version: version.toString(), requirement: `${bound.name}${bound.specifier.toString()}` },
    now: now === undefined ? null : `${bound.name}${now.requirement.specifier.toString()}`,
  };
}
