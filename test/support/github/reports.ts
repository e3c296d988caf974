/** What the stand-in tells of its state: the shapes that tests assert on, plain data. */

import type { Permissions } from "./options.ts";

export interface RepositoryReport {
  readonly id: number;
  readonly fullName: string;
  readonly defaultBranch: string;
  readonly isPrivate: boolean;
  readonly isArchived: boolean;
  /** By name. */
  readonly branches: Readonly<Record<string, BranchReport>>;
  /** By number, as everything below: oldest first. */
  readonly pulls: readonly PullReport[];
  /** Pull requests not included. */
  readonly issues: readonly IssueReport[];
  readonly checks: readonly CheckReport[];
}

export interface BranchReport {
  readonly head: string;
  /** From the head back along first parents, at most 50. */
  readonly commits: readonly CommitReport[];
}

export interface CommitReport {
  readonly sha: string;
  readonly parents: readonly string[];
  readonly message: string;
  readonly author: string;
  readonly isVerified: boolean;
  /** Against its first parent. */
  readonly changed: readonly string[];
}

export interface IssueReport {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly state: "open" | "closed";
  readonly author: string;
  readonly closedBy: string | undefined;
  readonly labels: readonly string[];
  readonly assignees: readonly string[];
  /** `login: content`. */
  readonly reactions: readonly string[];
  readonly comments: readonly CommentReport[];
}

export interface PullReport extends IssueReport {
  readonly head: { readonly branch: string; readonly sha: string };
  readonly base: string;
  readonly isMerged: boolean;
  readonly reviewers: readonly string[];
}

export interface CommentReport {
  readonly id: number;
  readonly author: string;
  readonly body: string;
  /** How often its text has changed. */
  readonly edits: number;
  readonly reactions: readonly string[];
}

export interface CheckReport {
  readonly id: number;
  readonly headSha: string;
  readonly name: string;
  readonly externalId: string;
  readonly status: string;
  readonly conclusion: string | null;
  readonly title: string | null;
  readonly summary: string | null;
  readonly text: string | null;
  readonly annotations: readonly AnnotationReport[];
  /** How often it was written after it was made. */
  readonly edits: number;
}

export interface AnnotationReport {
  readonly path: string;
  readonly line: number;
  readonly level: string;
  readonly title: string | null;
  readonly message: string;
}

/** One request that the App made. */
export interface RequestReport {
  readonly at: string;
  readonly method: string;
  /** Decoded, without base path and query. */
  readonly path: string;
  readonly query: string;
  /** Undefined for requests of the App itself. */
  readonly installation: number | undefined;
  /** 0 when the connection was dropped. */
  readonly status: number;
  /** Whether it counts against the primary limit. */
  readonly counts: boolean;
  /** Whether it makes or changes something. */
  readonly creates: boolean;
  /** Whether the answer told to slow down. */
  readonly isLimited: boolean;
  readonly body: unknown;
}

/** A request that a real GitHub would not have understood as it was meant. */
export interface MisfitReport {
  readonly method: string;
  readonly path: string;
  /** Such as `no such route` or `body: /title must be string`. */
  readonly why: string;
}

/** What an installation has used up, over the whole run. What was refused by a limit counts nowhere but there. */
export interface BudgetReport {
  readonly requests: number;
  readonly writes: number;
  /** The fullest window of 60 seconds. */
  readonly mostPointsInMinute: number;
  readonly mostContentInMinute: number;
  /** Answers that told it to slow down. */
  readonly refusals: number;
}

export interface DeliveryReport {
  /** `X-GitHub-Delivery`. */
  readonly id: string;
  readonly event: string;
  readonly action: string | undefined;
  readonly repository: string | undefined;
  readonly payload: unknown;
  /** The answers to each attempt: a status, or 0 when there was none. */
  readonly attempts: readonly number[];
}

export interface InstallationReport {
  readonly id: number;
  readonly account: string;
  readonly isSuspended: boolean;
  readonly permissions: Permissions;
  readonly selection: "all" | "selected";
  /** Full names. */
  readonly repositories: readonly string[];
}
