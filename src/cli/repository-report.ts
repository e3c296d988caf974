/** The JSON that the command line prints for a repository: an entry for each project. */

import type { Advice, ProjectAdvice, ProjectAnswer, RepositoryAdvice } from "../advise/index.ts";
import { type LeftOutReason, projectPath } from "../project/index.ts";
import { type ProjectReport, projectReport } from "./report.ts";

/** One project of several; nothing but `project` and `error` says something where nothing could be advised on. */
export interface ProjectEntry extends ProjectReport {
  /** Its path, `.` in the root. */
  readonly project: string;
  readonly error?: { readonly code: string; readonly message: string; readonly hint?: string };
}

/** What the first project proposes, which is the one in the root where there is one, and below it every project. */
export interface RepositoryReport extends ProjectReport {
  /** The root first, then by path; never empty. */
  readonly projects: readonly ProjectEntry[];
  /** What has a manifest and is no project. */
  readonly left_out: readonly { readonly path: string; readonly reason: LeftOutReason }[];
}

/** @param commits the commit that carries the plan of a project, by its path; nothing where none was made. */
export function repositoryReport(
  { projects, leftOut }: RepositoryAdvice,
  commits: ReadonlyMap<string, string> = new Map(),
): RepositoryReport {
  const entries = projects.map((project) => projectEntry(project, commits.get(projectPath(project.place)) ?? null));
  const { project: _, error: __, ...first } = entries[0]!;
  return { ...first, projects: entries, left_out: leftOut };
}

function projectEntry(answer: ProjectAnswer, commit: string | null): ProjectEntry {
  const project = projectPath(answer.place);
  if (answer.kind === "advised") return { project, ...projectReport(answer.advice, commit) };
  const { code, message, hint } = answer.error;
  const error = { code, message, ...(hint !== undefined && { hint }) };
  const nothing = { branch: null, commit: null, title: null, body: null, comment: null, environments: [] };
  return { project, error, ...nothing };
}

/** Whether every environment of every project has its answer, and none loses the lock that it had to another one. */
export function isComplete({ projects }: RepositoryAdvice): boolean {
  return projects.every(
    (project) =>
      project.kind === "advised" &&
      project.advice.environments.every(
        ({ advice }) => advice.outcome.kind === "solved" && !isBroken(advice, project.advice),
      ),
  );
}

function isBroken({ shared, lock_path: path }: Advice, { plan }: ProjectAdvice): boolean {
  return shared?.breaks === true && plan.kind === "change" && plan.files.some((file) => file.path === path);
}
