/** A quick look at a lock, without asking any index: how urgently does it want attention? */

import { parseLockByName } from "../project/index.ts";
import { Version } from "../python/index.ts";
import type { AdvisoryHit } from "./advice.ts";
import { AdvisoryReader } from "./advisory-reader.ts";
import type { AdvisoryKnowledge } from "./services.ts";

/** 0 none, 1 low, 2 medium or unknown, 3 high, 4 critical. */
export type Urgency = 0 | 1 | 2 | 3 | 4;

const urgencies: Readonly<Record<AdvisoryHit["severity"], Urgency>> = {
  critical: 4,
  high: 3,
  medium: 2,
  unknown: 2,
  low: 1,
};

/** Nothing is worse than what was made to do harm. */
function urgencyOf({ malicious, severity }: AdvisoryHit): Urgency {
  return malicious === true ? 4 : urgencies[severity];
}

/**
 * The urgency of the worst advisory of a pinned release.
 *
 * @param text of a lock, whose format the name of its file tells. @throws {UserError} when it cannot be read.
 */
export function surveyLock(place: string, text: string, knowledge: AdvisoryKnowledge): Urgency {
  const reader = new AdvisoryReader(knowledge);
  const entries = [...parseLockByName(place, text).sections.values()].flatMap((section) => [...section.values()]);
  return entries.reduce<Urgency>((worst, { name, version }) => {
    const pinned = version === undefined ? undefined : Version.tryParse(version);
    const hits = pinned === undefined ? [] : reader.hits(name, pinned);
    return hits.reduce<Urgency>((worse, hit) => (urgencyOf(hit) > worse ? urgencyOf(hit) : worse), worst);
  }, 0);
}
