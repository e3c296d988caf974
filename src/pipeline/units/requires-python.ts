/** The sieve for releases that no file offers to the environment's Python. PEP 503 and 691, `data-requires-python`. */

import type { Candidate } from "../../ports/index.ts";
import type { PipelineContext } from "../context.ts";
import { releaseFit } from "../release-fit.ts";
import type { Removal, Sieve } from "../unit.ts";

const name = "requires-python";

/** Removes a candidate when the links of all its files exclude the Python. */
export const requiresPython: Sieve = {
  kind: "sieve",
  name,
  *facts(context, _package, candidates) {
    for (const candidate of candidates)
      if (releaseFit(candidate, context) === "not admitted") yield removal(context, candidate);
  },
};

function removal(context: PipelineContext, candidate: Candidate): Removal {
  const stated = new Set(candidate.files.map((file) => file.requiresPython));
  const { pythonVersion, pythonFullVersion } = context.environment;
  const message = `Requires-Python ${[...stated].join(" and ")} excludes Python ${pythonFullVersion ?? pythonVersion}`;
  return { kind: "remove", candidate, reason: { unit: name, message } };
}
