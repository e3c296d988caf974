/**
 * The sieve for releases that cannot be installed here: no wheel fits, and there is no source distribution to build. A
 * source distribution is the installer's to build and never ours, so what it requires is read where it says so, and
 * whoever reads it finds out whether it does.
 */

import { releaseFit } from "../release-fit.ts";
import type { Sieve } from "../unit.ts";

const name = "fitting-file";

/** Removes a candidate when none of its files can be installed here; silent where `requires-python` speaks. */
export const fittingFile: Sieve = {
  kind: "sieve",
  name,
  *facts(context, _package, candidates) {
    const message = `No wheel fits Python ${context.environment.pythonVersion} on ${context.environment.platform}`;
    for (const candidate of candidates)
      if (releaseFit(candidate, context) === "useless")
        yield { kind: "remove", candidate, reason: { unit: name, message } };
  },
};
