/** `thoth advise [PATH]`: the use case on a folder. */

import { adviseProject, type AdviceServices, formatSafeJson, type ProjectAdvice } from "../advise/index.ts";
import type { ReadProjectFile } from "../project/index.ts";
import type { Output } from "./output.ts";
import { projectReport } from "./report.ts";
import { renderTerminal } from "./terminal-markdown.ts";

export interface AdviseOptions {
  readonly write: boolean;
  readonly json: boolean;
  readonly online: boolean;
  readonly python: string | undefined;
  readonly environment: string | undefined;
}

/** A folder on disk, as the composition root opens it. */
export interface ProjectFolder {
  readonly read: ReadProjectFile;
  /** Replaces the file at once or not at all. */
  write(path: string, text: string): Promise<void>;
}

/** @returns 0 when every environment has its advice, else 1. @throws {UserError} */
export async function runAdvise(
  folder: ProjectFolder,
  options: AdviseOptions,
  services: AdviceServices,
  output: Output,
  signal: AbortSignal,
): Promise<number> {
  const { environment, python } = options;
  const request = { readFile: folder.read, options: { environment, python }, command: commandLine(options) };
  const answer = await adviseProject(request, services, signal);
  show(answer, options, output);
  if (options.write) await writeLocks(answer, folder, output);
  return answer.environments.every(({ advice }) => advice.outcome.kind === "solved") ? 0 : 1;
}

/** What a reader types to get the same answer. */
function commandLine({ online, python, environment }: AdviseOptions): string {
  const parts = ["thoth advise"];
  if (online) parts.push("--online");
  if (python !== undefined) parts.push(`--python ${python}`);
  if (environment !== undefined) parts.push(`--environment ${environment}`);
  return parts.join(" ");
}

function show(answer: ProjectAdvice, { json }: AdviseOptions, output: Output): void {
  if (json) return output.data(`${formatSafeJson(projectReport(answer, null), 2)}\n`);
  const { plan } = answer;
  if (plan.kind === "change") output.data(`${plan.title}\n\n`);
  output.data(renderTerminal(plan.body, output));
}

async function writeLocks({ plan }: ProjectAdvice, folder: ProjectFolder, output: Output): Promise<void> {
  if (plan.kind === "nothing") return output.say(plan.reason);
  for (const { path, text } of plan.files) {
    await folder.write(path, text);
    output.say(`wrote ${path}`);
  }
}
