/** A finished stack as notes see it: what is in it, who asked for what, and what there was to choose from. */

import type { Candidate } from "../ports/index.ts";
import { type PackageName, Version } from "../python/index.ts";
import { type Introduction, type PinCondition, pinMatches } from "../resolver/index.ts";
import { isLocked, type PipelineContext } from "./context.ts";

export interface FinishedStack {
  readonly candidates: readonly Candidate[];
  /** The packages of the stack that require `name`. */
  introducers(name: PackageName): ReadonlySet<PackageName>;
  /**
   * What there was to choose from for `name`, newest first: all candidates that nothing but a rule has taken out. Empty for a
   * package that the search has not met.
   */
  choices(name: PackageName): readonly Candidate[];
  /** Whether a unit has left something out that was asked for, or has had something stand in, by its full name. */
  hasDeparted(unit: string): boolean;
}

/** Whether each of `pins` is in `stack`; none at all are in any stack. */
export function stackMatches(pins: readonly PinCondition[], { candidates }: FinishedStack): boolean {
  return pins.every((pin) => candidates.some((candidate) => pinMatches(pin, candidate)));
}

type Asked = Pick<PipelineContext, "requirements">;
type AtHand = Asked & Pick<PipelineContext, "locked">;

/**
 * Whether each of `pins` was at hand: the packages are in `stack`, and there was a release to match that was. It is how one
 * can tell that a rule which refuses these pins had something to refuse.
 *
 * @param introduced who must have brought a package in, for the rule to refuse anything.
 */
export function stackAvoids(
  pins: readonly PinCondition[],
  stack: FinishedStack,
  context: AtHand,
  introduced?: Introduction,
): boolean {
  if (introduced !== undefined && !broughtIn(introduced, context, stack)) return false;
  return [...pins, ...(introduced?.by ?? [])].every((pin) =>
    stack.choices(pin.name).some((other) => pinMatches(pin, other) && isAtHand(other, stack, context)),
  );
}

/**
 * Whether a release would be in `stack` but for what was said of it: it is locked, or no older than the one that is there,
 * and the user's own lines admit it. What is said of others has changed nothing.
 */
export function isAtHand(candidate: Candidate, stack: FinishedStack, context: AtHand): boolean {
  const { name, version } = candidate;
  const chosen = stack.candidates.find((other) => other.name === name);
  if (chosen === undefined) return false;
  if (!isLocked(candidate, context) && Version.compare(version, chosen.version) < 0) return false;
  return context.requirements.every(
    ({ requirement }) => requirement.name !== name || requirement.specifier.admits(version),
  );
}

/** Whether those who shall have introduced a package have, and nobody else where nobody else may, the user included. */
export function introducedAs(introduction: Introduction, context: Asked, stack: FinishedStack): boolean {
  return stackMatches(introduction.by, stack) && broughtIn(introduction, context, stack);
}

/** The same by name, at whatever versions. */
function broughtIn({ package: name, by, only }: Introduction, { requirements }: Asked, stack: FinishedStack): boolean {
  const introducers = stack.introducers(name);
  if (!by.every((pin) => introducers.has(pin.name))) return false;
  if (!only) return true;
  const isDirect = requirements.some(({ requirement }) => requirement.name === name);
  return !isDirect && [...introducers].every((other) => by.some((pin) => pin.name === other));
}
