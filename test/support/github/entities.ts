/** What the stand-in remembers beside git objects. Mutable: deeds change these records, views show them. */

import type { Role } from "./acts.ts";
import type { GitStore } from "./git/git-store.ts";
import type { Permissions } from "./options.ts";

export interface Account {
  readonly id: number;
  readonly login: string;
  readonly type: "User" | "Organization" | "Bot";
}

export interface App {
  readonly id: number;
  readonly slug: string;
  readonly owner: Account;
  readonly bot: Account;
  readonly permissions: Permissions;
  readonly events: readonly string[];
  readonly createdAt: Date;
}

export interface Installation {
  readonly id: number;
  readonly account: Account;
  readonly permissions: Permissions;
  /** Ids; undefined is all of the account. */
  readonly selected: Set<number> | undefined;
  suspendedAt: Date | undefined;
  readonly createdAt: Date;
}

export interface Reaction {
  readonly id: number;
  readonly user: Account;
  readonly content: string;
  readonly createdAt: Date;
}

export interface Comment {
  readonly id: number;
  readonly issue: Issue;
  readonly author: Account;
  body: string;
  /** How often its text has changed. */
  edits: number;
  readonly reactions: Reaction[];
  readonly createdAt: Date;
  updatedAt: Date;
}

export interface Issue {
  readonly id: number;
  readonly number: number;
  readonly author: Account;
  title: string;
  body: string | null;
  state: "open" | "closed";
  stateReason: "completed" | "not_planned" | "reopened" | null;
  closedBy: Account | undefined;
  closedAt: Date | undefined;
  readonly labels: Set<string>;
  assignees: Account[];
  readonly reactions: Reaction[];
  readonly comments: Comment[];
  readonly createdAt: Date;
  updatedAt: Date;
  /** What makes it a pull request. */
  readonly pull: Pull | undefined;
}

export interface Pull {
  readonly id: number;
  readonly head: string;
  /** Follows the branch while the pull request is open. */
  headSha: string;
  base: string;
  baseSha: string;
  readonly isDraft: boolean;
  merged: { readonly at: Date; readonly by: Account; readonly sha: string } | undefined;
  readonly reviewers: Account[];
}

export type PullRequest = Issue & { readonly pull: Pull };

export interface CheckAnnotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly start_column?: number;
  readonly end_column?: number;
  readonly annotation_level: "notice" | "warning" | "failure";
  readonly message: string;
  readonly title?: string;
  readonly raw_details?: string;
}

export interface CheckSuite {
  readonly id: number;
  readonly headSha: string;
  readonly headBranch: string | null;
  readonly createdAt: Date;
}

export interface CheckRun {
  readonly id: number;
  readonly suite: CheckSuite;
  name: string;
  externalId: string;
  detailsUrl: string | undefined;
  status: string;
  conclusion: string | null;
  startedAt: Date;
  completedAt: Date | undefined;
  title: string | null;
  summary: string | null;
  text: string | null;
  readonly annotations: CheckAnnotation[];
  /** How often it was written after it was made. */
  edits: number;
}

export interface Repository {
  readonly id: number;
  owner: Account;
  name: string;
  readonly git: GitStore;
  defaultBranch: string;
  readonly isPrivate: boolean;
  readonly isFork: boolean;
  readonly isTemplate: boolean;
  isArchived: boolean;
  readonly createdAt: Date;
  pushedAt: Date;
  readonly issues: Map<number, Issue>;
  readonly suites: CheckSuite[];
  readonly checks: CheckRun[];
  /** By login; those not named may do what anybody may. */
  readonly roles: Map<string, Role>;
  /** Commits that GitHub has signed. */
  readonly signed: Set<string>;
}

export function fullName(repository: Pick<Repository, "owner" | "name">): string {
  return `${repository.owner.login}/${repository.name}`;
}

export function isPullRequest(issue: Issue): issue is PullRequest {
  return issue.pull !== undefined;
}
