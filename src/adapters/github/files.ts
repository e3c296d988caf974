/** Files at one commit through the Git Data API: the whole tree in one request, then each file by its blob. */

import { checkCount, decodeUtf8, InputTooLarge, limits } from "../../base/index.ts";
import type { CommitSha } from "../../ports/index.ts";
import { at, type RepositoryAccess } from "./repository-access.ts";

/** A regular file in a tree. */
export interface TreeFile {
  readonly mode: "100644" | "100755";
  readonly blob: string;
  readonly size: number;
}

/** Regular files by path; links and submodules are not followed. */
export type Tree = ReadonlyMap<string, TreeFile>;

/** Folders that are asked for one by one where the tree of a commit is too large for one answer. */
const mostFolders = 100;

/** What was read stays for the visit. */
export class Files {
  readonly #access: RepositoryAccess;
  readonly #trees = new Map<CommitSha, Tree>();

  constructor(access: RepositoryAccess) {
    this.#access = access;
  }

  /** Paths, sorted. */
  async list(commit: CommitSha, signal: AbortSignal): Promise<readonly string[]> {
    return [...(await this.tree(commit, signal)).keys()].sort();
  }

  /** Undefined when there is no such file. @throws {UserError} past `limit` bytes, before they are asked for. */
  async read(commit: CommitSha, path: string, limit: number, signal: AbortSignal): Promise<string | undefined> {
    const file = (await this.tree(commit, signal)).get(path);
    if (file === undefined) return undefined;
    if (file.size > limit) throw new InputTooLarge(path, "bytes", file.size, limit);
    const call = { ...at(this.#access, signal), file_sha: file.blob };
    const { data } = await this.#access.octokit.rest.git.getBlob(call);
    return decodeUtf8(path, Buffer.from(data.content, "base64"));
  }

  async tree(commit: CommitSha, signal: AbortSignal): Promise<Tree> {
    const known = this.#trees.get(commit);
    if (known !== undefined) return known;
    const tree = await new TreeReader(this.#access, signal).read(commit);
    this.#trees.set(commit, tree);
    return tree;
  }
}

/** Reads one tree. Where an answer is cut short, its folders are read one by one. */
class TreeReader {
  readonly #access: RepositoryAccess;
  readonly #signal: AbortSignal;
  readonly #tree = new Map<string, TreeFile>();
  #folders = 0;

  constructor(access: RepositoryAccess, signal: AbortSignal) {
    this.#access = access;
    this.#signal = signal;
  }

  async read(commit: CommitSha): Promise<Tree> {
    await this.#readFolder(commit, "");
    return this.#tree;
  }

  /** @param prefix of the paths within, empty or ending in `/`. */
  async #readFolder(sha: string, prefix: string): Promise<void> {
    const whole = await this.#ask(sha, true);
    if (!whole.truncated) return this.#add(whole.tree, prefix);
    const { tree } = await this.#ask(sha, false);
    this.#add(tree, prefix);
    for (const { type, path, sha: folder } of tree) {
      if (type === "tree") await this.#readFolder(folder, `${prefix}${path}/`);
    }
  }

  #add(entries: readonly TreeEntry[], prefix: string): void {
    const { full_name: place } = this.#access.repository;
    for (const { path, mode, sha, size } of entries) {
      if (mode !== "100644" && mode !== "100755") continue;
      this.#tree.set(prefix + path, { mode, blob: sha, size: size ?? 0 });
      checkCount(place, "files", this.#tree.size, limits.repository.files);
    }
  }

  async #ask(sha: string, isRecursive: boolean) {
    checkCount(this.#access.repository.full_name, "large folders", this.#folders++, mostFolders);
    const call = { ...at(this.#access, this.#signal), tree_sha: sha, ...(isRecursive ? { recursive: "1" } : {}) };
    return (await this.#access.octokit.rest.git.getTree(call)).data;
  }
}

interface TreeEntry {
  readonly path: string;
  readonly mode: string;
  readonly sha: string;
  readonly size?: number;
}
