/** The git data API: refs. */

import { Type } from "typebox";

import { moveRef } from "../deeds/refs.ts";
import type { Repository } from "../entities.ts";
import type { Ref } from "../git/git-store.ts";
import { notFound, unprocessable } from "../refusal.ts";
import { created, noContent, ok, repositoryRoute, type Route } from "../route.ts";
import { body, optional, sha, text } from "../schemas.ts";
import { apiOf, nodeId } from "../views/addresses.ts";
import { refuseEmpty } from "./git-objects.ts";

const read = { contents: "read" } as const;
const write = { contents: "write" } as const;

export const gitRefRoutes: readonly Route[] = [
  repositoryRoute({
    method: "GET",
    path: "/repos/{owner}/{repo}/git/ref/{ref}",
    needs: read,
    handle: async ({ repository, parameters }) => {
      await refuseEmpty(repository);
      const name = `refs/${parameters.ref}`;
      const at = await repository.git.ref(name);
      if (at === undefined) throw notFound();
      return ok(await viewRef(repository, { name, sha: at }));
    },
  }),
  repositoryRoute({
    method: "GET",
    path: "/repos/{owner}/{repo}/git/matching-refs/{ref}",
    needs: read,
    handle: async ({ repository, parameters }) => {
      const refs = await repository.git.refs(`refs/${parameters.ref}`);
      return ok(await Promise.all(refs.map(async (ref) => await viewRef(repository, ref))));
    },
  }),
  repositoryRoute({
    method: "POST",
    path: "/repos/{owner}/{repo}/git/refs",
    needs: write,
    body: body({ ref: text, sha }),
    handle: async ({ world, repository, body: wish }) => {
      await refuseEmpty(repository);
      if (!wish.ref.startsWith("refs/") || !(await repository.git.isValidRefName(wish.ref))) {
        throw unprocessable(`${wish.ref} is not a valid ref name.`);
      }
      await mustBeCommit(repository, wish.sha);
      if ((await repository.git.ref(wish.ref)) !== undefined) throw unprocessable("Reference already exists");
      const move = { name: wish.ref, before: undefined, after: wish.sha };
      if (!(await moveRef(world, repository, world.app.bot, move))) throw unprocessable("Reference update failed");
      return created(await viewRef(repository, { name: wish.ref, sha: wish.sha }));
    },
  }),
  repositoryRoute({
    method: "PATCH",
    path: "/repos/{owner}/{repo}/git/refs/{ref}",
    needs: write,
    body: body({ sha, force: optional(Type.Boolean()) }),
    handle: async ({ world, repository, parameters, body: wish }) => {
      const name = `refs/${parameters.ref}`;
      const before = await mustBeRef(repository, name);
      await mustBeCommit(repository, wish.sha);
      const isForward = await repository.git.isAncestor(before, wish.sha);
      if (!isForward && wish.force !== true) throw unprocessable("Update is not a fast forward");
      if (before !== wish.sha) await moveRef(world, repository, world.app.bot, { name, before, after: wish.sha });
      return ok(await viewRef(repository, { name, sha: wish.sha }));
    },
  }),
  repositoryRoute({
    method: "DELETE",
    path: "/repos/{owner}/{repo}/git/refs/{ref}",
    needs: write,
    handle: async ({ world, repository, parameters }) => {
      const name = `refs/${parameters.ref}`;
      const before = await mustBeRef(repository, name);
      await moveRef(world, repository, world.app.bot, { name, before, after: undefined });
      return noContent;
    },
  }),
];

async function mustBeRef(repository: Repository, name: string): Promise<string> {
  await refuseEmpty(repository);
  const at = await repository.git.ref(name);
  if (at === undefined) throw unprocessable("Reference does not exist");
  return at;
}

async function mustBeCommit(repository: Repository, id: string): Promise<void> {
  if ((await repository.git.type(id)) !== "commit") throw unprocessable("Object does not exist");
}

async function viewRef(repository: Repository, { name, sha: id }: Ref) {
  return {
    ref: name,
    node_id: `${nodeId("REF", repository.id)}:${name}`,
    url: `${apiOf(repository)}/git/${name}`,
    object: { sha: id, type: await repository.git.type(id), url: `${apiOf(repository)}/git/commits/${id}` },
  };
}
