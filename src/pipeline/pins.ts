/** Pins of a finished stack against the conditions of facts and notes. */

import type { Candidate } from "../ports/index.ts";
import type { PinCondition } from "../resolver/index.ts";

/** Whether `candidate` is what `condition` speaks of. Pre-releases match as final releases do. */
export function pinMatches(condition: PinCondition, candidate: Candidate): boolean {
  return (
    condition.name === candidate.name &&
    (condition.versions === undefined || condition.versions.admits(candidate.version)) &&
    (condition.index === undefined || condition.index === candidate.index) &&
    condition.notIndex !== candidate.index
  );
}

/** Whether each of `pins` is in `stack`; none at all are in any stack. */
export function stackMatches(pins: readonly PinCondition[], stack: readonly Candidate[]): boolean {
  return pins.every((condition) => stack.some((candidate) => pinMatches(condition, candidate)));
}
