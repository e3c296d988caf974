/** The bundle in use and its age, as the command line shows them. */

import type { KnowledgeReport } from "../../cli/index.ts";
import { ageInDays, judgeWithin, type KnowledgePart, readBundle, warnAfter } from "../../knowledge/index.ts";
import type { KnowledgeInUse } from "./open-knowledge.ts";

/** @param today ISO 8601 date. @throws {UserError} when the bundle is damaged. */
export async function reportKnowledge(
  { kind, place, folder }: KnowledgeInUse,
  today: string,
  signal: AbortSignal,
): Promise<KnowledgeReport> {
  const { parts, advisories } = await readBundle(folder, signal);
  const age = advisories && ageInDays(advisories.asOf, today);
  return {
    in_use: kind,
    place,
    parts: parts.map((part) => reportPart(part, today)),
    advisories: age === undefined || age > judgeWithin ? "not-judged" : age > warnAfter ? "old" : "judged",
  };
}

function reportPart(part: KnowledgePart, today: string): KnowledgeReport["parts"][number] {
  const { kind, as_of: asOf, source, licence, attribution, sha256 } = part;
  return { kind, as_of: asOf, age_days: ageInDays(asOf, today), source, licence, attribution, sha256 };
}
