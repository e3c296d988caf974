/** What an event comes to: changes of the store, each safe to repeat, and the bell for whoever has to act on them. */

import type { Cause, InstallationId, InstallationRecord, RepositoryId } from "../../ports/index.ts";
import type { IntakeDependencies } from "../dependencies.ts";
import { ringInstallation, ringRepository } from "../ring.ts";

/** A repository as an event shows it. */
export interface SeenRepository {
  readonly id: RepositoryId;
  readonly installation: InstallationId;
  /** Who owns it. */
  readonly account: string;
  readonly fullName: string;
  readonly isArchived: boolean;
}

export type StoreChange =
  | { readonly kind: "installation-saved"; readonly installation: InstallationRecord }
  | { readonly kind: "installation-removed"; readonly installation: InstallationId }
  | {
      readonly kind: "repositories-added";
      readonly installation: InstallationRecord;
      readonly repositories: readonly Pick<SeenRepository, "id" | "fullName">[];
    }
  /** From this installation: after a transfer another one may have them by now. */
  | {
      readonly kind: "repositories-removed";
      readonly installation: InstallationId;
      readonly repositories: readonly RepositoryId[];
    }
  | { readonly kind: "repository-changed"; readonly repository: SeenRepository }
  | { readonly kind: "wish-asked"; readonly repository: SeenRepository; readonly slot: string; readonly cause: Cause };

/** Carries a change out. The store first: a bell that is lost is rung again by the sweeper. */
export async function applyChange(change: StoreChange, dependencies: IntakeDependencies): Promise<void> {
  const { store } = dependencies;
  switch (change.kind) {
    case "installation-saved":
      await store.saveInstallation(change.installation);
      return ringInstallation(change.installation.id, dependencies);
    case "installation-removed":
      return store.removeInstallation(change.installation);
    case "repositories-added":
      await store.saveInstallation(change.installation);
      for (const { id, fullName } of change.repositories)
        await store.saveRepository({ id, fullName, installation: change.installation.id, isArchived: false });
      return ringInstallation(change.installation.id, dependencies);
    case "repositories-removed":
      for (const id of change.repositories)
        if ((await store.repository(id))?.installation === change.installation) await store.removeRepository(id);
      return;
    case "repository-changed":
      return seeRepository(change.repository, dependencies);
    case "wish-asked":
      return askWish(change, dependencies);
  }
}

async function askWish(
  { repository, slot, cause }: Extract<StoreChange, { readonly kind: "wish-asked" }>,
  dependencies: IntakeDependencies,
): Promise<void> {
  const { store, clock } = dependencies;
  await seeRepository(repository, dependencies);
  await store.ask({ repository: repository.id, slot, cause, askedAt: clock.now() });
  await ringRepository(repository, dependencies);
}

/**
 * Events come late and out of order: one of a repository may be the first that is heard of its installation, and none comes
 * while that is suspended.
 */
async function seeRepository(repository: SeenRepository, dependencies: IntakeDependencies): Promise<void> {
  const { store } = dependencies;
  const { id, installation, account, fullName, isArchived } = repository;
  const known = await store.installation(installation);
  if (known === undefined) await store.saveInstallation({ id: installation, account, isSuspended: false });
  if (known === undefined || known.isSuspended) await ringInstallation(installation, dependencies);
  await store.saveRepository({ id, installation, fullName, isArchived });
}
