/**
 * Whatever is asked of a repository, in one visit under one lease. All wishes that came together are answered by one look
 * at the default branch as it is now; only commands have answers of their own.
 */

import { UserError } from "../../base/index.ts";
import {
  type Cause,
  type HostedRepository,
  HostRefused,
  HostUnavailable,
  type RepositoryId,
  type RepositoryRecord,
  type RepositoryRequest,
  RetryAfter,
} from "../../ports/index.ts";
import { adviseRepository } from "../proposal/advise-visit.ts";
import type { Reason } from "../proposal/decide.ts";
import { checkPullRequest, type PullRequestCause } from "../proposal/provenance-visit.ts";
import { checkSource, sourceIn } from "../proposal/source-check.ts";
import type { WorkDependencies } from "../dependencies.ts";
import { isHopeless } from "./give-up.ts";
import { withLease } from "./lease.ts";
import { ringInstallation } from "../ring.ts";
import { type CommandCause, concludeCommand, giveUpCommand, runCommand } from "./run-command.ts";
import { hasSevereAdvisory, surveyRepository } from "./survey.ts";
import type { Visit } from "../visit.ts";

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
      const adviser = dependencies.openAdviser(host.facts.fullName);
      try {
        const visit = { repository, host, adviser, lease, now: dependencies.clock.now(), signal: held, dependencies };
        await recognise(host, repository, dependencies);
        await doRequests(requests, visit);
      } finally {
        adviser.close();
      }
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

/** Each command is finished as soon as it is answered, so that nothing which fails later has it carried out twice. */
async function doRequests(requests: readonly RepositoryRequest[], visit: Visit): Promise<void> {
  const { facts } = visit.host;
  const { store, log } = visit.dependencies;
  const fresh = await giveUpOld(requests, visit);
  const [commands, others] = [fresh.filter(isCommand), fresh.filter((request) => !isCommand(request))];
  // An archived repository takes no comment, an empty one has nothing to look at, and a fork follows another one.
  if (!facts.isArchived) for (const command of commands) await doCommand(command, visit);
  const causes = others.map(({ cause }) => cause);
  if (!facts.isArchived && !facts.isEmpty && !facts.isFork) {
    for (const cause of causes) {
      const source = sourceIn(cause, facts.defaultBranch);
      if (source !== undefined) await checkSource(source, visit);
    }
    await doUnasked(causes, visit);
  }
  for (const request of requests) await store.finishRequest(request);
  const { id, fullName } = facts;
  log.info({ repository: id, name: fullName, wishes: requests.map(({ slot }) => slot) }, "repository visited");
}

type CommandRequest = RepositoryRequest & { readonly cause: CommandCause };

function isCommand(request: RepositoryRequest): request is CommandRequest {
  return request.cause.kind === "command";
}

async function doCommand(request: CommandRequest, visit: Visit): Promise<void> {
  const aftermath = await runCommand(request.cause, visit);
  await visit.dependencies.store.finishRequest(request);
  await concludeCommand(aftermath, request.cause, visit);
}

/** @returns those that are still worth a try. */
async function giveUpOld(requests: readonly RepositoryRequest[], visit: Visit): Promise<readonly RepositoryRequest[]> {
  const { now, repository, host } = visit;
  const { store, log } = visit.dependencies;
  const old = requests.filter(({ askedAt }) => isHopeless(askedAt, now));
  for (const request of old) {
    log.error({ repository: repository.id, wish: request.slot }, "a wish was given up after a day of trying");
    await store.finishRequest(request);
    if (isCommand(request) && !host.facts.isArchived) await giveUpCommand(request.cause, visit);
  }
  return requests.filter((request) => !old.includes(request));
}

/** Until it is invited, a repository is not spoken to because of a push or a schedule. */
async function doUnasked(causes: readonly Cause[], visit: Visit): Promise<void> {
  const reasons = new Set<Reason>();
  for (const { kind } of causes)
    if (kind !== "command" && kind !== "survey" && kind !== "pull-request" && kind !== "source") reasons.add(kind);
  const isInvited = reasons.has("onboard") || (await isSpokenTo(visit));
  if (isInvited) for (const cause of causes) if (cause.kind === "pull-request") await checkQuietly(cause, visit);
  // News of advisories is for those whose locks have a severe one.
  if (reasons.has("knowledge") && isInvited && reasons.size === 1 && !(await hasSevereAdvisory(visit))) return;
  if (isInvited && reasons.size > 0) await adviseRepository({ asked: undefined, project: undefined, reasons }, visit);
  else if (isInvited) return;
  else if (causes.some(({ kind }) => kind === "survey")) await surveyRepository(visit);
  else if (reasons.has("push")) await lookAgain(visit);
}

/** What is wrong with the files is told by the checks on them, and a pull request that is gone by nobody. */
async function checkQuietly(cause: PullRequestCause, visit: Visit): Promise<void> {
  try {
    await checkPullRequest(cause, visit);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { repository, dependencies } = visit;
    dependencies.log.info({ repository: repository.id, code: error.code }, "a pull request could not be checked");
  }
}

/** As of now: a command of this very visit may have begun it. */
async function isSpokenTo({ repository, dependencies }: Visit): Promise<boolean> {
  const stage = (await dependencies.store.repository(repository.id))?.stage;
  return stage === "onboarding" || stage === "active";
}

/** Where nothing was found before, a push may have brought what is looked for. */
async function lookAgain({ repository, dependencies }: Visit): Promise<void> {
  if (repository.dueAt !== undefined) return;
  await dependencies.store.updateRepository(repository.id, { stage: "new" });
  await ringInstallation(repository.installation, dependencies);
}
