/** A repository for a reader at a terminal: a part for each project where there are several, and what was left out. */

import { type ProjectAnswer, type RepositoryAdvice, terminalLine } from "../advise/index.ts";
import { projectPath, sayLeftOutReason } from "../project/index.ts";
import type { Output } from "./output.ts";
import { renderTerminal } from "./terminal-markdown.ts";

/** Folders that are named one by one; more are counted. */
const mostLeftOut = 20;

/** Talk: what is no project, and why. */
export function sayChoice({ leftOut, notes }: RepositoryAdvice, output: Output): void {
  for (const note of notes) output.say(note);
  for (const { path, reason } of leftOut.slice(0, mostLeftOut))
    output.say(`left out: ${path} ${sayLeftOutReason(reason)}`);
  if (leftOut.length > mostLeftOut) output.say(`left out: ${leftOut.length - mostLeftOut} more`);
}

/** Data: title and body of what each project proposes, or what keeps it from an answer. */
export function writeAnswer({ projects }: RepositoryAdvice, output: Output): void {
  for (const [i, project] of projects.entries()) {
    if (projects.length > 1) output.data(`${i === 0 ? "" : "\n"}${heading(projectPath(project.place))}`);
    writeProject(project, output);
  }
}

/** A line of its own with a rule below it. */
export function heading(text: string): string {
  const line = terminalLine(text);
  return `${line}\n${"=".repeat(line.length)}\n\n`;
}

function writeProject(project: ProjectAnswer, output: Output): void {
  if (project.kind === "impossible") return output.data(`${sayError(project)}\n`);
  const { plan } = project.advice;
  if (plan.kind === "change") output.data(`${plan.title}\n\n`);
  output.data(renderTerminal(plan.body, output));
  if (plan.details !== "") output.data(`\n${renderTerminal(plan.details, output)}`);
}

function sayError({ error }: Extract<ProjectAnswer, { readonly kind: "impossible" }>): string {
  const hint = error.hint === undefined ? "" : `\nhint: ${terminalLine(error.hint)}`;
  return `error: ${terminalLine(error.message)}${hint}`;
}
