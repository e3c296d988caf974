/** Repositories that others keep, and what this machine has of them: one bare repository each, with the commits that were asked for. */

import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { join } from "node:path";

import { fetchCommit, hasCommit } from "../../adapters/git/index.ts";

/** Whether a repository is somewhere else. */
export function isAddress(repository: string): boolean {
  return /^https:\/\//i.test(repository);
}

/** The folder of a bare repository of ours that has the commit. @throws {UserError} */
export async function mirrorOf(url: string, commit: string, mirrors: string, signal: AbortSignal): Promise<string> {
  const mirror = join(mirrors, createHash("sha256").update(url).digest("hex"));
  const isThere = await stat(mirror).then(
    () => hasCommit(mirror, commit, signal),
    () => false,
  );
  if (!isThere) await fetchCommit(mirror, { url, commit }, signal);
  return mirror;
}
