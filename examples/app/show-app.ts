/**
 * The App without GitHub: the real App as a process of its own, against the stand-in that its tests use. Somebody pushes the
 * example, and what appears is handed back.
 */

import { AppWorld, exampleFiles } from "../../test/support/app/app-world.ts";
import type { CheckReport, PullReport, RepositoryReport } from "../../test/support/github/index.ts";

export interface Shown {
  readonly pullRequest: PullReport;
  readonly check: CheckReport;
}

const repository = "acme/models";

/** @param say takes one sentence for each step. @throws {Error} with the App's log, when nothing appears within 30 s. */
export async function showApp(say: (step: string) => void): Promise<Shown> {
  await using world = await AppWorld.start("PGlite");
  const { gitHub } = world;
  say(`a stand-in for GitHub answers at ${gitHub.url}, and the App takes its webhooks`);
  await gitHub.createRepository({ fullName: repository, files: { "README.md": "# Models\n" } });
  await gitHub.install({ account: "acme" });
  await world.visited(repository, 1);
  say(`the App is installed on ${repository}, which has no manifest yet: it says nothing`);
  const commit = await gitHub.pushFiles(repository, exampleFiles());
  say(`octocat pushes two runtime environments as ${commit.slice(0, 12)}`);
  const shown = await world.waitFor(repository, findAll);
  say(`pull request 1, its comment and a check run have appeared`);
  return shown;
}

function findAll({ pulls, checks, branches }: RepositoryReport): Shown | undefined {
  const pullRequest = pulls.find(({ comments }) => comments.length > 0);
  const check = checks.find(({ headSha }) => headSha === branches["main"]!.head);
  return pullRequest === undefined || check === undefined ? undefined : { pullRequest, check };
}
