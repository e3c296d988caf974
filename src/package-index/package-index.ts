/** One index, whatever it is made of: a snapshot on disk or a page over HTTP. `IndexPolicy` puts several in order. */

import type {
  Candidate,
  IndexName,
  MetadataAnswer,
  ProjectStatus,
  ProvenanceAnswer,
  ReleaseFile,
  SourceRecord,
} from "../ports/index.ts";
import type { PackageName, Version } from "../python/index.ts";

/** What one index says of one name. */
export type IndexAnswer =
  | {
      readonly kind: "found";
      /** Newest first; may be empty, for a name without a file that we can read. */
      readonly candidates: readonly Candidate[];
      /** Newest first: versions that exist but may not be chosen from this index. */
      readonly outside: () => readonly Version[];
      /** Absent where it says nothing of the project. */
      readonly status?: ProjectStatus;
    }
  /** The index is whole and does not have the name. */
  | { readonly kind: "absent" }
  /** The index is a cutting of the world, and the name is not in it. `source` describes it. */
  | { readonly kind: "outside"; readonly source: string };

/**
 * One index under the name that the user's files give it. Calls may run concurrently, and answers never change within the
 * life of the object.
 *
 * @throws {UserError} naming the index, when it fails: a failure is never an answer.
 */
export interface PackageIndex {
  readonly name: IndexName;
  list(name: PackageName, signal: AbortSignal): Promise<IndexAnswer>;
  /** Whether it has the name, as far as it is known: a remote index knows only what it was asked. */
  isKnownToHave(name: PackageName): boolean;
  /** @param speaker finds the one of the candidate's files that speaks for the release: a wheel, or an sdist if it has none. */
  metadata(candidate: Candidate, speaker: () => ReleaseFile, signal: AbortSignal): Promise<MetadataAnswer>;
  /** What the index says of the origin of a file that it lists. @throws {UserError} when the index fails. */
  provenance(file: ReleaseFile, signal: AbortSignal): Promise<ProvenanceAnswer>;
  /** The addresses by which a release names its project, as written; undefined where it has no wheel to say so. */
  links(candidate: Candidate, speaker: () => ReleaseFile, signal: AbortSignal): Promise<readonly string[] | undefined>;
  record(): SourceRecord;
  /** Sentences that a reader of the advice should see beside the record, such as that no certificate was checked. */
  notes(): readonly string[];
}
