/**
 * The sieve for releases that cannot be installed here: no wheel fits, and there is no source distribution to build. A
 * source distribution is the installer's to build and never ours, so what it requires is read where it says so, and
 * whoever reads it finds out whether it does.
 */

import type { Candidate } from "../ports/index.ts";
import type { PipelineContext } from "./context.ts";
import { admitsPython, fittingFiles, sourceFiles } from "./fitting-files.ts";
import type { Sieve } from "./unit.ts";

const name = "fitting-file";

/** Removes a candidate when none of its files can be installed here; silent where `requires-python` speaks. */
export const fittingFile: Sieve = {
  kind: "sieve",
  name,
  *facts(context, _package, candidates) {
    const message = `No wheel fits Python ${context.environment.pythonVersion} on ${context.environment.platform}`;
    for (const candidate of candidates)
      if (isUseless(candidate, context)) yield { kind: "remove", candidate, reason: { unit: name, message } };
  },
};

function isUseless(candidate: Candidate, context: PipelineContext): boolean {
  if (fittingFiles(candidate, context).length > 0 || sourceFiles(candidate, context).length > 0) return false;
  return candidate.files.some((file) => admitsPython(file, context));
}
