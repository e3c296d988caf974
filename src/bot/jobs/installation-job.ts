/**
 * Looks at an installation: which repositories it has, and which of them are to be surveyed or invited now. A small one is
 * invited at once; a large one is looked at silently first, then invited a few a day, the most urgent first.
 */

import {
  HostRefused,
  HostUnavailable,
  type InstallationId,
  type RepositoryFacts,
  type RepositoryId,
  type RepositoryRecord,
  RetryAfter,
} from "../../ports/index.ts";
import { defaults } from "../defaults.ts";
import type { WorkDependencies } from "../dependencies.ts";
import { ringRepository } from "../ring.ts";

const hour = 3_600_000;
const day = 24 * hour;

/**
 * Whether access is there, the host knows best: an event that said so may have been lost.
 *
 * @throws {RetryAfter} when the host asks to wait.
 */
export async function doInstallation(
  id: InstallationId,
  signal: AbortSignal,
  dependencies: WorkDependencies,
): Promise<void> {
  if ((await dependencies.store.installation(id)) === undefined) return;
  try {
    const facts: RepositoryFacts[] = [];
    for await (const each of dependencies.host.repositories(id, signal)) facts.push(each);
    await noteSuspension(id, false, dependencies);
    await record(id, facts, dependencies);
    await look(id, facts, dependencies);
  } catch (error) {
    if (error instanceof HostUnavailable) throw new RetryAfter(error.retryAfter, error.message);
    if (!(error instanceof HostRefused)) throw error;
    dependencies.log.warn({ installation: id, err: error }, "access to the installation is gone");
    await noteSuspension(id, true, dependencies);
  }
}

/** One that was removed meanwhile stays so. */
async function noteSuspension(id: InstallationId, isSuspended: boolean, { store }: WorkDependencies): Promise<void> {
  const known = await store.installation(id);
  if (known === undefined || known.isSuspended === isSuspended) return;
  await store.saveInstallation({ ...known, isSuspended });
}

/** What webhooks got wrong is put right: the host's list is the truth. */
async function record(
  installation: InstallationId,
  facts: readonly RepositoryFacts[],
  { store }: WorkDependencies,
): Promise<void> {
  for (const { id, fullName, isArchived } of facts)
    await store.saveRepository({ id, installation, fullName, isArchived });
  const seen = new Set(facts.map(({ id }) => id));
  for (const { id } of await store.repositories(installation)) if (!seen.has(id)) await store.removeRepository(id);
}

async function look(
  installation: InstallationId,
  facts: readonly RepositoryFacts[],
  dependencies: WorkDependencies,
): Promise<void> {
  const suited = new Set(facts.filter(isSuited).map(({ id }) => id));
  const isLarge = facts.length > defaults.survey.aboveRepositories;
  for (const repository of await dependencies.store.repositories(installation))
    if (repository.stage === "new" && suited.has(repository.id))
      await ask(repository, isLarge ? "survey" : "onboard", dependencies);
  await invite(installation, suited, dependencies);
}

/** Whoever still rests after the silent look keeps its place before the less urgent; who finds no room waits. */
async function invite(
  installation: InstallationId,
  suited: ReadonlySet<RepositoryId>,
  dependencies: WorkDependencies,
): Promise<void> {
  const { store, clock } = dependencies;
  const now = clock.now();
  // Of those from exactly a day ago none counts any more.
  const invited = await store.onboardedSince(installation, new Date(now.getTime() - day + 1));
  const room = Math.max(0, defaults.onboarding.perDay - invited);
  const surveyed = (await store.repositories(installation)).filter(({ stage }) => stage === "surveyed");
  const next = surveyed.filter(({ id, dueAt }) => suited.has(id) && dueAt !== undefined);
  const chosen = new Set(next.toSorted(compareUrgency).slice(0, room));
  const due = surveyed.filter(({ dueAt }) => dueAt !== undefined && dueAt <= now);
  for (const repository of due) if (chosen.has(repository)) await onboard(repository, dependencies);
  const again = new Date(clock.now().getTime() + hour);
  for (const repository of due)
    if (!chosen.has(repository)) await store.updateRepository(repository.id, { dueAt: again });
}

/** Who is first of those that wait, as `toSorted` wants it. */
function compareUrgency(a: RepositoryRecord, b: RepositoryRecord): number {
  return b.urgency - a.urgency || Number(a.dueAt) - Number(b.dueAt) || a.id - b.id;
}

/** Only to these we speak unasked. */
function isSuited({ isArchived, isFork, isEmpty }: RepositoryFacts): boolean {
  return !isArchived && !isFork && !isEmpty;
}

/** The stage first: it is what is counted, and a wish that is lost comes again with the schedule. */
async function onboard(repository: RepositoryRecord, dependencies: WorkDependencies): Promise<void> {
  await dependencies.store.updateRepository(repository.id, { stage: "onboarding" });
  await ask(repository, "onboard", dependencies);
}

async function ask(
  repository: RepositoryRecord,
  kind: "survey" | "onboard",
  dependencies: WorkDependencies,
): Promise<void> {
  const { store, clock } = dependencies;
  await store.ask({ repository: repository.id, slot: kind, cause: { kind }, askedAt: clock.now() });
  await ringRepository(repository, dependencies);
}
