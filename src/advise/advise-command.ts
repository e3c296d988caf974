/** The command that gives the same answer on a clone, for whoever wants to see it themselves. */

import { type ProjectOptions, projectName, rootPlace } from "../project/index.ts";

/** @param options as the advice was asked for; `isOnline`: whether the real indexes were asked. */
export function adviseCommand(options: ProjectOptions, isOnline: boolean): string {
  const { place = rootPlace, python, environment, recommendationType } = options;
  const project = projectName(place);
  const words = ["thoth advise"];
  if (isOnline) words.push("--online");
  if (project !== undefined) words.push(`--project ${asArgument(project)}`);
  if (python !== undefined) words.push(`--python ${python}`);
  if (environment !== undefined) words.push(`--environment ${environment}`);
  if (recommendationType !== undefined) words.push(`--recommendation-type ${recommendationType}`);
  return words.join(" ");
}

/** As a shell takes it. */
function asArgument(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}
