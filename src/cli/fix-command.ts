/** `thoth fix ID… [PATH]`: the smallest change without advisories, for each project that is found in a folder. */

import {
  adviseRepository,
  type AdviceFix,
  type AdviceServices,
  formatSafeJson,
  type ProjectAnswer,
  type RepositoryAdvice,
  type RepositoryRequest,
} from "../advise/index.ts";
import { keepTelling } from "../project/index.ts";
import { type AdviseOptions, type ProjectFolder, refuseLoneMistake, writeFiles } from "./advise-command.ts";
import { NoAdvisoryGiven, NoLockToFix, NothingToJudgeBy } from "./errors.ts";
import type { Output } from "./output.ts";
import { isComplete, repositoryReport } from "./repository-report.ts";
import { sayChoice, writeAnswer } from "./repository-text.ts";

export interface FixOptions extends Omit<AdviseOptions, "price" | "compareTypes" | "goal"> {
  readonly editManifest: boolean;
}

/**
 * @param advisories ids with commas between them, or `all`.
 * @returns 0 when every environment has a lock that holds in the end and nothing that was asked for remains, else 1. What
 * nobody can tell whether it concerns a lock remains where it was named. @throws {UserError}
 */
export async function runFix(
  advisories: string,
  folder: ProjectFolder,
  options: FixOptions,
  services: AdviceServices,
  output: Output,
  signal: AbortSignal,
): Promise<number> {
  const { advisories: knowledge } = services;
  if (knowledge.kind === "missing") throw new NothingToJudgeBy(knowledge.reason);
  const { environment, python, recommendationType, project: only, online: isOnline } = options;
  const goal = { kind: "fix", advisories: readIds(advisories), editManifest: options.editManifest } as const;
  const all = await folder.list(signal);
  const request: RepositoryRequest = {
    all,
    files: keepTelling(all),
    readFile: folder.read,
    readSource: folder.readBytes,
    only,
    isOnline,
    options: { environment, python, recommendationType, goal },
  };
  const answer = refuseLockless(await adviseRepository(request, services, signal));
  sayChoice(answer, output);
  refuseLoneMistake(answer);
  if (options.json) output.data(`${formatSafeJson(repositoryReport(answer), 2)}\n`);
  else writeAnswer(answer, output);
  if (options.write) await writeFiles(answer, folder, output);
  return isComplete(answer) && isAllFixed(answer) ? 0 : 1;
}

function readIds(text: string): readonly string[] | "all" {
  const ids = text.split(",").flatMap((id) => id.trim() || []);
  if (ids.length === 0) throw new NoAdvisoryGiven();
  return ids.some((id) => id.toLowerCase() === "all") ? "all" : ids;
}

/** Without any lock a project has no answer. */
function refuseLockless(answer: RepositoryAdvice): RepositoryAdvice {
  const projects = answer.projects.map((project): ProjectAnswer => {
    const isLockless =
      project.kind === "advised" &&
      project.advice.environments.every(
        ({ advice, oldLock }) => oldLock === undefined && advice.outcome.kind !== "failed",
      );
    return isLockless ? { kind: "impossible", place: project.place, error: new NoLockToFix() } : project;
  });
  return { ...answer, projects };
}

/** What the repository accepts is no remainder; an id has to concern one of the locks, and there has to be one. */
function isAllFixed({ projects }: RepositoryAdvice): boolean {
  const environments = projects.flatMap((project) => (project.kind === "advised" ? project.advice.environments : []));
  const fixes = environments.flatMap(({ advice, oldLock }) =>
    advice.fix === undefined || oldLock === undefined ? [] : [advice.fix],
  );
  const isDone = fixes.length === environments.length && fixes.every(leavesNothing);
  const [first] = fixes;
  const isKnown = (id: string) => fixes.some(({ absent }) => !absent.includes(id));
  return isDone && (first?.asked ?? []).every(isKnown);
}

function leavesNothing({ asked, remaining }: AdviceFix): boolean {
  return remaining.every(({ why }) => why.kind === "accepted" || (asked === null && why.kind === "undecided"));
}
