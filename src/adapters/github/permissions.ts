/** What the App may do on GitHub, and what a token of it may: each only what its work needs. */

/** As `app.yml` asks for them. Nothing of workflows, administration, actions or secrets. */
export const appPermissions = {
  /** Files are read, and our own branch is written. */
  contents: "write",
  /** The proposal. */
  pull_requests: "write",
  /** Commands in issues, and the comments on pull requests, which GitHub counts among the issues. */
  issues: "write",
  /** The verdict on a commit. */
  checks: "write",
  /** Names, and who may do what. */
  metadata: "read",
} as const;

/** Enough to list an installation's repositories. */
export const listPermissions = { metadata: "read" } as const;
