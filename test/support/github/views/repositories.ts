/** Repositories and their branches, as the API and webhooks show them. */

import { fullName, type Repository } from "../entities.ts";
import { viewAccount } from "./accounts.ts";
import { apiOf, nodeId, timestamp, webOf } from "./addresses.ts";
import type { Answer } from "./rest.ts";

export function viewRepository(repository: Repository) {
  const api = apiOf(repository);
  const web = webOf(repository);
  const open = [...repository.issues.values()].filter((issue) => issue.state === "open").length;
  return {
    ...viewRepositoryName(repository),
    owner: viewAccount(repository.owner),
    html_url: web,
    description: null,
    fork: repository.isFork,
    url: api,
    archive_url: `${api}/{archive_format}{/ref}`,
    assignees_url: `${api}/assignees{/user}`,
    blobs_url: `${api}/git/blobs{/sha}`,
    branches_url: `${api}/branches{/branch}`,
    clone_url: `${web}.git`,
    collaborators_url: `${api}/collaborators{/collaborator}`,
    comments_url: `${api}/comments{/number}`,
    commits_url: `${api}/commits{/sha}`,
    compare_url: `${api}/compare/{base}...{head}`,
    contents_url: `${api}/contents/{+path}`,
    git_commits_url: `${api}/git/commits{/sha}`,
    git_refs_url: `${api}/git/refs{/sha}`,
    issue_comment_url: `${api}/issues/comments{/number}`,
    issues_url: `${api}/issues{/number}`,
    labels_url: `${api}/labels{/name}`,
    pulls_url: `${api}/pulls{/number}`,
    trees_url: `${api}/git/trees{/sha}`,
    created_at: timestamp(repository.createdAt),
    updated_at: timestamp(repository.pushedAt),
    pushed_at: timestamp(repository.pushedAt),
    homepage: null,
    size: 1,
    stargazers_count: 0,
    watchers_count: 0,
    language: "Python",
    has_issues: true,
    has_projects: true,
    has_downloads: true,
    has_wiki: true,
    has_pages: false,
    has_discussions: false,
    forks_count: 0,
    mirror_url: null,
    archived: repository.isArchived,
    disabled: false,
    is_template: repository.isTemplate,
    license: null,
    topics: [],
    open_issues_count: open,
    forks: 0,
    open_issues: open,
    watchers: 0,
    visibility: repository.isPrivate ? "private" : "public",
    default_branch: repository.defaultBranch,
  } satisfies Answer<"repos", "get">;
}

/** What events on installations say of a repository. */
export function viewRepositoryName(repository: Repository) {
  return {
    id: repository.id,
    node_id: nodeId("R", repository.id),
    name: repository.name,
    full_name: fullName(repository),
    private: repository.isPrivate,
  };
}

/** A push writes some dates in seconds. */
export function viewPushedRepository(repository: Repository) {
  return {
    ...viewRepository(repository),
    created_at: Math.floor(repository.createdAt.getTime() / 1000),
    pushed_at: Math.floor(repository.pushedAt.getTime() / 1000),
    master_branch: repository.defaultBranch,
    stargazers: 0,
  };
}
