/** Advice on one project of a repository, and what is done about it on the branches that are the project's own. */

import { UserError } from "../../base/index.ts";
import { type Goal, type ProjectPlace, projectName } from "../../project/index.ts";
import { actOn, type Answered, type Circumstances, decideOn, type Scene } from "./act.ts";
import type { Reason } from "./decide.ts";
import { loadHistories, openIn } from "./histories.ts";
import type { PastProposal } from "./history.ts";
import type { Deed, ProjectOutcome } from "./outcome.ts";
import {
  adviseFix,
  askedAltogether,
  type FixGoal,
  fixGoal,
  isSameChange,
  proposeFix,
  secure,
  withOpen,
} from "./secure.ts";
import { adviseAt, type LookedAt, type Visit } from "../visit.ts";

/** What became of a project. */
export interface OneProject {
  readonly place: ProjectPlace;
  readonly outcome: ProjectOutcome;
  /** Of its branches, as far as they were looked at; of each the newest first. */
  readonly history: readonly PastProposal[];
}

/** Never throws a `UserError`: it becomes the outcome. */
export async function adviseOne(lookedAt: LookedAt, circumstances: Circumstances, visit: Visit): Promise<OneProject> {
  const { place } = lookedAt;
  const { head, asked } = circumstances;
  let history: readonly PastProposal[] = [];
  try {
    const histories = await loadHistories(projectName(place), visit);
    history = [...histories.advise, ...histories.security];
    const scene = { lookedAt, histories, circumstances, visit };
    const goal = asked?.goal;
    const outcome = goal?.kind === "fix" ? await fixAsked(goal, scene) : await adviseAndAct(scene);
    return { place, history, outcome };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { place, history, outcome: { kind: "impossible", head, error } };
  }
}

/** A person asks for advisories to go, beside those that are asked for already. */
async function fixAsked(asked: FixGoal, scene: Scene): Promise<ProjectOutcome> {
  const { head, reasons } = scene.circumstances;
  const goal = askedAltogether(asked, scene);
  const advice = await adviseFix(withOpen(goal, scene), scene);
  return { kind: "advised", head, advice, deed: await proposeFix({ advice, options: { goal } }, reasons, scene) };
}

async function adviseAndAct(scene: Scene): Promise<ProjectOutcome> {
  const { head, reasons } = scene.circumstances;
  const answered = await adviseAsAsked(scene);
  const { advice, options } = answered;
  const decision = decideOn("advise", answered, reasons, scene);
  // Where nothing but an advisory wants a change, it is the security pull request's.
  const opensRepair =
    decision.kind === "propose" && decision.pullRequest === undefined && options.goal?.kind === "repair";
  const goal = opensRepair ? fixGoal(advice, scene) : undefined;
  const fix = goal && (await adviseFix(goal, scene));
  const isFixAlone = fix !== undefined && isSameChange(advice, fix);
  const deed: Deed = isFixAlone
    ? { kind: "rested", because: { kind: "valid" } }
    : await actOn("advise", answered, decision, scene);
  const security = await secure({ advice, deed }, fix, scene);
  return { kind: "advised", head, advice, deed, ...(security !== undefined && { security }) };
}

/** What nobody asks anew is as it was asked, unless the files do not have that environment any more. */
async function adviseAsAsked({ lookedAt, histories, circumstances, visit }: Scene): Promise<Answered> {
  const { asked, reasons } = circumstances;
  const open = openIn(histories.advise);
  const goal = goalOf(open, reasons, visit);
  const options = asked ?? { ...open?.asked, goal };
  try {
    return { advice: await adviseAt(lookedAt, options, visit), options };
  } catch (error) {
    const isUnknown = error instanceof UserError && error.code === "UNKNOWN_ENVIRONMENT";
    if (asked !== undefined || !isUnknown) throw error;
    return { advice: await adviseAt(lookedAt, { goal }, visit), options: { goal } };
  }
}

/**
 * A push is answered by the smallest change after which the locks hold, once a repository is at work; what is open goes on
 * as it was meant until the schedule asks for the best. Undefined for the best.
 */
function goalOf(open: PastProposal | undefined, reasons: ReadonlySet<Reason>, { repository }: Visit): Goal | undefined {
  if (reasons.has("schedule") || reasons.has("onboard")) return undefined;
  if (open !== undefined) return open.asked?.goal?.kind === "repair" ? open.asked.goal : undefined;
  return reasons.has("push") && repository.stage === "active" ? { kind: "repair" } : undefined;
}
