/** The one thing that the App asks of GraphQL: moving refs only from where it believes them to be. */

import { Type } from "typebox";

import { moveRef } from "../deeds/refs.ts";
import type { Repository } from "../entities.ts";
import { Refusal } from "../refusal.ts";
import { installationRoute, ok, type Reply, type Route } from "../route.ts";
import { body, optional, sha, text } from "../schemas.ts";
import { covers, reachOf } from "../tokens.ts";
import { nodeId } from "../views/addresses.ts";
import type { World } from "../world.ts";

/** Not there, in `beforeOid` and `afterOid`. */
const nothing = "0".repeat(40);

const refUpdate = body({
  name: text,
  afterOid: sha,
  beforeOid: optional(sha),
  force: optional(Type.Boolean()),
});
type RefUpdate = Type.Static<typeof refUpdate>;

const input = body({
  repositoryId: text,
  refUpdates: Type.Array(refUpdate, { minItems: 1 }),
  clientMutationId: optional(text),
});

/** With spaces as in {@link oneLine}: one variable that is the whole input. */
const understood =
  /^mutation ?\w* ?\(\$(\w+): ?UpdateRefsInput!\) ?\{ ?updateRefs\(input: ?\$\1\) ?\{ ?clientMutationId ?\} ?\}$/;

export const graphqlRoutes: readonly Route[] = [
  installationRoute({
    method: "POST",
    path: "/graphql",
    body: body({ query: text, variables: optional(Type.Record(text, input)), operationName: optional(text) }),
    handle: async ({ world, token, body: { query, variables } }) => {
      const name = understood.exec(oneLine(query))?.[1];
      const wish = name === undefined ? undefined : variables?.[name];
      if (wish === undefined) throw new Refusal(501, "only `updateRefs` with its input in one variable is understood");
      const repository = reachOf(world, token).find(({ id }) => nodeId("R", id) === wish.repositoryId);
      if (repository === undefined) {
        return failed("NOT_FOUND", `Could not resolve to a node with the global id of '${wish.repositoryId}'`);
      }
      if (repository.isArchived || !covers(token.permissions, { contents: "write" })) {
        return failed("FORBIDDEN", "Resource not accessible by integration");
      }
      return await world.exclusion.run(repository.id, async () => await updateRefs(world, repository, wish.refUpdates));
    },
  }),
];

/** All of them, or none where one of them cannot be. */
async function updateRefs(world: World, repository: Repository, updates: readonly RefUpdate[]): Promise<Reply> {
  for (const update of updates) {
    const why = await whyNot(repository, update);
    if (why !== undefined) return failed("UNPROCESSABLE", `${update.name}: ${why}`);
  }
  for (const { name, afterOid } of updates) {
    const before = await repository.git.ref(name);
    const after = afterOid === nothing ? undefined : afterOid;
    if (before === after) continue;
    // Only git knows that `a/b` finds no room beside a branch `a`.
    if (!(await moveRef(world, repository, world.app.bot, { name, before, after })))
      return failed("UNPROCESSABLE", `${name}: Reference update failed`);
  }
  return ok({ data: { updateRefs: { clientMutationId: null } } });
}

async function whyNot(repository: Repository, update: RefUpdate): Promise<string | undefined> {
  const { name, beforeOid, afterOid, force } = update;
  const now = await repository.git.ref(name);
  if (beforeOid !== undefined && (now ?? nothing) !== beforeOid)
    return `expected ${beforeOid}, found ${now ?? nothing}`;
  if (afterOid === nothing) return now === undefined ? "Reference does not exist" : undefined;
  if (!name.startsWith("refs/") || !(await repository.git.isValidRefName(name))) return "not a valid ref name";
  if ((await repository.git.type(afterOid)) !== "commit") return "Object does not exist";
  const isForward = now === undefined || force === true || (await repository.git.isAncestor(now, afterOid));
  return isForward ? undefined : "Update is not a fast forward";
}

/** GraphQL says no with status 200. */
function failed(type: string, message: string): Reply {
  return ok({ data: { updateRefs: null }, errors: [{ type, path: ["updateRefs"], message }] });
}

function oneLine(query: string): string {
  return query.replaceAll(/\s+/g, " ").trim();
}
