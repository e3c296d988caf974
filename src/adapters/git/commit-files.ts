/**
 * Files of one commit, many at once and without a checkout: their bytes come straight from the object store, so no filter,
 * no attribute and no hook has a say. What a repository lacks can be fetched into a bare mirror of ours.
 */

import { checkCount, type Limit, limits, UserError } from "../../base/index.ts";
import { Git } from "./git.ts";

/** A commit that is not in the repository, or is not named by its whole hash. */
export class NoSuchCommit extends UserError {
  readonly code = "NO_SUCH_COMMIT";
  constructor(repository: string, commit: string) {
    super(`\`${repository}\` has no commit \`${commit}\``, { hint: "name it by its whole hash, and fetch it first" });
  }
}

/** A file as it is; `size` is told where it is more than was asked for, in place of the bytes. */
export type CommitFile =
  | { readonly path: string; readonly bytes: Buffer }
  | { readonly path: string; readonly size: number };

export interface FilesRequest {
  /** The root of a working tree, or a bare repository. */
  readonly repository: string;
  /** Its whole hash. */
  readonly commit: string;
  readonly isWanted: (path: string) => boolean;
  /** Bytes of one file, and how many files are read. */
  readonly limit: Limit & { readonly files: number };
}

/** Regular files by path; links and submodules are not followed. @throws {NoSuchCommit | UserError} */
export async function readCommitFiles(request: FilesRequest, signal: AbortSignal): Promise<readonly CommitFile[]> {
  const { repository, commit, isWanted, limit } = request;
  const git = await Git.open(repository, signal);
  await checkCommit(git, repository, commit, signal);
  const wanted = (await listTree(git, repository, commit, signal)).filter(({ path }) => isWanted(path));
  checkCount(repository, "files", wanted.length, limit.files);
  const small = wanted.filter(({ size }) => size <= limit.bytes);
  const input = small.map(({ blob }) => `${blob}\n`).join("");
  const contents = splitBatch(await git.bytes(["cat-file", "--batch", "--buffer"], { signal, input }));
  const bytes = new Map(small.map(({ path }, i) => [path, contents[i]!]));
  return wanted.map(({ path, size }) => {
    const content = bytes.get(path);
    return content === undefined ? { path, size } : { path, bytes: content };
  });
}

/** Whether the repository has the commit. */
export async function hasCommit(repository: string, commit: string, signal: AbortSignal): Promise<boolean> {
  return await isCommit(await Git.open(repository, signal), commit, signal);
}

/** A branch that is not in the repository. */
export class NoSuchBranch extends UserError {
  readonly code = "NO_SUCH_BRANCH";
  constructor(repository: string, branch: string) {
    super(`\`${repository}\` has no branch \`${branch}\``);
  }
}

/** The whole hash of a branch's commit. @param repository a folder, or an `https` address. @throws {NoSuchBranch | UserError} */
export async function branchTip(repository: string, branch: string, signal: AbortSignal): Promise<string> {
  const tip = /^https:\/\//i.test(repository)
    ? await Git.remoteTip(repository, branch, signal)
    : await (await Git.open(repository, signal)).tryText(["rev-parse", "--verify", `refs/heads/${branch}`], { signal });
  if (tip === undefined || !isHash(tip)) throw new NoSuchBranch(repository, branch);
  return tip;
}

/**
 * Fetches one commit and nothing else into the bare repository `mirror`, which is made where it is missing.
 *
 * @param protocols that may be spoken, in git's words; redirects to others are refused.
 * @throws {UserError}
 */
export async function fetchCommit(
  mirror: string,
  source: { readonly url: string; readonly commit: string; readonly protocols?: readonly string[] },
  signal: AbortSignal,
): Promise<void> {
  const { url, commit, protocols = ["https"] } = source;
  if (!isHash(commit)) throw new NoSuchCommit(url, commit);
  const git = await Git.openBare(mirror, signal);
  const allowed = protocols.flatMap((name) => ["-c", `protocol.${name}.allow=always`]);
  const options = ["--quiet", "--depth=1", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules"];
  await git.text(["-c", "protocol.allow=never", ...allowed, "fetch", ...options, "--", url, commit], { signal });
}

interface TreeEntry {
  readonly path: string;
  readonly blob: string;
  readonly size: number;
}

async function listTree(git: Git, place: string, commit: string, signal: AbortSignal): Promise<readonly TreeEntry[]> {
  const listing = await git.text(["ls-tree", "-r", "-l", "-z", "--full-tree", commit], { signal });
  const tree: TreeEntry[] = [];
  for (const line of listing.split("\0")) {
    const tab = line.indexOf("\t");
    const [mode, type, blob, size] = line.slice(0, tab).split(/ +/);
    if (type !== "blob" || !mode!.startsWith("100")) continue;
    tree.push({ path: line.slice(tab + 1), blob: blob!, size: Number(size) });
    checkCount(place, "files", tree.length, limits.repository.files);
  }
  return tree;
}

async function checkCommit(git: Git, place: string, commit: string, signal: AbortSignal): Promise<void> {
  if (!(await isCommit(git, commit, signal))) throw new NoSuchCommit(place, commit);
}

async function isCommit(git: Git, commit: string, signal: AbortSignal): Promise<boolean> {
  return isHash(commit) && (await git.tryText(["cat-file", "-t", commit], { signal })) === "commit";
}

/** SHA-1 or SHA-256: nothing that could move. */
function isHash(commit: string): boolean {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(commit);
}

/** Of `hash type size`, a line feed, the bytes and a line feed for each object. */
function splitBatch(output: Buffer): readonly Buffer[] {
  const contents: Buffer[] = [];
  for (let at = 0; at < output.length;) {
    const end = output.indexOf(0x0a, at);
    const [, , size] = output.toString("latin1", at, end).split(" ");
    if (size === undefined) throw new Error(`git says of an object: ${output.toString("latin1", at, end)}`);
    contents.push(output.subarray(end + 1, end + 1 + Number(size)));
    at = end + 2 + Number(size);
  }
  return contents;
}
