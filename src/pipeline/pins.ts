/** Pins of a finished stack against the conditions of notes. */

import type { Candidate } from "../ports/index.ts";
import { type PinCondition, pinMatches } from "../resolver/index.ts";

/** Whether each of `pins` is in `stack`; none at all are in any stack. */
export function stackMatches(pins: readonly PinCondition[], stack: readonly Candidate[]): boolean {
  return pins.every((condition) => stack.some((candidate) => pinMatches(condition, candidate)));
}
