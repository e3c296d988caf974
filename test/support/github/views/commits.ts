/** Commits and what they change, as the git data API, the commits API and pushes show them. */

import type { Repository } from "../entities.ts";
import type { Identity } from "../git/commit-text.ts";
import type { Commit, FileChange } from "../git/git-store.ts";
import type { World } from "../world.ts";
import { viewAccount } from "./accounts.ts";
import { apiOf, nodeId, timestamp, webOf } from "./addresses.ts";
import type { Answer } from "./rest.ts";

/** `GET /repos/{owner}/{repo}/git/commits/{sha}`. */
export function viewGitCommit(repository: Repository, commit: Commit) {
  const api = `${apiOf(repository)}/git`;
  const page = `${webOf(repository)}/commit`;
  return {
    sha: commit.sha,
    node_id: nodeId("C", repository.id) + commit.sha,
    url: `${api}/commits/${commit.sha}`,
    html_url: `${page}/${commit.sha}`,
    author: viewIdentity(commit.author),
    committer: viewIdentity(commit.committer),
    tree: { sha: commit.tree, url: `${api}/trees/${commit.tree}` },
    message: commit.message,
    parents: commit.parents.map((sha) => ({ sha, url: `${api}/commits/${sha}`, html_url: `${page}/${sha}` })),
    verification: viewVerification(repository, commit),
  } satisfies Answer<"git", "getCommit">;
}

/** `GET /repos/{owner}/{repo}/commits/{ref}`, without the files. */
export function viewCommit(world: World, repository: Repository, commit: Commit) {
  const { sha, node_id, html_url, parents, author, committer, message, tree, verification } = viewGitCommit(
    repository,
    commit,
  );
  return {
    sha,
    node_id,
    url: `${apiOf(repository)}/commits/${sha}`,
    html_url,
    comments_url: `${apiOf(repository)}/commits/${sha}/comments`,
    commit: {
      author,
      committer,
      message,
      tree,
      verification,
      comment_count: 0,
      url: `${apiOf(repository)}/git/commits/${sha}`,
    },
    author: viewAuthor(world, commit.author),
    committer: viewAuthor(world, commit.committer),
    parents,
  } satisfies Answer<"repos", "getCommit">;
}

/** Each file that a change touches, with its lines. */
export async function viewFiles(repository: Repository, before: string | undefined, after: string) {
  const changes = await repository.git.changes(before, after);
  return await Promise.all(changes.map(async (change) => await viewFile(repository, before, after, change)));
}

/** A commit in a push. */
export async function viewPushedCommit(world: World, repository: Repository, commit: Commit) {
  const changes = await repository.git.changes(commit.parents[0], commit.sha);
  const paths = (status: FileChange["status"]) =>
    changes.filter((file) => file.status === status).map((file) => file.path);
  return {
    id: commit.sha,
    tree_id: commit.tree,
    distinct: true,
    message: commit.message,
    timestamp: timestamp(commit.committer.date),
    url: `${webOf(repository)}/commit/${commit.sha}`,
    author: viewPushedIdentity(world, commit.author),
    committer: viewPushedIdentity(world, commit.committer),
    added: paths("added"),
    removed: paths("removed"),
    modified: paths("modified"),
  };
}

function viewIdentity({ name, email, date }: Identity) {
  return { name, email, date: timestamp(date) };
}

function viewPushedIdentity(world: World, { name, email }: Identity) {
  const account = accountOf(world, email);
  return { name, email, ...(account === undefined ? {} : { username: account.login }) };
}

function viewAuthor(world: World, { email }: Identity) {
  const account = accountOf(world, email);
  return account === undefined ? null : viewAccount(account);
}

/** GitHub knows its users by their addresses, such as `1002+octocat@users.noreply.github.com`. */
function accountOf(world: World, email: string) {
  const [name, host] = email.split("@");
  return host === "users.noreply.github.com" ? world.findAccount(name!.slice(name!.indexOf("+") + 1)) : undefined;
}

function viewVerification(repository: Repository, { sha, tree }: Commit) {
  const isSigned = repository.signed.has(sha);
  return {
    verified: isSigned,
    reason: isSigned ? "valid" : "unsigned",
    signature: isSigned ? "-----BEGIN PGP SIGNATURE-----" : null,
    payload: isSigned ? `tree ${tree}\n` : null,
    verified_at: null,
  };
}

async function viewFile(repository: Repository, before: string | undefined, after: string, change: FileChange) {
  const patch = await repository.git.patch(before, after, change.path);
  const lines = patch.split("\n");
  const additions = lines.filter((line) => line.startsWith("+")).length;
  const deletions = lines.filter((line) => line.startsWith("-")).length;
  const at = change.status === "removed" ? before! : after;
  return {
    sha: (await repository.git.resolve(`${at}:${change.path}`))!,
    filename: change.path,
    status: change.status,
    additions,
    deletions,
    changes: additions + deletions,
    blob_url: `${webOf(repository)}/blob/${at}/${change.path}`,
    raw_url: `${webOf(repository)}/raw/${at}/${change.path}`,
    contents_url: `${apiOf(repository)}/contents/${change.path}?ref=${at}`,
    patch,
  };
}
