/** All that the stand-in answers. A request fits the first route of the list. */

import { installationRoute, ok, type Route } from "../route.ts";
import { appRoutes } from "./app.ts";
import { archiveRoutes } from "./archives.ts";
import { checkRoutes } from "./checks.ts";
import { commitRoutes } from "./commits.ts";
import { gitObjectRoutes } from "./git-objects.ts";
import { gitRefRoutes } from "./git-refs.ts";
import { graphqlRoutes } from "./graphql.ts";
import { issueRoutes } from "./issues.ts";
import { pullRoutes } from "./pulls.ts";
import { reactionRoutes } from "./reactions.ts";
import { repositoryRoutes } from "./repositories.ts";

/** It costs nothing. */
export const rateLimitPath = "/rate_limit";

const rateLimit = installationRoute({
  method: "GET",
  path: rateLimitPath,
  handle: async ({ services, token }) => {
    const core = services.budget.report(token.installation.id);
    return ok({ resources: { core }, rate: core });
  },
});

export const routes: readonly Route[] = [
  rateLimit,
  ...appRoutes,
  ...repositoryRoutes,
  ...gitObjectRoutes,
  ...gitRefRoutes,
  ...archiveRoutes,
  // Before commits: `{ref}` may hold slashes.
  ...checkRoutes,
  ...commitRoutes,
  ...pullRoutes,
  ...reactionRoutes,
  ...issueRoutes,
  ...graphqlRoutes,
];
