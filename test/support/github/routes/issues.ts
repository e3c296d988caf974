/** Issues and, since every pull request is one, pull requests: text, state, labels, assignees and comments. */

import { Type } from "typebox";

import {
  addComment,
  assignee,
  changeState,
  deleteComment,
  editComment,
  editIssue,
  openIssue,
  setAssignees,
  setLabels,
} from "../deeds/issues.ts";
import { reopenPull } from "../deeds/pulls.ts";
import { isPullRequest, type Comment, type Issue, type Repository } from "../entities.ts";
import { inPages } from "../paging.ts";
import { notFound } from "../refusal.ts";
import { created, noContent, ok, repositoryRoute, type Route } from "../route.ts";
import { body, oneOf, optional, orNull, paging, text, texts } from "../schemas.ts";
import { viewComment, viewIssue, viewLabels } from "../views/issues.ts";
import type { World } from "../world.ts";

/** Either permission suffices, since GitHub asks for the one that fits the thing. */
const read = [{ issues: "read" }, { pull_requests: "read" }] as const;
const write = [{ issues: "write" }, { pull_requests: "write" }] as const;

const names = body({ labels: texts });

export const issueRoutes: readonly Route[] = [
  repositoryRoute({
    method: "GET",
    path: "/repos/{owner}/{repo}/issues",
    needs: read,
    query: body({
      ...paging,
      state: optional(oneOf("open", "closed", "all")),
      labels: optional(text),
      creator: optional(text),
    }),
    handle: async (call) => {
      const { state = "open", labels, creator } = call.query;
      const found = [...call.repository.issues.values()]
        .filter((issue) => state === "all" || issue.state === state)
        .filter((issue) => creator === undefined || issue.author.login === creator)
        .filter((issue) => labels === undefined || labels.split(",").every((label) => issue.labels.has(label)))
        .toReversed();
      return inPages(
        call,
        found.map((issue) => viewIssue(call.repository, issue)),
      );
    },
  }),
  repositoryRoute({
    method: "POST",
    path: "/repos/{owner}/{repo}/issues",
    needs: { issues: "write" },
    body: body({ title: text, body: optional(text), labels: optional(texts), assignees: optional(texts) }),
    handle: async ({ world, repository, body: wish }) => {
      const { labels, assignees, ...words } = wish;
      const issue = await openIssue(world, repository, world.app.bot, words);
      await editIssue(world, repository, world.app.bot, issue, { labels: labels ?? [], assignees: assignees ?? [] });
      return created(viewIssue(repository, issue));
    },
  }),
  repositoryRoute({
    method: "GET",
    path: "/repos/{owner}/{repo}/issues/{number}",
    needs: read,
    handle: async ({ repository, parameters }) => ok(viewIssue(repository, mustBeIssue(repository, parameters.number))),
  }),
  repositoryRoute({
    method: "PATCH",
    path: "/repos/{owner}/{repo}/issues/{number}",
    needs: write,
    body: body({
      title: optional(text),
      body: optional(orNull(text)),
      state: optional(oneOf("open", "closed")),
      state_reason: optional(orNull(oneOf("completed", "not_planned", "reopened"))),
      labels: optional(texts),
      assignees: optional(texts),
    }),
    handle: async ({ world, repository, parameters, body: wish }) => {
      const issue = mustBeIssue(repository, parameters.number);
      const { state, state_reason, ...rest } = wish;
      await editIssue(world, repository, world.app.bot, issue, rest);
      if (state !== undefined && state !== issue.state) await setState(world, repository, issue, state, state_reason);
      return ok(viewIssue(repository, issue));
    },
  }),
  repositoryRoute({
    method: "GET",
    path: "/repos/{owner}/{repo}/issues/{number}/comments",
    needs: read,
    query: body({ ...paging, since: optional(text) }),
    handle: async (call) => {
      const { comments } = mustBeIssue(call.repository, call.parameters.number);
      const since = Date.parse(call.query.since ?? "1970-01-01");
      const found = comments.filter((comment) => comment.updatedAt.getTime() >= since);
      return inPages(
        call,
        found.map((comment) => viewComment(call.repository, comment)),
      );
    },
  }),
  repositoryRoute({
    method: "POST",
    path: "/repos/{owner}/{repo}/issues/{number}/comments",
    needs: write,
    body: body({ body: Type.String({ minLength: 1 }) }),
    handle: async ({ world, repository, parameters, body: wish }) => {
      const issue = mustBeIssue(repository, parameters.number);
      return created(viewComment(repository, addComment(world, repository, world.app.bot, issue, wish.body)));
    },
  }),
  repositoryRoute({
    method: "GET",
    path: "/repos/{owner}/{repo}/issues/comments/{id}",
    needs: read,
    handle: async ({ world, repository, parameters }) =>
      ok(viewComment(repository, mustBeComment(world, repository, parameters.id))),
  }),
  repositoryRoute({
    method: "PATCH",
    path: "/repos/{owner}/{repo}/issues/comments/{id}",
    needs: write,
    body: body({ body: Type.String({ minLength: 1 }) }),
    handle: async ({ world, repository, parameters, body: wish }) => {
      const comment = mustBeComment(world, repository, parameters.id);
      editComment(world, repository, world.app.bot, comment, wish.body);
      return ok(viewComment(repository, comment));
    },
  }),
  repositoryRoute({
    method: "DELETE",
    path: "/repos/{owner}/{repo}/issues/comments/{id}",
    needs: write,
    handle: async ({ world, repository, parameters }) => {
      deleteComment(world, repository, world.app.bot, mustBeComment(world, repository, parameters.id));
      return noContent;
    },
  }),
  repositoryRoute({
    method: "GET",
    path: "/repos/{owner}/{repo}/issues/{number}/labels",
    needs: read,
    query: body(paging),
    handle: async (call) =>
      inPages(call, viewLabels(call.repository, mustBeIssue(call.repository, call.parameters.number))),
  }),
  repositoryRoute({
    method: "POST",
    path: "/repos/{owner}/{repo}/issues/{number}/labels",
    needs: write,
    body: names,
    handle: async ({ world, repository, parameters, body: wish }) => {
      const issue = mustBeIssue(repository, parameters.number);
      await setLabels(world, repository, world.app.bot, issue, [...issue.labels, ...wish.labels]);
      return ok(viewLabels(repository, issue));
    },
  }),
  repositoryRoute({
    method: "DELETE",
    path: "/repos/{owner}/{repo}/issues/{number}/labels/{name}",
    needs: write,
    handle: async ({ world, repository, parameters }) => {
      const issue = mustBeIssue(repository, parameters.number);
      if (!issue.labels.has(parameters.name)) throw notFound();
      const kept = [...issue.labels].filter((label) => label !== parameters.name);
      await setLabels(world, repository, world.app.bot, issue, kept);
      return ok(viewLabels(repository, issue));
    },
  }),
  repositoryRoute({
    method: "POST",
    path: "/repos/{owner}/{repo}/issues/{number}/assignees",
    needs: write,
    body: body({ assignees: texts }),
    handle: async ({ world, repository, parameters, body: wish }) => {
      const issue = mustBeIssue(repository, parameters.number);
      const added = wish.assignees.map((login) => assignee(world, repository, login));
      await setAssignees(world, repository, world.app.bot, issue, [...issue.assignees, ...added]);
      return created(viewIssue(repository, issue));
    },
  }),
];

/** @throws {Refusal} 404 */
export function mustBeIssue(repository: Repository, number: string): Issue {
  const issue = repository.issues.get(Number(number));
  if (issue === undefined) throw notFound();
  return issue;
}

/** @throws {Refusal} 404 */
export function mustBeComment(world: World, repository: Repository, id: string): Comment {
  const comment = world.findComment(repository, Number(id));
  if (comment === undefined) throw notFound();
  return comment;
}

async function setState(
  world: World,
  repository: Repository,
  issue: Issue,
  state: Issue["state"],
  reason: Issue["stateReason"] | undefined,
) {
  const { bot } = world.app;
  if (state === "open" && isPullRequest(issue)) await reopenPull(world, repository, bot, issue);
  else await changeState(world, repository, bot, issue, state, reason);
}
