/** What came of a visit: what was found, and what was done about it. */

import type { ProjectAdvice } from "../../advise/index.ts";
import type { UserError } from "../../base/index.ts";
import type { CommitSha, PullRequest } from "../../ports/index.ts";
import type { ProjectPlace, RepositoryProjects } from "../../project/index.ts";
import type { Rest } from "./decide.ts";

export type VisitOutcome = ProjectOutcome | SeveralOutcome;

/** Of the one project that there is, or of one of several. */
export type ProjectOutcome =
  | {
      readonly kind: "advised";
      readonly head: CommitSha;
      readonly advice: ProjectAdvice;
      readonly deed: Deed;
      /** What became of its pull request for advisories, where there is something to say. */
      readonly security?: SecurityOutcome;
      /** Where it is the only one: what is no project, and why. */
      readonly choice?: ProjectChoice;
    }
  /** There is nothing to advise, a file cannot be read, or the host forbids a write. No head: there is no commit yet. */
  | { readonly kind: "impossible"; readonly head: CommitSha | undefined; readonly error: UserError };

/** `advice` is what was advised for it; absent where nobody had to be asked. */
export interface SecurityOutcome {
  readonly advice?: ProjectAdvice;
  readonly deed: Deed;
}

/** Of all projects of a repository that has more than one. */
export interface SeveralOutcome {
  readonly kind: "several";
  readonly head: CommitSha;
  /** In their order. */
  readonly projects: readonly { readonly place: ProjectPlace; readonly outcome: ProjectOutcome }[];
  readonly choice: ProjectChoice;
}

/** How the projects were chosen. */
export type ProjectChoice = Pick<RepositoryProjects, "leftOut" | "notes">;

export type Deed =
  | { readonly kind: "proposed"; readonly pullRequest: PullRequest; readonly isNew: boolean }
  | { readonly kind: "withdrawn"; readonly pullRequest: PullRequest }
  /** Somebody else's commits are on our branch. */
  | { readonly kind: "kept-out"; readonly branch: string; readonly pullRequest: PullRequest | undefined }
  | { readonly kind: "rested"; readonly because: Rest };
