/**
 * Bells: jobs that tell a worker to look. A bell may be lost, so one that cannot be rung is a line in the log; the sweeper
 * rings it again. Fairness: the more an installation waits for already, the later its next job comes.
 */

import type { AddOptions, InstallationId, Job, RepositoryRecord } from "../ports/index.ts";
import type { IntakeDependencies } from "./dependencies.ts";

type RingDependencies = Pick<IntakeDependencies, "store" | "queue" | "clock" | "log">;

/** How many waiting repositories are looked at to count those of one installation. */
const mostCounted = 500;

/** Adds a job. Never throws. */
export async function ring(job: Job, options: AddOptions, { queue, log }: RingDependencies): Promise<void> {
  try {
    await queue.add(job, options);
  } catch (error) {
    log.warn({ job, err: error }, "the queue took no job; the sweeper will try again");
  }
}

/** Has the installation listed, surveyed and onboarded. */
export function ringInstallation(installation: InstallationId, dependencies: RingDependencies): Promise<void> {
  return ring({ kind: "installation", installation }, {}, dependencies);
}

/** Has the open wishes of a repository done, behind those that its installation already waits for. */
export async function ringRepository(
  { id, installation }: Pick<RepositoryRecord, "id" | "installation">,
  dependencies: RingDependencies,
): Promise<void> {
  const { store, clock } = dependencies;
  const waiting = await store.repositoriesWithRequests(clock.now(), mostCounted);
  const priority = waiting.filter((other) => other.installation === installation && other.id !== id).length;
  await ring({ kind: "repository", repository: id, installation }, { priority }, dependencies);
}
