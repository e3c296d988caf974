/** What people do on the stand-in, as arguments of the control API. `by` is a login, and defaults to `octocat`. */

import type { Permissions } from "./options.ts";

export interface By {
  readonly by?: string;
}

/** Contents by path; null removes the file. */
export type FileEdits = Readonly<Record<string, string | null>>;

export interface NewRepository {
  /** `owner/name`; an owner nobody knows becomes an organization. */
  readonly fullName: string;
  /** The first commit. Nothing: an empty repository. */
  readonly files?: Readonly<Record<string, string>>;
  readonly message?: string;
  readonly defaultBranch?: string;
  readonly isPrivate?: boolean;
  readonly isFork?: boolean;
  readonly isTemplate?: boolean;
  readonly isArchived?: boolean;
}

export interface NewInstallation {
  readonly account: string;
  /** Full names or names. Nothing: all of the account, later ones included. */
  readonly repositories?: readonly string[];
  readonly permissions?: Permissions;
}

export interface Push extends By {
  readonly files: FileEdits;
  /** The default branch by default; made from the default branch when there is none of the name. */
  readonly branch?: string;
  readonly message?: string;
  /** Replaces the branch's last commit by this one. */
  readonly amend?: boolean;
}

export interface NewIssue extends By {
  readonly title: string;
  readonly body?: string;
}

export interface NewComment extends By {
  readonly body: string;
}

export interface NewPull extends By {
  readonly head: string;
  readonly base?: string;
  readonly title: string;
  readonly body?: string;
}

/** A role in a repository, least first. */
export type Role = "none" | "read" | "triage" | "write" | "maintain" | "admin";
