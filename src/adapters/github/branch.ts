/**
 * A change as one commit on a branch of ours. GitHub makes and signs the commit, so it names no author. The branch moves
 * only from the commit that was looked at: where somebody pushes in between, GitHub refuses and we look again.
 */

import { createHash } from "node:crypto";

import {
  type BranchChange,
  BranchInTheWay,
  type BranchOutcome,
  type CommitSha,
  HostForbids,
  HostUnavailable,
} from "../../ports/index.ts";
import { GitHubAnswer, isAnswer } from "./errors.ts";
import type { Files } from "./files.ts";
import { at, type RepositoryAccess } from "./repository-access.ts";

/** How often we look again where somebody keeps pushing. */
const looks = 3;
/** Milliseconds until it has calmed down. */
const busyRest = 60_000;

/** See `HostedRepository.isOurs`. */
export async function isOurCommit(commit: CommitSha, access: RepositoryAccess, signal: AbortSignal): Promise<boolean> {
  const { data } = await access.octokit.rest.git.getCommit({ ...at(access, signal), commit_sha: commit });
  return isMadeBy(await access.bot(signal), data);
}

/** See `Forge.apply`. */
export async function applyChange(
  change: BranchChange,
  files: Files,
  access: RepositoryAccess,
  signal: AbortSignal,
): Promise<BranchOutcome> {
  const job = new BranchWriter(change, files, access, signal);
  for (let look = 0; look < looks; look++) {
    const outcome = await job.tryApply();
    if (outcome !== undefined) return outcome;
  }
  throw new HostUnavailable(`the branch \`${change.branch}\` keeps moving`, busyRest);
}

class BranchWriter {
  readonly #change: BranchChange;
  readonly #files: Files;
  readonly #access: RepositoryAccess;
  readonly #signal: AbortSignal;
  #written: CommitSha | undefined;

  constructor(change: BranchChange, files: Files, access: RepositoryAccess, signal: AbortSignal) {
    this.#change = change;
    this.#files = files;
    this.#access = access;
    this.#signal = signal;
  }

  /** Undefined where the branch moved between the look and the write. */
  async tryApply(): Promise<BranchOutcome | undefined> {
    const tip = await this.#look();
    if (tip !== undefined) {
      if (await this.#isForeign(tip)) return { kind: "foreign", commit: tip };
      if (await this.#holds(tip)) return { kind: "unchanged", commit: tip };
    }
    this.#written ??= await this.#commit();
    if (!(await this.#move(tip, this.#written))) return undefined;
    return { kind: tip === undefined ? "created" : "updated", commit: this.#written };
  }

  /** @returns where the branch stands. @throws {BranchInTheWay} */
  async #look(): Promise<CommitSha | undefined> {
    const { branch } = this.#change;
    const parts = branch.split("/");
    const call = { ...at(this.#access, this.#signal), ref: `heads/${parts[0]}` };
    const { data } = await this.#access.octokit.rest.git.listMatchingRefs(call);
    const heads = new Map(data.map(({ ref, object }) => [ref.slice("refs/heads/".length), object.sha]));
    const tip = heads.get(branch);
    if (tip !== undefined) return tip;
    // git keeps branches like files: one cannot be a folder of another.
    const other = [...heads.keys()].find((name) => branch.startsWith(`${name}/`) || name.startsWith(`${branch}/`));
    if (other !== undefined) throw new BranchInTheWay(branch, other);
    return undefined;
  }

  /**
   * Whether anyone else was there. A commit of ours that is not the one remembered is our own if it is newer: its answer
   * was lost. Older, somebody set the branch back. The tip tells of the whole branch, since ours stand on the base alone.
   */
  async #isForeign(tip: CommitSha): Promise<boolean> {
    const { lastWritten } = this.#change;
    if (tip === lastWritten) return false;
    const commit = await this.#readCommit(tip);
    if (commit === undefined || !isMadeBy(await this.#access.bot(this.#signal), commit)) return true;
    if (lastWritten === undefined) return false;
    const remembered = await this.#readCommit(lastWritten);
    return remembered !== undefined && Date.parse(commit.committer.date) < Date.parse(remembered.committer.date);
  }

  /** Whether the branch already proposes exactly this change, over files that have not changed in `base` since. */
  async #holds(tip: CommitSha): Promise<boolean> {
    const commit = await this.#readCommit(tip);
    const [parent, ...others] = commit?.parents ?? [];
    if (parent === undefined || others.length > 0) return false;
    const { base, files } = this.#change;
    const then = await this.#files.tree(parent.sha, this.#signal);
    const proposed = await this.#files.tree(tip, this.#signal);
    const now = await this.#files.tree(base, this.#signal);
    const paths = new Set([...then.keys(), ...proposed.keys()]);
    const changed = [...paths].filter((path) => then.get(path)?.blob !== proposed.get(path)?.blob);
    const wanted = new Map(files.map(({ path, text }) => [path, blobId(text)]));
    if (changed.length !== wanted.size || !changed.every((path) => wanted.has(path))) return false;
    return [...wanted].every(
      ([path, blob]) => then.get(path)?.blob === now.get(path)?.blob && proposed.get(path)?.blob === blob,
    );
  }

  async #commit(): Promise<CommitSha> {
    const { base, files, message } = this.#change;
    const { git } = this.#access.octokit.rest;
    const call = at(this.#access, this.#signal);
    const known = await this.#files.tree(base, this.#signal);
    const tree = files.map(({ path, text }) => {
      const mode = known.get(path)?.mode ?? "100644";
      return { path, mode, type: "blob" as const, content: text };
    });
    const { data: written } = await git.createTree({ ...call, base_tree: await this.#treeOf(base), tree });
    const { data } = await git.createCommit({ ...call, message, tree: written.sha, parents: [base] });
    return data.sha;
  }

  async #treeOf(base: CommitSha): Promise<string> {
    const commit = await this.#readCommit(base);
    if (commit === undefined) throw new Error(`there is no commit ${base} to stand on`);
    return commit.tree.sha;
  }

  async #readCommit(commit: CommitSha) {
    try {
      const call = { ...at(this.#access, this.#signal), commit_sha: commit };
      return (await this.#access.octokit.rest.git.getCommit(call)).data;
    } catch (error) {
      if (isAnswer(error, 404)) return undefined;
      throw error;
    }
  }

  /** False where the branch does not stand at `from` any more; REST would have moved it all the same. */
  async #move(from: CommitSha | undefined, to: CommitSha): Promise<boolean> {
    const name = `refs/heads/${this.#change.branch}`;
    const update = { name, beforeOid: from ?? "0".repeat(40), afterOid: to, force: true };
    const input = { repositoryId: this.#access.repository.node_id, refUpdates: [update] };
    try {
      await this.#access.octokit.graphql(updateRefs, { input, request: { signal: this.#signal } });
      return true;
    } catch (error) {
      const said = tryReadNo(error);
      if (said === undefined) throw error;
      const now = await this.#look();
      if (now === to) return true;
      if (now !== from) return false;
      throw said;
    }
  }
}

const updateRefs = `mutation ($input: UpdateRefsInput!) { updateRefs(input: $input) { clientMutationId } }`;

/** GraphQL says no with status 200, and Octokit's error for it holds the request. */
function tryReadNo(error: unknown): Error | undefined {
  const { errors } = error as { readonly errors?: readonly { readonly type?: string; readonly message: string }[] };
  const [first] = errors ?? [];
  if (first === undefined) return undefined;
  if (first.type === "FORBIDDEN") return new HostForbids(`moving the branch: ${first.message}`);
  return new GitHubAnswer("updateRefs", 200, first.message);
}

interface Identity {
  readonly name: string;
  readonly email: string;
}

/**
 * Whether GitHub made the commit for `bot`. Its address is `<id>+<login>@users.noreply.github.com`, and the committer is
 * GitHub or the bot; whoever amends such a commit becomes its committer.
 */
function isMadeBy(bot: string, commit: { readonly author: Identity; readonly committer: Identity }): boolean {
  const isBot = ({ email }: Identity) =>
    email
      .slice(email.indexOf("+") + 1)
      .toLowerCase()
      .startsWith(`${bot.toLowerCase()}@users.noreply.`);
  const { author, committer } = commit;
  return isBot(author) && (isBot(committer) || committer.email.startsWith("noreply@"));
}

/** The id that git gives a file. */
function blobId(text: string): string {
  const bytes = Buffer.from(text);
  return createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}
