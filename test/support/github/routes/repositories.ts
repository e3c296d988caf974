/** A repository, its branches and who may do what in it. */

import type { Repository } from "../entities.ts";
import { notFound } from "../refusal.ts";
import { legacyPermission, roleOf } from "../roles.ts";
import { ok, repositoryRoute, type Route } from "../route.ts";
import { viewAccount } from "../views/accounts.ts";
import { apiOf, webOf } from "../views/addresses.ts";
import { viewCommit } from "../views/commits.ts";
import { viewRepository } from "../views/repositories.ts";
import type { World } from "../world.ts";

export const repositoryRoutes: readonly Route[] = [
  repositoryRoute({
    method: "GET",
    path: "/repos/{owner}/{repo}",
    needs: { metadata: "read" },
    handle: async ({ repository, token }) =>
      ok({ ...viewRepository(repository), permissions: rights(token.permissions) }),
  }),
  repositoryRoute({
    method: "GET",
    path: "/repos/{owner}/{repo}/branches/{branch}",
    needs: { contents: "read" },
    handle: async ({ world, repository, parameters }) => ok(await viewBranch(world, repository, parameters.branch)),
  }),
  repositoryRoute({
    method: "GET",
    path: "/repos/{owner}/{repo}/collaborators/{username}/permission",
    needs: { metadata: "read" },
    handle: async ({ world, repository, parameters }) => {
      const account = world.findAccount(parameters.username);
      if (account === undefined) throw notFound();
      const role = roleOf(repository, account.login);
      return ok({
        permission: legacyPermission(role),
        role_name: role,
        user: { ...viewAccount(account), role_name: role },
      });
    },
  }),
];

function rights(permissions: Readonly<Record<string, string>>) {
  return { admin: false, maintain: false, push: permissions["contents"] === "write", triage: false, pull: true };
}

async function viewBranch(world: World, repository: Repository, name: string) {
  const head = await repository.git.readCommit(`refs/heads/${name}`);
  if (head === undefined) throw notFound();
  const api = `${apiOf(repository)}/branches/${name}`;
  return {
    name,
    commit: viewCommit(world, repository, head),
    _links: { self: api, html: `${webOf(repository)}/tree/${name}` },
    protected: false,
    protection: { enabled: false, required_status_checks: { enforcement_level: "off", contexts: [], checks: [] } },
    protection_url: `${api}/protection`,
  };
}
