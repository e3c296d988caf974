/**
 * The truth: what has been received, what has been asked for, what was proposed and what became of it. Queues are
 * doorbells and may be emptied at any time; whatever this store says is undone is done again. Times are `Date`s of the
 * Clock port; ids are the host's. Every method is atomic and safe to repeat.
 */

import type { CommandPlace, InstallationId, RepositoryId } from "./code-host.ts";
import type { CommitSha } from "./forge.ts";

/** A verified webhook delivery. */
export interface Delivery {
  /** `X-GitHub-Delivery`. Not signed: a replay may come under a new one. */
  readonly id: string;
  readonly event: string;
  /**
   * In hex, and equal for what is the same: SHA-256 of the raw body for events that come once for what they tell of, and
   * something of its own for those that may truly come again with an equal body.
   */
  readonly bodyDigest: string;
  readonly receivedAt: Date;
  readonly payload: unknown;
}

/** `known`: the id was stored before. `repeat`: another delivery of the same event had the same body within the last day. */
export type DeliveryOutcome = "new" | "known" | "repeat";

export interface InstallationRecord {
  readonly id: InstallationId;
  readonly account: string;
  readonly isSuspended: boolean;
}

/** How far a repository has come: unknown, silently looked at, invited by a pull request, or at work. */
export type RepositoryStage = "new" | "surveyed" | "onboarding" | "active";

export interface RepositoryRecord {
  readonly id: RepositoryId;
  readonly installation: InstallationId;
  readonly fullName: string;
  readonly stage: RepositoryStage;
  readonly isArchived: boolean;
  /** When the schedule next asks for advice; undefined while it does not. */
  readonly dueAt: Date | undefined;
  /** The worst advisory that a survey found, for the order of onboarding: 0 none to 4 critical. */
  readonly urgency: number;
}

/** Why something is to be done for a repository. */
export type Cause =
  | { readonly kind: "push"; readonly head: CommitSha }
  /** Commits that change Python were pushed to the default branch, which stood at `base` before. */
  | { readonly kind: "source"; readonly base: CommitSha; readonly head: CommitSha }
  | { readonly kind: "schedule" }
  | { readonly kind: "onboard" }
  | { readonly kind: "survey" }
  /** Our pull request or its branch changed, or a check was asked for again. */
  | { readonly kind: "refresh" }
  /** More is known of releases than before. */
  | { readonly kind: "knowledge" }
  /** Somebody else's pull request into the default branch was opened, or pushed to. */
  | { readonly kind: "pull-request"; readonly number: number; readonly head: CommitSha; readonly isFork: boolean }
  | { readonly kind: "command"; readonly place: CommandPlace; readonly author: string; readonly text: string };

/** An open wish. Wishes in one slot are one wish, and the newest input wins; every command has a slot of its own. */
export interface RepositoryRequest {
  readonly repository: RepositoryId;
  readonly slot: string;
  readonly cause: Cause;
  readonly askedAt: Date;
  /** Grows with every new input in the slot; finishing an older one leaves the wish open. */
  readonly revision: number;
}

/** The right to write to a repository. `fence` grows with every claim; a write under an old one is refused. */
export interface Lease {
  readonly repository: RepositoryId;
  readonly fence: number;
}

/** What stands, or stood, on a branch of ours. */
export interface Proposal {
  readonly repository: RepositoryId;
  readonly branch: string;
  readonly pullRequest: number;
  /** The commit that we left the branch at. */
  readonly head: CommitSha;
  /** SHA-256 over the files proposed: the same proposal has the same digest. */
  readonly digest: string;
  readonly state: "open" | "merged" | "closed" | "declined";
  /** When a person closed it. */
  readonly declinedAt: Date | undefined;
}

/** One write to the host, for the question who did what and why. */
export interface AuditEntry {
  readonly repository: RepositoryId;
  readonly at: Date;
  readonly fence: number;
  /** Such as `branch`, `pull-request`, `comment`, `check`. */
  readonly what: string;
  readonly detail: string;
}

export interface AdviceStore {
  saveDelivery(delivery: Delivery): Promise<DeliveryOutcome>;
  delivery(id: string): Promise<Delivery | undefined>;
  /** Its payload may go now. */
  finishDelivery(id: string): Promise<void>;
  /** Finished ones received before `before`: their replays are not recognised any more. */
  forgetDeliveries(before: Date): Promise<void>;
  /** Received before `before` and not finished, oldest first. */
  unfinishedDeliveries(before: Date, limit: number): Promise<readonly string[]>;

  saveInstallation(installation: InstallationRecord): Promise<void>;
  /** With all its repositories and their open requests. */
  removeInstallation(id: InstallationId): Promise<void>;
  installation(id: InstallationId): Promise<InstallationRecord | undefined>;
  installations(): Promise<readonly InstallationRecord[]>;

  /** Makes or renames it; stage, due time and urgency of a known one stay. */
  saveRepository(repository: Pick<RepositoryRecord, "id" | "installation" | "fullName" | "isArchived">): Promise<void>;
  updateRepository(
    id: RepositoryId,
    change: Partial<Pick<RepositoryRecord, "stage" | "dueAt" | "urgency">>,
  ): Promise<void>;
  removeRepository(id: RepositoryId): Promise<void>;
  repository(id: RepositoryId): Promise<RepositoryRecord | undefined>;
  repositories(installation: InstallationId): Promise<readonly RepositoryRecord[]>;
  /** Not archived, of an installation that is not suspended, due at or before `now`, earliest first. */
  dueRepositories(now: Date, limit: number): Promise<readonly RepositoryRecord[]>;
  /** How many repositories of the installation have entered stage `onboarding` since `since`. */
  onboardedSince(installation: InstallationId, since: Date): Promise<number>;

  /** @returns the wish as it now stands. An unknown repository is an error. */
  ask(request: Pick<RepositoryRequest, "repository" | "slot" | "cause" | "askedAt">): Promise<RepositoryRequest>;
  /** Oldest first. */
  openRequests(repository: RepositoryId): Promise<readonly RepositoryRequest[]>;
  /** @returns false when a newer revision came meanwhile: the wish stays open. */
  finishRequest(request: RepositoryRequest): Promise<boolean>;
  /**
   * Repositories with a wish from before `before`, oldest first, of installations that are not suspended: what a sweeper
   * puts on the queue again.
   */
  repositoriesWithRequests(before: Date, limit: number): Promise<readonly RepositoryRecord[]>;

  /** Undefined while somebody else holds an unexpired lease. Times are the store's own. @param seconds until it expires. */
  claim(repository: RepositoryId, seconds: number): Promise<Lease | undefined>;
  /** @returns false when the lease has passed to somebody else. */
  renew(lease: Lease, seconds: number): Promise<boolean>;
  release(lease: Lease): Promise<void>;

  /** The newest first. */
  proposals(repository: RepositoryId, branch: string): Promise<readonly Proposal[]>;
  /** By repository and pull request; refused (false) under an old fence. */
  saveProposal(proposal: Proposal, lease: Lease): Promise<boolean>;
  audit(entry: AuditEntry): Promise<void>;
  auditTrail(repository: RepositoryId): Promise<readonly AuditEntry[]>;

  /** Whether it answers. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
