/** A bare repository on disk: objects and refs, read and written by the `git` program. */

import { mkdir, writeFile } from "node:fs/promises";

import { formatCommit, parseCommit, type CommitContent } from "./commit-text.ts";
import { formatImport, type ImportedCommit } from "./import.ts";
import { git, runGit, tryGit } from "./run-git.ts";
import { writeTree, type TreeEdit } from "./write-tree.ts";

export interface TreeEntry {
  readonly mode: string;
  readonly type: "blob" | "tree" | "commit";
  readonly sha: string;
  /** Of blobs. */
  readonly size: number | undefined;
  readonly path: string;
}

export interface Commit extends CommitContent {
  readonly sha: string;
}

export interface Ref {
  /** Whole: `refs/heads/main`. */
  readonly name: string;
  readonly sha: string;
}

export interface FileChange {
  readonly path: string;
  readonly status: "added" | "modified" | "removed";
}

const statuses: Readonly<Record<string, FileChange["status"]>> = { A: "added", D: "removed" };

export class GitStore {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Makes an empty one. Written out by hand, since a stand-in may hold hundreds. */
  static async create(folder: string, defaultBranch: string): Promise<GitStore> {
    await mkdir(`${folder}/objects`, { recursive: true });
    await mkdir(`${folder}/refs/heads`, { recursive: true });
    await writeFile(`${folder}/HEAD`, `ref: refs/heads/${defaultBranch}\n`);
    await writeFile(`${folder}/config`, "[core]\n\trepositoryformatversion = 0\n\tbare = true\n");
    return new GitStore(folder);
  }

  /** The object that `expression` names, such as a branch, a full id or `main^{tree}`. */
  async resolve(expression: string): Promise<string | undefined> {
    return await tryGit(this.#folder, ["rev-parse", "--verify", "--quiet", "--end-of-options", expression]);
  }

  async type(sha: string): Promise<string | undefined> {
    return await tryGit(this.#folder, ["cat-file", "-t", sha]);
  }

  async readBlob(sha: string): Promise<Buffer | undefined> {
    const result = await runGit(this.#folder, ["cat-file", "blob", sha]);
    return result.code === 0 ? result.output : undefined;
  }

  /** A `.tar.gz` of the files of a commit, below `prefix`. */
  async archive(commit: string, prefix: string): Promise<Buffer> {
    return await git(this.#folder, ["archive", "--format=tar.gz", `--prefix=${prefix}`, commit]);
  }

  async writeBlob(content: Buffer): Promise<string> {
    return await this.#text(["hash-object", "-w", "--stdin"], content);
  }

  /** @param tree anything that leads to a tree. */
  async readTree(tree: string, isRecursive: boolean): Promise<readonly TreeEntry[]> {
    const recursion = isRecursive ? ["-r", "-t"] : [];
    const output = await git(this.#folder, ["ls-tree", "-z", "-l", ...recursion, tree]);
    return fields(output).map(parseTreeEntry);
  }

  /** @param base a tree; undefined starts from nothing. */
  async writeTree(base: string | undefined, edits: readonly TreeEdit[]): Promise<string> {
    return await writeTree(this.#folder, base, edits);
  }

  async readCommit(expression: string): Promise<Commit | undefined> {
    const sha = await this.resolve(`${expression}^{commit}`);
    if (sha === undefined) return undefined;
    const content = await git(this.#folder, ["cat-file", "commit", sha]);
    return { sha, ...parseCommit(content.toString("utf8")) };
  }

  async writeCommit(commit: CommitContent): Promise<string> {
    return await this.#text(["hash-object", "-w", "--stdin", "-t", "commit"], Buffer.from(formatCommit(commit)));
  }

  /** Writes files, a commit of them and its branch in one go; the branch may go anywhere. @returns the commit. */
  async import(commit: ImportedCommit): Promise<string> {
    await git(this.#folder, ["fast-import", "--quiet", "--force"], { input: formatImport(commit) });
    return (await this.resolve(`refs/heads/${commit.branch}`))!;
  }

  /** The result of merging without a conflict; undefined where there is one. */
  async mergeTree(ours: string, theirs: string): Promise<string | undefined> {
    return (await tryGit(this.#folder, ["merge-tree", "--write-tree", ours, theirs]))?.split("\n")[0];
  }

  /** Whole names that begin with `prefix`, sorted. */
  async refs(prefix: string): Promise<readonly Ref[]> {
    const output = await git(this.#folder, ["for-each-ref", "--format=%(objectname) %(refname)"]);
    const lines = output.toString("utf8").split("\n").filter(Boolean);
    const refs = lines.map((line) => ({ sha: line.slice(0, 40), name: line.slice(41) }));
    return refs.filter((ref) => ref.name.startsWith(prefix));
  }

  async ref(name: string): Promise<string | undefined> {
    return await tryGit(this.#folder, ["show-ref", "--verify", "--hash", name]);
  }

  /** @param before where the ref stands; undefined for a new one. @returns false when git refuses. */
  async setRef(name: string, after: string, before: string | undefined): Promise<boolean> {
    const result = await runGit(this.#folder, ["update-ref", name, after, before ?? "0".repeat(40)]);
    return result.code === 0;
  }

  async deleteRef(name: string): Promise<void> {
    await git(this.#folder, ["update-ref", "-d", name]);
  }

  /** Where a new repository's first look goes. */
  async setHead(branch: string): Promise<void> {
    await git(this.#folder, ["symbolic-ref", "HEAD", `refs/heads/${branch}`]);
  }

  async isValidRefName(name: string): Promise<boolean> {
    return (await runGit(this.#folder, ["check-ref-format", name])).code === 0;
  }

  async mergeBase(a: string, b: string): Promise<string | undefined> {
    return await tryGit(this.#folder, ["merge-base", a, b]);
  }

  async isAncestor(older: string, newer: string): Promise<boolean> {
    return (await runGit(this.#folder, ["merge-base", "--is-ancestor", older, newer])).code === 0;
  }

  /** Commit ids as `git rev-list` gives them for `args`, the newest first. */
  async revisions(args: readonly string[]): Promise<readonly string[]> {
    return (await this.#text(["rev-list", ...args])).split("\n").filter(Boolean);
  }

  /** From `before`, or from nothing, to `after`. A rename is a removal and an addition. */
  async changes(before: string | undefined, after: string): Promise<readonly FileChange[]> {
    const ends = before === undefined ? ["--root", after] : [before, after];
    const output = fields(
      await git(this.#folder, ["diff-tree", "-r", "-z", "--no-commit-id", "--name-status", ...ends]),
    );
    const changes: FileChange[] = [];
    for (let i = 0; i + 1 < output.length; i += 2) {
      changes.push({ status: statuses[output[i]!] ?? "modified", path: output[i + 1]! });
    }
    return changes;
  }

  /** The text of a change, without the lines that name the file. */
  async patch(before: string | undefined, after: string, path: string): Promise<string> {
    const ends = before === undefined ? ["--root", after] : [before, after];
    const output = await git(this.#folder, ["diff-tree", "-p", "--no-commit-id", ...ends, "--", path]);
    const text = output.toString("utf8");
    const start = text.indexOf("\n@@");
    return start < 0 ? "" : text.slice(start + 1).trimEnd();
  }

  async #text(args: readonly string[], input?: Buffer): Promise<string> {
    return (await git(this.#folder, args, input === undefined ? {} : { input })).toString("utf8").trim();
  }
}

/** What `-z` separates. */
function fields(output: Buffer): readonly string[] {
  return output.toString("utf8").split("\0").filter(Boolean);
}

/** `100644 blob 3b18e5…      12\tREADME.md`. */
function parseTreeEntry(line: string): TreeEntry {
  const tab = line.indexOf("\t");
  const [mode, type, sha, size] = line.slice(0, tab).split(/ +/);
  return {
    mode: mode!,
    type: type as TreeEntry["type"],
    sha: sha!,
    size: size === "-" ? undefined : Number(size),
    path: line.slice(tab + 1),
  };
}
