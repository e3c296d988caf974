/** Which statements speak of a stack as it stands, for whoever looks at one stack in place of searching for the best. */

import type { PipelineContext } from "./context.ts";
import { type FinishedStack, introducedAs, stackMatches } from "./finished-stack.ts";
import type { Statement } from "./unit.ts";

/**
 * Whether `stack` holds what `statement` is about: the candidate itself, or all its pins as they were brought in. Of a
 * skip that is also the release that would vanish.
 */
export function isHeld(statement: Statement, context: PipelineContext, stack: FinishedStack): boolean {
  if ("candidate" in statement) return stack.candidates.includes(statement.candidate);
  const { when, introduced } = statement;
  if (introduced !== undefined && !introducedAs(introduced, context, stack)) return false;
  return stackMatches(statement.kind === "skip" ? [statement.pin, ...when] : when, stack);
}
