/** A quick look at a lock, without asking any index: how urgently does it want attention? */

import { posix } from "node:path";

import { UserError } from "../base/index.ts";
import { type IgnoredAdvisory, parseLockByName, parseThothYaml } from "../project/index.ts";
import { Version } from "../python/index.ts";
import type { AdvisoryHit } from "./advice.ts";
import { AdvisoryReader } from "./advisory-reader.ts";
import { Acceptance } from "./policy/acceptance.ts";
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

export interface SurveyedFiles {
  /** A lock, whose format the name of its file tells. */
  readonly lock: { readonly place: string; readonly text: string };
  /** `.thoth.yaml`, where there is one. */
  readonly configuration?: { readonly place: string; readonly text: string } | undefined;
}

/**
 * The urgency of the worst advisory of a pinned release that the repository does not ignore, in all of its environments.
 *
 * @throws {UserError} when the lock cannot be read.
 */
export function surveyLock({ lock: { place, text }, configuration }: SurveyedFiles, world: SurveyWorld): Urgency {
  const acceptance = acceptanceOf(place, configuration, world.today);
  const reader = new AdvisoryReader(world.advisories, { acceptance });
  const entries = [...parseLockByName(place, text).sections.values()].flatMap((section) => [...section.values()]);
  return entries.reduce<Urgency>((worst, { name, version }) => {
    const pinned = version === undefined ? undefined : Version.tryParse(version);
    const hits = pinned === undefined ? [] : reader.hits(name, pinned).filter(({ accepted }) => accepted === undefined);
    return hits.reduce<Urgency>((worse, hit) => (urgencyOf(hit) > worse ? urgencyOf(hit) : worse), worst);
  }, 0);
}

export interface SurveyWorld {
  readonly advisories: AdvisoryKnowledge;
  /** ISO 8601 day by which exceptions are judged. */
  readonly today: string;
}

/**
 * What is ignored in one environment only may be urgent in another, and which ones a lock is of is not looked into; nor is
 * anything ignored by a file that cannot be read.
 */
function acceptanceOf(lock: string, configuration: SurveyedFiles["configuration"], today: string): Acceptance {
  const ignored = configuration === undefined ? [] : ignoredIn(configuration);
  const folder = posix.dirname(lock);
  const covers = ({ scope: { project, environment } }: IgnoredAdvisory) =>
    environment === undefined && (project === undefined || project === folder || folder.startsWith(`${project}/`));
  return new Acceptance({ ignored: ignored.filter(covers), labels: new Map(), today });
}

function ignoredIn({ place, text }: NonNullable<SurveyedFiles["configuration"]>): readonly IgnoredAdvisory[] {
  try {
    return parseThothYaml(place, text).policy.ignored;
  } catch (error) {
    if (error instanceof UserError) return [];
    throw error;
  }
}
