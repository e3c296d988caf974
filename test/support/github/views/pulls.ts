/** Pull requests, as the API and webhooks show them. */

import type { PullRequest, Repository } from "../entities.ts";
import { viewAccount } from "./accounts.ts";
import { apiOf, nodeId, timestampOrNull, webOf } from "./addresses.ts";
import { viewIssue } from "./issues.ts";
import { viewRepository } from "./repositories.ts";
import type { Answer } from "./rest.ts";

/** As in a list. */
export function viewPull(repository: Repository, request: PullRequest) {
  const { pull } = request;
  const api = `${apiOf(repository)}/pulls/${request.number}`;
  const page = `${webOf(repository)}/pull/${request.number}`;
  const issue = viewIssue(repository, request);
  return {
    id: pull.id,
    node_id: nodeId("PR", pull.id),
    url: api,
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    issue_url: issue.url,
    commits_url: `${api}/commits`,
    comments_url: `${issue.url}/comments`,
    statuses_url: `${apiOf(repository)}/statuses/${pull.headSha}`,
    number: issue.number,
    state: issue.state,
    locked: issue.locked,
    title: issue.title,
    user: issue.user,
    body: issue.body,
    created_at: issue.created_at,
    updated_at: issue.updated_at,
    closed_at: issue.closed_at,
    merged_at: timestampOrNull(pull.merged?.at),
    merge_commit_sha: pull.merged?.sha ?? null,
    assignee: issue.assignee,
    assignees: issue.assignees,
    requested_reviewers: pull.reviewers.map(viewAccount),
    requested_teams: [],
    labels: issue.labels,
    milestone: null,
    draft: pull.isDraft,
    head: viewEnd(repository, pull.head, pull.headSha),
    base: viewEnd(repository, pull.base, pull.baseSha),
    author_association: issue.author_association,
    auto_merge: null,
    active_lock_reason: null,
  } satisfies Answer<"pulls", "list">[number];
}

/** As asked for by its number. */
export async function viewWholePull(repository: Repository, request: PullRequest) {
  const { pull } = request;
  const commits = await repository.git.revisions([`${pull.baseSha}..${pull.headSha}`]);
  const changes = await repository.git.changes(
    await repository.git.mergeBase(pull.baseSha, pull.headSha),
    pull.headSha,
  );
  return {
    ...viewPull(repository, request),
    merged: pull.merged !== undefined,
    merged_by: pull.merged === undefined ? null : viewAccount(pull.merged.by),
    mergeable: request.state === "open" ? true : null,
    rebaseable: null,
    mergeable_state: request.state === "open" ? "clean" : "unknown",
    comments: request.comments.length,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: commits.length,
    changed_files: changes.length,
    additions: 0,
    deletions: 0,
  } satisfies Answer<"pulls", "get">;
}

/** What checks say of the pull requests they belong to. */
export function viewPullBriefly(repository: Repository, { number, pull }: PullRequest) {
  const repo = { id: repository.id, url: apiOf(repository), name: repository.name };
  return {
    url: `${apiOf(repository)}/pulls/${number}`,
    id: pull.id,
    number,
    head: { ref: pull.head, sha: pull.headSha, repo },
    base: { ref: pull.base, sha: pull.baseSha, repo },
  };
}

function viewEnd(repository: Repository, ref: string, sha: string) {
  return {
    label: `${repository.owner.login}:${ref}`,
    ref,
    sha,
    user: viewAccount(repository.owner),
    repo: viewRepository(repository),
  };
}
