/** Pages of several projects below each other, as many as fit whole: nothing is cut in the middle of a table or a fence. */

import { code, join, marked, type Markdown, prose } from "../../advise/index.ts";
import { type ProjectPlace, projectPath, sayLeftOutReason } from "../../project/index.ts";
import type { ProjectChoice } from "./outcome.ts";

/** GitHub takes 65,535 characters; what is left is for marks of ours. */
const longestPage = 60_000;

export interface ProjectPage {
  readonly path: string;
  readonly text: Markdown;
}

/** A page under the path of its project. */
export function projectPage(place: ProjectPlace, page: Markdown): ProjectPage {
  const path = projectPath(place);
  return { path, text: marked`# ${code(path)}\n\n${page}` };
}

/** `front` and, below it, the pages that still fit; those that do not are named. */
export function withPages(front: Markdown, pages: readonly ProjectPage[]): Markdown {
  const parts = [front];
  const missing: Markdown[] = [];
  let left = longestPage - front.length;
  for (const { path, text } of pages) {
    if (text.length <= left) parts.push(text);
    else missing.push(code(path));
    left -= text.length <= left ? text.length : 0;
  }
  if (missing.length > 0) parts.push(marked`There is no room here for more about ${join(missing, ", ")}.`);
  return join(parts, "\n\n");
}

/** Folders that are named one by one; more are counted. */
const mostLeftOut = 30;

/** What is no project, and why; empty where nothing was left out. */
export function sayChoice({ leftOut, notes }: ProjectChoice): Markdown {
  const shown = leftOut.slice(0, mostLeftOut);
  const lines = shown.map(({ path, reason }) => marked`- ${code(path)} ${prose(sayLeftOutReason(reason))}`);
  if (leftOut.length > shown.length) lines.push(marked`- and ${leftOut.length - shown.length} more`);
  const parts = notes.map((note) => marked`Warning: ${prose(note)}.`);
  if (lines.length > 0) parts.push(marked`## Left out\n\n${join(lines, "\n")}`);
  return join(parts, "\n\n");
}
