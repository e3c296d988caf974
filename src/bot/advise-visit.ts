/** Advice on a whole repository, from its files to the pull request and the check: what push, schedule and command share. */

import { branchName, type ProjectAdvice } from "../advise/index.ts";
import { UserError } from "../base/index.ts";
import type { CommitSha } from "../ports/index.ts";
import type { Asked } from "./asked.ts";
import { carryOut } from "./carry-out.ts";
import { checkOf } from "./check-run.ts";
import { decide, type Reason } from "./decide.ts";
import { type PastProposal, planRecords, readHistory } from "./history.ts";
import type { Deed, VisitOutcome } from "./outcome.ts";
import { severeFixed } from "./proposed.ts";
import { nextDue } from "./schedule.ts";
import { readSettings } from "./settings.ts";
import { adviseAt, fileReader, type Visit } from "./visit.ts";

/**
 * Looks at the head of the default branch and does what is to be done. Doing it twice changes nothing.
 *
 * @param asked undefined where nobody asks: then an open pull request keeps answering what it was asked.
 */
export async function adviseRepository(
  asked: Asked | undefined,
  reasons: ReadonlySet<Reason>,
  visit: Visit,
): Promise<VisitOutcome> {
  const head = await visit.host.head(visit.signal);
  const outcome = await tryAdvise(head, asked, reasons, visit);
  await writeChecks(outcome, reasons, visit);
  return outcome;
}

async function tryAdvise(
  head: CommitSha,
  asked: Asked | undefined,
  reasons: ReadonlySet<Reason>,
  visit: Visit,
): Promise<VisitOutcome> {
  try {
    return await adviseAndAct(head, asked, reasons, visit);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    await noteUnreadable(error, visit);
    return { kind: "unreadable", head, error };
  }
}

async function adviseAndAct(
  head: CommitSha,
  asked: Asked | undefined,
  reasons: ReadonlySet<Reason>,
  visit: Visit,
): Promise<VisitOutcome> {
  const { repository, now, dependencies } = visit;
  const settings = await readSettings(fileReader(head, visit), visit.signal);
  const history = await loadHistory(visit);
  const open = history.find(({ state }) => state === "open");
  const { advice, options } = await adviseAsAsked(head, asked, open, visit);
  const { environments, plan } = advice;
  const severe = severeFixed(environments.map((each) => each.advice));
  const decision = decide({
    plan,
    isComplete: environments.every((each) => each.advice.outcome.kind === "solved"),
    isInterrupted: environments.some((each) => each.advice.outcome.kind === "failed"),
    severe,
    history,
    reasons,
    stage: repository.stage,
    isEnabled: settings.isEnabled,
    now,
  });
  const isFirst = history.every((past) => past === open);
  const deed = await carryOut(decision, { base: head, plan, severe, settings, open, isFirst, asked: options }, visit);
  const stage = stageAfter(history, deed, visit);
  const dueAt = nextDue(now, repository.id, settings.schedule);
  await dependencies.store.updateRepository(repository.id, { stage, dueAt });
  return { kind: "advised", head, advice, deed };
}

/** What nobody asks anew is as it was asked, unless the files do not have that environment any more. */
async function adviseAsAsked(
  head: CommitSha,
  asked: Asked | undefined,
  open: PastProposal | undefined,
  visit: Visit,
): Promise<{ readonly advice: ProjectAdvice; readonly options: Asked }> {
  const options = asked ?? open?.asked ?? {};
  try {
    return { advice: await adviseAt(head, options, visit), options };
  } catch (error) {
    if (asked !== undefined || !isUnknownEnvironment(error)) throw error;
    return { advice: await adviseAt(head, {}, visit), options: {} };
  }
}

function isUnknownEnvironment(error: unknown): boolean {
  return error instanceof UserError && error.code === "UNKNOWN_ENVIRONMENT";
}

/** What the host has, with what we remember; what is news for the store is stored. */
async function loadHistory({
  host,
  repository,
  lease,
  now,
  signal,
  dependencies,
}: Visit): Promise<readonly PastProposal[]> {
  const branch = branchName(undefined);
  const proposals = await dependencies.store.proposals(repository.id, branch);
  const history = readHistory(await host.pullRequests(branch, signal), proposals, now);
  for (const record of planRecords(repository.id, branch, history, proposals))
    await dependencies.store.saveProposal(record, lease);
  return history;
}

/** The first pull request is an invitation: until a person has merged it, a no is a no for good. */
function stageAfter(history: readonly PastProposal[], deed: Deed, { repository }: Visit): "onboarding" | "active" {
  if (repository.stage === "active" || history.some(({ state }) => state === "merged")) return "active";
  return deed.kind === "rested" && deed.because.kind === "settled" ? "active" : "onboarding";
}

/** One without a manifest was only looked at; one with a mistake has been spoken to, and hears of its correction. */
async function noteUnreadable(error: UserError, { repository, dependencies }: Visit): Promise<void> {
  if (repository.stage === "active" || isUnknownEnvironment(error)) return;
  const stage = error.code === "NO_MANIFEST" ? "surveyed" : "onboarding";
  await dependencies.store.updateRepository(repository.id, { stage, dueAt: undefined });
}

/** The check stands on the commit that was looked at, and on the one that we propose. */
async function writeChecks(outcome: VisitOutcome, reasons: ReadonlySet<Reason>, visit: Visit): Promise<void> {
  const check = checkOf(outcome, reasons);
  if (check === undefined) return;
  await visit.host.writeCheck(outcome.head, check, visit.signal);
  if (outcome.kind !== "advised" || outcome.deed.kind !== "proposed") return;
  await visit.host.writeCheck(outcome.deed.pullRequest.head, check, visit.signal);
}
