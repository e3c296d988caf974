/** Check runs and suites, as the API and webhooks show them. */

import { isPullRequest, type App, type CheckRun, type CheckSuite, type Repository } from "../entities.ts";
import { viewApp } from "./accounts.ts";
import { apiOf, nodeId, timestamp, timestampOrNull, webOf } from "./addresses.ts";
import { viewPullBriefly } from "./pulls.ts";
import type { Answer } from "./rest.ts";

export function viewCheckRun(app: App, repository: Repository, run: CheckRun) {
  const url = `${apiOf(repository)}/check-runs/${run.id}`;
  const page = `${webOf(repository)}/runs/${run.id}`;
  return {
    id: run.id,
    node_id: nodeId("CR", run.id),
    head_sha: run.suite.headSha,
    external_id: run.externalId,
    url,
    html_url: page,
    details_url: run.detailsUrl ?? page,
    status: run.status as "queued" | "in_progress" | "completed",
    conclusion: run.conclusion as "success" | null,
    started_at: timestamp(run.startedAt),
    completed_at: timestampOrNull(run.completedAt),
    output: {
      title: run.title,
      summary: run.summary,
      text: run.text,
      annotations_count: run.annotations.length,
      annotations_url: `${url}/annotations`,
    },
    name: run.name,
    check_suite: { id: run.suite.id },
    app: viewApp(app),
    pull_requests: viewPullsOf(repository, run.suite.headSha),
  } satisfies Answer<"checks", "get">;
}

/** In a webhook a run carries its whole suite. */
export function viewSentCheckRun(app: App, repository: Repository, run: CheckRun) {
  return { ...viewCheckRun(app, repository, run), check_suite: viewCheckSuite(app, repository, run.suite) };
}

export function viewCheckSuite(app: App, repository: Repository, suite: CheckSuite) {
  const runs = repository.checks.filter((run) => run.suite === suite);
  const isCompleted = runs.length > 0 && runs.every((run) => run.status === "completed");
  const url = `${apiOf(repository)}/check-suites/${suite.id}`;
  return {
    id: suite.id,
    node_id: nodeId("CS", suite.id),
    head_branch: suite.headBranch,
    head_sha: suite.headSha,
    status: isCompleted ? "completed" : "queued",
    conclusion: isCompleted ? (runs.find((run) => run.conclusion !== "success")?.conclusion ?? "success") : null,
    url,
    before: null,
    after: suite.headSha,
    pull_requests: viewPullsOf(repository, suite.headSha),
    app: viewApp(app),
    created_at: timestamp(suite.createdAt),
    updated_at: timestamp(suite.createdAt),
    latest_check_runs_count: runs.length,
    check_runs_url: `${url}/check-runs`,
  };
}

function viewPullsOf(repository: Repository, sha: string) {
  const pulls = [...repository.issues.values()].filter(isPullRequest);
  return pulls
    .filter((request) => request.state === "open" && request.pull.headSha === sha)
    .map((request) => viewPullBriefly(repository, request));
}
