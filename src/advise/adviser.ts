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
import { checkProvenance, type ProvenanceReport, type ProvenanceRequest } from "./provenance/check-provenance.ts";
import type { AdviceServices } from "./services.ts";
import { scanSource, type SourceRequest, type SourceScan } from "./scan-source.ts";
import { type SurveyedFiles, surveyLock, type Urgency } from "./survey-lock.ts";

/** Advice for a visit, which may have the files of its repository at once. */
export interface VisitRequest extends ProjectRequest {
  /**
   * A `.tar.gz` of them all below one folder, as bytes that nobody has looked into; undefined where it cannot be had. Who
   * can open it reads the code in it, and asks for one file after the other else.
   */
  readonly readArchive?: ((signal: AbortSignal) => Promise<Buffer | undefined>) | undefined;
}

/**
 * Looks into files, for one visit at a time. Every method throws a `UserError` where a file cannot be read or a limit is
 * passed, and the reason of `signal` where that fires.
 */
export interface Adviser {
  /** What `.thoth.yaml` says of the duties of a bot. */
  managers(place: string, text: string, signal: AbortSignal): Promise<ThothConfiguration["managers"]>;
  /** See {@link readProjects}. What `readFile` throws ends it, and is thrown. */
  projects(request: ProjectsRequest, signal: AbortSignal): Promise<RepositoryProjects>;
  /** See {@link adviseProject}. What `readFile` and `readArchive` throw ends it, and is thrown. */
  advise(request: VisitRequest, signal: AbortSignal): Promise<ProjectAdvice>;
  /** See {@link checkProvenance}. What a reader of files throws ends it, and is thrown; it tells no progress. */
  provenance(request: Omit<ProvenanceRequest, "progress">, signal: AbortSignal): Promise<ProvenanceReport>;
  /** See {@link scanSource}. What `readFile` throws ends it, but for a `UserError`, which leaves that file out. */
  source(request: SourceRequest, signal: AbortSignal): Promise<SourceScan>;
  /** See {@link surveyLock}. */
  survey(files: SurveyedFiles, signal: AbortSignal): Promise<Urgency>;
  /** Nothing is asked of it any more. */
  close(): void;
}

/** In this very process, and without its limits. */
export function localAdviser(services: AdviceServices): Adviser {
  return {
    managers: async (place, text) => parseThothYaml(place, text).managers,
    projects: readProjects,
    advise: (request, signal) => adviseProject(request, services, signal),
    provenance: (request, signal) => checkProvenance(request, services, signal),
    source: scanSource,
    survey: async (files) => {
      const { advisories, rules } = services;
      return surveyLock(files, { advisories, today: rules.today });
    },
    close: () => undefined,
  };
}
