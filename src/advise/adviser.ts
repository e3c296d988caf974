/**
 * All that is found out by looking into a repository's files, in one place: whoever works for strangers lets a process with
 * limits do it (`src/main/adviser/`), and whoever reads files of their own does it where they are.
 */

import {
  parseThothYaml,
  type ProjectsRequest,
  readProjects,
  type RepositoryProjects,
  type ThothConfiguration,
} from "../project/index.ts";
import { adviseProject, type ProjectAdvice, type ProjectRequest } from "./advise-project.ts";
import type { AdviceServices } from "./services.ts";
import { surveyLock, type Urgency } from "./survey-lock.ts";

/**
 * Looks into files, for one visit at a time. Every method throws a `UserError` where a file cannot be read or a limit is
 * passed, and the reason of `signal` where that fires.
 */
export interface Adviser {
  /** What `.thoth.yaml` says of the duties of a bot. */
  managers(place: string, text: string, signal: AbortSignal): Promise<ThothConfiguration["managers"]>;
  /** See {@link readProjects}. What `readFile` throws ends it, and is thrown. */
  projects(request: ProjectsRequest, signal: AbortSignal): Promise<RepositoryProjects>;
  /** See {@link adviseProject}. What `readFile` throws ends it, and is thrown. */
  advise(request: ProjectRequest, signal: AbortSignal): Promise<ProjectAdvice>;
  /** See {@link surveyLock}. */
  survey(place: string, text: string, signal: AbortSignal): Promise<Urgency>;
  /** Nothing is asked of it any more. */
  close(): void;
}

/** In this very process, and without its limits. */
export function localAdviser(services: AdviceServices): Adviser {
  return {
    managers: async (place, text) => parseThothYaml(place, text).managers,
    projects: readProjects,
    advise: (request, signal) => adviseProject(request, services, signal),
    survey: async (place, text) => surveyLock(place, text, services.advisories),
    close: () => undefined,
  };
}
