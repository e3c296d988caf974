/** One visit to a repository: everything that is done there under one lease, at one moment. */

import { adviseCommand, type Adviser, type ProjectAdvice, sourcesIn, type VisitRequest } from "../advise/index.ts";
import { limits } from "../base/index.ts";
import type { ProjectPlace, ReadProjectFile } from "../project/index.ts";
import type { CommitSha, HostedRepository, Lease, RepositoryRecord } from "../ports/index.ts";
import type { Asked } from "./asked.ts";
import { defaults } from "./defaults.ts";
import type { WorkDependencies } from "./dependencies.ts";

export interface Visit {
  readonly repository: RepositoryRecord;
  readonly host: HostedRepository;
  /** Looks into its files. */
  readonly adviser: Adviser;
  readonly lease: Lease;
  /** The whole visit is at this moment. */
  readonly now: Date;
  /** Fires when the lease is lost, too. */
  readonly signal: AbortSignal;
  readonly dependencies: WorkDependencies;
}

/** All advice of one visit is asked within so many milliseconds, of which each of several projects has its part. */
const adviseWithin = 10 * 60_000;
/** What a project has at least. */
const leastTime = 60_000;

/** A project as one visit looks at it. */
export interface LookedAt {
  readonly place: ProjectPlace;
  readonly readFile: ReadProjectFile;
  /** That of its repository. */
  readonly code: CodeAtHead;
  /** How many projects share the time. */
  readonly projects: number;
}

/** The code of a repository. */
export interface CodeAtHead {
  readonly files: readonly string[];
  /** Undefined where they are few enough to be asked for one by one. */
  readonly readArchive: VisitRequest["readArchive"];
}

/** Advice on one project. @throws {UserError} when there is nothing to advise, or a configuration that cannot be read. */
export function adviseAt(
  { place, readFile, code: { files, readArchive }, projects }: LookedAt,
  asked: Asked,
  visit: Visit,
): Promise<ProjectAdvice> {
  // One pull request holds the locks of all environments, whichever of them was asked about.
  const options = { ...asked, place, withOthers: true };
  const command = adviseCommand({ ...asked, place }, true);
  const sources = { files, projects, mostSingly: defaults.code.mostSingly };
  return visit.adviser.advise({ readFile, readArchive, sources, options, command }, timeOf(projects, visit));
}

/**
 * The code at `head`. Each file is a request, which others on the same installation cannot make then, and so many of them
 * come in one.
 *
 * @param all paths of the repository.
 */
export function codeAt(head: CommitSha, all: readonly string[], visit: Pick<Visit, "host">): CodeAtHead {
  const files = sourcesIn(all);
  const isMuch = files.length > defaults.code.fewFiles;
  return { files, readArchive: isMuch ? archiveReader(head, visit) : undefined };
}

/** What takes too long is as if it were not there. */
function archiveReader(head: CommitSha, { host }: Pick<Visit, "host">): NonNullable<VisitRequest["readArchive"]> {
  return async (signal) => {
    const late = AbortSignal.timeout(defaults.code.archiveSeconds * 1_000);
    try {
      return await host.archive(head, limits.archive, AbortSignal.any([signal, late]));
    } catch (error) {
      if (error === late.reason && !signal.aborted) return undefined;
      throw error;
    }
  };
}

/** Fires when the time is up, or the visit is over. */
export function timeOf(projects: number, { signal }: Visit): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(Math.max(Math.floor(adviseWithin / projects), leastTime))]);
}

/** The files at `head`. */
export function fileReader(head: CommitSha, { host }: Visit): ReadProjectFile {
  return (path, bytes, signal) => host.readFile(head, path, bytes, signal);
}

/** The same files, each asked for once: several projects share settings, and what was looked into is read again. */
export function remembering(readFile: ReadProjectFile): ReadProjectFile {
  const known = new Map<string, Promise<string | undefined>>();
  return async (path, bytes, signal) => {
    const key = `${bytes} ${path}`;
    const asked = known.get(key) ?? readFile(path, bytes, signal);
    known.set(key, asked);
    try {
      const text = await asked;
      if (text !== undefined && (text.length > longestRemembered || isSourceFile(path))) known.delete(key);
      return text;
    } catch (error) {
      known.delete(key);
      throw error;
    }
  };
}

/** Code is many files, and who reads it remembers what it says. */
function isSourceFile(path: string): boolean {
  return sourcesIn([path]).length > 0 && !path.endsWith(".ipynb");
}

/** UTF-16 units of a file that is kept for a visit. */
const longestRemembered = 1_000_000;

/** Notes a write for the question who did what and why. */
export async function audit(
  what: string,
  detail: string,
  { repository, lease, now, dependencies }: Visit,
): Promise<void> {
  await dependencies.store.audit({ repository: repository.id, at: now, fence: lease.fence, what, detail });
}
