/** The tables of schema `kb` as their columns come and go. `migrations/` makes them. */

import type { ColumnType, Generated } from "kysely";

import type { Proposal, RepositoryStage } from "../../ports/index.ts";

/** Kept as text, never searched: unlike `jsonb` it takes every string that JSON can spell. */
type Json = ColumnType<unknown, string, string>;

export interface Tables {
  readonly delivery: DeliveryTable;
  readonly installation: InstallationTable;
  readonly repository: RepositoryTable;
  readonly request: RequestTable;
  readonly lease: LeaseTable;
  readonly proposal: ProposalTable;
  readonly audit: AuditTable;
}

interface DeliveryTable {
  readonly id: string;
  readonly event: string;
  readonly body_digest: string;
  readonly received_at: Date;
  /** Null once finished. */
  readonly payload: ColumnType<unknown, string | null, null>;
  readonly is_finished: boolean;
}

interface InstallationTable {
  readonly id: number;
  readonly account: string;
  readonly is_suspended: boolean;
}

export interface RepositoryTable {
  readonly id: number;
  readonly installation: number;
  readonly full_name: string;
  readonly stage: ColumnType<RepositoryStage, RepositoryStage | undefined>;
  readonly is_archived: boolean;
  readonly due_at: Date | null;
  readonly urgency: Generated<number>;
  /** When it last entered stage `onboarding`. */
  readonly onboarded_at: Date | null;
}

export interface RequestTable {
  readonly repository: number;
  readonly slot: string;
  readonly cause: Json;
  readonly asked_at: Date;
  readonly revision: number;
}

interface LeaseTable {
  readonly repository: number;
  readonly fence: number;
  /** By the clock of the database. Null once released. */
  readonly expires_at: Date | null;
}

export interface ProposalTable {
  readonly repository: number;
  readonly pull_request: number;
  readonly branch: string;
  readonly head: string;
  readonly digest: string;
  readonly state: Proposal["state"];
  readonly declined_at: Date | null;
}

interface AuditTable {
  readonly id: Generated<number>;
  readonly repository: number;
  readonly at: Date;
  readonly fence: number;
  readonly what: string;
  readonly detail: string;
}
