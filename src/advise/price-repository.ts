/** What the bounds on a package that stand in a repository's files cost, for every runtime environment of every project, on request. */

import { UserError } from "../base/index.ts";
import {
  type EnvironmentProject,
  projectPath,
  readProject,
  readProjects,
  type ProjectPlace,
  type ReadyProject,
} from "../project/index.ts";
import type { PackageName } from "../python/index.ts";
import { findAnswer } from "./advise.ts";
import type { RepositoryRequest } from "./advise-repository.ts";
import { NoBounds, NoStackToPrice, stopError } from "./errors.ts";
import { type LinePrice, priceLines } from "./reasons/price.ts";
import type { AdviceServices } from "./services.ts";

/** One environment: each of its lines with bounds, or what keeps it from an answer. */
export interface EnvironmentPrices {
  /** The project's path, `.` in the root. */
  readonly project: string;
  readonly environment: string;
  readonly lines: readonly LinePrice[];
  readonly error?: UserError;
}

/**
 * Prices the lines on `name` in one environment after the other, each by a search of its own.
 *
 * @throws {UserError} when `.thoth.yaml` cannot be read, `only` names no project, or no line bounds `name`.
 */
export async function priceRepository(
  request: RepositoryRequest,
  name: PackageName,
  services: AdviceServices,
  signal: AbortSignal,
): Promise<readonly EnvironmentPrices[]> {
  const { places } = await readProjects(request, signal);
  const prices: EnvironmentPrices[] = [];
  for (const place of places) {
    const environments = await readProject(request.readFile, { ...request.options, place }, signal);
    for (const each of environments) prices.push(await priceOne(place, each, name, services, signal));
  }
  if (prices.every(({ lines, error }) => lines.length === 0 && error === undefined)) throw new NoBounds(name);
  return prices;
}

async function priceOne(
  place: ProjectPlace,
  project: EnvironmentProject,
  name: PackageName,
  services: AdviceServices,
  signal: AbortSignal,
): Promise<EnvironmentPrices> {
  const where = { project: projectPath(place), environment: project.environment.name };
  try {
    if (project.kind === "broken") throw project.error;
    return { ...where, lines: await priceLinesOf(project, name, services, signal) };
  } catch (error) {
    const cause = signal.aborted ? stopError(project.environment.name, signal) : error;
    if (!(cause instanceof UserError)) throw cause;
    return { ...where, lines: [], error: cause };
  }
}

async function priceLinesOf(
  project: ReadyProject,
  name: PackageName,
  services: AdviceServices,
  signal: AbortSignal,
): Promise<readonly LinePrice[]> {
  const { question, found } = await findAnswer(project, services, signal);
  if (found.kind !== "solved") throw new NoStackToPrice(project.environment.name);
  return await priceLines(question, found, { name, searchWithin: services.searchWithin }, signal);
}
