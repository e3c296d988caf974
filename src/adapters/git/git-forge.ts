/**
 * A git repository on disk as a forge. Files are read from the object store at one commit; a change becomes blobs, a tree
 * and one commit, and the branch moves only if nobody else moved it meanwhile.
 */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { checkCount, decodeUtf8, InputTooLarge, type Limit, limits, UserError } from "../../base/index.ts";
import {
  type BranchChange,
  BranchInTheWay,
  type BranchOutcome,
  type Clock,
  type CommitSha,
  EmptyRepository,
  type Forge,
} from "../../ports/index.ts";
import { Git, type GitOptions } from "./git.ts";

const botName = "Thoth";
/** A domain that can never exist, RFC 2606: nobody's address. */
const botEmail = "thoth@thoth.invalid";

/** Our branch is checked out somewhere, so moving it would change somebody's HEAD. */
export class BranchCheckedOut extends UserError {
  readonly code = "BRANCH_CHECKED_OUT";
  constructor(branch: string, place: string) {
    super(`the branch \`${branch}\` is checked out in \`${place}\``, { hint: "switch to another branch there" });
  }
}

/** `bytes` bounds what git says at once, `files` those of one commit. */
interface RepositoryLimit extends Limit {
  readonly files: number;
}

interface TreeEntry {
  readonly mode: string;
  readonly blob: string;
  readonly size: number;
}

export class GitForge implements Forge {
  readonly #git: Git;
  readonly #folder: string;
  readonly #clock: Clock;
  readonly #maxFiles: number;
  readonly #trees = new Map<CommitSha, ReadonlyMap<string, TreeEntry>>();

  private constructor(git: Git, folder: string, clock: Clock, maxFiles: number) {
    this.#git = git;
    this.#folder = folder;
    this.#clock = clock;
    this.#maxFiles = maxFiles;
  }

  /** @throws {NotARepository} unless `folder` lies in a repository. */
  static async open(
    folder: string,
    clock: Clock,
    signal: AbortSignal,
    limit: RepositoryLimit = limits.repository,
  ): Promise<GitForge> {
    return new GitForge(await Git.open(folder, signal, limit), folder, clock, limit.files);
  }

  async head(signal: AbortSignal): Promise<CommitSha> {
    const commit = await this.#git.tryText(["rev-parse", "--verify", "--quiet", "HEAD^{commit}"], { signal });
    if (commit === undefined) throw new EmptyRepository(this.#folder);
    return commit;
  }

  async listFiles(commit: CommitSha, signal: AbortSignal): Promise<readonly string[]> {
    return [...(await this.#tree(commit, signal)).keys()].sort();
  }

  async readFile(commit: CommitSha, path: string, limit: number, signal: AbortSignal): Promise<string | undefined> {
    const entry = (await this.#tree(commit, signal)).get(path);
    if (entry === undefined) return undefined;
    if (entry.size > limit) throw new InputTooLarge(path, "bytes", entry.size, limit);
    return decodeUtf8(path, await this.#git.bytes(["cat-file", "blob", entry.blob], { signal }));
  }

  async apply(change: BranchChange, signal: AbortSignal): Promise<BranchOutcome> {
    const reference = `refs/heads/${change.branch}`;
    await this.#refuseCheckedOut(change.branch, reference, signal);
    await this.#refuseInTheWay(change.branch, signal);
    const tip = await this.#git.tryText(["rev-parse", "--verify", "--quiet", `${reference}^{commit}`], { signal });
    if (tip !== undefined) {
      if (await this.#isForeign(tip, change, signal)) return { kind: "foreign", commit: tip };
      if (await this.#holds(tip, change, signal)) return { kind: "unchanged", commit: tip };
    }
    const commit = await this.#commit(change, signal);
    await this.#git.text(["update-ref", "-m", "thoth advise", reference, commit, tip ?? "0".repeat(40)], { signal });
    return { kind: tip === undefined ? "created" : "updated", commit };
  }

  /** Regular files by path; links and submodules are not followed. */
  async #tree(commit: CommitSha, signal: AbortSignal): Promise<ReadonlyMap<string, TreeEntry>> {
    const known = this.#trees.get(commit);
    if (known !== undefined) return known;
    const listing = await this.#git.text(["ls-tree", "-r", "-l", "-z", "--full-tree", commit], { signal });
    const tree = new Map<string, TreeEntry>();
    for (const line of listing.split("\0")) {
      const tab = line.indexOf("\t");
      const [mode, type, blob, size] = line.slice(0, tab).split(/ +/);
      if (type !== "blob" || !mode!.startsWith("100")) continue;
      tree.set(line.slice(tab + 1), { mode: mode!, blob: blob!, size: Number(size) });
      checkCount(this.#folder, "files", tree.size, this.#maxFiles);
    }
    this.#trees.set(commit, tree);
    return tree;
  }

  async #refuseCheckedOut(branch: string, reference: string, signal: AbortSignal): Promise<void> {
    const place = await this.#git.text(["for-each-ref", "--format=%(worktreepath)", reference], { signal });
    if (place !== "") throw new BranchCheckedOut(branch, place);
  }

  /** git keeps branches like files: one cannot be a folder of another. */
  async #refuseInTheWay(branch: string, signal: AbortSignal): Promise<void> {
    const parts = branch.split("/");
    const parents = parts.slice(1).map((_, i) => parts.slice(0, i + 1).join("/"));
    const patterns = [...parents.map((name) => `refs/heads/${name}`), `refs/heads/${branch}/**`];
    const found = await this.#git.text(["for-each-ref", "--format=%(refname:lstrip=2)", ...patterns], { signal });
    const other = found.split("\n").find((name) => parents.includes(name) || name.startsWith(`${branch}/`));
    if (other !== undefined) throw new BranchInTheWay(branch, other);
  }

  /** Whether anyone else committed on the branch: it is not where we left it, or it holds somebody else's commits. */
  async #isForeign(tip: CommitSha, { base, lastWritten }: BranchChange, signal: AbortSignal): Promise<boolean> {
    if (lastWritten !== undefined) return tip !== lastWritten;
    const emails = await this.#git.text(["log", "--format=%ce", tip, `^${base}`], { signal });
    return emails.split("\n").some((email) => email !== "" && email !== botEmail);
  }

  /** Whether the branch already proposes exactly this change, over files that have not changed in `base` since. */
  async #holds(tip: CommitSha, change: BranchChange, signal: AbortSignal): Promise<boolean> {
    const parent = await this.#git.tryText(["rev-parse", "--verify", "--quiet", `${tip}^`], { signal });
    if (parent === undefined) return false;
    const changed = await this.#git.text(["diff-tree", "-r", "-z", "--name-only", parent, tip], { signal });
    const paths = change.files.map((file) => file.path).sort();
    if (changed.split("\0").filter(Boolean).sort().join("\0") !== paths.join("\0")) return false;
    const [then, now, proposed] = await Promise.all([parent, change.base, tip].map((at) => this.#tree(at, signal)));
    for (const { path, text } of change.files) {
      if (then!.get(path)?.blob !== now!.get(path)?.blob) return false;
      if (proposed!.get(path)?.blob !== (await this.#writeBlob(text, signal))) return false;
    }
    return true;
  }

  async #commit(change: BranchChange, signal: AbortSignal): Promise<CommitSha> {
    const folder = await mkdtemp(join(tmpdir(), "thoth-index-"));
    const own: GitOptions = { signal, environment: { GIT_INDEX_FILE: join(folder, "index") } };
    try {
      await this.#git.text(["read-tree", change.base], own);
      const tree = await this.#tree(change.base, signal);
      for (const { path, text } of change.files) {
        const blob = await this.#writeBlob(text, signal);
        const mode = tree.get(path)?.mode ?? "100644";
        await this.#git.text(["update-index", "--add", "--cacheinfo", `${mode},${blob},${path}`], own);
      }
      const written = await this.#git.text(["write-tree"], own);
      return await this.#git.text(["commit-tree", written, "-p", change.base, "-F", "-"], {
        signal,
        input: change.message,
        environment: this.#identity(),
      });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  #writeBlob(text: string, signal: AbortSignal): Promise<string> {
    return this.#git.text(["hash-object", "-w", "--no-filters", "--stdin"], { signal, input: text });
  }

  #identity(): Record<string, string> {
    const date = this.#clock.now().toISOString();
    return {
      GIT_AUTHOR_NAME: botName,
      GIT_AUTHOR_EMAIL: botEmail,
      GIT_AUTHOR_DATE: date,
      GIT_COMMITTER_NAME: botName,
      GIT_COMMITTER_EMAIL: botEmail,
      GIT_COMMITTER_DATE: date,
    };
  }
}
