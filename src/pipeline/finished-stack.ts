/** A finished stack as notes see it: what is in it, who asked for what, and what might be in it but for rules. */

import type { Candidate } from "../ports/index.ts";
import type { PackageName } from "../python/index.ts";
import { type Introduction, type PinCondition, pinMatches } from "../resolver/index.ts";
import type { PipelineContext } from "./context.ts";

export interface FinishedStack {
  readonly candidates: readonly Candidate[];
  /** The packages of the stack that require `name`. */
  introducers(name: PackageName): ReadonlySet<PackageName>;
  /**
   * What is in the stack of `name` or might be, were nothing said of it by rules. Empty for a package that is not in the
   * stack.
   */
  atHand(name: PackageName): readonly Candidate[];
  /** Whether a unit has left something out that was asked for, or has had something stand in, by its full name. */
  hasDeparted(unit: string): boolean;
}

/** Whether each of `pins` is in `stack`; none at all are in any stack. */
export function stackMatches(pins: readonly PinCondition[], { candidates }: FinishedStack): boolean {
  return pins.every((pin) => candidates.some((candidate) => pinMatches(pin, candidate)));
}

type Asked = Pick<PipelineContext, "requirements">;

/**
 * Whether each of `pins` was at hand: it is how one can tell that a rule which refuses these pins had something to refuse.
 *
 * @param introduced who must have brought a package in, for the rule to refuse anything.
 */
export function stackAvoids(
  pins: readonly PinCondition[],
  stack: FinishedStack,
  context: Asked,
  introduced?: Introduction,
): boolean {
  if (introduced !== undefined && !broughtIn(introduced, context, stack)) return false;
  return [...pins, ...(introduced?.by ?? [])].every((pin) =>
    stack.atHand(pin.name).some((candidate) => pinMatches(pin, candidate)),
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
