export type { Candidate, FileRank, IndexName, MetadataGrade, ReleaseFile, ReleaseMetadata } from "./candidate.ts";
export type { Clock } from "./clock.ts";
export type { Attestation, AttestationBundle, ProvenanceAnswer, Publisher } from "./provenance.ts";
export { BranchInTheWay, EmptyRepository } from "./forge.ts";
export type { BranchChange, BranchOutcome, CommitSha, Forge, RepositoryFile } from "./forge.ts";
export type { ImageContents, ImagePythonPackage, Rpm } from "./image-contents.ts";
export { publicIndex } from "./public-index.ts";
export type {
  AskedIndex,
  IndexSearch,
  IndexStrategy,
  MetadataAnswer,
  PackageListing,
  PackageSource,
  ProjectStatus,
  SourceRecord,
} from "./package-source.ts";
export type {
  AdviceStore,
  AuditEntry,
  Cause,
  Delivery,
  DeliveryOutcome,
  InstallationRecord,
  Lease,
  Proposal,
  RepositoryRecord,
  RepositoryRequest,
  RepositoryStage,
} from "./advice-store.ts";
export type {
  Annotation,
  ArchiveLimit,
  ChangedFile,
  CheckRun,
  CodeHost,
  CommandPlace,
  HostedRepository,
  InstallationId,
  Permission,
  PullRequest,
  PullRequestDraft,
  PullRequestText,
  Reaction,
  RepositoryFacts,
  RepositoryId,
  WriteGuard,
} from "./code-host.ts";
export { HostForbids, HostRefused, HostUnavailable } from "./code-host.ts";
export type { ReleaseRow, ReleaseTable, SharedTexts } from "./release-table.ts";
export type { SealedCredentials } from "./sealed-credentials.ts";
export { jobKey, RetryAfter } from "./job-queue.ts";
export type { AddOptions, Job, JobHandler, JobQueue } from "./job-queue.ts";
