/**
 * What we ask of package indexes: which candidates a name has, and what one of them requires. Implementations are a
 * frozen snapshot on disk and the simple repository API over HTTP, both behind the same index policy.
 */

import type { PackageName, Version } from "../python/index.ts";
import type { Candidate, IndexName, ReleaseMetadata } from "./candidate.ts";

/** The answer for one name. A failing index is never an answer: it throws, so that nothing is built on partial data. */
export type PackageListing =
  | {
      readonly kind: "found";
      /** The index that answered; every candidate is from it. */
      readonly index: IndexName;
      /** Newest first. */
      readonly candidates: readonly Candidate[];
      /** Versions that exist on the index but lie outside this source's world; nobody may choose them. */
      readonly outside: readonly Version[];
    }
  /** Every index was asked and none has the name. `asked` in the order of asking. */
  | { readonly kind: "absent"; readonly asked: readonly IndexName[] }
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
  /** @param index the index that a requirement is pinned to; without it the first index that has the name answers. */
  list(name: PackageName, index: IndexName | undefined, signal: AbortSignal): Promise<PackageListing>;
  metadata(candidate: Candidate, signal: AbortSignal): Promise<MetadataAnswer>;
  /** What has been asked so far. */
  records(): readonly SourceRecord[];
}
