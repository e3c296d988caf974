export { GitForge } from "./git-forge.ts";
export { branchTip, type CommitFile, fetchCommit, hasCommit, readCommitFiles } from "./commit-files.ts";
