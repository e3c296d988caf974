/** What can be done to a pull request beyond what can be done to any issue, and when GitHub refuses. */

import { fullName, isPullRequest, type Account, type Pull, type PullRequest, type Repository } from "../entities.ts";
import { announceIssue } from "../events.ts";
import { custom, invalid, Refusal, unprocessable } from "../refusal.ts";
import { roleOf } from "../roles.ts";
import { viewAccount } from "../views/accounts.ts";
import type { World } from "../world.ts";
import { changeState, checkText, newIssue, type IssueText } from "./issues.ts";
import { moveRef, openPulls } from "./refs.ts";

const resource = "PullRequest";

export interface PullDraft extends IssueText {
  /** `branch`, or `owner:branch` with the repository's own owner. */
  readonly head: string;
  readonly base: string;
  readonly draft?: boolean;
}

/** @throws {Refusal} 422 where a branch is missing, nothing is to be merged, or one is open already. */
export async function openPull(
  world: World,
  repository: Repository,
  author: Account,
  draft: PullDraft,
): Promise<PullRequest> {
  checkText(resource, draft);
  const head = ownBranch(repository, draft.head);
  const headSha = await branchSha(repository, head, "head");
  const baseSha = await branchSha(repository, draft.base, "base");
  await checkMergeable(repository, { head, headSha, base: draft.base, baseSha });
  const pull: Pull = {
    id: world.nextId(),
    head,
    headSha,
    base: draft.base,
    baseSha,
    isDraft: draft.draft ?? false,
    merged: undefined,
    reviewers: [],
  };
  const request = newIssue(world, repository, author, draft, pull);
  if (!isPullRequest(request)) throw new Error("an issue with a pull request is none");
  await announceIssue(world, repository, author, request, { action: "opened" });
  return request;
}

/** @throws {Refusal} 422 where the branch is gone or replaced, or another one is open for it. */
export async function reopenPull(
  world: World,
  repository: Repository,
  actor: Account,
  request: PullRequest,
): Promise<void> {
  const { pull } = request;
  const now = await repository.git.ref(`refs/heads/${pull.head}`);
  if (pull.merged !== undefined) throw cannotChange("The pull request is merged.");
  if (now === undefined) throw cannotChange(`The ${pull.head} branch has been deleted.`);
  if (!(await repository.git.isAncestor(pull.headSha, now))) {
    throw cannotChange(`The ${pull.head} branch was force-pushed or recreated.`);
  }
  if (openPulls(repository).some((other) => other.pull.head === pull.head && other.pull.base === pull.base)) {
    throw cannotChange(`There is already an open pull request from ${pull.head} to ${pull.base}.`);
  }
  pull.headSha = now;
  await changeState(world, repository, actor, request, "open");
}

/** @throws {Refusal} 422 where there is no such branch, or nothing would be merged into it. */
export async function changeBase(
  world: World,
  repository: Repository,
  actor: Account,
  request: PullRequest,
  base: string,
): Promise<void> {
  const { pull } = request;
  if (base === pull.base) return;
  const baseSha = await branchSha(repository, base, "base");
  await checkMergeable(repository, { head: pull.head, headSha: pull.headSha, base, baseSha });
  const changes = { base: { ref: { from: pull.base }, sha: { from: pull.baseSha } } };
  pull.base = base;
  pull.baseSha = baseSha;
  await announceIssue(world, repository, actor, request, { action: "edited", changes });
}

/** By a merge commit. @returns the commit. @throws {Refusal} 405 where it is closed or conflicts. */
export async function mergePull(
  world: World,
  repository: Repository,
  actor: Account,
  request: PullRequest,
): Promise<string> {
  const { pull } = request;
  const name = `refs/heads/${pull.base}`;
  const before = (await repository.git.ref(name))!;
  const tree = await repository.git.mergeTree(before, pull.headSha);
  if (request.state !== "open" || tree === undefined) throw new Refusal(405, "Pull Request is not mergeable");
  const person = {
    name: actor.login,
    email: `${actor.id}+${actor.login}@users.noreply.github.com`,
    date: world.clock.now(),
  };
  const message = `Merge pull request #${request.number} from ${repository.owner.login}/${pull.head}\n\n${request.title}`;
  const parents = [before, pull.headSha];
  const sha = await repository.git.writeCommit({ tree, parents, author: person, committer: person, message });
  await moveRef(world, repository, actor, { name, before, after: sha });
  return sha;
}

/** @throws {Refusal} 422 where one of them cannot review. */
export async function requestReviewers(
  world: World,
  repository: Repository,
  actor: Account,
  request: PullRequest,
  logins: readonly string[],
): Promise<void> {
  const reviewers = logins.map((login) => reviewer(world, repository, request, login));
  for (const account of reviewers.filter((candidate) => !request.pull.reviewers.includes(candidate))) {
    request.pull.reviewers.push(account);
    const requested_reviewer = viewAccount(account);
    await announceIssue(world, repository, actor, request, { action: "review_requested", requested_reviewer });
  }
}

function reviewer(world: World, repository: Repository, request: PullRequest, login: string): Account {
  const account = world.findAccount(login);
  if (account === request.author) throw unprocessable("Review cannot be requested from pull request author.");
  // In a public repository everybody may read, but only those with a role of their own collaborate.
  const isCollaborator = repository.roles.has(login.toLowerCase()) || login === repository.owner.login;
  if (account !== undefined && isCollaborator && roleOf(repository, login) !== "none") return account;
  throw unprocessable(
    "Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a " +
      `collaborator of the ${fullName(repository)} repository.`,
  );
}

type Ends = Pick<Pull, "head" | "headSha" | "base" | "baseSha">;

async function checkMergeable(repository: Repository, { head, headSha, base, baseSha }: Ends): Promise<void> {
  if (openPulls(repository).some(({ pull }) => pull.head === head && pull.base === base)) {
    throw custom(resource, `A pull request already exists for ${repository.owner.login}:${head}.`);
  }
  if (await repository.git.isAncestor(headSha, baseSha))
    throw custom(resource, `No commits between ${base} and ${head}`);
}

function ownBranch(repository: Repository, head: string): string {
  const [owner, branch] = head.includes(":") ? head.split(":", 2) : [repository.owner.login, head];
  if (owner?.toLowerCase() === repository.owner.login.toLowerCase()) return branch!;
  throw invalid({ resource, field: "head", code: "invalid" });
}

async function branchSha(repository: Repository, branch: string, field: string): Promise<string> {
  const sha = await repository.git.ref(`refs/heads/${branch}`);
  if (sha !== undefined) return sha;
  throw invalid({ resource, field, code: "invalid" });
}

function cannotChange(why: string): Refusal {
  return invalid({ resource, field: "state", code: "invalid", message: `state cannot be changed. ${why}` });
}
