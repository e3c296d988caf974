/**
 * A line of the user's as the search holds it: assumed, so that it can be named when no stack fits it, or left out.
 */

import { Requirement, type Version } from "../python/index.ts";
import type { Literal } from "./core/literal.ts";
import type { RootRequirement } from "./problem.ts";
import type { Leave } from "./skipping.ts";

/** A requirement or constraint of the user's, and the literal under which it holds. */
export interface RootLine {
  readonly root: RootRequirement;
  readonly literal: Literal;
  /** How it may be left out, where a rule lets it; set when it is encoded. */
  leave?: Leave | undefined;
}

/**
 * The same package, extras and index in any version.
 *
 * @param floor the oldest that will do, beside those that do now.
 */
export function withoutBounds(root: RootRequirement, floor?: Version): RootRequirement {
  const { name, extras, specifier } = root.requirement;
  const bare = `${name}${extras.length === 0 ? "" : `[${extras.join()}]`}`;
  if (floor === undefined) return { ...root, requirement: Requirement.parse(bare) };
  return { ...root, requirement: Requirement.parse(`${bare}>=${floor.public}`), also: specifier };
}
