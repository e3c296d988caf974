/** Advice for every project of a repository on a person's own machine: each gets its answer, whatever becomes of the others. */

import { UserError } from "../base/index.ts";
import type { ReadSource } from "../source/index.ts";
import {
  type LeftOut,
  projectName,
  type ProjectOptions,
  type ProjectPlace,
  type ProjectsRequest,
  readProjects,
} from "../project/index.ts";
import { adviseCommand } from "./advise-command.ts";
import { adviseProject, type ProjectAdvice } from "./advise-project.ts";
import { readCode, sourcesIn } from "./code-usage.ts";
import type { AdviceServices } from "./services.ts";

export interface RepositoryRequest extends ProjectsRequest {
  /** The same for all projects. */
  readonly options: Omit<ProjectOptions, "place">;
  /** All paths of the repository; nobody looks into its code without them. */
  readonly all?: readonly string[];
  /** Of code, as bytes, where it can be had: it says itself how it is to be decoded. */
  readonly readSource?: ReadSource;
  /** Whether the real indexes are asked. */
  readonly isOnline: boolean;
}

/** What became of one project. */
export type ProjectAnswer =
  | { readonly kind: "advised"; readonly place: ProjectPlace; readonly advice: ProjectAdvice }
  /** There is nothing to advise on. */
  | { readonly kind: "impossible"; readonly place: ProjectPlace; readonly error: UserError };

export interface RepositoryAdvice {
  /** The project of the root first, then by path; never empty. */
  readonly projects: readonly ProjectAnswer[];
  readonly leftOut: readonly LeftOut[];
  /** Sentences about the choice of projects. */
  readonly notes: readonly string[];
}

/**
 * Advises one project after the other.
 *
 * @throws {UserError} when `.thoth.yaml` cannot be read, or when `only` names no project.
 */
export async function adviseRepository(
  request: RepositoryRequest,
  services: AdviceServices,
  signal: AbortSignal,
): Promise<RepositoryAdvice> {
  const { places, leftOut, notes } = await readProjects(request, signal);
  const sources = { files: sourcesIn(request.all ?? []), projects: places.length };
  const code = await readCode(sources, { readFile: request.readSource ?? request.readFile }, signal);
  const projects: ProjectAnswer[] = [];
  for (const place of places) projects.push(await adviseOne(place, request, { ...services, code }, signal));
  return { projects, leftOut, notes };
}

async function adviseOne(
  place: ProjectPlace,
  request: RepositoryRequest,
  services: AdviceServices,
  signal: AbortSignal,
): Promise<ProjectAnswer> {
  const options = { ...request.options, place };
  const command = adviseCommand(options, request.isOnline);
  try {
    const asked = { readFile: request.readFile, options, command };
    const advice = await adviseProject(asked, withProject(services, projectName(place)), signal);
    return { kind: "advised", place, advice };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { kind: "impossible", place, error };
  }
}

/** Whoever waits sees which project it is about. */
function withProject(services: AdviceServices, project: string | undefined): AdviceServices {
  const { progress } = services;
  if (project === undefined || progress === undefined) return services;
  return { ...services, progress: (step) => progress({ ...step, environment: `${project}, ${step.environment}` }) };
}
