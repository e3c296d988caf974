export { GitForge } from "./git-forge.ts";
export { type CommitFile, fetchCommit, hasCommit, readCommitFiles } from "./commit-files.ts";
