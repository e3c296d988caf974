/** Check runs. */

import { Type } from "typebox";

import { createCheck, updateCheck } from "../deeds/checks.ts";
import { openSuite } from "../deeds/refs.ts";
import type { CheckAnnotation, CheckRun, Repository } from "../entities.ts";
import { inPages } from "../paging.ts";
import { notFound, unprocessable } from "../refusal.ts";
import { created, ok, repositoryRoute, type Route } from "../route.ts";
import { body, count, digits, oneOf, optional, paging, sha, text } from "../schemas.ts";
import { viewCheckRun } from "../views/checks.ts";
import { apiOf } from "../views/addresses.ts";

const read = { checks: "read" } as const;
const write = { checks: "write" } as const;

const annotation = body({
  path: text,
  start_line: count,
  end_line: count,
  start_column: optional(count),
  end_column: optional(count),
  annotation_level: oneOf("notice", "warning", "failure"),
  message: Type.String({ minLength: 1, maxLength: 65_536 }),
  title: optional(Type.String({ maxLength: 255 })),
  raw_details: optional(Type.String({ maxLength: 65_536 })),
});

const text65535 = Type.String({ maxLength: 65_535 });
const content = {
  details_url: optional(text),
  external_id: optional(text),
  status: optional(oneOf("queued", "in_progress", "completed")),
  started_at: optional(text),
  conclusion: optional(oneOf("action_required", "cancelled", "failure", "neutral", "success", "skipped", "timed_out")),
  completed_at: optional(text),
  output: optional(
    body({
      title: optional(text),
      summary: text65535,
      text: optional(text65535),
      annotations: optional(Type.Array(annotation, { maxItems: 50 })),
    }),
  ),
  actions: optional(
    Type.Array(
      body({
        label: Type.String({ maxLength: 20 }),
        description: Type.String({ maxLength: 40 }),
        identifier: Type.String({ maxLength: 20 }),
      }),
      { maxItems: 3 },
    ),
  ),
};

export const checkRoutes: readonly Route[] = [
  repositoryRoute({
    method: "POST",
    path: "/repos/{owner}/{repo}/check-runs",
    needs: write,
    body: body({ ...content, name: text, head_sha: sha }),
    handle: async ({ world, repository, body: wish }) => {
      const { head_sha, actions: _, ...words } = wish;
      if ((await repository.git.type(head_sha)) !== "commit")
        throw unprocessable(`No commit found for SHA: ${head_sha}`);
      refuseHalf(wish);
      const branches = await repository.git.refs("refs/heads/");
      const branch = branches.find((ref) => ref.sha === head_sha)?.name.slice("refs/heads/".length) ?? null;
      const suite = openSuite(world, repository, head_sha, branch);
      return created(viewCheckRun(world.app, repository, createCheck(world, repository, suite, words)));
    },
  }),
  repositoryRoute({
    method: "PATCH",
    path: "/repos/{owner}/{repo}/check-runs/{id}",
    needs: write,
    body: body({ ...content, name: optional(text) }),
    handle: async ({ world, repository, parameters, body: wish }) => {
      const run = mustBeRun(repository, parameters.id);
      const { actions: _, ...words } = wish;
      refuseHalf(wish);
      updateCheck(world, repository, run, words);
      return ok(viewCheckRun(world.app, repository, run));
    },
  }),
  repositoryRoute({
    method: "GET",
    path: "/repos/{owner}/{repo}/check-runs/{id}",
    needs: read,
    handle: async ({ world, repository, parameters }) =>
      ok(viewCheckRun(world.app, repository, mustBeRun(repository, parameters.id))),
  }),
  repositoryRoute({
    method: "GET",
    path: "/repos/{owner}/{repo}/check-runs/{id}/annotations",
    needs: read,
    query: body(paging),
    handle: async (call) => {
      const { annotations, suite } = mustBeRun(call.repository, call.parameters.id);
      return inPages(
        call,
        annotations.map((entry) => viewAnnotation(call.repository, suite.headSha, entry)),
      );
    },
  }),
  repositoryRoute({
    method: "GET",
    path: "/repos/{owner}/{repo}/commits/{ref}/check-runs",
    needs: read,
    query: body({
      ...paging,
      check_name: optional(text),
      app_id: optional(digits),
      status: optional(oneOf("queued", "in_progress", "completed")),
      filter: optional(oneOf("latest", "all")),
    }),
    handle: async (call) => {
      const { world, repository, query, parameters } = call;
      const commit = await repository.git.readCommit(parameters.ref);
      if (commit === undefined) throw unprocessable(`No commit found for SHA: ${parameters.ref}`);
      const found = runsOf(repository, commit.sha, query.filter ?? "latest")
        .filter((run) => (query.check_name ?? run.name) === run.name)
        .filter((run) => (query.status ?? run.status) === run.status)
        .filter(() => query.app_id === undefined || Number(query.app_id) === world.app.id);
      const views = found.map((run) => viewCheckRun(world.app, repository, run));
      return inPages(call, views, (check_runs) => ({ total_count: views.length, check_runs }));
    },
  }),
];

/** GitHub wants to know how a finished check ended. */
function refuseHalf({ status, conclusion }: { readonly status?: string; readonly conclusion?: string }): void {
  if (status === "completed" && conclusion === undefined) {
    throw unprocessable("Invalid request.\n\nMissing required key: conclusion");
  }
}

function mustBeRun(repository: Repository, id: string): CheckRun {
  const run = repository.checks.find((candidate) => candidate.id === Number(id));
  if (run === undefined) throw notFound();
  return run;
}

/** The newest first; of one name only the newest unless all are wanted. */
function runsOf(repository: Repository, headSha: string, filter: "latest" | "all"): readonly CheckRun[] {
  const runs = repository.checks.filter((run) => run.suite.headSha === headSha).toReversed();
  if (filter === "all") return runs;
  return runs.filter((run, i) => runs.findIndex((other) => other.name === run.name) === i);
}

function viewAnnotation(repository: Repository, headSha: string, given: CheckAnnotation) {
  return {
    start_column: null,
    end_column: null,
    title: null,
    raw_details: null,
    ...given,
    blob_href: `${apiOf(repository)}/git/blobs/${headSha}:${given.path}`,
  };
}
