/** A finished stack as notes see it: what is in it, who asked for what, and what there was to choose from. */

import type { Candidate } from "../ports/index.ts";
import { type PackageName, Version } from "../python/index.ts";
import { type Introduction, type PinCondition, pinMatches } from "../resolver/index.ts";
import { isLocked, type PipelineContext } from "./context.ts";

export interface FinishedStack {
  readonly candidates: readonly Candidate[];
  /** The packages of the stack that require `name`. */
  introducers(name: PackageName): ReadonlySet<PackageName>;
  /** All candidates of `name`, newest first; empty for a package that the search has not met. */
  choices(name: PackageName): readonly Candidate[];
}

/** Whether each of `pins` is in `stack`; none at all are in any stack. */
export function stackMatches(pins: readonly PinCondition[], { candidates }: FinishedStack): boolean {
  return pins.every((pin) => candidates.some((candidate) => pinMatches(pin, candidate)));
}

/**
 * Whether each of `pins` was at hand: the packages are in `stack`, and there was a release to match that is locked, or no
 * older than the one in the stack. It is how one can tell that a rule which refuses these pins had something to refuse:
 * what it says of releases that nobody would go back to has changed nothing.
 */
export function stackAvoids(
  pins: readonly PinCondition[],
  stack: FinishedStack,
  context: Pick<PipelineContext, "locked">,
): boolean {
  return pins.every((pin) => {
    const chosen = stack.candidates.find(({ name }) => name === pin.name);
    if (chosen === undefined) return false;
    const isAtHand = (other: Candidate): boolean =>
      isLocked(other, context) || Version.compare(other.version, chosen.version) >= 0;
    return stack.choices(pin.name).some((other) => isAtHand(other) && pinMatches(pin, other));
  });
}

/** Whether those who shall have introduced a package have, and nobody else where nobody else may, the user included. */
export function introducedAs(
  { package: name, by, only }: Introduction,
  { requirements }: Pick<PipelineContext, "requirements">,
  stack: FinishedStack,
): boolean {
  const introducers = stack.introducers(name);
  if (!stackMatches(by, stack) || !by.every((pin) => introducers.has(pin.name))) return false;
  if (!only) return true;
  const isDirect = requirements.some(({ requirement }) => requirement.name === name);
  return !isDirect && [...introducers].every((other) => by.some((pin) => pin.name === other));
}
