/** Advice on a whole repository, from its files to pull requests and check: what push, schedule and command share. */

import { branchName } from "../../advise/index.ts";
import { UserError } from "../../base/index.ts";
import type { CommitSha } from "../../ports/index.ts";
import { keepTelling, projectName } from "../../project/index.ts";
import type { Asked } from "../asked.ts";
import { adviseOne, type OneProject } from "./advise-one.ts";
import { checkOf } from "./check-run.ts";
import type { Reason } from "./decide.ts";
import { defaults } from "../defaults.ts";
import { withdrawOpen } from "./histories.ts";
import { checkLocks } from "./provenance-visit.ts";
import type { PastProposal } from "./history.ts";
import type { ProjectOutcome, VisitOutcome } from "./outcome.ts";
import { nextDue } from "../schedule.ts";
import { type BotSettings, readSettings } from "../settings.ts";
import { codeAt, fileReader, remembering, timeOf, type Visit } from "../visit.ts";

/** Why we look, and what for. */
export interface Errand {
  /** Undefined where nobody asks: then an open pull request keeps answering what it was asked. */
  readonly asked: Asked | undefined;
  /** The one project that somebody asks for. */
  readonly project: string | undefined;
  readonly reasons: ReadonlySet<Reason>;
}

/** Whether somebody asks for advisories to go, and for nothing else. */
function isFix({ asked }: Errand): boolean {
  return asked?.goal?.kind === "fix";
}

/** Looks at the head of the default branch and does what is to be done. Doing it twice changes nothing. */
export async function adviseRepository(errand: Errand, visit: Visit): Promise<VisitOutcome> {
  const outcome = await tryAdvise(errand, visit);
  await writeChecks(outcome, errand, visit);
  return outcome;
}

async function tryAdvise(errand: Errand, visit: Visit): Promise<VisitOutcome> {
  let head: CommitSha | undefined;
  try {
    head = await visit.host.head(visit.signal);
    return await adviseAll(head, errand, visit);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    await noteImpossible(error, visit);
    return { kind: "impossible", head, error };
  }
}

/** One project after the other: what keeps one from its answer is told, and costs the others nothing. */
async function adviseAll(head: CommitSha, errand: Errand, visit: Visit): Promise<VisitOutcome> {
  const readFile = remembering(fileReader(head, visit));
  const settings = await readSettings(readFile, visit.adviser, visit.signal);
  const all = await visit.host.listFiles(head, visit.signal);
  const code = codeAt(head, all, visit);
  const request = { files: keepTelling(all), readFile, only: errand.project };
  const { places, ...choice } = await visit.adviser.projects(request, timeOf(1, visit));
  const done: OneProject[] = [];
  for (const place of places) {
    const opened = done.filter(({ outcome }) => isNew(outcome)).length;
    const lookedAt = { place, readFile, code, projects: places.length };
    done.push(await adviseOne(lookedAt, { ...errand, head, settings, opened }, visit));
  }
  if (!done.some(({ place }) => projectName(place) === undefined)) await withdrawVanished(errand, visit);
  const isWhole = errand.project === undefined && !isFix(errand);
  await noteVisit(done, { settings, isWhole }, visit);
  await checkLocks({ head, settings, readFile, reasons: errand.reasons, done }, visit);
  const [first, ...others] = done;
  const outcome = first!.outcome;
  if (others.length > 0) return { kind: "several", head, projects: done, choice };
  return outcome.kind === "advised" ? { ...outcome, choice } : outcome;
}

function isNew(outcome: ProjectOutcome): boolean {
  return outcome.kind === "advised" && outcome.deed.kind === "proposed" && outcome.deed.isNew;
}

/** What was proposed for the root is moot where it is no project any more. */
async function withdrawVanished({ project }: Errand, visit: Visit): Promise<void> {
  const { repository, dependencies } = visit;
  if (project !== undefined) return;
  for (const kind of ["advise", "security"] as const) {
    const known = await dependencies.store.proposals(repository.id, branchName(undefined, kind));
    if (known.some(({ state }) => state === "open")) return await withdrawOpen(undefined, visit);
  }
}

async function noteVisit(
  done: readonly OneProject[],
  { settings, isWhole }: { readonly settings: BotSettings; readonly isWhole: boolean },
  visit: Visit,
): Promise<void> {
  const { repository, now, dependencies } = visit;
  const errors = done.flatMap(({ outcome }) => (outcome.kind === "impossible" ? [outcome.error] : []));
  if (errors.length === done.length) return await noteImpossible(errors[0]!, visit);
  const stage = stageAfter(done, isWhole, visit);
  const dueAt = nextDue(now, repository.id, settings.schedule);
  await dependencies.store.updateRepository(repository.id, { stage, dueAt });
}

/** The first pull request is an invitation: once declined, a no is a no for good until a person merges one. */
function stageAfter(done: readonly OneProject[], isWhole: boolean, { repository }: Visit): "onboarding" | "active" {
  const has = (wanted: PastProposal["state"]): boolean =>
    done.some(({ history }) => history.some(({ state }) => state === wanted));
  if (repository.stage === "active" || has("merged")) return "active";
  return isWhole && done.every(({ outcome }) => isSettled(outcome)) && !has("declined") ? "active" : "onboarding";
}

function isSettled(outcome: ProjectOutcome): boolean {
  return outcome.kind === "advised" && outcome.deed.kind === "rested" && outcome.deed.because.kind === "settled";
}

/** One without a manifest was only looked at; one with a mistake has been spoken to, and hears of its correction. */
async function noteImpossible(error: UserError, visit: Visit): Promise<void> {
  if (isCommandsMistake(error)) return;
  const { repository, now, dependencies } = visit;
  const isBare = error.code === "NO_MANIFEST" || error.code === "EMPTY_REPOSITORY";
  // Without a manifest there is nothing that a lock could be for.
  if (error.code === "NO_MANIFEST") await withdrawOpen(undefined, visit);
  const stage = repository.stage === "active" ? "active" : isBare ? "surveyed" : "onboarding";
  const dueAt = isBare ? undefined : nextDue(now, repository.id, defaults.schedule);
  await dependencies.store.updateRepository(repository.id, { stage, dueAt });
}

function isCommandsMistake({ code }: UserError): boolean {
  return code === "UNKNOWN_ENVIRONMENT" || code === "UNKNOWN_PROJECT";
}

/** The check on the commit that was looked at tells of all projects; the one on what we propose tells of that. */
async function writeChecks(outcome: VisitOutcome, errand: Errand, visit: Visit): Promise<void> {
  const { reasons } = errand;
  const check = checkOf(outcome, reasons);
  if (check === undefined || outcome.head === undefined) return;
  // Whether the commit is as it should be was not asked.
  if (!isFix(errand)) await visit.host.writeCheck(outcome.head, check, visit.signal);
  const outcomes = outcome.kind === "several" ? outcome.projects.map((project) => project.outcome) : [outcome];
  for (const each of outcomes.flatMap(ownOutcomes)) {
    if (each.deed.kind !== "proposed") continue;
    const own = checkOf(each, reasons);
    if (own !== undefined) await visit.host.writeCheck(each.deed.pullRequest.head, own, visit.signal);
  }
}

/** What was proposed on each branch of a project, by itself. */
function ownOutcomes(outcome: ProjectOutcome): readonly Extract<ProjectOutcome, { readonly kind: "advised" }>[] {
  if (outcome.kind !== "advised") return [];
  const { security, head } = outcome;
  if (security?.advice === undefined) return [outcome];
  return [outcome, { kind: "advised", head, advice: security.advice, deed: security.deed }];
}
