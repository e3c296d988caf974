/**
 * What we ask of package indexes: which candidates a name has, and what one of them requires. Implementations are a
 * frozen snapshot on disk and the simple repository API over HTTP, both behind the same index policy.
 */

import type { PackageName, Version } from "../python/index.ts";
import type { Candidate, IndexName, ReleaseMetadata } from "./candidate.ts";

/** Where a name is to be looked for. */
export type IndexSearch =
  /** In the order of the sources: the first that has the name answers. */
  | { readonly kind: "ordered" }
  /** The manifest pins the name: on that index and on no other. */
  | { readonly kind: "pinned"; readonly index: IndexName }
  /** Whatever needs the name is from that index: there first, and in the order of the sources if it lacks the name. */
  | { readonly kind: "beside"; readonly index: IndexName };

/**
 * How the user's own indexes answer together for a name that is pinned to none; the words are uv's. The unsafe ones let
 * whoever can publish on any of the indexes stand in for a package of another.
 */
export type IndexStrategy =
  /** The first that has the name answers alone. */
  | "first-index"
  /** All answer; a release of a later index counts only where no release of an earlier one fits. */
  | "unsafe-first-match"
  /** All answer, as if they were one index; of equal versions the earlier index counts. */
  | "unsafe-best-match";

/** One index that was asked for a name, and the rule by which it was; `offered` by the operator's catalogue. */
export interface AskedIndex {
  readonly index: IndexName;
  readonly why: IndexSearch["kind"] | "offered" | Exclude<IndexStrategy, "first-index">;
}

/** What an index says of a project as a whole. PEP 792. */
export interface ProjectStatus {
  readonly state: "active" | "archived" | "quarantined" | "deprecated";
  /** In the words of the index or of the project; may hold anything. */
  readonly reason?: string;
}

/** The answer for one name. A failing index is never an answer: it throws, so that nothing is built on partial data. */
export type PackageListing =
  | {
      readonly kind: "found";
      /** The index that answered first. Candidates of another one are offers of the operator's catalogue, or an unsafe strategy's. */
      readonly index: IndexName;
      /** In the order of asking. */
      readonly asked: readonly AskedIndex[];
      /** Newest first; of equal versions an offered one comes first, then that of the earlier index. */
      readonly candidates: readonly Candidate[];
      /** Versions that exist on the index but lie outside this source's world; nobody may choose them. Many, and seldom wanted. */
      readonly outside: () => readonly Version[];
      /** Absent where the index says nothing. */
      readonly status?: ProjectStatus;
    }
  /** Every index was asked and none has the name. `asked` in the order of asking. */
  | { readonly kind: "absent"; readonly asked: readonly AskedIndex[] }
  /** The name lies outside a snapshot; it may exist in the world. */
  | { readonly kind: "outside"; readonly source: string };

/** The metadata of one candidate, or why it cannot be known without a build. */
export type MetadataAnswer =
  | { readonly kind: "known"; readonly metadata: ReleaseMetadata }
  /** `reason` completes the sentence "the metadata of NAME VERSION is unknown: …". */
  | { readonly kind: "unknown"; readonly reason: string };

/** Where a piece of advice got its data, printed with it. */
export interface SourceRecord {
  readonly kind: "index" | "snapshot";
  readonly name: string;
  /** Address of an index, without credentials; undefined for a snapshot. */
  readonly url: string | undefined;
  /** ISO 8601: the cut of a snapshot, or when the index was asked. */
  readonly asOf: string;
}

/**
 * A world of packages. Calls are idempotent, may run concurrently, and answers never change within the life of the object.
 *
 * @throws {UserError} when an index answers with anything but success or 404, does not answer in time, or sends what
 * cannot be read. The sentence names the index.
 */
export interface PackageSource {
  list(name: PackageName, search: IndexSearch, signal: AbortSignal): Promise<PackageListing>;
  metadata(candidate: Candidate, signal: AbortSignal): Promise<MetadataAnswer>;
  /** What has been asked so far. */
  records(): readonly SourceRecord[];
}
