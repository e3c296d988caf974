export type { Candidate, FileRank, IndexName, MetadataGrade, ReleaseFile, ReleaseMetadata } from "./candidate.ts";
export type { Clock } from "./clock.ts";
export type { BranchChange, BranchOutcome, CommitSha, Forge, RepositoryFile } from "./forge.ts";
export type { MetadataAnswer, PackageListing, PackageSource, SourceRecord } from "./package-source.ts";
