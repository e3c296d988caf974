/** One visit to a repository: everything that is done there under one lease, at one moment. */

import { adviseProject, type ProjectAdvice } from "../advise/index.ts";
import type { ReadProjectFile } from "../project/index.ts";
import type { CommitSha, HostedRepository, Lease, RepositoryRecord } from "../ports/index.ts";
import type { Asked } from "./asked.ts";
import type { WorkDependencies } from "./dependencies.ts";

export interface Visit {
  readonly repository: RepositoryRecord;
  readonly host: HostedRepository;
  readonly lease: Lease;
  /** The whole visit is at this moment. */
  readonly now: Date;
  /** Fires when the lease is lost, too. */
  readonly signal: AbortSignal;
  readonly dependencies: WorkDependencies;
}

/** All advice of one visit is asked within so many milliseconds. */
const adviseWithin = 10 * 60_000;

/**
 * Advice on the files at `head`. @throws {UserError} when there is nothing to advise, or a configuration that cannot be
 * read.
 */
export function adviseAt(head: CommitSha, asked: Asked, visit: Visit): Promise<ProjectAdvice> {
  const signal = AbortSignal.any([visit.signal, AbortSignal.timeout(adviseWithin)]);
  // One pull request holds the locks of all environments, whichever of them was asked about.
  const options = { ...asked, withOthers: true };
  const request = { readFile: fileReader(head, visit), options, command: commandFor(asked) };
  return adviseProject(request, visit.dependencies.services, signal);
}

/** The files at `head`. */
export function fileReader(head: CommitSha, { host }: Visit): ReadProjectFile {
  return (path, bytes, signal) => host.readFile(head, path, bytes, signal);
}

/** What a reader runs on a clone to get the same answer. */
function commandFor({ environment, recommendationType }: Asked): string {
  const words = ["thoth advise --online"];
  if (environment !== undefined) words.push(`--environment ${environment}`);
  if (recommendationType !== undefined) words.push(`--recommendation-type ${recommendationType}`);
  return words.join(" ");
}

/** Notes a write for the question who did what and why. */
export async function audit(
  what: string,
  detail: string,
  { repository, lease, now, dependencies }: Visit,
): Promise<void> {
  await dependencies.store.audit({ repository: repository.id, at: now, fence: lease.fence, what, detail });
}
