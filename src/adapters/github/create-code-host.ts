/** GitHub as a code host: everything that the App is installed on. */

import type { Clock, CodeHost, InstallationId, RepositoryFacts, RepositoryId, WriteGuard } from "../../ports/index.ts";
import { type AppOptions, GitHubApp } from "./app.ts";
import { Budget } from "./budget.ts";
import { readFacts } from "./facts.ts";
import { openRepository } from "./github-repository.ts";
import { type Pace, usualPace } from "./pace.ts";
import { appPermissions, listPermissions } from "./permissions.ts";
import { openClient } from "./repository-client.ts";

/**
 * Budgets are kept here, so one process has one code host.
 *
 * @param pace how fast GitHub may be asked.
 */
export function createCodeHost(options: AppOptions, clock: Clock, pace: Pace = usualPace): CodeHost {
  return new GitHub(new GitHubApp(options, pace, clock));
}

class GitHub implements CodeHost {
  readonly #app: GitHubApp;
  readonly #budgets = new Map<InstallationId, Budget>();

  constructor(app: GitHubApp) {
    this.#app = app;
  }

  async open(installation: InstallationId, repository: RepositoryId, guard: WriteGuard, signal: AbortSignal) {
    const scope = { installation, repository, permissions: appPermissions };
    const access = { app: this.#app, budget: this.#budget(installation), guard };
    return await openRepository(scope, access, signal);
  }

  /** GitHub does not say in a list which repositories are empty: `isEmpty` is false, and right once one is opened. */
  async *repositories(installation: InstallationId, signal: AbortSignal): AsyncGenerator<RepositoryFacts> {
    const scope = { installation, repository: undefined, permissions: listPermissions };
    const access = { app: this.#app, budget: this.#budget(installation), guard: refuseWrite };
    const { octokit } = await openClient(scope, access, signal);
    const request = { per_page: 100, request: { signal } };
    const pages = octokit.paginate.iterator(octokit.rest.apps.listReposAccessibleToInstallation, request);
    for await (const { data } of pages) for (const repository of data) yield readFacts(repository, false);
  }

  #budget(installation: InstallationId): Budget {
    const known = this.#budgets.get(installation);
    if (known !== undefined) return known;
    const budget = new Budget(`installation ${installation}`, this.#app.pace, this.#app.clock);
    this.#budgets.set(installation, budget);
    return budget;
  }
}

/** A list is only read. */
async function refuseWrite(): Promise<void> {
  throw new Error("a list of repositories writes nothing");
}
