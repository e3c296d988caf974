/**
 * The check run of a commit. GitHub only adds to the annotations of a run, in batches; so a run whose annotations are not
 * the beginning of what shall be said is followed by a new one, which GitHub shows instead.
 */

import type { Annotation, CheckRun, CommitSha } from "../../ports/index.ts";
import { perPage, readPages } from "./pages.ts";
import { at, type RepositoryAccess } from "./repository-access.ts";

/** Annotations in one request. */
const batch = 50;

/** See `HostedRepository.writeCheck`. */
export async function writeCheck(
  head: CommitSha,
  check: CheckRun,
  access: RepositoryAccess,
  signal: AbortSignal,
): Promise<void> {
  const known = await findRun(head, check, access, signal);
  if (known === undefined) return await createRun(head, check, access, signal);
  const said = await readAnnotations(known, access, signal);
  if (!isBeginning(said, check.annotations)) return await createRun(head, check, access, signal);
  const missing = check.annotations.slice(said.length);
  if (missing.length > 0 || !saysTheSame(known, check)) await updateRun(known.id, check, missing, access, signal);
}

/** What is read of a run. */
interface Run {
  readonly id: number;
  readonly external_id: string | null;
  readonly conclusion: string | null;
  readonly output: {
    readonly title: string | null;
    readonly summary: string | null;
    readonly annotations_count: number;
  };
}

/** The newest of ours with the name and the key. */
async function findRun(
  head: CommitSha,
  { name, key }: CheckRun,
  access: RepositoryAccess,
  signal: AbortSignal,
): Promise<Run | undefined> {
  const { octokit, appId } = access;
  const wish = { ...at(access, signal), ref: head, check_name: name, app_id: appId, filter: "all" } as const;
  const pages = octokit.paginate.iterator(octokit.rest.checks.listForRef, { ...wish, per_page: perPage });
  const runs: readonly Run[] = await readPages(`check runs of ${head}`, pages);
  return runs.filter(({ external_id: id }) => id === key).toSorted((a, b) => b.id - a.id)[0];
}

async function readAnnotations(
  { id, output }: Run,
  access: RepositoryAccess,
  signal: AbortSignal,
): Promise<readonly Annotation[]> {
  if (output.annotations_count === 0) return [];
  const { octokit } = access;
  const wish = { ...at(access, signal), check_run_id: id, per_page: perPage };
  const pages = octokit.paginate.iterator(octokit.rest.checks.listAnnotations, wish);
  const annotations = await readPages(`annotations of check run ${id}`, pages);
  return annotations.map(({ path, start_line: line, annotation_level: level, title, message }) => ({
    path,
    line,
    level: level as Annotation["level"],
    title: title ?? "",
    message: message ?? "",
  }));
}

function isBeginning(said: readonly Annotation[], wanted: readonly Annotation[]): boolean {
  return said.length <= wanted.length && said.every((annotation, i) => isEqual(annotation, wanted[i]!));
}

function isEqual(a: Annotation, b: Annotation): boolean {
  return (
    a.path === b.path && a.line === b.line && a.level === b.level && a.title === b.title && a.message === b.message
  );
}

function saysTheSame({ conclusion, output }: Run, check: CheckRun): boolean {
  return conclusion === check.conclusion && output.title === check.title && output.summary === check.summary;
}

async function createRun(
  head: CommitSha,
  check: CheckRun,
  access: RepositoryAccess,
  signal: AbortSignal,
): Promise<void> {
  const first = check.annotations.slice(0, batch);
  const { name, key } = check;
  const run = { ...at(access, signal), name, head_sha: head, external_id: key, ...contentOf(check, first) };
  const { data } = await access.octokit.rest.checks.create(run);
  const rest = check.annotations.slice(batch);
  if (rest.length > 0) await updateRun(data.id, check, rest, access, signal);
}

/** @param missing annotations that the run does not have yet. */
async function updateRun(
  id: number,
  check: CheckRun,
  missing: readonly Annotation[],
  access: RepositoryAccess,
  signal: AbortSignal,
): Promise<void> {
  for (let start = 0; start === 0 || start < missing.length; start += batch) {
    const content = contentOf(check, missing.slice(start, start + batch));
    await access.octokit.rest.checks.update({ ...at(access, signal), check_run_id: id, ...content });
  }
}

function contentOf({ conclusion, title, summary }: CheckRun, annotations: readonly Annotation[]) {
  const views = annotations.map(({ path, line, level, title: heading, message }) => ({
    path,
    start_line: line,
    end_line: line,
    annotation_level: level,
    title: heading,
    message,
  }));
  return { status: "completed" as const, conclusion, output: { title, summary, annotations: views } };
}
