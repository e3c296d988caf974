/**
 * What units may look at: one run's environment and what the user asked for. Units see no index, no clock and no
 * other unit.
 */

import type { RecommendationType, RuntimeEnvironment } from "../environments/index.ts";
import type { Candidate, ImageContents, IndexName } from "../ports/index.ts";
import { type PackageName, type TagRanks, Version } from "../python/index.ts";
import type { RootRequirement } from "../resolver/index.ts";

export interface PipelineContext {
  readonly pipeline: Pipeline;
  readonly environment: RuntimeEnvironment;
  /** The interpreter that files must admit; an environment's `3.8` means the newest 3.8. */
  readonly python: Version;
  /** Wheel tags of the environment, best first. */
  readonly tagRanks: TagRanks;
  /** The user's own requirements. */
  readonly requirements: readonly RootRequirement[];
  /** Those of `requirements` that only development needs, by name; what they bring in is not among them. */
  readonly developed: ReadonlySet<PackageName>;
  /** Every index that candidates may come from, with its address as the user wrote it. */
  readonly indexes: ReadonlyMap<IndexName, string>;
  /** The releases of the lock that is to be replaced. */
  readonly locked: ReadonlyMap<PackageName, Version>;
  readonly recommendationType: RecommendationType;
  /** ISO 8601 day by which ages are judged; undefined where nobody says. */
  readonly today: string | undefined;
  /** Of the environment, and what a request adds to them. */
  readonly labels: ReadonlyMap<string, string>;
  /** Whether whoever asks has shown who they are. */
  readonly authenticated: boolean;
  /** Symbols that the project's code uses, with their full names, by library; undefined where nobody has looked. */
  readonly libraryUsage: LibraryUsage | undefined;
  /** What the base image holds; undefined where nobody has looked. */
  readonly image: ImageContents | undefined;
}

/** What is made of the units: advice, or stacks to experiment with. */
export type Pipeline =
  | { readonly kind: "adviser" }
  | { readonly kind: "dependency-monkey"; readonly decisionType: "all" | "random" };

/** Such as `flask` with `flask.Flask` and `flask.json.dumps`. */
export type LibraryUsage = ReadonlyMap<string, ReadonlySet<string>>;

/** What a run is where nobody says more: advice for anybody, with nothing known of indexes, code and image. */
export const plainRun = {
  pipeline: { kind: "adviser" },
  developed: new Set<never>(),
  indexes: new Map<never, never>(),
  today: undefined,
  labels: new Map<never, never>(),
  authenticated: false,
  libraryUsage: undefined,
  image: undefined,
} satisfies Partial<PipelineContext>;

/** Whether the lock that is to be replaced pins this very release. */
export function isLocked({ name, version }: Candidate, { locked }: Pick<PipelineContext, "locked">): boolean {
  const pinned = locked.get(name);
  return pinned !== undefined && Version.equal(pinned, version);
}
