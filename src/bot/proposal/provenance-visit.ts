/**
 * When the check "Thoth provenance" runs: for what was pushed, for what we propose, and for pull requests of others that
 * change a lock. A pull request from a fork is data: its settings and its indexes are those of the default branch.
 */

import { limits, UserError } from "../../base/index.ts";
import type { Cause, CommitSha } from "../../ports/index.ts";
import { isLockFile, keepTelling, type ProjectPlace, type ReadProjectFile } from "../../project/index.ts";
import { type BotSettings, configurationPath, readSettings } from "../settings.ts";
import { fileReader, remembering, timeOf, type Visit } from "../visit.ts";
import type { OneProject } from "./advise-one.ts";
import type { Reason } from "./decide.ts";
import type { ProjectOutcome } from "./outcome.ts";
import { type CheckedProject, provenanceRun } from "./provenance-run.ts";

/** What one visit found at the default branch. */
export interface Looked {
  readonly head: CommitSha;
  readonly settings: BotSettings;
  /** At `head`. */
  readonly readFile: ReadProjectFile;
  readonly reasons: ReadonlySet<Reason>;
  readonly done: readonly OneProject[];
}

/** Checks what was pushed, and each of our pull requests against it. Nothing unless the repository asks for it. */
export async function checkLocks({ head, settings, readFile, reasons, done }: Looked, visit: Visit): Promise<void> {
  if (!settings.provenance.isEnabled) return;
  const places = done.map(({ place }) => place);
  if (reasons.has("push")) await check(head, { readFile, settings }, places, visit);
  for (const { place, outcome } of done)
    for (const proposed of proposedHeads(outcome)) {
      const files = { readFile: fileReader(proposed, visit), readBefore: readFile, settings };
      await check(proposed, files, [place], visit);
    }
}

function proposedHeads(outcome: ProjectOutcome): readonly CommitSha[] {
  if (outcome.kind !== "advised") return [];
  const deeds = [outcome.deed, outcome.security?.deed];
  return deeds.flatMap((deed) => (deed?.kind === "proposed" ? [deed.pullRequest.head] : []));
}

export type PullRequestCause = Extract<Cause, { readonly kind: "pull-request" }>;

/** Locks of a pull request that are looked at to see whether it changes one. */
const mostLocks = 20;

/** Checks a pull request of somebody else, where it changes a lock. */
export async function checkPullRequest({ head, isFork }: PullRequestCause, visit: Visit): Promise<void> {
  const { host, signal, adviser } = visit;
  const base = await host.head(signal);
  const readBefore = remembering(fileReader(base, visit));
  const settings = await readSettings(readBefore, adviser, signal);
  if (!settings.provenance.isEnabled) return;
  const own = remembering(fileReader(head, visit));
  const readFile: ReadProjectFile = (path, ...rest) => (path === configurationPath ? readBefore : own)(path, ...rest);
  const files = await host.listFiles(head, signal);
  if (!(await changesLock(files, readFile, readBefore, signal))) return;
  const { places } = await adviser.projects({ files: keepTelling(files), readFile }, timeOf(1, visit));
  await check(head, { readFile, readBefore, settings, onlyPublic: isFork }, places, visit);
}

async function changesLock(
  files: readonly string[],
  readFile: ReadProjectFile,
  readBefore: ReadProjectFile,
  signal: AbortSignal,
): Promise<boolean> {
  for (const path of files.filter(isLockFile).slice(0, mostLocks)) {
    const [now, before] = [readFile, readBefore].map((read) => read(path, limits.lock.bytes, signal));
    if ((await now) !== (await before)) return true;
  }
  return false;
}

interface CheckedFiles {
  readonly readFile: ReadProjectFile;
  readonly readBefore?: ReadProjectFile;
  readonly settings: BotSettings;
  readonly onlyPublic?: boolean;
}

async function check(
  head: CommitSha,
  files: CheckedFiles,
  places: readonly ProjectPlace[],
  visit: Visit,
): Promise<void> {
  const checked: CheckedProject[] = [];
  for (const place of places)
    checked.push({ place, outcome: await checkPlace(place, files, timeOf(places.length, visit), visit) });
  const run = provenanceRun(checked);
  if (run !== undefined) await visit.host.writeCheck(head, run, visit.signal);
}

async function checkPlace(
  place: ProjectPlace,
  { readFile, readBefore, settings, onlyPublic = false }: CheckedFiles,
  within: AbortSignal,
  { adviser }: Visit,
): Promise<CheckedProject["outcome"]> {
  try {
    const { allowed } = settings.provenance;
    return await adviser.provenance({ readFile, readBefore, options: { place }, allowed, onlyPublic }, within);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}
