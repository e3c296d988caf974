/** A tree from another one and edits to it, through an index of its own. */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";

import { git } from "./run-git.ts";

export interface TreeEdit {
  readonly path: string;
  /** Of a file: `100644`, `100755` or `120000`. */
  readonly mode: string;
  /** Of a blob; undefined removes the path. */
  readonly sha: string | undefined;
}

/** @param base a tree; undefined starts from nothing. */
export async function writeTree(folder: string, base: string | undefined, edits: readonly TreeEdit[]): Promise<string> {
  const scratch = await mkdtemp(`${tmpdir()}/git-index-`);
  try {
    const environment = { GIT_INDEX_FILE: `${scratch}/index` };
    await git(folder, ["read-tree", base ?? "--empty"], { environment });
    const input = edits.map(indexLine).join("");
    await git(folder, ["update-index", "-z", "--replace", "--index-info"], { environment, input });
    return (await git(folder, ["write-tree"], { environment })).toString("utf8").trim();
  } finally {
    await rm(scratch, { recursive: true });
  }
}

/** Mode 0 removes. */
function indexLine({ path, mode, sha }: TreeEdit): string {
  return sha === undefined ? `0 ${"0".repeat(40)}\t${path}\0` : `${mode} ${sha}\t${path}\0`;
}
