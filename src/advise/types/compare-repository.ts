/** The recommendation types compared for every runtime environment of every project of a repository, on request. */

import { UserError } from "../../base/index.ts";
import { recommendationTypes } from "../../environments/index.ts";
import { type EnvironmentProject, projectPath, readProject, readProjects } from "../../project/index.ts";
import type { TypeAnswer } from "../advice-types.ts";
import { findAnswer } from "../advise.ts";
import type { RepositoryRequest } from "../advise-repository.ts";
import { NoStackToCompare, stopError } from "../errors.ts";
import type { AdviceServices } from "../services.ts";
import { compareTypes } from "./compare.ts";

/** One environment: an answer for each type, or what keeps it from any. */
export interface EnvironmentTypes {
  /** The project's path, `.` in the root. */
  readonly project: string;
  readonly environment: string;
  readonly types: readonly TypeAnswer[];
  readonly error?: UserError;
}

/**
 * Compares the types in one environment after the other, each with as much time as a search of its own has.
 *
 * @throws {UserError} when `.thoth.yaml` cannot be read, or `only` names no project.
 */
export async function compareRepository(
  request: RepositoryRequest,
  services: AdviceServices,
  signal: AbortSignal,
): Promise<readonly EnvironmentTypes[]> {
  const { places } = await readProjects(request, signal);
  const compared: EnvironmentTypes[] = [];
  for (const place of places) {
    const environments = await readProject(request.readFile, { ...request.options, place }, signal);
    for (const each of environments) compared.push(await compareOne(projectPath(place), each, services, signal));
  }
  return compared;
}

async function compareOne(
  path: string,
  project: EnvironmentProject,
  services: AdviceServices,
  signal: AbortSignal,
): Promise<EnvironmentTypes> {
  const where = { project: path, environment: project.environment.name };
  try {
    if (project.kind === "broken") throw project.error;
    const { question, found } = await findAnswer(project, services, signal);
    if (found.kind !== "solved") throw new NoStackToCompare(project.environment.name);
    const within = recommendationTypes.length * services.searchWithin;
    return { ...where, types: await compareTypes({ question, answer: found }, services, within, signal) };
  } catch (error) {
    const cause = signal.aborted ? stopError(project.environment.name, signal) : error;
    if (!(cause instanceof UserError)) throw cause;
    return { ...where, types: [], error: cause };
  }
}
