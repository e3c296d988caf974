/** Which keys of a unit's `run` exclude each other. */

import type { RuleSource } from "./rule-source.ts";

/** Pairs of which a unit may have one, and why. */
const exclusive = [
  ["not_acceptable", "eager_stop_pipeline", "both refuse: keep one"],
  ["not_acceptable", "score", "what is refused is in no stack, and there is nothing to score"],
  ["not_acceptable", "justification", "what is refused is in no stack, and there is nothing to justify"],
  ["eager_stop_pipeline", "score", "what ends the search is in no stack, and there is nothing to score"],
  ["eager_stop_pipeline", "justification", "what ends the search is in no stack, and there is nothing to justify"],
] as const;

/** @throws {InvalidRule} at the second of two keys that exclude each other. */
export function checkRun(run: object, source: RuleSource): void {
  for (const [one, other, why] of exclusive)
    if (one in run && other in run)
      throw source.invalid(["run", other], `\`run.${other}\` beside \`run.${one}\`: ${why}`);
}
