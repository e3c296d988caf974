/**
 * Where repositories live: a git repository on disk or GitHub. Files are read at one commit; a plan is applied
 * as one commit on one branch of ours. Working tree, index and HEAD of a repository on disk are never touched.
 */

import { UserError } from "../base/index.ts";

/** A repository without a commit. */
export class EmptyRepository extends UserError {
  readonly code = "EMPTY_REPOSITORY";
  /** @param place a folder, or the name of the repository on its host. */
  constructor(place: string) {
    super(`the repository \`${place}\` has no commit yet`, { hint: "commit the manifest first" });
  }
}

/** A branch `thoth` leaves no room for a branch `thoth/advise`. */
export class BranchInTheWay extends UserError {
  readonly code = "BRANCH_IN_THE_WAY";
  constructor(branch: string, other: string) {
    super(`the branch \`${branch}\` cannot be made beside the branch \`${other}\``, { hint: `rename \`${other}\`` });
  }
}

/** A full object id in lower-case hex. */
export type CommitSha = string;

/** A file of a repository at one commit. */
export interface RepositoryFile {
  /** Relative to the root of the repository, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** What to write, whole: the forge adds nothing and decides nothing. */
export interface BranchChange {
  readonly branch: string;
  /** The commit that the files were read at; the new commit's parent. */
  readonly base: CommitSha;
  readonly message: string;
  /** Files to create or replace; the rest of the tree stays as in `base`. Never empty. */
  readonly files: readonly RepositoryFile[];
  /**
   * The commit that we left the branch at. Where it stands elsewhere, somebody else was there. Undefined where nobody
   * remembers; then the forge judges by who committed.
   */
  readonly lastWritten?: CommitSha | undefined;
}

/** What became of a change. */
export type BranchOutcome =
  | { readonly kind: "created" | "updated"; readonly commit: CommitSha }
  /** The branch already holds exactly this change. */
  | { readonly kind: "unchanged"; readonly commit: CommitSha }
  /** The branch has commits that are not ours: nothing is written. */
  | { readonly kind: "foreign"; readonly commit: CommitSha };

export interface Forge {
  /** The commit at the head of the default branch. @throws {UserError} when there is none. */
  head(signal: AbortSignal): Promise<CommitSha>;
  /** Paths of all regular files at `commit`, sorted. */
  listFiles(commit: CommitSha, signal: AbortSignal): Promise<readonly string[]>;
  /** @throws {UserError} past `limit` bytes, or when the file is not UTF-8. Undefined when there is no such file. */
  readFile(commit: CommitSha, path: string, limit: number, signal: AbortSignal): Promise<string | undefined>;
  /** Idempotent: a second call with the same change answers `unchanged`. */
  apply(change: BranchChange, signal: AbortSignal): Promise<BranchOutcome>;
}
