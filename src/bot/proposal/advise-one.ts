/** Advice on one project of a repository, and what is done about it on the branch that is the project's own. */

import { branchName, type ProjectAdvice } from "../../advise/index.ts";
import { UserError } from "../../base/index.ts";
import type { CommitSha } from "../../ports/index.ts";
import { type ProjectPlace, projectName } from "../../project/index.ts";
import type { Asked } from "../asked.ts";
import { carryOut, withdrawUnlessTheirs } from "./carry-out.ts";
import { decide, type Reason } from "./decide.ts";
import { type PastProposal, planRecords, readHistory } from "./history.ts";
import type { ProjectOutcome } from "./outcome.ts";
import { gainOf, severeFixed } from "./proposed.ts";
import type { BotSettings } from "../settings.ts";
import { adviseAt, type LookedAt, type Visit } from "../visit.ts";

/** What holds for all projects of a visit. */
interface Circumstances {
  readonly head: CommitSha;
  readonly asked: Asked | undefined;
  readonly reasons: ReadonlySet<Reason>;
  readonly settings: BotSettings;
  /** Pull requests that the visit has opened so far. */
  readonly opened: number;
}

/** What became of a project. */
export interface OneProject {
  readonly place: ProjectPlace;
  readonly outcome: ProjectOutcome;
  /** Of its branch, as far as it was looked at, the newest first. */
  readonly history: readonly PastProposal[];
}

/** Never throws a `UserError`: it becomes the outcome. */
export async function adviseOne(lookedAt: LookedAt, circumstances: Circumstances, visit: Visit): Promise<OneProject> {
  const { place } = lookedAt;
  const { head } = circumstances;
  let history: readonly PastProposal[] = [];
  try {
    history = await loadHistory(projectName(place), visit);
    return { place, history, outcome: await adviseAndAct(lookedAt, history, circumstances, visit) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { place, history, outcome: { kind: "impossible", head, error } };
  }
}

async function adviseAndAct(
  lookedAt: LookedAt,
  history: readonly PastProposal[],
  { head, asked, reasons, settings, opened }: Circumstances,
  visit: Visit,
): Promise<ProjectOutcome> {
  const { repository, now } = visit;
  const open = history.find(({ state }) => state === "open");
  const { advice, options } = await adviseAsAsked(lookedAt, asked, open, visit);
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
    opened,
    history,
    reasons,
    stage: repository.stage,
    isEnabled: settings.isEnabled,
    now,
  });
  const isFirst = history.every((past) => past === open);
  const project = projectName(lookedAt.place);
  const matter = { base: head, plan, severe, settings, history, open, isFirst, asked: options, project };
  return { kind: "advised", head, advice, deed: await carryOut(decision, matter, visit) };
}

/** What nobody asks anew is as it was asked, unless the files do not have that environment any more. */
async function adviseAsAsked(
  lookedAt: LookedAt,
  asked: Asked | undefined,
  open: PastProposal | undefined,
  visit: Visit,
): Promise<{ readonly advice: ProjectAdvice; readonly options: Asked }> {
  const options = asked ?? open?.asked ?? {};
  try {
    return { advice: await adviseAt(lookedAt, options, visit), options };
  } catch (error) {
    const isUnknown = error instanceof UserError && error.code === "UNKNOWN_ENVIRONMENT";
    if (asked !== undefined || !isUnknown) throw error;
    return { advice: await adviseAt(lookedAt, {}, visit), options: {} };
  }
}

/** What the host has, with what we remember; what is news for the store is stored. */
async function loadHistory(project: string | undefined, visit: Visit): Promise<readonly PastProposal[]> {
  const { host, repository, lease, now, signal, dependencies } = visit;
  const branch = branchName(project);
  const proposals = await dependencies.store.proposals(repository.id, branch);
  const history = readHistory(await host.pullRequests(branch, signal), proposals, now);
  for (const record of planRecords(repository.id, branch, history, proposals))
    await dependencies.store.saveProposal(record, lease);
  return history;
}

/** Closes what was proposed for a project that is none any more. */
export async function withdrawOpen(project: string | undefined, visit: Visit): Promise<void> {
  const open = (await loadHistory(project, visit)).find(({ state }) => state === "open");
  if (open !== undefined) await withdrawUnlessTheirs(branchName(project), open.pullRequest, visit);
}
