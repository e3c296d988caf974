/** What a push or pull request touches: GitHub's comparison, whose patches tell the lines. */

import type { ChangedFile, CommitSha } from "../../ports/index.ts";
import { isAnswer } from "./errors.ts";
import { at, type RepositoryAccess } from "./repository-access.ts";

/** See `HostedRepository.changedFiles`. GitHub names at most 300 files. */
export async function changedFiles(
  base: string,
  head: CommitSha,
  access: RepositoryAccess,
  signal: AbortSignal,
): Promise<readonly ChangedFile[]> {
  const wish = { ...at(access, signal), basehead: `${base}...${head}`, per_page: 1 };
  return (await compare(wish, access))
    .filter(({ status }) => status !== "removed")
    .map(({ filename: path, patch, changes }) => ({
      path,
      lines: patch === undefined && changes > 0 ? undefined : touchedLines(patch ?? ""),
    }));
}

type Wish = NonNullable<Parameters<RepositoryAccess["octokit"]["rest"]["repos"]["compareCommitsWithBasehead"]>[0]>;

async function compare(wish: Wish, { octokit }: RepositoryAccess) {
  try {
    return (await octokit.rest.repos.compareCommitsWithBasehead(wish)).data.files ?? [];
  } catch (error) {
    if (isAnswer(error, 404)) return [];
    throw error;
  }
}

/** @returns the first and the last of each run of lines that a patch adds, counted from 1 in the file as it is after it. */
export function touchedLines(patch: string): readonly (readonly [first: number, last: number])[] {
  const runs: [number, number][] = [];
  let line = 0;
  for (const text of patch.split("\n")) {
    const hunk = /^@@ -\d+(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(text);
    if (hunk !== null) line = Number(hunk[1]);
    else if (text.startsWith("+")) {
      const last = runs.at(-1);
      if (last?.[1] === line - 1) last[1] = line;
      else runs.push([line, line]);
      line++;
    } else if (text.startsWith(" ")) line++;
  }
  return runs;
}
