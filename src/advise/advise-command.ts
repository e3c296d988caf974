/** The command that gives the same answer on a clone, for whoever wants to see it themselves. */

import { type Goal, type ProjectOptions, projectName, rootPlace } from "../project/index.ts";

/** @param options as the advice was asked for; `isOnline`: whether the real indexes were asked. */
export function adviseCommand(options: ProjectOptions, isOnline: boolean): string {
  const { place = rootPlace, python, environment, recommendationType, goal } = options;
  const project = projectName(place);
  const words = goal?.kind === "fix" ? ["thoth fix", asIds(goal)] : ["thoth advise"];
  if (goal?.kind === "fix" && goal.editManifest === true) words.push("--edit-manifest");
  if (goal?.kind === "repair") words.push("--goal repair");
  if (isOnline) words.push("--online");
  if (project !== undefined) words.push(`--project ${asArgument(project)}`);
  if (python !== undefined) words.push(`--python ${python}`);
  if (environment !== undefined) words.push(`--environment ${environment}`);
  if (recommendationType !== undefined) words.push(`--recommendation-type ${recommendationType}`);
  return words.join(" ");
}

/**
 * The same question as a fix that may widen the user's own bounds.
 *
 * @param command of advice, as {@link adviseCommand} gives it. `ids`: as an argument.
 */
export function fixCommand(command: string, ids: string): string {
  return command.replace(/^thoth advise( --goal repair)?/, () => `thoth fix ${ids} --edit-manifest`);
}

function asIds({ advisories }: Extract<Goal, { readonly kind: "fix" }>): string {
  return advisories === "all" ? advisories : asArgument(advisories.join(","));
}

/** As a shell takes it. */
function asArgument(path: string): string {
  return /^[\w./,-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}
