/** Advice on a whole repository, from its files to the pull request and the check: what push, schedule and command share. */

import { branchName, type ProjectAdvice } from "../../advise/index.ts";
import { UserError } from "../../base/index.ts";
import type { CommitSha } from "../../ports/index.ts";
import type { Asked } from "../asked.ts";
import { carryOut, withdrawUnlessTheirs } from "./carry-out.ts";
import { checkOf } from "./check-run.ts";
import { decide, type Reason } from "./decide.ts";
import { defaults } from "../defaults.ts";
import { type PastProposal, planRecords, readHistory } from "./history.ts";
import type { Deed, VisitOutcome } from "./outcome.ts";
import { gainOf, severeFixed } from "./proposed.ts";
import { nextDue } from "../schedule.ts";
import { readSettings } from "../settings.ts";
import { adviseAt, fileReader, type Visit } from "../visit.ts";

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
  const outcome = await tryAdvise(asked, reasons, visit);
  await writeChecks(outcome, reasons, visit);
  return outcome;
}

async function tryAdvise(asked: Asked | undefined, reasons: ReadonlySet<Reason>, visit: Visit): Promise<VisitOutcome> {
  let head: CommitSha | undefined;
  try {
    head = await visit.host.head(visit.signal);
    return await adviseAndAct(head, asked, reasons, visit);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    await noteImpossible(error, visit);
    return { kind: "impossible", head, error };
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
  const answers = environments.map((each) => each.advice);
  const severe = severeFixed(answers);
  const decision = decide({
    plan,
    isComplete: environments.every((each) => each.advice.outcome.kind === "solved"),
    isInterrupted: environments.some((each) => each.advice.outcome.kind === "failed"),
    severe,
    gain: gainOf(answers),
    minGain: settings.minGain,
    history,
    reasons,
    stage: repository.stage,
    isEnabled: settings.isEnabled,
    now,
  });
  const isFirst = history.every((past) => past === open);
  const matter = { base: head, plan, severe, settings, history, open, isFirst, asked: options };
  const deed = await carryOut(decision, matter, visit);
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

/** The first pull request is an invitation: once declined, a no is a no for good until a person merges one. */
function stageAfter(history: readonly PastProposal[], deed: Deed, { repository }: Visit): "onboarding" | "active" {
  if (repository.stage === "active" || history.some(({ state }) => state === "merged")) return "active";
  const isSettled = deed.kind === "rested" && deed.because.kind === "settled";
  return isSettled && !history.some(({ state }) => state === "declined") ? "active" : "onboarding";
}

/** One without a manifest was only looked at; one with a mistake has been spoken to, and hears of its correction. */
async function noteImpossible(error: UserError, visit: Visit): Promise<void> {
  if (isUnknownEnvironment(error)) return;
  const { repository, now, dependencies } = visit;
  const isBare = error.code === "NO_MANIFEST" || error.code === "EMPTY_REPOSITORY";
  if (error.code === "NO_MANIFEST") await withdrawOpen(visit);
  const stage = repository.stage === "active" ? "active" : isBare ? "surveyed" : "onboarding";
  const dueAt = isBare ? undefined : nextDue(now, repository.id, defaults.schedule);
  await dependencies.store.updateRepository(repository.id, { stage, dueAt });
}

/** Without a manifest there is nothing that a lock could be for. */
async function withdrawOpen(visit: Visit): Promise<void> {
  const open = (await loadHistory(visit)).find(({ state }) => state === "open");
  if (open !== undefined) await withdrawUnlessTheirs(branchName(undefined), open.pullRequest, visit);
}

/** The check stands on the commit that was looked at, and on the one that we propose. */
async function writeChecks(outcome: VisitOutcome, reasons: ReadonlySet<Reason>, visit: Visit): Promise<void> {
  const check = checkOf(outcome, reasons);
  if (check === undefined || outcome.head === undefined) return;
  await visit.host.writeCheck(outcome.head, check, visit.signal);
  if (outcome.kind !== "advised" || outcome.deed.kind !== "proposed") return;
  await visit.host.writeCheck(outcome.deed.pullRequest.head, check, visit.signal);
}
