/**
 * Puts on the queue whatever the store says is undone or due. A queue may be emptied at any time: what the truth says comes
 * back within a minute or two. Bells that still wait are one with those rung here.
 */

import type { InstallationId, RepositoryRecord } from "../../ports/index.ts";
import { defaults } from "../defaults.ts";
import type { WorkDependencies } from "../dependencies.ts";
import { ring, ringInstallation } from "../ring.ts";
import { nextDue } from "../schedule.ts";

type SweepDependencies = Pick<WorkDependencies, "store" | "queue" | "clock" | "log" | "patience">;

/** Of each kind; the rest comes with the next sweep. */
const most = 500;

/** Run it as often as `patience` says; what is younger than that is on its way. */
export async function sweep(dependencies: SweepDependencies): Promise<void> {
  const { store, clock, patience } = dependencies;
  const before = new Date(clock.now().getTime() - patience);
  for (const id of await store.unfinishedDeliveries(before, most))
    await ring({ kind: "delivery", id }, {}, dependencies);
  await askDue(dependencies);
  await ringFairly(await store.repositoriesWithRequests(clock.now(), most), dependencies);
}

/** A repository that is active is asked for its advice; one that waits for its invitation has its installation looked at. */
async function askDue(dependencies: SweepDependencies): Promise<void> {
  const { store, clock } = dependencies;
  const now = clock.now();
  const waiting = new Set<InstallationId>();
  for (const { id, stage, installation } of await store.dueRepositories(now, most)) {
    if (stage === "surveyed") waiting.add(installation);
    else {
      await store.ask({ repository: id, slot: "schedule", cause: { kind: "schedule" }, askedAt: now });
      // Until the visit, which knows the repository's time zone.
      await store.updateRepository(id, { dueAt: nextDue(now, id, defaults.schedule) });
    }
  }
  for (const installation of waiting) await ringInstallation(installation, dependencies);
}

/** The first of every installation before the second of any. */
async function ringFairly(repositories: readonly RepositoryRecord[], dependencies: SweepDependencies): Promise<void> {
  const before = new Map<InstallationId, number>();
  for (const { id, installation } of repositories) {
    const priority = before.get(installation) ?? 0;
    before.set(installation, priority + 1);
    await ring({ kind: "repository", repository: id, installation }, { priority }, dependencies);
  }
}

/** Milliseconds for which replays are recognised. */
const remembered = 3 * 24 * 3_600_000;

/** Looks at every installation again, suspended ones too: heals what lost webhooks left wrong. Run it once a day. */
export async function reconcile(dependencies: SweepDependencies): Promise<void> {
  const { store, clock } = dependencies;
  await store.forgetDeliveries(new Date(clock.now().getTime() - remembered));
  for (const { id } of await dependencies.store.installations()) await ringInstallation(id, dependencies);
}
