/** What the App does with its checks, and what people do with them. */

import type { Account, CheckAnnotation, CheckRun, CheckSuite, Repository } from "../entities.ts";
import { announce } from "../events.ts";
import { viewCheckSuite, viewSentCheckRun } from "../views/checks.ts";
import type { World } from "../world.ts";

/** What a check is written with; what it leaves out stays. */
export interface CheckText {
  readonly name?: string;
  readonly external_id?: string;
  readonly details_url?: string;
  readonly status?: "queued" | "in_progress" | "completed";
  readonly conclusion?: string;
  readonly started_at?: string;
  readonly completed_at?: string;
  readonly output?: {
    readonly title?: string;
    readonly summary: string;
    readonly text?: string;
    readonly annotations?: readonly CheckAnnotation[];
  };
}

export function createCheck(
  world: World,
  repository: Repository,
  suite: CheckSuite,
  text: CheckText & { readonly name: string },
): CheckRun {
  const run: CheckRun = {
    id: world.nextId(),
    suite,
    name: text.name,
    externalId: "",
    detailsUrl: undefined,
    status: "queued",
    conclusion: null,
    startedAt: world.clock.now(),
    completedAt: undefined,
    title: null,
    summary: null,
    text: null,
    annotations: [],
    edits: 0,
  };
  repository.checks.push(run);
  write(world, run, text);
  tell(world, repository, world.app.bot, "created", run);
  if (run.status === "completed") tellCompleted(world, repository, run);
  return run;
}

/** New annotations are added to the old ones. */
export function updateCheck(world: World, repository: Repository, run: CheckRun, text: CheckText): void {
  const wasCompleted = run.status === "completed";
  write(world, run, text);
  run.edits++;
  world.touch();
  if (run.status === "completed" && !wasCompleted) tellCompleted(world, repository, run);
}

/** A person asks for a check again. */
export function rerequestRun(world: World, repository: Repository, actor: Account, run: CheckRun): void {
  tell(world, repository, actor, "rerequested", run);
}

/** A person asks for everything on a commit again. */
export function rerequestSuite(world: World, repository: Repository, actor: Account, suite: CheckSuite): void {
  announce(world, repository, actor, "check_suite", {
    action: "rerequested",
    check_suite: viewCheckSuite(world.app, repository, suite),
  });
}

function write(world: World, run: CheckRun, text: CheckText): void {
  run.name = text.name ?? run.name;
  run.externalId = text.external_id ?? run.externalId;
  run.detailsUrl = text.details_url ?? run.detailsUrl;
  run.status = text.conclusion === undefined ? (text.status ?? run.status) : "completed";
  run.conclusion = run.status === "completed" ? (text.conclusion ?? run.conclusion) : null;
  if (text.started_at !== undefined) run.startedAt = new Date(text.started_at);
  if (run.status === "completed") run.completedAt = new Date(text.completed_at ?? world.clock.now());
  if (text.output === undefined) return;
  run.title = text.output.title ?? run.title;
  run.summary = text.output.summary;
  run.text = text.output.text ?? run.text;
  run.annotations.push(...(text.output.annotations ?? []));
}

function tellCompleted(world: World, repository: Repository, run: CheckRun): void {
  tell(world, repository, world.app.bot, "completed", run);
  const suite = viewCheckSuite(world.app, repository, run.suite);
  if (suite.status !== "completed") return;
  announce(world, repository, world.app.bot, "check_suite", { action: "completed", check_suite: suite });
}

function tell(world: World, repository: Repository, actor: Account, action: string, run: CheckRun): void {
  announce(world, repository, actor, "check_run", { action, check_run: viewSentCheckRun(world.app, repository, run) });
}
