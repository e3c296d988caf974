/**
 * The sieve for yanked releases. PEP 592: an installer ignores them unless nothing else satisfies an exact pin, so
 * whoever wrote `==` or already locked the release keeps it.
 */

import type { Candidate, ReleaseFile } from "../../ports/index.ts";
import { isLocked, type PipelineContext } from "../context.ts";
import { fittingFiles, sourceFiles } from "../fitting-files.ts";
import { mayBeYanked } from "../release-fit.ts";
import type { Sieve } from "../unit.ts";

const name = "yanked";

/** Removes a candidate when every file that fits is yanked, unless it is pinned by a single `==` or locked. */
export const yanked: Sieve = {
  kind: "sieve",
  name,
  *facts(context, _package, candidates) {
    for (const candidate of candidates) {
      if (!mayBeYanked(candidate)) continue;
      const best = fittingFiles(candidate, context)[0] ?? sourceFiles(candidate, context)[0];
      // Files that are not yanked come first.
      if (best?.yanked === undefined || isPinned(candidate, context) || isLocked(candidate, context)) continue;
      yield { kind: "remove", candidate, reason: { unit: name, message: yankMessage(best) } };
    }
  },
};

function yankMessage(file: ReleaseFile): string {
  const why = file.yanked?.trim() ?? "";
  return why === "" ? "Yanked, without a reason" : `Yanked: ${why}`;
}

function isPinned(candidate: Candidate, context: PipelineContext): boolean {
  return context.requirements.some(({ requirement }) => {
    const [clause, ...others] = requirement.specifier.clauses;
    if (requirement.name !== candidate.name || clause === undefined || others.length > 0) return false;
    const exact = clause.operator === "===" || (clause.operator === "==" && !clause.version.endsWith(".*"));
    return exact && requirement.specifier.admits(candidate.version);
  });
}
