/**
 * The sieve for releases without a wheel for the environment. Nothing is ever built, so a source distribution alone
 * does not help: what it requires would be known only after running its code. One that the user already locked is
 * theirs to keep.
 */

import type { Candidate } from "../ports/index.ts";
import { isLocked, type PipelineContext } from "./context.ts";
import { admitsPython, type FileContext, fittingFiles, isWheel } from "./fitting-files.ts";
import type { Sieve } from "./unit.ts";

const name = "fitting-file";

/**
 * Removes a candidate when none of its files can be installed here; silent where `requires-python` speaks, and about a
 * locked release that has a source distribution.
 */
export const fittingFile: Sieve = {
  kind: "sieve",
  name,
  *facts(context, _package, candidates) {
    for (const candidate of candidates) {
      if (fittingFiles(candidate, context).length > 0) continue;
      if (isLocked(candidate, context) && hasSource(candidate, context)) continue;
      const message = complaint(candidate, context);
      if (message !== undefined) yield { kind: "remove", candidate, reason: { unit: name, message } };
    }
  },
};

/** Whether anything but wheels can be installed here. */
export function hasSource(candidate: Candidate, context: FileContext): boolean {
  return candidate.files.some((file) => !isWheel(file) && admitsPython(file, context));
}

function complaint(candidate: Candidate, context: PipelineContext): string | undefined {
  const files = candidate.files.filter((file) => admitsPython(file, context));
  if (files.length === 0) return undefined;
  if (!files.some(isWheel)) return "Only a source distribution: its metadata is unknown without a build";
  const place = `Python ${context.environment.pythonVersion} on ${context.environment.platform}`;
  return files.every(isWheel)
    ? `No wheel fits ${place}`
    : `No wheel fits ${place}, and the metadata of its source distribution is unknown without a build`;
}
