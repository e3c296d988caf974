/** `thoth fix ID… [PATH]`: the smallest change without advisories, for each project that is found in a folder. */

import {
  adviseRepository,
  type AdviceServices,
  formatSafeJson,
  type RepositoryAdvice,
  type RepositoryRequest,
} from "../advise/index.ts";
import { keepTelling } from "../project/index.ts";
import { type AdviseOptions, type ProjectFolder, refuseLoneMistake, writeFiles } from "./advise-command.ts";
import { NoAdvisoryGiven, NothingToJudgeBy } from "./errors.ts";
import type { Output } from "./output.ts";
import { isComplete, repositoryReport } from "./repository-report.ts";
import { sayChoice, writeAnswer } from "./repository-text.ts";

export interface FixOptions extends Omit<AdviseOptions, "price" | "compareTypes" | "goal"> {
  readonly editManifest: boolean;
}

/**
 * @param advisories ids with commas between them, or `all`.
 * @returns 0 when every environment has an answer and nothing that was asked for remains, else 1. @throws {UserError}
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
  const answer = await adviseRepository(request, services, signal);
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

/** What the repository accepts is no remainder; an id has to concern one of the locks. */
function isAllFixed({ projects }: RepositoryAdvice): boolean {
  const fixes = projects.flatMap((project) =>
    project.kind === "advised" ? project.advice.environments.flatMap(({ advice }) => advice.fix ?? []) : [],
  );
  const isDone = fixes.every(({ remaining }) => remaining.every(({ why }) => why.kind === "accepted"));
  const [first] = fixes;
  const isKnown = (id: string) => fixes.some(({ absent }) => !absent.includes(id));
  return isDone && (first?.asked ?? []).every(isKnown);
}
