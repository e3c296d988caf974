/**
 * The advice store of one process, for tests and examples: gone when it ends. It runs on one thread without waiting, so
 * every method is atomic by itself. Records are copied on their way in and out, as a database does.
 */

import type {
  AdviceStore,
  AuditEntry,
  Clock,
  Delivery,
  DeliveryOutcome,
  InstallationId,
  InstallationRecord,
  Lease,
  Proposal,
  RepositoryId,
  RepositoryRecord,
  RepositoryRequest,
} from "../../ports/index.ts";

const day = 24 * 60 * 60 * 1000;

interface StoredRepository extends RepositoryRecord {
  /** When it last entered stage `onboarding`. */
  readonly onboardedAt: Date | undefined;
}

interface StoredLease {
  readonly fence: number;
  /** By the clock of the machine, in milliseconds; undefined once released. */
  readonly expiresAt: number | undefined;
}

export class MemoryAdviceStore implements AdviceStore {
  readonly #clock: Clock;
  readonly #deliveries = new Map<string, { readonly delivery: Delivery; isFinished: boolean }>();
  readonly #installations = new Map<InstallationId, InstallationRecord>();
  readonly #repositories = new Map<RepositoryId, StoredRepository>();
  readonly #requests = new Map<string, RepositoryRequest>();
  readonly #leases = new Map<RepositoryId, StoredLease>();
  readonly #proposals = new Map<string, Proposal>();
  readonly #audit = new Map<string, AuditEntry>();
  #lastRevision = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async saveDelivery(delivery: Delivery): Promise<DeliveryOutcome> {
    if (this.#deliveries.has(delivery.id)) return "known";
    const since = delivery.receivedAt.getTime() - day;
    const isRepeat = [...this.#deliveries.values()].some(
      ({ delivery: { event, bodyDigest, receivedAt } }) =>
        event === delivery.event && bodyDigest === delivery.bodyDigest && receivedAt.getTime() >= since,
    );
    const payload = isRepeat ? null : throughJson(delivery.payload ?? null);
    this.#deliveries.set(delivery.id, { delivery: { ...delivery, payload }, isFinished: isRepeat });
    return isRepeat ? "repeat" : "new";
  }

  async delivery(id: string): Promise<Delivery | undefined> {
    const stored = this.#deliveries.get(id);
    return stored === undefined || stored.isFinished ? undefined : structuredClone(stored.delivery);
  }

  async finishDelivery(id: string): Promise<void> {
    const stored = this.#deliveries.get(id);
    if (stored === undefined) return;
    this.#deliveries.set(id, { delivery: { ...stored.delivery, payload: null }, isFinished: true });
  }

  async forgetDeliveries(before: Date): Promise<void> {
    for (const [id, { delivery, isFinished }] of this.#deliveries)
      if (isFinished && delivery.receivedAt < before) this.#deliveries.delete(id);
  }

  async unfinishedDeliveries(before: Date, limit: number): Promise<readonly string[]> {
    const unfinished = [...this.#deliveries.values()].filter(
      ({ delivery, isFinished }) => !isFinished && delivery.receivedAt < before,
    );
    return sorted(unfinished, ({ delivery }) => [delivery.receivedAt.getTime(), delivery.id])
      .slice(0, limit)
      .map(({ delivery }) => delivery.id);
  }

  async saveInstallation({ id, account, isSuspended }: InstallationRecord): Promise<void> {
    this.#installations.set(id, { id, account, isSuspended });
  }

  async removeInstallation(id: InstallationId): Promise<void> {
    this.#installations.delete(id);
    for (const repository of this.#repositories.values())
      if (repository.installation === id) this.#removeRepository(repository.id);
  }

  async installation(id: InstallationId): Promise<InstallationRecord | undefined> {
    return structuredClone(this.#installations.get(id));
  }

  async installations(): Promise<readonly InstallationRecord[]> {
    return structuredClone(sorted([...this.#installations.values()], ({ id }) => [id]));
  }

  async saveRepository(
    repository: Pick<RepositoryRecord, "id" | "installation" | "fullName" | "isArchived">,
  ): Promise<void> {
    const { id, installation, fullName, isArchived } = repository;
    if (!this.#installations.has(installation))
      throw new Error(`repository ${id} (${fullName}) belongs to unknown installation ${installation}`);
    const known = this.#repositories.get(id);
    const { stage, dueAt, urgency, onboardedAt } = known ?? { stage: "new", urgency: 0 };
    this.#repositories.set(id, { id, installation, fullName, stage, isArchived, dueAt, urgency, onboardedAt });
  }

  async updateRepository(
    id: RepositoryId,
    change: Partial<Pick<RepositoryRecord, "stage" | "dueAt" | "urgency">>,
  ): Promise<void> {
    const known = this.#repositories.get(id);
    if (known === undefined) return;
    const enters = change.stage === "onboarding" && known.stage !== "onboarding";
    const onboardedAt = enters ? this.#clock.now() : known.onboardedAt;
    this.#repositories.set(id, { ...known, ...structuredClone(change), onboardedAt });
  }

  async removeRepository(id: RepositoryId): Promise<void> {
    this.#removeRepository(id);
  }

  #removeRepository(id: RepositoryId): void {
    this.#repositories.delete(id);
    for (const [key, request] of this.#requests) if (request.repository === id) this.#requests.delete(key);
  }

  async repository(id: RepositoryId): Promise<RepositoryRecord | undefined> {
    const stored = this.#repositories.get(id);
    return stored && readRepository(stored);
  }

  async repositories(installation: InstallationId): Promise<readonly RepositoryRecord[]> {
    const own = [...this.#repositories.values()].filter((repository) => repository.installation === installation);
    return sorted(own, ({ id }) => [id]).map(readRepository);
  }

  async dueRepositories(now: Date, limit: number): Promise<readonly RepositoryRecord[]> {
    const due = [...this.#repositories.values()].filter(
      ({ isArchived, dueAt, installation }) =>
        !isArchived && dueAt !== undefined && dueAt <= now && !this.#isSuspended(installation),
    );
    return sorted(due, ({ dueAt, id }) => [dueAt?.getTime() ?? 0, id])
      .slice(0, limit)
      .map(readRepository);
  }

  async onboardedSince(installation: InstallationId, since: Date): Promise<number> {
    return [...this.#repositories.values()].filter(
      (repository) =>
        repository.installation === installation &&
        repository.onboardedAt !== undefined &&
        repository.onboardedAt >= since,
    ).length;
  }

  async ask(request: Pick<RepositoryRequest, "repository" | "slot" | "cause" | "askedAt">): Promise<RepositoryRequest> {
    const { repository, slot, cause, askedAt } = request;
    if (!this.#repositories.has(repository))
      throw new Error(`${slot} is asked for repository ${repository}, which is unknown`);
    const asked = { repository, slot, cause, askedAt, revision: ++this.#lastRevision };
    this.#requests.set(`${repository} ${slot}`, structuredClone(asked));
    return structuredClone(asked);
  }

  async openRequests(repository: RepositoryId): Promise<readonly RepositoryRequest[]> {
    const open = [...this.#requests.values()].filter((request) => request.repository === repository);
    return structuredClone(sorted(open, ({ askedAt, revision }) => [askedAt.getTime(), revision]));
  }

  async finishRequest({ repository, slot, revision }: RepositoryRequest): Promise<boolean> {
    const key = `${repository} ${slot}`;
    const open = this.#requests.get(key);
    if (open !== undefined && open.revision !== revision) return false;
    this.#requests.delete(key);
    return true;
  }

  async repositoriesWithRequests(before: Date, limit: number): Promise<readonly RepositoryRecord[]> {
    const old = [...this.#requests.values()].filter(({ askedAt }) => askedAt < before);
    const oldestFirst = sorted(old, ({ askedAt, repository }) => [askedAt.getTime(), repository]);
    const ids = new Set(oldestFirst.map(({ repository }) => repository));
    // A request goes with its repository, so each is there.
    const repositories = [...ids].map((id) => this.#repositories.get(id)!);
    return repositories
      .filter(({ installation }) => !this.#isSuspended(installation))
      .slice(0, limit)
      .map(readRepository);
  }

  #isSuspended(installation: InstallationId): boolean {
    return this.#installations.get(installation)?.isSuspended ?? false;
  }

  async claim(repository: RepositoryId, seconds: number): Promise<Lease | undefined> {
    const held = this.#leases.get(repository);
    if (held?.expiresAt !== undefined && held.expiresAt > Date.now()) return undefined;
    const fence = (held?.fence ?? 0) + 1;
    this.#leases.set(repository, { fence, expiresAt: Date.now() + seconds * 1000 });
    return { repository, fence };
  }

  async renew(lease: Lease, seconds: number): Promise<boolean> {
    if (!this.#isHeld(lease)) return false;
    this.#leases.set(lease.repository, { fence: lease.fence, expiresAt: Date.now() + seconds * 1000 });
    return true;
  }

  async release(lease: Lease): Promise<void> {
    if (this.#isHeld(lease)) this.#leases.set(lease.repository, { fence: lease.fence, expiresAt: undefined });
  }

  /** Nobody claimed it since, even where it has expired. */
  #isHeld({ repository, fence }: Lease): boolean {
    const stored = this.#leases.get(repository);
    return stored?.fence === fence && stored.expiresAt !== undefined;
  }

  async proposals(repository: RepositoryId, branch: string): Promise<readonly Proposal[]> {
    const own = [...this.#proposals.values()].filter(
      (proposal) => proposal.repository === repository && proposal.branch === branch,
    );
    return structuredClone(sorted(own, ({ pullRequest }) => [-pullRequest]));
  }

  async saveProposal(proposal: Proposal, lease: Lease): Promise<boolean> {
    if (proposal.repository !== lease.repository || !this.#isHeld(lease)) return false;
    this.#proposals.set(`${proposal.repository} ${proposal.pullRequest}`, structuredClone(proposal));
    return true;
  }

  async audit(entry: AuditEntry): Promise<void> {
    // The one character that text in PostgreSQL cannot hold.
    const stored = { ...structuredClone(entry), detail: entry.detail.replaceAll("\0", "\uFFFD") };
    const key = JSON.stringify(stored);
    if (!this.#audit.has(key)) this.#audit.set(key, stored);
  }

  async auditTrail(repository: RepositoryId): Promise<readonly AuditEntry[]> {
    const own = [...this.#audit.values()].filter((entry) => entry.repository === repository);
    return structuredClone(sorted(own, ({ at }) => [at.getTime()]));
  }

  async ping(): Promise<void> {}

  async close(): Promise<void> {}
}

function throughJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

function readRepository(stored: StoredRepository): RepositoryRecord {
  const { id, installation, fullName, stage, isArchived, dueAt, urgency } = stored;
  return structuredClone({ id, installation, fullName, stage, isArchived, dueAt, urgency });
}

/** A sorted copy; equal keys keep their order. */
function sorted<T>(items: readonly T[], key: (item: T) => readonly (number | string)[]): T[] {
  return [...items].sort((a, b) => {
    const [left, right] = [key(a), key(b)];
    for (const [i, value] of left.entries()) {
      if (value < right[i]!) return -1;
      if (value > right[i]!) return 1;
    }
    return 0;
  });
}
