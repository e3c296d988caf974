/** Issues, comments, labels and reactions, as the API and webhooks show them. */

import type { Comment, Issue, Reaction, Repository } from "../entities.ts";
import { roleOf } from "../roles.ts";
import { viewAccount } from "./accounts.ts";
import { apiOf, nodeId, timestamp, timestampOrNull, webOf } from "./addresses.ts";
import type { Answer } from "./rest.ts";

export function viewIssue(repository: Repository, issue: Issue) {
  const api = `${apiOf(repository)}/issues/${issue.number}`;
  return {
    id: issue.id,
    node_id: nodeId("I", issue.id),
    url: api,
    repository_url: apiOf(repository),
    labels_url: `${api}/labels{/name}`,
    comments_url: `${api}/comments`,
    events_url: `${api}/events`,
    html_url: issueAddress(repository, issue),
    number: issue.number,
    state: issue.state,
    state_reason: issue.stateReason,
    title: issue.title,
    body: issue.body,
    user: viewAccount(issue.author),
    labels: viewLabels(repository, issue),
    assignee: issue.assignees[0] === undefined ? null : viewAccount(issue.assignees[0]),
    assignees: issue.assignees.map(viewAccount),
    milestone: null,
    locked: false,
    active_lock_reason: null,
    comments: issue.comments.length,
    closed_at: timestampOrNull(issue.closedAt),
    closed_by: issue.closedBy === undefined ? null : viewAccount(issue.closedBy),
    created_at: timestamp(issue.createdAt),
    updated_at: timestamp(issue.updatedAt),
    author_association: association(repository, issue.author.login),
    reactions: viewReactionCounts(api, issue.reactions),
    ...(issue.pull === undefined ? {} : { pull_request: viewPullLink(repository, issue) }),
  } satisfies Answer<"issues", "get">;
}

export function viewComment(repository: Repository, comment: Comment) {
  const url = `${apiOf(repository)}/issues/comments/${comment.id}`;
  return {
    id: comment.id,
    node_id: nodeId("IC", comment.id),
    url,
    html_url: `${issueAddress(repository, comment.issue)}#issuecomment-${comment.id}`,
    issue_url: `${apiOf(repository)}/issues/${comment.issue.number}`,
    body: comment.body,
    user: viewAccount(comment.author),
    created_at: timestamp(comment.createdAt),
    updated_at: timestamp(comment.updatedAt),
    author_association: association(repository, comment.author.login),
    reactions: viewReactionCounts(url, comment.reactions),
  } satisfies Answer<"issues", "getComment">;
}

export function viewReaction({ id, user, content, createdAt }: Reaction) {
  return { id, node_id: nodeId("REA", id), user: viewAccount(user), content, created_at: timestamp(createdAt) };
}

export function viewLabels(repository: Repository, issue: Issue) {
  return [...issue.labels].map((name, i) => ({
    id: issue.id * 100 + i,
    node_id: nodeId("LA", issue.id * 100 + i),
    url: `${apiOf(repository)}/labels/${encodeURIComponent(name)}`,
    name,
    description: "",
    color: "ededed",
    default: false,
  }));
}

/** How an account stands to the repository, as far as bots may trust it: not at all. */
export function association(repository: Repository, login: string): "OWNER" | "COLLABORATOR" | "NONE" {
  if (login === repository.owner.login) return "OWNER";
  return ["none", "read"].includes(roleOf(repository, login)) ? "NONE" : "COLLABORATOR";
}

function issueAddress(repository: Repository, issue: Issue): string {
  return `${webOf(repository)}/${issue.pull === undefined ? "issues" : "pull"}/${issue.number}`;
}

function viewPullLink(repository: Repository, { number, pull }: Issue) {
  const page = `${webOf(repository)}/pull/${number}`;
  return {
    url: `${apiOf(repository)}/pulls/${number}`,
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    merged_at: timestampOrNull(pull?.merged?.at),
  };
}

function viewReactionCounts(url: string, reactions: readonly Reaction[]) {
  const count = (content: string) => reactions.filter((reaction) => reaction.content === content).length;
  return {
    url: `${url}/reactions`,
    total_count: reactions.length,
    "+1": count("+1"),
    "-1": count("-1"),
    laugh: count("laugh"),
    hooray: count("hooray"),
    confused: count("confused"),
    heart: count("heart"),
    rocket: count("rocket"),
    eyes: count("eyes"),
  };
}
