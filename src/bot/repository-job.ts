/**
 * Whatever is asked of a repository, in one visit under one lease. All wishes that came together are answered by one look
 * at the default branch as it is now; only commands have answers of their own.
 */

import {
  type Cause,
  type HostedRepository,
  HostRefused,
  HostUnavailable,
  type RepositoryId,
  type RepositoryRecord,
  type RepositoryRequest,
  RetryAfter,
} from "../ports/index.ts";
import { adviseRepository } from "./advise-visit.ts";
import type { Reason } from "./decide.ts";
import type { WorkDependencies } from "./dependencies.ts";
import { withLease } from "./lease.ts";
import { ringInstallation } from "./ring.ts";
import { type CommandCause, runCommand } from "./run-command.ts";
import { surveyRepository } from "./survey.ts";
import type { Visit } from "./visit.ts";

/** Does all open wishes. Those that come meanwhile stay open and ring again. @throws {RetryAfter} when the host asks to wait. */
export async function doRepository(
  id: RepositoryId,
  signal: AbortSignal,
  dependencies: WorkDependencies,
): Promise<void> {
  const { store, log } = dependencies;
  const repository = await store.repository(id);
  if (repository === undefined || (await isSuspended(repository, dependencies))) return;
  try {
    await withLease(id, dependencies, signal, async ({ lease, guard, signal: held }) => {
      const requests = await store.openRequests(id);
      if (requests.length === 0) return;
      const host = await dependencies.host.open(repository.installation, id, guard, held);
      const visit = { repository, host, lease, now: dependencies.clock.now(), signal: held, dependencies };
      await recognise(host, repository, dependencies);
      await doRequests(requests, visit);
    });
  } catch (error) {
    if (error instanceof HostUnavailable) throw new RetryAfter(error.retryAfter, error.message);
    if (!(error instanceof HostRefused)) throw error;
    log.warn({ repository: id, err: error }, "access is gone; its wishes are dropped");
    for (const request of await store.openRequests(id)) await store.finishRequest(request);
  }
}

async function isSuspended({ installation }: RepositoryRecord, { store }: WorkDependencies): Promise<boolean> {
  return (await store.installation(installation))?.isSuspended ?? true;
}

/** Webhooks get lost: the name and the state that the host says now are right. */
async function recognise(
  { facts }: HostedRepository,
  known: RepositoryRecord,
  { store }: WorkDependencies,
): Promise<void> {
  const { id, fullName, isArchived } = facts;
  if (fullName === known.fullName && isArchived === known.isArchived) return;
  await store.saveRepository({ id, installation: known.installation, fullName, isArchived });
}

async function doRequests(requests: readonly RepositoryRequest[], visit: Visit): Promise<void> {
  const { facts } = visit.host;
  const { store, log } = visit.dependencies;
  const causes = requests.map(({ cause }) => cause);
  // An archived repository takes no comment, an empty one has nothing to look at, and a fork follows another one.
  if (!facts.isArchived) await doCommands(causes, visit);
  if (!facts.isArchived && !facts.isEmpty && !facts.isFork) await doUnasked(causes, visit);
  for (const request of requests) await store.finishRequest(request);
  const { id, fullName } = facts;
  log.info({ repository: id, name: fullName, wishes: requests.map(({ slot }) => slot) }, "repository visited");
}

async function doCommands(causes: readonly Cause[], visit: Visit): Promise<void> {
  const commands = causes.filter((cause): cause is CommandCause => cause.kind === "command");
  for (const cause of commands) await runCommand(cause, visit);
}

/** Until it is invited, a repository is not spoken to because of a push or a schedule. */
async function doUnasked(causes: readonly Cause[], visit: Visit): Promise<void> {
  const reasons = new Set<Reason>();
  for (const { kind } of causes) if (kind !== "command" && kind !== "survey") reasons.add(kind);
  const { stage } = visit.repository;
  const isInvited = stage === "onboarding" || stage === "active" || reasons.has("onboard");
  if (isInvited && reasons.size > 0) await adviseRepository(undefined, reasons, visit);
  else if (causes.some(({ kind }) => kind === "survey")) await surveyRepository(visit);
  else if (reasons.has("push")) await lookAgain(visit);
}

/** Where nothing was found before, a push may have brought what is looked for. */
async function lookAgain({ repository, dependencies }: Visit): Promise<void> {
  if (repository.dueAt !== undefined) return;
  await dependencies.store.updateRepository(repository.id, { stage: "new" });
  await ringInstallation(repository.installation, dependencies);
}
