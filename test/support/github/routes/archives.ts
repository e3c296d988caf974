/** Archives: the API gives an address, as an Enterprise server without subdomains does, and they are fetched there. */

import { fullName } from "../entities.ts";
import { Misfit, notFound } from "../refusal.ts";
import { openRoute, repositoryRoute, type Route } from "../route.ts";
import { body, optional, text } from "../schemas.ts";
import { refuseEmpty } from "./git-objects.ts";

/** No request of the API, whose limits do not count it. */
export const archiveRoute = openRoute({
  method: "GET",
  path: "/_codeload/{owner}/{repo}/legacy.tar.gz/{ref}",
  query: body({ token: optional(text) }),
  handle: async ({ services, query, hasCredentials }) => {
    if (hasCredentials) throw new Misfit(400, "a token of the API was sent to where archives are");
    const link = services.archives.find(query.token ?? "");
    if (link === undefined) throw notFound();
    const { repository, commit } = link;
    const name = fullName(repository).replace("/", "-");
    const content = await repository.git.archive(commit, `${name}-${commit.slice(0, 7)}/`);
    return { status: 200, body: content, headers: { "content-type": "application/x-gzip" } };
  },
});

export const archiveRoutes: readonly Route[] = [
  archiveRoute,
  repositoryRoute({
    method: "GET",
    path: "/repos/{owner}/{repo}/tarball/{ref}",
    needs: { contents: "read" },
    handle: async ({ services, repository, parameters, address }) => {
      await refuseEmpty(repository);
      const commit = await repository.git.resolve(`${parameters.ref}^{commit}`);
      if (commit === undefined) throw notFound();
      const token = services.archives.add({ repository, commit });
      const location = `${new URL(address).origin}/_codeload/${fullName(repository)}/legacy.tar.gz/${commit}?token=${token}`;
      return { status: 302, headers: { location } };
    },
  }),
];
