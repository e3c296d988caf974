/**
 * A line of the user's as the search holds it: assumed, so that it can be named when no stack fits it, or left out.
 */

import type { Literal } from "./core/literal.ts";
import type { RootRequirement } from "./problem.ts";

/** A requirement or constraint of the user's, and the literal under which it holds. */
export interface RootLine {
  readonly root: RootRequirement;
  readonly literal: Literal;
}
