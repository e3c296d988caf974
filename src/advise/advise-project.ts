/**
 * The whole job for one project: its files at one commit become advice for every runtime environment, and one plan for
 * all of them. Reading is the caller's, so that a folder, a git repository and GitHub give the same answer.
 */

import { createHash } from "node:crypto";
import {
  type EnvironmentProject,
  type ProjectOptions,
  projectName,
  type ReadProjectFile,
  readProject,
  rootPlace,
} from "../project/index.ts";
import { adviseAll } from "./advise-all.ts";
import { readCode, type RepositorySources } from "./code-usage.ts";
import { type EditedManifests, editManifests, noEdits, withEdits } from "./fix/manifest-edits.ts";
import type { PlannedEnvironment } from "./plan-input.ts";
import { type Plan, planChange } from "./plan.ts";
import type { AdviceServices } from "./services.ts";

export interface ProjectRequest {
  readonly readFile: ReadProjectFile;
  readonly options: ProjectOptions;
  /** The code of the repository; nobody looks into it without this. It is read once where several projects share it. */
  readonly sources?: RepositorySources | undefined;
  /** What a reader runs to get the same answer. */
  readonly command: string;
}

export interface ProjectAdvice {
  /** In the order of the configuration. */
  readonly environments: readonly PlannedEnvironment[];
  readonly plan: Plan;
}

/**
 * Advises every environment and plans the change. An environment that cannot be answered leaves the others theirs.
 *
 * @throws {UserError} when there is nothing to advise: no manifest, or a configuration that cannot be read.
 */
export async function adviseProject(
  request: ProjectRequest,
  services: AdviceServices,
  signal: AbortSignal,
): Promise<ProjectAdvice> {
  const { goal } = request.options;
  const { sources, readFile } = request;
  const code = services.code ?? (sources && (await readCode(sources, { readFile }, signal)));
  return await adviseGoal(goal, request, { ...services, code }, signal);
}

async function adviseGoal(
  goal: ProjectOptions["goal"],
  request: ProjectRequest,
  services: AdviceServices,
  signal: AbortSignal,
): Promise<ProjectAdvice> {
  const advice = await adviseWith(noEdits, request, services, signal);
  if (goal?.kind !== "fix" || goal.editManifest !== true) return advice;
  const all = advice.environments.map((each) => each.advice);
  const manifests = await editManifests(all, request.readFile, signal);
  if (manifests.edits.length === 0) return advice;
  const edited = await adviseWith(manifests, request, services, signal);
  return countRemaining(edited) < countRemaining(advice) ? edited : advice;
}

function countRemaining({ environments }: ProjectAdvice): number {
  return environments.reduce((sum, { advice }) => sum + (advice.fix?.remaining.length ?? Infinity), 0);
}

/** @param manifests what stands in for files of the repository. */
async function adviseWith(
  manifests: EditedManifests,
  request: ProjectRequest,
  services: AdviceServices,
  signal: AbortSignal,
): Promise<ProjectAdvice> {
  const digest = createHash("sha256");
  const readFile = withEdits(digesting(request.readFile, digest), manifests);
  const edited = await readProject(readFile, request.options, signal);
  const projects = manifests.edits.length === 0 ? edited : await withOwnManifests(edited, request, signal);
  const advice = await adviseAll(projects, services, signal);
  const environments = projects.map((project, i) => planned(project, advice[i]!));
  const plan = planChange({
    environments,
    project: projectName(request.options.place ?? rootPlace),
    notes: [],
    goal: request.options.goal,
    manifests,
    command: request.command,
    inputDigest: digest.digest("hex"),
  });
  return { environments, plan };
}

/** Whatever is said of the repository's own files is said of these. */
async function withOwnManifests(
  edited: readonly EnvironmentProject[],
  { readFile, options }: ProjectRequest,
  signal: AbortSignal,
): Promise<readonly EnvironmentProject[]> {
  const own = await readProject(readFile, options, signal);
  return edited.map((project, i) => {
    const before = own[i];
    return project.kind === "ready" && before?.kind === "ready"
      ? { ...project, ownManifest: before.manifest }
      : project;
  });
}

function planned(project: EnvironmentProject, advice: PlannedEnvironment["advice"]): PlannedEnvironment {
  if (project.kind === "broken") return { advice, oldLock: undefined };
  const { oldLock, moved, notebook } = project;
  return { advice, oldLock: oldLock?.text, moved, ...(notebook !== undefined && { notebook }) };
}

/** The same files, and a digest over each path and text that was read, in the order of reading. */
function digesting(readFile: ReadProjectFile, digest: ReturnType<typeof createHash>): ReadProjectFile {
  return async (path, bytes, signal) => {
    const text = await readFile(path, bytes, signal);
    if (text !== undefined) digest.update(`${path}\0${Buffer.byteLength(text)}\0${text}`);
    return text;
  };
}
