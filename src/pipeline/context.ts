/**
 * What units may look at: one run's environment and what the user asked for. Units see no index, no clock and no
 * other unit.
 */

import type { RecommendationType, RuntimeEnvironment } from "../environments/index.ts";
import type { Candidate } from "../ports/index.ts";
import { type PackageName, type TagRanks, Version } from "../python/index.ts";
import type { RootRequirement } from "../resolver/index.ts";

export interface PipelineContext {
  readonly environment: RuntimeEnvironment;
  /** The interpreter that files must admit; an environment's `3.8` means the newest 3.8. */
  readonly python: Version;
  /** Wheel tags of the environment, best first. */
  readonly tagRanks: TagRanks;
  /** The user's own requirements. */
  readonly requirements: readonly RootRequirement[];
  /** The releases of the lock that is to be replaced. */
  readonly locked: ReadonlyMap<PackageName, Version>;
  readonly recommendationType: RecommendationType;
}

/** Whether the lock that is to be replaced pins this very release. */
export function isLocked({ name, version }: Candidate, { locked }: Pick<PipelineContext, "locked">): boolean {
  const pinned = locked.get(name);
  return pinned !== undefined && Version.equal(pinned, version);
}
