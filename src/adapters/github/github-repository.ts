/** One repository for one visit. Its facts and its head are those of the moment when it was opened. */

import {
  type ArchiveLimit,
  type BranchChange,
  type BranchOutcome,
  type ChangedFile,
  type CheckRun,
  type CommandPlace,
  type CommitSha,
  EmptyRepository,
  type HostedRepository,
  type Permission,
  type PullRequest,
  type PullRequestDraft,
  type PullRequestText,
  type Reaction,
  type RepositoryFacts,
  type WriteGuard,
} from "../../ports/index.ts";
import type { GitHubApp, Scope } from "./app.ts";
import { readArchive } from "./archive.ts";
import { applyChange, isOurCommit } from "./branch.ts";
import type { Budget } from "./budget.ts";
import { changedFiles } from "./changes.ts";
import { writeCheck } from "./checks.ts";
import { writeComment } from "./comments.ts";
import { isAnswer } from "./errors.ts";
import { readFacts } from "./facts.ts";
import { Files } from "./files.ts";
import { closeIssue, react, readPermission } from "./people.ts";
import { closePullRequest, editPullRequest, listPullRequests, openPullRequest } from "./pull-requests.ts";
import { at, type RepositoryAccess } from "./repository-access.ts";
import { openClient } from "./repository-client.ts";

/** @throws {HostRefused | HostUnavailable} */
export async function openRepository(
  scope: Scope,
  { app, budget, guard }: { readonly app: GitHubApp; readonly budget: Budget; readonly guard: WriteGuard },
  signal: AbortSignal,
): Promise<HostedRepository> {
  const { octokit, minted } = await openClient(scope, { app, budget, guard }, signal);
  const repository = minted.repositories?.[0];
  if (repository === undefined) throw new Error("a token for one repository does not say which it reaches");
  const { log, appId } = app;
  const access: RepositoryAccess = { octokit, repository, log, appId, bot: (during) => app.bot(during) };
  return new GitHubRepository(access, await readHead(access, signal));
}

/** Undefined where there is none. */
async function readHead(access: RepositoryAccess, signal: AbortSignal): Promise<CommitSha | undefined> {
  const ref = `heads/${access.repository.default_branch}`;
  try {
    return (await access.octokit.rest.git.getRef({ ...at(access, signal), ref })).data.object.sha;
  } catch (error) {
    // 409: the repository is empty. 404: its default branch was deleted.
    if (isAnswer(error, 404, 409)) return undefined;
    throw error;
  }
}

class GitHubRepository implements HostedRepository {
  readonly facts: RepositoryFacts;
  readonly #access: RepositoryAccess;
  readonly #head: CommitSha | undefined;
  readonly #files: Files;

  constructor(access: RepositoryAccess, head: CommitSha | undefined) {
    this.facts = readFacts(access.repository, head === undefined);
    this.#access = access;
    this.#head = head;
    this.#files = new Files(access);
  }

  async head(): Promise<CommitSha> {
    if (this.#head === undefined) throw new EmptyRepository(this.facts.fullName);
    return this.#head;
  }

  async listFiles(commit: CommitSha, signal: AbortSignal): Promise<readonly string[]> {
    return await this.#files.list(commit, signal);
  }

  async readFile(commit: CommitSha, path: string, limit: number, signal: AbortSignal): Promise<string | undefined> {
    return await this.#files.read(commit, path, limit, signal);
  }

  async archive(commit: CommitSha, limit: ArchiveLimit, signal: AbortSignal): Promise<Buffer | undefined> {
    const tree = await this.#files.tree(commit, signal);
    return await readArchive(commit, { tree, limit }, this.#access, signal);
  }

  async apply(change: BranchChange, signal: AbortSignal): Promise<BranchOutcome> {
    return await applyChange(change, this.#files, this.#access, signal);
  }

  async pullRequests(branch: string, signal: AbortSignal): Promise<readonly PullRequest[]> {
    return await listPullRequests(branch, this.#access, signal);
  }

  async openPullRequest(draft: PullRequestDraft, signal: AbortSignal): Promise<PullRequest> {
    return await openPullRequest(draft, this.#access, signal);
  }

  async editPullRequest(number: number, text: PullRequestText, signal: AbortSignal): Promise<void> {
    await editPullRequest(number, text, this.#access, signal);
  }

  async closePullRequest(number: number, signal: AbortSignal): Promise<void> {
    await closePullRequest(number, this.#access, signal);
  }

  async isOurs(commit: CommitSha, signal: AbortSignal): Promise<boolean> {
    return await isOurCommit(commit, this.#access, signal);
  }

  async writeComment(issue: number, key: string, body: string, signal: AbortSignal): Promise<void> {
    await writeComment(issue, { key, body }, this.#access, signal);
  }

  async writeCheck(head: CommitSha, check: CheckRun, signal: AbortSignal): Promise<void> {
    await writeCheck(head, check, this.#access, signal);
  }

  async changedFiles(base: string, head: CommitSha, signal: AbortSignal): Promise<readonly ChangedFile[]> {
    return await changedFiles(base, head, this.#access, signal);
  }

  async permission(login: string, signal: AbortSignal): Promise<Permission> {
    return await readPermission(login, this.#access, signal);
  }

  async react(place: CommandPlace, reaction: Reaction, signal: AbortSignal): Promise<void> {
    await react(place, reaction, this.#access, signal);
  }

  async closeIssue(issue: number, signal: AbortSignal): Promise<void> {
    await closeIssue(issue, this.#access, signal);
  }
}
