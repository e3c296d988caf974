/**
 * Looks at an installation: which repositories it has, and which of them are to be surveyed or invited now. A small one is
 * invited at once; a large one is looked at silently first, then invited a few a day, the most urgent first.
 */

import {
  HostRefused,
  HostUnavailable,
  type InstallationId,
  type RepositoryFacts,
  type RepositoryRecord,
  RetryAfter,
} from "../ports/index.ts";
import { defaults } from "./defaults.ts";
import type { WorkDependencies } from "./dependencies.ts";
import { ringRepository } from "./ring.ts";

const day = 24 * 3_600_000;

/** @throws {RetryAfter} when the host asks to wait. */
export async function doInstallation(
  id: InstallationId,
  signal: AbortSignal,
  dependencies: WorkDependencies,
): Promise<void> {
  const installation = await dependencies.store.installation(id);
  if (installation === undefined || installation.isSuspended) return;
  try {
    const facts: RepositoryFacts[] = [];
    for await (const each of dependencies.host.repositories(id, signal)) facts.push(each);
    await record(id, facts, dependencies);
    await invite(id, facts, dependencies);
  } catch (error) {
    if (error instanceof HostUnavailable) throw new RetryAfter(error.retryAfter, error.message);
    if (!(error instanceof HostRefused)) throw error;
    dependencies.log.warn({ installation: id, err: error }, "access to the installation is gone");
  }
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

async function invite(
  installation: InstallationId,
  facts: readonly RepositoryFacts[],
  dependencies: WorkDependencies,
): Promise<void> {
  const { store, clock } = dependencies;
  const now = clock.now();
  const suited = new Set(facts.filter(isSuited).map(({ id }) => id));
  const repositories = (await store.repositories(installation)).filter(({ id }) => suited.has(id));
  const fresh = repositories.filter(({ stage }) => stage === "new");
  const isLarge = facts.length > defaults.survey.aboveRepositories;
  for (const repository of fresh) await ask(repository, isLarge ? "survey" : "onboard", dependencies);
  const due = repositories.filter(({ stage, dueAt }) => stage === "surveyed" && dueAt !== undefined && dueAt <= now);
  const room = defaults.onboarding.perDay - (await store.onboardedSince(installation, new Date(now.getTime() - day)));
  const urgentFirst = due.toSorted((a, b) => b.urgency - a.urgency || a.id - b.id);
  for (const [index, repository] of urgentFirst.entries()) {
    if (index < room) await onboard(repository, dependencies);
    else await store.updateRepository(repository.id, { dueAt: new Date(now.getTime() + day) });
  }
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
