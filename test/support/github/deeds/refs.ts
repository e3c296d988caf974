/** What follows when a branch moves: a push, a look at the pull requests from it and into it, and a new check suite. */

import { isPullRequest, type Account, type CheckSuite, type PullRequest, type Repository } from "../entities.ts";
import { announce, announceIssue } from "../events.ts";
import { apiOf, webOf } from "../views/addresses.ts";
import { viewCheckSuite } from "../views/checks.ts";
import { viewPushedCommit } from "../views/commits.ts";
import { viewAccount } from "../views/accounts.ts";
import { viewPushedRepository } from "../views/repositories.ts";
import type { World } from "../world.ts";
import { changeState } from "./issues.ts";

const nothing = "0".repeat(40);
const branchPrefix = "refs/heads/";

/** A ref before and after; undefined where it is not. */
export interface RefMove {
  /** Whole: `refs/heads/main`. */
  readonly name: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Moves the ref and tells. @returns false when git refuses, as it does for `a/b` where `a` is a branch. */
export async function moveRef(world: World, repository: Repository, actor: Account, move: RefMove): Promise<boolean> {
  if (move.after === undefined) await repository.git.deleteRef(move.name);
  else if (!(await repository.git.setRef(move.name, move.after, move.before))) return false;
  await tellRefMoved(world, repository, actor, move);
  return true;
}

/** For a ref that has moved already. */
export async function tellRefMoved(world: World, repository: Repository, actor: Account, move: RefMove): Promise<void> {
  repository.pushedAt = world.clock.now();
  if (move.name.startsWith(branchPrefix)) {
    const branch = move.name.slice(branchPrefix.length);
    await followHead(world, repository, actor, branch, move);
    await markMerged(world, repository, actor, branch, move);
  }
  announce(world, repository, actor, "push", await pushPayload(world, repository, actor, move));
  if (move.after !== undefined && move.name.startsWith(branchPrefix)) {
    const suite = openSuite(world, repository, move.after, move.name.slice(branchPrefix.length));
    announce(world, repository, actor, "check_suite", {
      action: "requested",
      check_suite: viewCheckSuite(world.app, repository, suite),
    });
  }
}

/** The one suite of the App for a commit. */
export function openSuite(
  world: World,
  repository: Repository,
  headSha: string,
  headBranch: string | null,
): CheckSuite {
  const known = repository.suites.find((suite) => suite.headSha === headSha);
  if (known !== undefined) return known;
  const suite: CheckSuite = { id: world.nextId(), headSha, headBranch, createdAt: world.clock.now() };
  repository.suites.push(suite);
  return suite;
}

export function openPulls(repository: Repository): readonly PullRequest[] {
  return [...repository.issues.values()].filter(isPullRequest).filter((request) => request.state === "open");
}

/** Pull requests from the branch move along with it, and close when it goes. */
async function followHead(
  world: World,
  repository: Repository,
  actor: Account,
  branch: string,
  move: RefMove,
): Promise<void> {
  for (const request of openPulls(repository).filter(({ pull }) => pull.head === branch)) {
    if (move.after === undefined) {
      await changeState(world, repository, actor, request, "closed");
      continue;
    }
    request.pull.headSha = move.after;
    request.pull.baseSha = (await repository.git.ref(branchPrefix + request.pull.base)) ?? request.pull.baseSha;
    request.updatedAt = world.clock.now();
    const ends = { before: move.before, after: move.after };
    await announceIssue(world, repository, actor, request, { action: "synchronize", ...ends });
  }
}

/** A pull request whose commits have come into its base is merged, however they came there. */
async function markMerged(
  world: World,
  repository: Repository,
  actor: Account,
  branch: string,
  { after }: RefMove,
): Promise<void> {
  if (after === undefined) return;
  for (const request of openPulls(repository).filter(({ pull }) => pull.base === branch)) {
    if (!(await repository.git.isAncestor(request.pull.headSha, after))) continue;
    request.pull.merged = { at: world.clock.now(), by: actor, sha: after };
    await changeState(world, repository, actor, request, "closed");
  }
}

async function pushPayload(world: World, repository: Repository, actor: Account, { name, before, after }: RefMove) {
  const commits = await pushedCommits(world, repository, { name, before, after });
  const head = after === undefined ? undefined : await repository.git.readCommit(after);
  const wasForced = before !== undefined && after !== undefined && !(await repository.git.isAncestor(before, after));
  return {
    ref: name,
    before: before ?? nothing,
    after: after ?? nothing,
    base_ref: null,
    created: before === undefined,
    deleted: after === undefined,
    forced: wasForced,
    compare: `${webOf(repository)}/compare/${(before ?? nothing).slice(0, 12)}...${(after ?? nothing).slice(0, 12)}`,
    commits,
    head_commit: head === undefined ? null : await viewPushedCommit(world, repository, head),
    pusher: { name: actor.login, email: `${actor.login}@users.noreply.github.com` },
    repository: {
      ...viewPushedRepository(repository),
      url: apiOf(repository),
      owner: { ...viewAccount(repository.owner), name: repository.owner.login },
    },
  };
}

/** Those that no other branch had, oldest first. (`--all` would count HEAD, which may name this very branch.) */
async function pushedCommits(world: World, repository: Repository, { name, before, after }: RefMove) {
  if (after === undefined) return [];
  const known = before === undefined ? ["--not", `--exclude=${name}`, "--glob=refs/heads"] : [`^${before}`];
  const shas = [...(await repository.git.revisions([after, ...known]))].toReversed();
  const commits = await Promise.all(shas.map(async (sha) => (await repository.git.readCommit(sha))!));
  return await Promise.all(commits.map(async (commit) => await viewPushedCommit(world, repository, commit)));
}
