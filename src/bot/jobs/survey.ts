/**
 * A silent look at a repository of a large installation: it finds out how urgently the locks want attention, asks no index
 * and writes nothing. It costs at most six requests: a token, which tells of the repository, its head, its tree, and three
 * files: its settings, where it has any, for they say which advisories are ignored, and locks.
 */

import type { SurveyedFiles } from "../../advise/index.ts";
import { limits, UserError } from "../../base/index.ts";
import type { CommitSha } from "../../ports/index.ts";
import { isLockFile, isManifestFile } from "../../project/index.ts";
import { defaults } from "../defaults.ts";
import { configurationPath } from "../settings.ts";
import { fileReader, type Visit } from "../visit.ts";

/** What is left of the requests for files. */
const mostFiles = defaults.survey.requestsPerRepository - 3;

const hour = 3_600_000;

/** Notes the urgency, and when the repository may be invited at the earliest; one without a manifest is never. */
export async function surveyRepository(visit: Visit): Promise<void> {
  const { host, repository, now, signal, dependencies } = visit;
  const head = await host.head(signal);
  const files = await host.listFiles(head, signal);
  const mostLocks = mostFiles - (files.includes(configurationPath) ? 1 : 0);
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
  const locks = files.filter(isLockFile).slice(0, most);
  const configuration =
    locks.length > 0 && files.includes(configurationPath)
      ? await tryRead(configurationPath, limits.configuration.bytes, head, visit)
      : undefined;
  let worst = 0;
  for (const path of locks) worst = Math.max(worst, await urgencyOf(path, configuration, head, visit));
  return worst;
}

type Surveyed = SurveyedFiles["lock"];

/** A lock that cannot be read is no reason for hurry. */
async function urgencyOf(
  path: string,
  configuration: Surveyed | undefined,
  head: CommitSha,
  visit: Visit,
): Promise<number> {
  const lock = await tryRead(path, limits.lock.bytes, head, visit);
  if (lock === undefined) return 0;
  try {
    return await visit.adviser.survey({ lock, configuration }, visit.signal);
  } catch (error) {
    return tellUnread(path, error, visit) ?? 0;
  }
}

async function tryRead(place: string, bytes: number, head: CommitSha, visit: Visit): Promise<Surveyed | undefined> {
  try {
    const text = await fileReader(head, visit)(place, bytes, visit.signal);
    return text === undefined ? undefined : { place, text };
  } catch (error) {
    return tellUnread(place, error, visit);
  }
}

/** @throws what is no fault of the file. */
function tellUnread(path: string, error: unknown, { repository, dependencies }: Visit): undefined {
  if (!(error instanceof UserError)) throw error;
  dependencies.log.info({ repository: repository.id, path, code: error.code }, "a file cannot be surveyed");
}
