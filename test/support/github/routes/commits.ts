/** Commits with their files, and comparisons. */

import type { Repository } from "../entities.ts";
import type { Commit } from "../git/git-store.ts";
import { inPages } from "../paging.ts";
import { notFound, unprocessable } from "../refusal.ts";
import { ok, repositoryRoute, type Route } from "../route.ts";
import { body, optional, paging, text } from "../schemas.ts";
import { apiOf, webOf } from "../views/addresses.ts";
import { viewCommit, viewFiles } from "../views/commits.ts";
import type { World } from "../world.ts";
import { refuseEmpty } from "./git-objects.ts";

const read = { contents: "read" } as const;

export const commitRoutes: readonly Route[] = [
  repositoryRoute({
    method: "GET",
    path: "/repos/{owner}/{repo}/commits",
    needs: read,
    query: body({ ...paging, sha: optional(text), path: optional(text) }),
    handle: async (call) => {
      const { world, repository, query } = call;
      await refuseEmpty(repository);
      const start = (await mustBeCommit(repository, query.sha ?? repository.defaultBranch)).sha;
      const shas = await repository.git.revisions([start, ...(query.path === undefined ? [] : ["--", query.path])]);
      const commits = await Promise.all(shas.map(async (sha) => await mustBeCommit(repository, sha)));
      return inPages(
        call,
        commits.map((commit) => viewCommit(world, repository, commit)),
      );
    },
  }),
  repositoryRoute({
    method: "GET",
    path: "/repos/{owner}/{repo}/commits/{ref}",
    needs: read,
    query: body(paging),
    handle: async ({ world, repository, parameters }) => {
      await refuseEmpty(repository);
      const commit = await mustBeCommit(repository, parameters.ref);
      const files = await viewFiles(repository, commit.parents[0], commit.sha);
      return ok({ ...viewCommit(world, repository, commit), files });
    },
  }),
  repositoryRoute({
    method: "GET",
    path: "/repos/{owner}/{repo}/compare/{basehead}",
    needs: read,
    query: body(paging),
    handle: async ({ world, repository, parameters }) => {
      const [base, head] = parameters.basehead.split("...");
      const ends = await Promise.all([base, head].map(async (end) => await repository.git.readCommit(end ?? "")));
      if (ends[0] === undefined || ends[1] === undefined) throw notFound();
      return ok(await viewComparison(world, repository, ends[0], ends[1]));
    },
  }),
];

async function mustBeCommit(repository: Repository, expression: string): Promise<Commit> {
  const commit = await repository.git.readCommit(expression);
  if (commit === undefined) throw unprocessable(`No commit found for SHA: ${expression}`);
  return commit;
}

async function viewComparison(world: World, repository: Repository, base: Commit, head: Commit) {
  const mergeBase = await repository.git.mergeBase(base.sha, head.sha);
  if (mergeBase === undefined) throw notFound();
  const ahead = (await repository.git.revisions([`${base.sha}..${head.sha}`])).toReversed();
  const behind = await repository.git.revisions([`${head.sha}..${base.sha}`]);
  const commits = await Promise.all(ahead.map(async (sha) => await mustBeCommit(repository, sha)));
  const view = (commit: Commit) => viewCommit(world, repository, commit);
  return {
    url: `${apiOf(repository)}/compare/${base.sha}...${head.sha}`,
    html_url: `${webOf(repository)}/compare/${base.sha}...${head.sha}`,
    base_commit: view(base),
    merge_base_commit: view(await mustBeCommit(repository, mergeBase)),
    status: comparison(ahead.length, behind.length),
    ahead_by: ahead.length,
    behind_by: behind.length,
    total_commits: commits.length,
    commits: commits.map(view),
    files: await viewFiles(repository, mergeBase, head.sha),
  };
}

function comparison(ahead: number, behind: number): "identical" | "ahead" | "behind" | "diverged" {
  if (ahead > 0) return behind > 0 ? "diverged" : "ahead";
  return behind > 0 ? "behind" : "identical";
}
