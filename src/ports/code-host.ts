/**
 * A code host such as GitHub, as the bot sees it: one repository of one installation, its files and branches (`Forge`), and
 * the conversation around them. Every write is idempotent or found again by a key, because a job may run twice.
 */

import { UserError } from "../base/index.ts";
import type { CommitSha, Forge } from "./forge.ts";

/** Ids of the host: stable across renames and transfers. */
export type InstallationId = number;
export type RepositoryId = number;

export interface RepositoryFacts {
  readonly id: RepositoryId;
  /** `owner/name` as of now. */
  readonly fullName: string;
  readonly defaultBranch: string;
  readonly isPrivate: boolean;
  readonly isArchived: boolean;
  /** A fork, a mirror or a template gets no unasked pull request. */
  readonly isFork: boolean;
  /** No commit yet. */
  readonly isEmpty: boolean;
}

export interface PullRequest {
  readonly number: number;
  readonly url: string;
  readonly state: "open" | "closed" | "merged";
  readonly head: CommitSha;
  /** The branch that it is to be merged into. */
  readonly base: string;
  readonly title: string;
  readonly body: string;
  /** Whether it was this App that closed it; undefined while it is open. */
  readonly closedByUs: boolean | undefined;
}

/** A pull request to open, or what an open one shall say. */
export interface PullRequestText {
  readonly title: string;
  readonly body: string;
  readonly base: string;
}

export interface PullRequestDraft extends PullRequestText {
  readonly branch: string;
  readonly labels: readonly string[];
  readonly reviewers: readonly string[];
  readonly assignees: readonly string[];
}

/** A finding on a line of a file. Lines count from 1. */
export interface Annotation {
  readonly path: string;
  readonly line: number;
  readonly level: "notice" | "warning" | "failure";
  readonly title: string;
  readonly message: string;
}

/** A file that is there after a change, and what of it the change touched. */
export interface ChangedFile {
  readonly path: string;
  /** First and last of each run of lines, from 1; undefined where nobody can tell, as of a very large change. */
  readonly lines: readonly (readonly [first: number, last: number])[] | undefined;
}

/** The one check run of a commit under a name. */
export interface CheckRun {
  readonly name: string;
  /** Finds the run again: a second write with the same key edits the first. */
  readonly key: string;
  readonly conclusion: "success" | "neutral" | "failure" | "action_required";
  readonly title: string;
  /** Markdown, at most 65,535 characters. */
  readonly summary: string;
  readonly annotations: readonly Annotation[];
}

/** Bytes of an archive, and of what comes out of it. */
export interface ArchiveLimit {
  readonly bytes: number;
  readonly unpacked: number;
}

/** What a person may do in a repository, least first. */
export type Permission = "none" | "read" | "triage" | "write" | "maintain" | "admin";

/** Where a command stands: a comment, or the issue itself whose first line it is. */
export type CommandPlace =
  | { readonly kind: "comment"; readonly issue: number; readonly comment: number }
  /** `isWhole`: the issue says nothing else. */
  | { readonly kind: "issue"; readonly issue: number; readonly isWhole: boolean };

export type Reaction = "eyes" | "rocket" | "confused";

/**
 * One repository. @throws {HostUnavailable} when the host does not answer or asks to wait: the job is tried again later.
 * @throws {HostRefused} when access is gone: suspended, deleted, transferred away. @throws {HostForbids} when one thing may
 * not be done, such as a write to a branch that a rule of the repository protects.
 */
export interface HostedRepository extends Forge {
  readonly facts: RepositoryFacts;
  /**
   * All files at `commit` in one request: a `.tar.gz` that has them below one folder, as it came. What `.gitattributes` says
   * of exports holds: files may be missing in it, and have marks filled in. Undefined where it is larger than `limit`, or
   * the host does not give it.
   */
  archive(commit: CommitSha, limit: ArchiveLimit, signal: AbortSignal): Promise<Buffer | undefined>;
  /** All pull requests of ours from `branch`, newest first, closed ones included. */
  pullRequests(branch: string, signal: AbortSignal): Promise<readonly PullRequest[]>;
  openPullRequest(draft: PullRequestDraft, signal: AbortSignal): Promise<PullRequest>;
  /** Writes only what differs. */
  editPullRequest(number: number, text: PullRequestText, signal: AbortSignal): Promise<void>;
  closePullRequest(number: number, signal: AbortSignal): Promise<void>;
  /** Whether the commit was made by this App. */
  isOurs(commit: CommitSha, signal: AbortSignal): Promise<boolean>;
  /**
   * The one comment of ours on an issue or pull request that `key` names: made once, edited in place afterwards, and left
   * alone when it already says `body`. The key hides in the comment and is looked for in our own comments only. Where the
   * conversation is gone or locked there is nothing to say.
   */
  writeComment(issue: number, key: string, body: string, signal: AbortSignal): Promise<void>;
  writeCheck(head: CommitSha, check: CheckRun, signal: AbortSignal): Promise<void>;
  /**
   * What `head` changes since its common ancestor with `base`, a commit or branch; the first 300 files. Nothing where
   * either is gone, as after a forced push.
   */
  changedFiles(base: string, head: CommitSha, signal: AbortSignal): Promise<readonly ChangedFile[]>;
  permission(login: string, signal: AbortSignal): Promise<Permission>;
  react(place: CommandPlace, reaction: Reaction, signal: AbortSignal): Promise<void>;
  closeIssue(issue: number, signal: AbortSignal): Promise<void>;
}

/** Asked before every write; throws when the work has passed to somebody else. */
export type WriteGuard = () => Promise<void>;

/** All that the App is installed on. */
export interface CodeHost {
  /** Access with the least scope: one repository. */
  open(
    installation: InstallationId,
    repository: RepositoryId,
    guard: WriteGuard,
    signal: AbortSignal,
  ): Promise<HostedRepository>;
  /** Every repository of an installation, in pages; costs one request per hundred. */
  repositories(installation: InstallationId, signal: AbortSignal): AsyncIterable<RepositoryFacts>;
}

/** The host did not answer, or asks to wait `retryAfter` milliseconds. */
export class HostUnavailable extends Error {
  readonly retryAfter: number;
  constructor(what: string, retryAfter: number, cause?: unknown) {
    super(what, { cause });
    this.retryAfter = retryAfter;
  }
}

/** Access is gone; trying again does not help. */
export class HostRefused extends Error {}

/** Access is there, and one thing is not allowed. */
export class HostForbids extends UserError {
  readonly code = "HOST_FORBIDS";
  /** @param what was asked, and what the host said. */
  constructor(what: string) {
    super(`GitHub does not let Thoth do this: ${what}`, {
      hint: "look for a rule that protects the branch, or a permission that the App was not given",
    });
  }
}
