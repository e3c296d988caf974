/** Reactions to issues, pull requests and comments. */

import type { Reaction } from "../entities.ts";
import { react } from "../deeds/issues.ts";
import { inPages } from "../paging.ts";
import { repositoryRoute, type Reply, type Route } from "../route.ts";
import { body, oneOf, optional, paging } from "../schemas.ts";
import { viewReaction } from "../views/issues.ts";
import type { World } from "../world.ts";
import { mustBeComment, mustBeIssue } from "./issues.ts";

const read = [{ issues: "read" }, { pull_requests: "read" }] as const;
const write = [{ issues: "write" }, { pull_requests: "write" }] as const;
const content = oneOf("+1", "-1", "laugh", "confused", "heart", "hooray", "rocket", "eyes");
const wanted = body({ ...paging, content: optional(content) });
const onIssue = "/repos/{owner}/{repo}/issues/{number}/reactions";
const onComment = "/repos/{owner}/{repo}/issues/comments/{id}/reactions";

export const reactionRoutes: readonly Route[] = [
  repositoryRoute({
    method: "POST",
    path: onIssue,
    needs: write,
    body: body({ content }),
    handle: async ({ world, repository, parameters, body: wish }) =>
      add(world, mustBeIssue(repository, parameters.number).reactions, wish.content),
  }),
  repositoryRoute({
    method: "POST",
    path: onComment,
    needs: write,
    body: body({ content }),
    handle: async ({ world, repository, parameters, body: wish }) =>
      add(world, mustBeComment(world, repository, parameters.id).reactions, wish.content),
  }),
  repositoryRoute({
    method: "GET",
    path: onIssue,
    needs: read,
    query: wanted,
    handle: async (call) => list(call, mustBeIssue(call.repository, call.parameters.number).reactions),
  }),
  repositoryRoute({
    method: "GET",
    path: onComment,
    needs: read,
    query: wanted,
    handle: async (call) => list(call, mustBeComment(call.world, call.repository, call.parameters.id).reactions),
  }),
];

/** 200 instead of 201 where the App had reacted so before. */
function add(world: World, reactions: Reaction[], wish: string): Reply {
  const { reaction, isNew } = react(world, reactions, world.app.bot, wish);
  return { status: isNew ? 201 : 200, body: viewReaction(reaction) };
}

function list(
  call: Parameters<typeof inPages>[0] & { readonly query: { readonly content?: string } },
  reactions: readonly Reaction[],
): Reply {
  const { content: only } = call.query;
  return inPages(
    call,
    reactions.filter((reaction) => (only ?? reaction.content) === reaction.content).map(viewReaction),
  );
}
