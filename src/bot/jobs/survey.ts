/**
 * A silent look at a repository of a large installation: it finds out how urgently the locks want attention, asks no index
 * and writes nothing. It costs at most six requests: a token, which tells of the repository, its head, its tree, and three locks.
 */

import { limits, UserError } from "../../base/index.ts";
import type { CommitSha } from "../../ports/index.ts";
import { isLockFile, isManifestFile } from "../../project/index.ts";
import { defaults } from "../defaults.ts";
import { fileReader, type Visit } from "../visit.ts";

/** What is left of the requests for locks. */
const mostLocks = defaults.survey.requestsPerRepository - 3;

const hour = 3_600_000;

/** Notes the urgency, and when the repository may be invited at the earliest; one without a manifest is never. */
export async function surveyRepository(visit: Visit): Promise<void> {
  const { host, repository, now, signal, dependencies } = visit;
  const head = await host.head(signal);
  const files = await host.listFiles(head, signal);
  const urgency = await worstOf(files, head, mostLocks, visit);
  const dueAt = files.some(isManifestFile) ? new Date(now.getTime() + defaults.onboarding.restHours * hour) : undefined;
  await dependencies.store.updateRepository(repository.id, { stage: "surveyed", urgency, dueAt });
}

/** Whether a lock of the default branch has a severe advisory. It asks no index. */
export async function hasSevereAdvisory(visit: Visit): Promise<boolean> {
  const { host, signal } = visit;
  if (host.facts.isEmpty) return false;
  const head = await host.head(signal);
  const files = await host.listFiles(head, signal);
  return (await worstOf(files, head, limits.configuration.projects, visit)) >= severe;
}

/** As `survey-lock.ts` counts. */
const severe = 3;

/** @param most locks that are read. */
async function worstOf(files: readonly string[], head: CommitSha, most: number, visit: Visit): Promise<number> {
  let worst = 0;
  for (const path of files.filter(isLockFile).slice(0, most))
    worst = Math.max(worst, await urgencyOf(path, fileReader(head, visit), visit));
  return worst;
}

/** A lock that cannot be read is no reason for hurry. */
async function urgencyOf(path: string, read: ReturnType<typeof fileReader>, visit: Visit): Promise<number> {
  const { log } = visit.dependencies;
  try {
    const text = await read(path, limits.lock.bytes, visit.signal);
    return text === undefined ? 0 : await visit.adviser.survey(path, text, visit.signal);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    log.info({ repository: visit.repository.id, path, code: error.code }, "a lock cannot be surveyed");
    return 0;
  }
}
