/** Pull requests. */

import { Type } from "typebox";

import { changeState, editIssue } from "../deeds/issues.ts";
import { changeBase, openPull, reopenPull, requestReviewers } from "../deeds/pulls.ts";
import { isPullRequest, type PullRequest, type Repository } from "../entities.ts";
import { inPages } from "../paging.ts";
import { notFound, unprocessable } from "../refusal.ts";
import { created, ok, repositoryRoute, type Route } from "../route.ts";
import { body, oneOf, optional, orNull, paging, text, texts } from "../schemas.ts";
import { viewFiles } from "../views/commits.ts";
import { viewPull, viewWholePull } from "../views/pulls.ts";

const read = { pull_requests: "read" } as const;
const write = { pull_requests: "write" } as const;

const listQuery = body({
  ...paging,
  state: optional(oneOf("open", "closed", "all")),
  head: optional(text),
  base: optional(text),
  sort: optional(oneOf("created", "updated")),
  direction: optional(oneOf("asc", "desc")),
});

const draft = body({
  title: text,
  head: text,
  base: text,
  body: optional(orNull(text)),
  draft: optional(Type.Boolean()),
  maintainer_can_modify: optional(Type.Boolean()),
});

const edit = body({
  title: optional(text),
  body: optional(orNull(text)),
  state: optional(oneOf("open", "closed")),
  base: optional(text),
  maintainer_can_modify: optional(Type.Boolean()),
});

export const pullRoutes: readonly Route[] = [
  repositoryRoute({
    method: "GET",
    path: "/repos/{owner}/{repo}/pulls",
    needs: read,
    query: listQuery,
    handle: async (call) => {
      const found = select(call.repository, call.query);
      return inPages(
        call,
        found.map((request) => viewPull(call.repository, request)),
      );
    },
  }),
  repositoryRoute({
    method: "POST",
    path: "/repos/{owner}/{repo}/pulls",
    // GitHub reads the branches for whoever opens.
    needs: { ...write, contents: "read" },
    body: draft,
    handle: async ({ world, repository, body: wish }) =>
      created(await viewWholePull(repository, await openPull(world, repository, world.app.bot, wish))),
  }),
  repositoryRoute({
    method: "GET",
    path: "/repos/{owner}/{repo}/pulls/{number}",
    needs: read,
    handle: async ({ repository, parameters }) =>
      ok(await viewWholePull(repository, mustBePull(repository, parameters.number))),
  }),
  repositoryRoute({
    method: "PATCH",
    path: "/repos/{owner}/{repo}/pulls/{number}",
    needs: write,
    body: edit,
    handle: async ({ world, repository, parameters, body: wish }) => {
      const request = mustBePull(repository, parameters.number);
      const { bot } = world.app;
      const { state, base, maintainer_can_modify: _, ...words } = wish;
      if (base !== undefined) await changeBase(world, repository, bot, request, base);
      await editIssue(world, repository, bot, request, words);
      if (state === "open" && request.state !== "open") await reopenPull(world, repository, bot, request);
      if (state === "closed" && request.state !== "closed")
        await changeState(world, repository, bot, request, "closed");
      return ok(await viewWholePull(repository, request));
    },
  }),
  repositoryRoute({
    method: "GET",
    path: "/repos/{owner}/{repo}/pulls/{number}/files",
    needs: read,
    query: body(paging),
    handle: async (call) => {
      const { pull } = mustBePull(call.repository, call.parameters.number);
      const start = await call.repository.git.mergeBase(pull.baseSha, pull.headSha);
      return inPages(call, await viewFiles(call.repository, start, pull.headSha));
    },
  }),
  repositoryRoute({
    method: "POST",
    path: "/repos/{owner}/{repo}/pulls/{number}/requested_reviewers",
    needs: write,
    body: body({ reviewers: optional(texts), team_reviewers: optional(texts) }),
    handle: async ({ world, repository, parameters, body: wish }) => {
      const request = mustBePull(repository, parameters.number);
      if ((wish.team_reviewers ?? []).length > 0)
        throw unprocessable("Could not resolve to a node with the global id of a team.");
      await requestReviewers(world, repository, world.app.bot, request, wish.reviewers ?? []);
      return created(viewPull(repository, request));
    },
  }),
];

function mustBePull(repository: Repository, number: string): PullRequest {
  const issue = repository.issues.get(Number(number));
  if (issue === undefined || !isPullRequest(issue)) throw notFound();
  return issue;
}

/** `head` is `owner:branch`; GitHub gives all pull requests where it is only a branch, and so do we. */
function select(repository: Repository, query: Type.Static<typeof listQuery>): readonly PullRequest[] {
  const {
    state = "open",
    head,
    base,
    sort = "created",
    direction = sort === "created" && query.sort === undefined ? "desc" : "asc",
  } = query;
  const [owner, branch] = head?.includes(":") ? head.split(":", 2) : [repository.owner.login, undefined];
  const sign = direction === "asc" ? 1 : -1;
  const time = (request: PullRequest) => (sort === "updated" ? request.updatedAt : request.createdAt).getTime();
  return [...repository.issues.values()]
    .filter(isPullRequest)
    .filter((request) => state === "all" || request.state === state)
    .filter(({ pull }) => base === undefined || pull.base === base)
    .filter(({ pull }) => branch === undefined || (owner === repository.owner.login && pull.head === branch))
    .toSorted((a, b) => sign * (time(a) - time(b) || a.number - b.number));
}
